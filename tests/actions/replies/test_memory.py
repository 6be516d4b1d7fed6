"""What a conversation remembers."""

from __future__ import annotations

import json

from actions.replies.memory import Memory
from knowledge.results import RosterContext, RosterFilter


def test_memory_survives_the_slots() -> None:
    old, new = Memory(), Memory("TFM", "hold-time", "DE", ("a",), ("b", "c"), ("JEM", "WSO"), "how long")
    assert Memory.of(old.changes(new)) == new
    assert new.changes(new) == {}


def test_a_list_is_remembered_as_plain_data() -> None:
    context = RosterContext("count", RosterFilter(states=["TX"], kind="sheriff", first="2026-01-01"))
    slots = Memory().changes(Memory(listed=context))
    assert json.loads(json.dumps(slots)) == slots
    assert Memory.of(slots).listed == context


def test_a_conversation_from_before_the_upgrade_goes_on_without_its_list() -> None:
    memory = Memory.of({"listed": "Show agencies in Texas from number 1", "program": "TFM"})
    assert (memory.listed, memory.program) == (None, "TFM")
