"""What the bot says, in the shape that the API gives out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from knowledge.results import Answer, Entry, EntryTitle, Level, Link, Source

Kind = Literal[
    "answer",
    "comparison",
    "clarify",
    "volunteer",
    "handoff",
    "out_of_scope",
    "refusal",
    "smalltalk",
    "contact",
    "error",
]


class Choice(msgspec.Struct, frozen=True):
    """A button: its title, the message that it sends, and the entry that it leads to."""

    title: str
    text: str
    entry: str | None = None


class Referral(msgspec.Struct, frozen=True):
    """What an agency that volunteers has said of itself; what it did not know is None.

    `agency_kind` is one of vocabulary.yml's or `other`, `state` a two-letter code.
    """

    program: str
    agency_kind: str | None = None
    state: str | None = None
    runs_jail: bool | None = None


class MarkedPassage(msgspec.Struct, frozen=True):
    """Where a passage with a handling mark stands, and what is said before it.

    Its text is in no reply: the page looks it up each time for a reader who may see it (see
    bot/web/marked_passages.py).
    """

    document: str
    number: int
    sentence: int
    opening: str


class Reply(msgspec.Struct, frozen=True):
    """One reply.

    `program` is the program that the conversation is about; `scope` what the answer holds for: a program, a two-letter
    state code, or `any`. `text` is Markdown. `reference` and `referral` come with a hand-off; `note` is a question that
    the user wants noted for the coordinator; `reason` says by a code why nothing was answered; `marked` stands for a
    passage that only some readers may see.
    """

    kind: Kind
    text: str
    entry: str | None = None
    question: str | None = None
    program: str | None = None
    scope: str | None = None
    level: Level | None = None
    sources: list[Source] = []
    links: list[Link] = []
    choices: list[Choice] = []
    as_of: str | None = None
    confidence: str | None = None
    due: bool = False
    reference: str | None = None
    referral: Referral | None = None
    note: str | None = None
    reason: str | None = None
    marked: MarkedPassage | None = None


def answer_reply(entry: Entry, answer: Answer, program: str | None) -> Reply:
    """Return an answer of an entry, with its related questions as choices."""
    return Reply(
        kind="answer",
        text=answer.text,
        entry=entry.entry,
        question=worded_for(entry.question, program),
        program=program,
        scope=answer.scope,
        level="answer",
        sources=merged_sources([answer]),
        links=answer.links,
        choices=entry_choices(entry.related, program),
        as_of=answer.as_of,
        confidence=answer.confidence,
        due=entry.due,
    )


def entry_choices(titles: Iterable[EntryTitle], program: str | None) -> list[Choice]:
    """Return a choice per title: its question, put for the program in force."""
    worded = [(worded_for(title.question, program), title.entry) for title in titles]
    return [Choice(title=question, text=question, entry=entry) for question, entry in worded]


def merged_sources(answers: Iterable[Answer]) -> list[Source]:
    """Return the sources of all answers, each document once with its sections together."""
    sections: dict[Source, list[str]] = {}
    for source in (source for answer in answers for source in answer.sources):
        found = sections.setdefault(msgspec.structs.replace(source, section=None), [])
        found += [name for name in (source.section or "").split(", ") if name and name not in found]
    return [msgspec.structs.replace(source, section=", ".join(found) or None) for source, found in sections.items()]


def worded_for(question: str, program: str | None) -> str:
    """Return an entry's question as it is put for one program, or for any."""
    return question.replace("this model", program or "each model")
