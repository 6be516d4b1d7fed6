"""What a conversation remembers."""

from __future__ import annotations

from actions.memory import Memory


def test_memory_survives_the_slots() -> None:
    old, new = Memory(), Memory("TFM", "hold-time", "DE", ("a",), ("b", "c"), ("JEM", "WSO"), "how long")
    slots = {event["name"]: event["value"] for event in old.changes(new)}
    assert Memory.of(slots) == new
    assert new.changes(new) == []
