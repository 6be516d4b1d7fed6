"""The page of one of the agency's own documents."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.accounts.users import add_user, allow_marked
from bot.records.database import Database
from knowledge.client import KnowledgeUnavailableError
from knowledge.results import DocumentPart, DocumentView
from tests.bot.web.person import PASSWORD, Person

OPEN = DocumentPart(0, "I", ["Purpose"], [1], "First.\n\n<b>Second</b>.", "Flrst. <b>Second</b>.", [], False)
MARKED = DocumentPart(1, "II", [], [1, 2], "", None, ["LAW ENFORCEMENT SENSITIVE"], True)


class Documents:
    def __init__(self) -> None:
        self.asked: list[bool] = []

    def document(self, document: str, permitted: bool = False) -> DocumentView | None:
        self.asked.append(permitted)
        if document == "ffffffffffff":
            raise KnowledgeUnavailableError("down")
        if document != "0123456789ab":
            return None
        parts, redacted = [OPEN, MARKED], {"name": 2, "phone number": 1}
        return DocumentView(
            document, "a.pdf", "Agreement", "Sample County", "JEM", "2025-04-16", 2, True, [], redacted, parts
        )


@pytest.fixture
def documents(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Documents:
    found = Documents()
    monkeypatch.setattr(app.extensions["bot"].knowledge, "document", found.document, raising=False)
    return found


def test_a_document_is_shown_by_section_and_page(http: FlaskClient, documents: Documents) -> None:
    page = http.get("/documents/0123456789ab").get_data(as_text=True)
    assert 'id="page=1"' in page
    assert 'id="page=2"' in page
    assert "Agreement" in page
    assert "I · Purpose" in page
    assert "2 × name, 1 × phone number" in page
    assert "Flrst." in page


def test_text_of_a_document_is_never_markup(http: FlaskClient, documents: Documents) -> None:
    assert "<b>Second" not in http.get("/documents/0123456789ab").get_data(as_text=True)


def test_marked_passages_are_withheld_from_readers_without_the_permission(
    http: FlaskClient, documents: Documents
) -> None:
    page = http.get("/documents/0123456789ab").get_data(as_text=True)
    assert documents.asked == [False]
    assert "withheld" in page
    assert "LAW ENFORCEMENT SENSITIVE" in page


def test_a_reader_with_the_permission_asks_for_marked_passages(
    http: FlaskClient, database: Database, documents: Documents
) -> None:
    add_user(database, "reader", "reader", PASSWORD, "test")
    Person(http).sign_in("reader")
    http.get("/documents/0123456789ab")
    allow_marked(database, "reader", True, "test")
    http.get("/documents/0123456789ab")
    allow_marked(database, "reader", False, "test")
    http.get("/documents/0123456789ab")
    assert documents.asked == [False, True, False]


@pytest.mark.parametrize("document", ["aaaaaaaaaaaa", "nope", "0123456789AB"])
def test_an_unknown_document_is_said_so(http: FlaskClient, documents: Documents, document: str) -> None:
    assert http.get(f"/documents/{document}").status_code == 404


def test_a_service_that_is_down_is_said_so(http: FlaskClient, documents: Documents) -> None:
    assert http.get("/documents/ffffffffffff").status_code == 503
