"""Comparing programs side by side."""

from __future__ import annotations

from tests.actions.chat import Chat
from tests.factories import an_entry, found


def test_the_whole_comparison_is_a_table_of_the_programs_named(chat: Chat) -> None:
    chat.knowledge.result, chat.slots = found(None, "JEM", "WSO"), {"program": "JEM"}
    reply = chat.say("action_compare", "JEM vs WSO", "compare")
    assert (reply.kind, reply.entry) == ("comparison", "compare-models")
    assert "| | JEM (Jail Enforcement Model) | WSO (Warrant Service Officer) |" in reply.text
    assert "TFM" not in reply.text
    assert reply.choices[0].text == "Help me choose a model"
    assert (chat.slots["program"], chat.slots["compared"]) == (None, ["JEM", "WSO"])


def test_without_programs_all_three_are_compared(chat: Chat) -> None:
    chat.say("action_compare", "compare them", "compare")
    assert chat.slots["compared"] == ["JEM", "TFM", "WSO"]


def test_comparing_on_one_aspect_shows_that_aspect(chat: Chat) -> None:
    chat.knowledge.result = found(an_entry("JEM", "TFM", "WSO", compare=True), "JEM", "TFM")
    reply = chat.say("action_compare", "compare hold time of JEM and TFM", "compare")
    assert (reply.kind, reply.entry) == ("comparison", "hold-time")
    assert "JEM short" in reply.text
    assert "WSO short" not in reply.text


def test_comparing_while_the_search_is_down(chat: Chat) -> None:
    chat.knowledge.down = True
    assert chat.say("action_compare", "compare them", "compare").kind == "error"


def test_the_whole_comparison_takes_one_search_and_one_request_for_entries(chat: Chat) -> None:
    chat.say("action_compare", "compare them", "compare")
    assert len(chat.knowledge.asked) == 1
    assert [len(entries) for entries in chat.knowledge.fetched] == [8]


def test_an_aspect_among_candidates_takes_one_request_for_entries(chat: Chat) -> None:
    chat.knowledge.result = found(None, "JEM", "WSO", level="ask")
    assert chat.say("action_compare", "compare training", "compare").entry == "one"
    assert chat.knowledge.fetched == [("one", "two", "three")]
