"""Dates and answers as the templates show them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.web.template_filters import answer_html, day
from tests.stand_ins import SmallKnowledge


@pytest.mark.parametrize(("date", "shown"), [("2025-04-16", "16 Apr 2025"), ("2025-04", "Apr 2025"), ("2025", "2025")])
def test_a_date_is_shown_as_far_as_it_is_known(date: str, shown: str) -> None:
    assert day(date) == shown


def test_a_glossary_that_is_not_there_leaves_the_answer_readable(http: FlaskClient, knowledge: SmallKnowledge) -> None:
    knowledge.down = True
    http.post("/", data={"text": "x"})
    assert "<strong>40 hours</strong>" in http.get("/").get_data(as_text=True)


def test_two_answers_on_a_page_explain_under_ids_of_their_own(app: Flask) -> None:
    with app.test_request_context():
        first, second = answer_html("The MOA."), answer_html("The MOA.")
    assert 'id="term-text-1-1"' in first
    assert 'id="term-text-2-1"' in second
