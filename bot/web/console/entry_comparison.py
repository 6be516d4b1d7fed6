"""Two forms of an entry side by side."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.console.content_view import joined
from bot.web.console.entry_form import NAMES, fields_of
from knowledge import Entry


@dataclass(frozen=True)
class DifferentField:
    """A field of the form with its value in each entry; of phrasings, those that the other does not have."""

    name: str
    one: str
    other: str


def compare(one: Entry, other: Entry) -> list[DifferentField]:
    """Return the fields in which two entries differ, in the order of the form."""
    first, second = (fields_of(entry) | _by_state(entry) for entry in (one, other))
    first["phrasings"], second["phrasings"] = _only(one, other), _only(other, one)
    return [
        DifferentField(_name(key), first.get(key, ""), second.get(key, ""))
        for key in dict.fromkeys([*first, *second])
        if first.get(key, "") != second.get(key, "")
    ]


def _by_state(entry: Entry) -> dict[str, str]:
    return {f"{code}.text": answer.text for code, answer in entry.states.items()}


def _only(one: Entry, other: Entry) -> str:
    return joined([text for text in one.phrasings if text not in other.phrasings])


def _name(key: str) -> str:
    name = " · ".join(NAMES.get(part, part) for part in key.split(".")).replace("_", " ")
    return name[0].upper() + name[1:]
