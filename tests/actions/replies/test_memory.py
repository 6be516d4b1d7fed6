"""What a conversation remembers."""

from __future__ import annotations

from actions.replies.memory import Memory


def test_memory_survives_the_slots() -> None:
    old, new = Memory(), Memory("TFM", "hold-time", "DE", ("a",), ("b", "c"), ("JEM", "WSO"), "how long")
    assert Memory.of(old.changes(new)) == new
    assert new.changes(new) == {}
