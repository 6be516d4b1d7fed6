"""Passages with handling marks in the conversation: shown to who may see them, and kept nowhere."""

from __future__ import annotations

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from actions.replies.quotations import MAY_HELP, marked_reply
from bot.accounts.users import add_user, allow_marked, disable
from bot.records.database import Database
from bot.records.models import Turn
from knowledge.client import KnowledgeUnavailableError
from knowledge.results import DocumentPassage
from tests.bot.web.person import PASSWORD, MakeApp, Person
from tests.factories import PASSAGE
from tests.stand_ins import Dialogue

MARKED = msgspec.structs.replace(
    PASSAGE, marks=["LAW ENFORCEMENT SENSITIVE"], sentences=["The van takes the zebra road.", "It leaves at midnight."],
    marked=0,
)  # fmt: skip


@pytest.fixture
def quotations(app: Flask, monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, int, int], DocumentPassage]:
    """What the knowledge service has."""
    held = {("0123456789ab", 3, 2): MARKED}
    knowledge = app.extensions["bot"].knowledge
    monkeypatch.setattr(knowledge, "quotation", lambda *where: held.get(where), raising=False)
    return held


@pytest.fixture
def reader(http: FlaskClient, database: Database, dialogue: Dialogue, quotations: object) -> FlaskClient:
    """A reader with the permission, whom the dialogue answers from a marked passage."""
    add_user(database, "reader", "reader", PASSWORD, "test", reads_marked=True)
    assert Person(http).sign_in("reader").status_code == 303
    dialogue.reply = marked_reply(MARKED, "TFM", MAY_HELP)
    return http


def asked(http: FlaskClient) -> str:
    return http.post("/", data={"text": "which road"}, headers={"X-Requested-With": "fetch"}).text


def test_who_may_see_it_gets_the_passage_with_its_mark(reader: FlaskClient, dialogue: Dialogue) -> None:
    said = asked(reader)
    assert dialogue.permitted == [True]
    assert "LAW ENFORCEMENT SENSITIVE" in said
    assert "zebra road" in said
    assert MAY_HELP.split(",")[0] in said
    assert 'href="http://localhost/documents/0123456789ab#page=4"' in said
    assert "Copy as a citation" not in said
    assert "zebra road" in reader.get("/").text


def test_others_are_not_permitted(http: FlaskClient, dialogue: Dialogue) -> None:
    asked(http)
    http.post("/api/messages", json={"text": "which road"})
    assert dialogue.permitted == [False, False]


def test_the_api_takes_no_cookie_for_a_permission(reader: FlaskClient, dialogue: Dialogue) -> None:
    assert "zebra" not in reader.post("/api/messages", json={"text": "which road"}).text
    assert dialogue.permitted == [False]


def test_its_text_is_in_no_record_cache_or_transcript(reader: FlaskClient, app: Flask, database: Database) -> None:
    asked(reader)
    for file in ("/transcript.txt", "/transcript.docx"):
        assert b"zebra" not in reader.get(file).data
    assert "handling mark" in reader.get("/transcript.txt").text
    with database.read() as session:
        assert "zebra" not in repr([vars(turn) for turn in session.scalars(select(Turn))])
    kept = app.extensions["once"]._answers.values()
    assert kept
    assert "zebra" not in repr([future.result() for future in kept])


@pytest.mark.parametrize("end", ["withdrawn", "disabled", "signed out", "accounts unreadable"])
def test_it_is_gone_when_the_permission_ends(reader: FlaskClient, database: Database, end: str) -> None:
    asked(reader)
    if end == "withdrawn":
        allow_marked(database, "reader", False, "test")
    elif end == "disabled":
        disable(database, "reader", "test")
    elif end == "signed out":
        assert Person(reader).post("/console/sign-out", token_from="/").status_code == 303
    else:
        with database.write() as session:
            session.execute(text("DROP TABLE users"))
    page = reader.get("/")
    assert page.status_code == 200
    assert "zebra" not in page.text
    assert "bears a handling mark" in page.text


def test_a_document_that_was_removed_is_said_so(reader: FlaskClient, quotations: dict[object, object]) -> None:
    asked(reader)
    quotations.clear()
    assert "no longer on file" in reader.get("/").text


def test_a_service_that_is_down_leaves_the_conversation(
    reader: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*where: object) -> DocumentPassage:
        raise KnowledgeUnavailableError("down")

    monkeypatch.setattr(app.extensions["bot"].knowledge, "quotation", down)
    page = asked(reader)
    assert "zebra" not in page
    assert "bears a handling mark" in page


def test_a_shared_machine_forgets_who_was_signed_in(make_app: MakeApp, database: Database) -> None:
    add_user(database, "reader", "reader", PASSWORD, "test")
    shared = make_app(kiosk_minutes=5).test_client()
    Person(shared).sign_in("reader")
    assert "Signed in" in shared.get("/").text
    shared.post("/clear")
    assert "Signed in" not in shared.get("/").text
