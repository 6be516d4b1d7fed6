"""Questions to start with."""

from __future__ import annotations

from actions.replies.reply import worded_for
from bot.web.answer_pages import AREAS
from bot.web.starters import STARTERS
from knowledge.entries.loader import load_knowledge


def test_every_starter_is_the_question_of_an_entry() -> None:
    questions = {worded_for(entry.question, None) for entry in load_knowledge().entries.values()}
    assert {question for group in STARTERS for question in group.questions} <= questions


def test_every_area_has_a_title() -> None:
    assert {entry.area for entry in load_knowledge().entries.values()} == set(AREAS)
