"""The actions as the Rasa server calls them."""

from __future__ import annotations

import asyncio
import pickle
import re
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions import rasa_actions
from actions.handoff import form_link, new_reference
from actions.memory import Memory
from actions.smalltalk import TEXTS
from knowledge.client import KnowledgeUnavailableError
from knowledge.results import Entry, Form, SearchResult
from tests.actions.test_answering import an_entry, found

SLOTS = ("program", "topic", "state", "offered", "rejected", "pending")


class Knowledge:
    """Stands in for the knowledge service."""

    def __init__(self, result: SearchResult | None = None) -> None:
        self.result = result
        self.asked: list[tuple[str, str | None, tuple[str, ...]]] = []

    def search(self, text: str, topic: str | None = None, exclude: tuple[str, ...] = ()) -> SearchResult:
        self.asked.append((text, topic, tuple(exclude)))
        if self.result is None:
            raise KnowledgeUnavailableError("down")
        return self.result

    def entry(self, entry: str) -> Entry:
        return an_entry("any") if entry == "compare-models" else an_entry("JEM", "TFM", "WSO", compare=True)

    def form(self, program: str) -> Form:
        return Form(program, "ERO287g@ice.dhs.gov", "https://www.ice.gov/identify-and-arrest/287g", None, None, None)


def say(
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    text: str,
    knowledge: Knowledge | None = None,
    intent: str = "ask",
    programs: tuple[str, ...] = (),
    confidence: float = 0.9,
    **slots: Any,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run an action on a message; return its reply and the slots afterwards."""
    monkeypatch.setattr(rasa_actions, "knowledge", lambda: knowledge or Knowledge())
    entities = [{"entity": "program", "value": program} for program in programs]
    message = {"text": text, "intent": {"name": intent, "confidence": confidence}, "entities": entities}
    tracker = Tracker("id", {**dict.fromkeys(SLOTS), **slots}, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    actions = {action().name(): action for action in rasa_actions.MemoryAction.__subclasses__()}
    actions["action_start_over"] = rasa_actions.StartOver
    events = asyncio.run(actions[name]().run(dispatcher, tracker, {}))
    after = dict(slots)
    for event in events:
        if event["event"] == "slot":
            after[event["name"]] = event["value"]
        elif event["event"] == "reset_slots":
            after = {}
    (message,) = dispatcher.messages
    return message["custom"], after


def test_a_question_is_searched_with_its_topic(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = Knowledge(found(an_entry("any")))
    reply, slots = say(monkeypatch, "action_answer", "how long", knowledge, topic="training-length")
    assert knowledge.asked == [("how long", "training-length", ())]
    assert reply["kind"] == "answer"
    assert slots["topic"] == "hold-time"


def test_a_search_that_is_down_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    reply, slots = say(monkeypatch, "action_answer", "how long", Knowledge(None), program="JEM")
    assert (reply["kind"], reply["program"]) == ("error", "JEM")
    assert "not available" in reply["text"] and "ERO287g@ice.dhs.gov" in reply["text"]
    assert slots == {"program": "JEM"}


def test_volunteering_without_a_program_asks_which(monkeypatch: pytest.MonkeyPatch) -> None:
    reply, slots = say(monkeypatch, "action_volunteer", "sign us up")
    assert reply["kind"] == "volunteer"
    assert [choice["text"] for choice in reply["choices"]][:3] == [
        "We want to volunteer for JEM",
        "We want to volunteer for TFM",
        "We want to volunteer for WSO",
    ]
    assert slots["pending"] == "volunteer"


def test_a_wish_that_is_not_clear_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = Knowledge(found(an_entry("any")))
    reply, slots = say(monkeypatch, "action_volunteer", "what may my WSO guys do", knowledge, confidence=0.7)
    assert reply["kind"] == "answer" and knowledge.asked
    assert slots.get("pending") is None


def test_a_bare_program_then_is_the_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = Knowledge(found(an_entry("any"), "WSO", follow_up=True))
    reply, slots = say(monkeypatch, "action_answer", "WSO", knowledge, pending="volunteer")
    assert reply["kind"] == "handoff"
    assert (slots["program"], slots["pending"]) == ("WSO", None)


def test_a_question_then_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = Knowledge(found(an_entry("WSO"), "WSO"))
    reply, _ = say(monkeypatch, "action_answer", "how long for WSO", knowledge, pending="volunteer")
    assert reply["kind"] == "answer"


def test_the_hand_off_gives_link_reference_and_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    reply, _ = say(monkeypatch, "action_volunteer", "put us down for TFM", programs=("TFM",))
    assert (reply["kind"], reply["program"]) == ("handoff", "TFM")
    assert re.fullmatch(r"V-[2-9A-HJKMNP-Z]{4}-\d{2}", reply["reference"])
    assert reply["links"][0]["url"] == f"/volunteer/{reply['reference']}?program=TFM"
    assert "letter of interest" in reply["text"] and "ERO287g@ice.dhs.gov" in reply["text"]
    assert "No address of ICE's template" in reply["text"]
    assert "Nothing has been sent" in reply["text"]


def test_the_program_in_force_is_taken_for_the_hand_off(monkeypatch: pytest.MonkeyPatch) -> None:
    reply, _ = say(monkeypatch, "action_volunteer", "ok sign us up", program="JEM")
    assert (reply["kind"], reply["program"]) == ("handoff", "JEM")


def test_an_agencys_own_form_is_linked_with_its_blanks_filled() -> None:
    form = Form("TFM", "m@x", "https://x.example/", None, None, "https://forms.example/volunteer?p={program}&ref={ref}")
    assert form_link(form, "V-7F3K-29") == "https://forms.example/volunteer?p=TFM&ref=V-7F3K-29"
    assert new_reference() != new_reference()


def test_none_of_these_turns_down_what_was_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    reply, slots = say(monkeypatch, "action_none_of_these", "none of these", offered=["one", "two"])
    assert reply["kind"] == "contact" and "ERO287g@ice.dhs.gov" in reply["text"]
    assert slots["rejected"] == ["one", "two"]
    knowledge = Knowledge(found(None))
    say(monkeypatch, "action_answer", "again", knowledge, rejected=["one", "two"])
    assert knowledge.asked[0][2] == ("one", "two")


def test_the_whole_comparison_is_a_table_of_the_programs_named(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = Knowledge(found(None, "JEM", "WSO"))
    reply, slots = say(monkeypatch, "action_compare", "JEM vs WSO", knowledge, program="JEM")
    assert (reply["kind"], reply["entry"]) == ("comparison", "compare-models")
    assert "| | JEM (Jail Enforcement Model) | WSO (Warrant Service Officer) |" in reply["text"]
    assert slots["program"] is None


def test_comparing_on_one_aspect_shows_that_aspect(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = Knowledge(found(an_entry("JEM", "TFM", "WSO", compare=True), "JEM", "TFM"))
    reply, _ = say(monkeypatch, "action_compare", "compare hold time of JEM and TFM", knowledge)
    assert (reply["kind"], reply["entry"]) == ("comparison", "hold-time")
    assert "JEM short" in reply["text"] and "WSO short" not in reply["text"]


@pytest.mark.parametrize("intent", sorted(set(TEXTS) - {"start_over"}))
def test_each_act_has_its_reply_and_keeps_the_program(monkeypatch: pytest.MonkeyPatch, intent: str) -> None:
    reply, _ = say(monkeypatch, "action_smalltalk", "x", intent=intent, program="TFM")
    assert (reply["kind"], reply["text"], reply["program"]) == ("smalltalk", TEXTS[intent], "TFM")


def test_the_greeting_says_that_it_is_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    reply, _ = say(monkeypatch, "action_smalltalk", "hi", intent="greet")
    assert "automated program, not a person" in reply["text"] and "legal advice" in reply["text"]
    assert reply["choices"]


def test_cancelling_ends_the_volunteer_question(monkeypatch: pytest.MonkeyPatch) -> None:
    _, slots = say(monkeypatch, "action_smalltalk", "never mind", intent="cancel", pending="volunteer")
    assert slots["pending"] is None


def test_starting_over_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    reply, slots = say(monkeypatch, "action_start_over", "start over", program="TFM")
    assert reply["kind"] == "smalltalk" and slots == {}


def test_actions_can_be_pickled() -> None:
    for action in rasa_actions.MemoryAction.__subclasses__():
        pickle.dumps(action())


def test_memory_survives_the_slots() -> None:
    old, new = Memory(), Memory("TFM", "hold-time", "DE", ("a",), ("b", "c"), "volunteer")
    slots = {event["name"]: event["value"] for event in old.changes(new)}
    assert Memory.of(slots) == new
    assert new.changes(new) == []
