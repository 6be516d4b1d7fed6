"""Small talk, fixed replies, and the end of a form or conversation."""

from __future__ import annotations

import pickle

import pytest

from actions.action_server import all_actions
from actions.replies.smalltalk import TEXTS
from bot.settings import ROOT
from tests.actions.chat import Chat

ACTS = sorted(set(TEXTS) - {"start_over", "cancel", "affirm"})


@pytest.mark.parametrize("act", ACTS)
def test_each_act_has_its_reply_and_keeps_the_program(chat: Chat, act: str) -> None:
    chat.slots = {"program": "TFM", "entry": "hold-time"}
    reply = chat.say("action_smalltalk", "x", act)
    assert (reply.kind, reply.text, reply.program) == ("smalltalk", TEXTS[act], "TFM")
    assert chat.slots == {"program": "TFM", "entry": "hold-time"}


def test_the_greeting_says_that_it_is_a_program(chat: Chat) -> None:
    reply = chat.say("action_smalltalk", "hi", "greet")
    assert "automated program, not a person" in reply.text
    assert "legal advice" in reply.text
    assert reply.choices


def test_danger_is_answered_while_the_search_is_down(chat: Chat) -> None:
    chat.knowledge.down = True
    reply = chat.say("action_fixed_reply", "officer down", "emergency")
    assert (reply.kind, reply.reason) == ("refusal", "emergency")


def test_cancelling_keeps_nothing_of_the_forms(chat: Chat) -> None:
    chat.slots = {
        **dict.fromkeys(["volunteer_program", "agency_kind", "agency_state", "runs_jail", "law_noted"], "x"),
        **dict.fromkeys(["officer_work", "officer_tasks", "officer_experience"], "x"),
        "program": "TFM",
    }
    reply = chat.say("action_cancel", "never mind", "cancel")
    assert (reply.kind, reply.program) == ("smalltalk", "TFM")
    assert {name for name, value in chat.slots.items() if value} == {"program"}


def test_starting_over_forgets(chat: Chat) -> None:
    chat.slots = {"program": "TFM", "agency_kind": "sheriff"}
    assert "forgotten" in chat.say("action_start_over", "start over", "start_over").text
    assert chat.slots == {}


def test_every_action_of_the_domain_is_there_and_can_be_pickled() -> None:
    lines = (ROOT / "domain.yml").read_text().partition("\nactions:\n")[2].partition("\n\n")[0].splitlines()
    assert {line.removeprefix("  - ") for line in lines} == {action.name() for action in all_actions()}
    assert pickle.dumps(all_actions())
