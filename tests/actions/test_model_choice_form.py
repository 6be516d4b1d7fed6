"""Six questions, and which models fit the answers."""

from __future__ import annotations

import pytest

from actions.model_choice_form import wishes_of
from actions.replies.model_choice import FITS, IN_PART, NO_FIT, WIDER, fit
from tests.actions.chat import Chat

ANSWERS = {
    "agency_kind": "sheriff",
    "runs_jail": True,
    "officer_work": "custody",
    "officer_tasks": "warrants",
    "officer_experience": "two_years",
    "agency_state": "OH",
}


def test_at_most_six_questions_are_asked(choosing: Chat) -> None:
    (first,) = choosing.asked()
    assert "Six short questions" in first.text
    assert first.choices
    said = [
        ("We are a sheriff's office", {"agency_kind": "sheriff"}),
        ("yes", {}),
        ("both", {}),
        ("warrants only", {}),
        ("Some of them do", {}),
        ("Ohio", {"state": "OH"}),
    ]
    asked = [choosing.tell(text, "affirm" if text == "yes" else "inform", **named) for text, named in said]
    assert asked == ["runs_jail", "officer_work", "officer_tasks", "officer_experience", "agency_state", None]


def test_without_a_jail_nobody_is_asked_where_the_officers_would_work(choosing: Chat) -> None:
    choosing.tell("police", agency_kind="police")
    assert choosing.tell("no", "deny") == "officer_experience"


@pytest.mark.parametrize(("act", "answer"), [("affirm", "two_years"), ("deny", "less")])
def test_yes_and_no_answer_the_question_on_experience(choosing: Chat, act: str, answer: str) -> None:
    choosing.tell("police", agency_kind="police")
    choosing.tell("no jail", "inform")
    assert choosing.tell("x", act) == "agency_state"
    assert choosing.slots["officer_experience"] == answer


def test_not_sure_is_an_answer(choosing: Chat) -> None:
    for _ in range(6):
        asked = choosing.tell("not sure", "nlu_fallback")
    assert asked is None
    assert choosing.slots["agency_kind"] == choosing.slots["agency_state"] == "unknown"
    assert choosing.say("action_choose_result").kind == "comparison"


@pytest.mark.parametrize(
    ("changed", "verdicts"),
    [
        ({}, (WIDER, WIDER, FITS)),
        ({"officer_tasks": "questioning"}, (FITS, WIDER, NO_FIT)),
        ({"officer_work": "both", "officer_tasks": "questioning"}, (IN_PART, FITS, NO_FIT)),
        ({"officer_work": "patrol", "officer_tasks": "questioning"}, (NO_FIT, FITS, NO_FIT)),
        ({"officer_work": "patrol", "officer_tasks": "warrants"}, (NO_FIT, WIDER, NO_FIT)),
        ({"officer_work": "patrol", "officer_experience": "less"}, (NO_FIT, NO_FIT, NO_FIT)),
        ({"officer_work": "patrol", "officer_experience": "mixed"}, (NO_FIT, IN_PART, NO_FIT)),
        ({"runs_jail": False, "officer_work": None, "officer_tasks": None}, (NO_FIT, FITS, NO_FIT)),
        ({"runs_jail": "unknown"}, (WIDER, WIDER, FITS)),
    ],
)
def test_which_models_fit(changed: dict[str, object], verdicts: tuple[str, ...]) -> None:
    wishes = wishes_of({**ANSWERS, **changed})
    assert tuple(fit(program, wishes).verdict for program in ("JEM", "TFM", "WSO")) == verdicts


def test_the_table_has_each_model_with_reason_and_source(chat: Chat) -> None:
    chat.slots = dict(ANSWERS)
    reply = chat.say("action_choose_result")
    assert (reply.kind, reply.entry) == ("comparison", "choose-model")
    for program in ("JEM", "TFM", "WSO"):
        (row,) = [line for line in reply.text.splitlines() if line.startswith(f"| **{program}**")]
        assert f"{program} short" in row
        assert "Agreement, section V" in row
    assert "eligible" not in reply.text
    assert "no advice" in reply.text
    assert "nothing on the law of OH" in reply.text
    assert [choice.text for choice in reply.choices if "volunteer" in choice.text]
    assert "I want to talk to a person" in [choice.text for choice in reply.choices]
    assert chat.slots["officer_work"] is None
    assert chat.slots["agency_kind"] == "sheriff"


def test_a_model_that_does_not_fit_is_not_offered(chat: Chat) -> None:
    chat.slots = {**ANSWERS, "runs_jail": False, "officer_work": None, "officer_tasks": None}
    texts = [choice.text for choice in chat.say("action_choose_result").choices]
    assert "We want to volunteer for TFM" in texts
    assert "We want to volunteer for JEM" not in texts


def test_the_law_of_the_state_comes_before_the_table(chat: Chat) -> None:
    chat.slots = {**ANSWERS, "agency_state": "DE"}
    law, table = chat.run("action_choose_result")
    assert law.text == "Delaware bars agreements."
    assert "Your state's law comes first" in table.text


def test_a_no_in_the_middle_ends_it_without_a_table(choosing: Chat) -> None:
    choosing.slots |= {"agency_kind": "sheriff", "agency_state": "OH", "runs_jail": True}
    choosing.tell("x", "inform", agency_kind="sheriff")
    assert choosing.tell("no", "deny") is None
    assert choosing.say("action_choose_result").kind == "smalltalk"


def test_a_search_that_is_down_is_said_so(chat: Chat) -> None:
    chat.slots, chat.knowledge.down = dict(ANSWERS), True
    assert chat.say("action_choose_result").kind == "error"
    assert chat.slots["officer_work"] == "custody"


def test_the_table_takes_one_request_for_entries(chat: Chat) -> None:
    chat.slots = {**ANSWERS}
    chat.run("action_choose_result")
    assert [sorted(entries) for entries in chat.knowledge.fetched] == [
        ["nominee-requirements", "place-of-authority", "question-status", "state-law"]
    ]
