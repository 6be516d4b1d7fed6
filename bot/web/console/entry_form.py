"""The form of an entry: fields filled from an entry, and an entry read back from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from bot.web.console.content_view import joined, lines, words
from knowledge import PROGRAMS, Entry

SCOPES = ("any", *PROGRAMS)
NAMES: dict[str, str] = {"any": "All programs"} | {program: program for program in PROGRAMS}
FIELDS = ("text", "short", "facts", "sources", "links", "as_of", "confidence")
# sources are cited one a line, since a section may hold a comma
BY_LINE = {"sources"}


class FormError(Exception):
    """Fields that do not make an entry: messages in the order of the form."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("; ".join(messages))
        self.messages = messages


def fields_of(entry: Entry) -> dict[str, str]:
    """Return the form's fields for an entry."""
    fields = {
        "id": entry.id,
        "question": entry.question,
        "phrasings": joined(entry.phrasings),
        "related": ", ".join(entry.related),
        "review_by": entry.review_by.isoformat(),
        "compare": "on" if entry.compare else "",
    }
    for scope, answer in entry.answers.items():
        values: dict[str, Any] = answer.model_dump(mode="json")
        for name in FIELDS:
            value = values[name]
            if isinstance(value, list):
                value = joined(value) if name in BY_LINE else ", ".join(value)
            fields[f"{scope}.{name}"] = value or ""
    return fields


def entry_of(fields: Mapping[str, str], old: Entry | None) -> Entry:
    """Return the entry that the fields make; answers by state are not in the form and stay those of `old`.

    Raises FormError.
    """
    data: dict[str, Any] = {
        "id": fields.get("id", "").strip(),
        "question": fields.get("question", "").strip(),
        "phrasings": lines(fields.get("phrasings", "")),
        "answers": {scope: _answer(fields, scope) for scope in SCOPES if fields.get(f"{scope}.text", "").strip()},
        "states": old.states if old else {},
        "compare": bool(fields.get("compare")),
        "related": words(fields.get("related", "")),
        "review_by": fields.get("review_by", "").strip(),
        "area": old.area if old else "",
    }
    try:
        return Entry.model_validate(data)
    except ValidationError as error:
        raise FormError([_message(fault["loc"], fault["msg"]) for fault in error.errors()]) from error


def _answer(fields: Mapping[str, str], scope: str) -> dict[str, Any]:
    values = {name: fields.get(f"{scope}.{name}", "").strip() for name in FIELDS}
    return {
        "text": re.sub(r"\r\n?", "\n", values["text"]),
        "short": values["short"] or None,
        "facts": words(values["facts"]),
        "sources": lines(values["sources"]),
        "links": words(values["links"]),
        "as_of": values["as_of"],
        "confidence": values["confidence"],
    }


def _message(location: tuple[int | str, ...], text: str) -> str:
    parts = [NAMES.get(str(part), str(part)) for part in location if not isinstance(part, int) and part != "answers"]
    return f"{' · '.join(parts).replace('_', ' ') or 'Entry'}: {text.removeprefix('Value error, ')}"
