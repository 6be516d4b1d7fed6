"""Dates, citations, and entries' addresses in words."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.web.presentation_filters import answer_html, citation, day, entry_page, scope_name
from knowledge.results import Source
from tests.stand_ins import SmallKnowledge


@pytest.mark.parametrize(("date", "shown"), [("2025-04-16", "16 Apr 2025"), ("2025-04", "Apr 2025"), ("2025", "2025")])
def test_a_date_is_shown_as_far_as_it_is_known(date: str, shown: str) -> None:
    assert day(date) == shown


def test_scopes_have_names() -> None:
    assert scope_name("TFM") == "Task Force Model (TFM)"
    assert (scope_name("DE"), scope_name("DC"), scope_name("any")) == ("Delaware", "District of Columbia", "")


def test_a_citation_names_question_source_date_and_address() -> None:
    sources = [Source("Agreement", "V", None, "2025-03-07")]
    text = citation("How long?", "TFM", "About **40 hours**.", sources, "2025-04-16", "http://bot/answers/x#tfm")
    assert text.startswith("How long? [Task Force Model (TFM)]\nAbout 40 hours.\nSources: Agreement, section V")
    assert "(7 Mar 2025)" in text and "As of 16 Apr 2025." in text and "http://bot/answers/x#tfm, read " in text


def test_a_quoted_section_has_no_page_of_its_own(app: Flask) -> None:
    with app.test_request_context():
        assert entry_page("moa-tfm:3") is None and entry_page(None) is None
        assert entry_page("hold-time", "any") == "http://localhost/answers/hold-time"


def test_a_glossary_that_is_not_there_leaves_the_answer_readable(http: FlaskClient, knowledge: SmallKnowledge) -> None:
    knowledge.down = True
    http.post("/", data={"text": "x"})
    assert "<strong>40 hours</strong>" in http.get("/").get_data(as_text=True)


def test_two_answers_on_a_page_explain_under_ids_of_their_own(app: Flask) -> None:
    with app.test_request_context():
        first, second = answer_html("The MOA."), answer_html("The MOA.")
    assert 'id="term-text-1-1"' in first and 'id="term-text-2-1"' in second
