"""Entries of the agency whose shipped ones are no longer those that they were made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from knowledge.entries.overlay import has_entries, normalize, own_entries, shipped_entries
from knowledge.entries.schema import Entry


@dataclass(frozen=True)
class Superseded:
    """An entry whose shipped text changed since the agency edited it; `same` when it became the agency's own text."""

    entry: str
    question: str
    shipped: Entry
    own: Entry
    same: bool


def entry_digest(entry: Entry) -> str:
    """Return a name of 16 characters that changes with the entry."""
    # without defaults: a field that a later version adds changes no digest
    text = entry.model_dump_json(exclude={"area", "based_on"}, exclude_defaults=True)
    return sha256(text.encode()).hexdigest()[:16]


def superseded(folder: Path, overlay: Path) -> list[Superseded]:
    """Return the agency's entries whose shipped ones changed since, or are now the same, by id.

    One that replaces a shipped entry and does not say which form of it is among them. Raises ContentError.
    """
    if not has_entries(overlay):
        return []
    shipped = shipped_entries(folder)
    found = []
    for name, (entry, _) in sorted(own_entries(overlay).items()):
        if name not in shipped:
            continue
        now, own = shipped[name].entry, entry.plain()
        same = entry_digest(now) == entry_digest(own)
        if same or entry_digest(now) != entry.based_on:
            found.append(Superseded(name, own.question, now, own, same))
    return found


def with_own_wordings(shipped: Entry, entries: Mapping[str, Entry]) -> Entry:
    """Return the shipped entry with the wordings that the agency has for it in `entries` and no other entry has."""
    others = [entry for entry in entries.values() if entry.id != shipped.id]
    taken = {normalize(text) for entry in [*others, shipped] for text in entry.wordings()}
    own = [text for text in entries[shipped.id].phrasings if normalize(text) not in taken]
    return shipped.model_copy(update={"phrasings": [*shipped.phrasings, *own]})
