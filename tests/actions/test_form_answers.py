"""What a message says in answer to a form's question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions import form_answers as reading
from actions.form_answers import Message, pointed_at
from tests.factories import message


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("the second one", "b"),
        ("2", "b"),
        ("number three", "c"),
        ("No 3", "c"),
        ("option 1 please", "a"),
        ("first", "a"),
        ("2nd please", "b"),
        ("the last", "c"),
        ("last one, thanks", "c"),
        ("b", "b"),
        ("i'll take the third option", "c"),
        ("7", None),
        ("the one on training", None),
        ("who pays first", None),
        ("first year", None),
        ("2 years", None),
        ("a jail", None),
        ("", None),
    ],
)
def test_what_a_number_or_an_ordinal_points_at(text: str, option: str | None) -> None:
    assert pointed_at(text, ["a", "b", "c"]) == option


def test_nothing_is_pointed_at_without_options() -> None:
    assert pointed_at("last", []) is None


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (reading.runs_jail, "we run a 300 bed jail", True),
        (reading.runs_jail, "sheriff's office with a jail", True),
        (reading.runs_jail, "no jail", False),
        (reading.runs_jail, "we don\u2019t have a jail", False),
        (reading.runs_jail, "the county runs the jail", False),
        (reading.runs_jail, "we are a police department", None),
        (reading.officer_work, "mostly on the road", "patrol"),
        (reading.officer_work, "booking", "custody"),
        (reading.officer_work, "patrol and the jail", "both"),
        (reading.officer_work, "a bit of each", "both"),
        (reading.officer_work, "blue", None),
        (reading.officer_tasks, "just serve the warrants", "warrants"),
        (reading.officer_tasks, "interview them too", "questioning"),
        (reading.officer_tasks, "warrants only, no questioning", "warrants"),
        (reading.officer_tasks, "blue", None),
        (reading.officer_experience, "5 years each", "two_years"),
        (reading.officer_experience, "all seasoned people", "two_years"),
        (reading.officer_experience, "1 year", "less"),
        (reading.officer_experience, "first year deputies", "less"),
        (reading.officer_experience, "eight months", "less"),
        (reading.officer_experience, "less than two years", "less"),
        (reading.officer_experience, "half of them", "mixed"),
        (reading.officer_experience, "not all of them", "mixed"),
        (reading.officer_experience, "blue", None),
        (reading.agency_kind, "something else", "other"),
        (reading.agency_kind, "blue", None),
        (reading.program, "the jail one", None),
        (reading.state, "up north", None),
    ],
)
def test_answers_in_words(read: Callable[[Message], Any], text: str, value: Any) -> None:
    found = read(message(text))
    assert (type(found), found) == (type(value), value)


def test_one_program_is_an_answer_and_two_are_none() -> None:
    assert reading.program(message("WSO", program=("WSO",))) == "WSO"
    assert reading.program(message("JEM or WSO", program=("JEM", "WSO"))) is None


def test_a_sheriff_with_a_jail_is_a_sheriff() -> None:
    assert reading.agency_kind(message("x", agency_kind=("jail", "sheriff"))) == "sheriff"
    assert reading.agency_kind(message("x", agency_kind=("jail",))) == "jail"


def test_the_state_named_last_is_a_correction() -> None:
    assert reading.state(message("not Ohio, Texas", state=("OH", "TX"))) == "TX"


@pytest.mark.parametrize("text", ["not sure", "i dont know", "I don\u2019t know", "can't say", "no idea", "skip"])
def test_who_does_not_know(text: str) -> None:
    assert message(text).unsure
