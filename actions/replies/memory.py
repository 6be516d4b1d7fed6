"""What a conversation remembers between turns: Rasa's slots, typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import msgspec

from knowledge.results import RosterContext


@dataclass(frozen=True)
class Memory:
    """What the conversation is about.

    The program, entry and state in force; what was offered last, by entry or by entry and program (`hold-time:JEM`);
    the entries turned down; the programs compared last; a question that could not be searched; and the question on who
    takes part that was answered last.
    """

    program: str | None = None
    entry: str | None = None
    state: str | None = None
    offered: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    unanswered: str | None = None
    listed: RosterContext | None = None

    @classmethod
    def of(cls, slots: Mapping[str, Any]) -> Memory:
        """Read the memory from a tracker's slots."""
        return cls(
            program=slots.get("program"),
            entry=slots.get("entry"),
            state=slots.get("state"),
            offered=tuple(slots.get("offered") or ()),
            rejected=tuple(slots.get("rejected") or ()),
            compared=tuple(slots.get("compared") or ()),
            unanswered=slots.get("unanswered"),
            listed=_context(slots.get("listed")),
        )

    def changes(self, new: Memory) -> dict[str, Any]:
        """Return the slots that turn this memory into `new`, with their values."""
        changed = {field.name: getattr(new, field.name) for field in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else msgspec.to_builtins(value)
            for name, value in changed.items()
            if value != getattr(self, name)
        }


def _context(slot: Any) -> RosterContext | None:
    # 0.1.0 kept a sentence there: a conversation that began before the upgrade loses its list, and nothing else
    return msgspec.convert(slot, RosterContext) if isinstance(slot, dict) else None
