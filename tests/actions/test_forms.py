"""How a form reads a message, and what it leaves to other actions."""

from __future__ import annotations

import pytest

from actions.action_server import FORMS
from actions.forms import ASKS
from actions.volunteer_form import AGENCY_KIND, JAIL, LAW, PROGRAM, STATE
from tests.actions.chat import Chat
from tests.factories import an_entry, message


def test_every_form_has_its_questions_in_the_server() -> None:
    for form, questions in FORMS.items():
        assert set(form.questions({}, lambda: an_entry("any"))) <= set(questions), form.name


@pytest.mark.parametrize(
    ("text", "kind"),
    [("1", "sheriff"), ("option 2", "police"), ("the last one", "other"), ("We are a state agency", "state")],
)
def test_options_are_answered_by_number_ordinal_or_words(text: str, kind: str) -> None:
    assert AGENCY_KIND.answer(message(text)) == kind


def test_yes_and_no_answer_where_they_are_options() -> None:
    assert JAIL.answer(message("yep", "affirm")) is True
    assert JAIL.answer(message("nope", "deny")) is False
    assert LAW.answer(message("nope", "deny")) is False
    assert PROGRAM.answer(message("yep", "affirm")) is None
    assert STATE.answer(message("nope", "deny")) is None


@pytest.mark.parametrize("text", ["is it paid", "what about WSO", "any cost?", "can they ask"])
def test_a_question_is_seen_as_one(text: str) -> None:
    assert ASKS.search(text)


@pytest.mark.parametrize("text", ["Canyon County", "Island County sheriff", "Mayfield police", "warrants only"])
def test_names_that_begin_like_a_question_are_none(text: str) -> None:
    assert not ASKS.search(text)


def test_a_message_for_another_action_is_left_to_it(volunteering: Chat) -> None:
    events_before = dict(volunteering.slots)
    for act in ("thanks", "emergency", "contact_person", "cancel", "repeat"):
        assert volunteering.tell("x", act) == "volunteer_program"
    assert volunteering.slots == events_before


def test_an_answer_in_free_words_is_taken_though_it_was_taken_for_a_question(volunteering: Chat) -> None:
    volunteering.tell("TFM", program="TFM")
    assert volunteering.tell("the county sheriff", "ask", agency_kind="sheriff") == "agency_state"


def test_what_answers_nothing_is_asked_again_and_said_so(volunteering: Chat) -> None:
    assert volunteering.tell("blue", "inform") == "volunteer_program"
    assert volunteering.asked()[0].text.startswith("I did not understand that as an answer.")
    volunteering.tell("JEM", program="JEM")
    assert "did not understand" not in volunteering.asked()[0].text


def test_a_question_of_the_form_needs_no_search(volunteering: Chat) -> None:
    volunteering.knowledge.down = True
    volunteering.tell("JEM", program="JEM")
    assert volunteering.asked()[0].kind == "volunteer"


def test_a_question_that_rests_on_the_search_says_that_it_is_down(volunteering: Chat) -> None:
    volunteering.tell("TFM", program="TFM")
    volunteering.tell("police in Delaware", agency_kind="police", state="DE")
    volunteering.knowledge.down = True
    assert volunteering.asked()[0].kind == "error"
