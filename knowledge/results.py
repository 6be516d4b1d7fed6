"""What the knowledge service returns, as typed messages (msgspec, so that both environments can read them)."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["answer", "ask", "none"]


class Source(msgspec.Struct, frozen=True):
    """A source as shown: where an answer comes from."""

    title: str
    section: str | None = None
    url: str | None = None
    as_of: str | None = None


class Link(msgspec.Struct, frozen=True):
    """An address that the reader may want to open."""

    title: str
    url: str


class Answer(msgspec.Struct, frozen=True):
    """One answer, ready to show. `scope` is `any`, a program, or a two-letter state code."""

    scope: str
    text: str
    short: str | None
    sources: list[Source]
    links: list[Link]
    as_of: str
    confidence: str


class Topic(msgspec.Struct, frozen=True):
    """An entry's id and question."""

    entry: str
    question: str


class Entry(msgspec.Struct, frozen=True):
    """An entry with all its answers, by scope."""

    entry: str
    question: str
    answers: dict[str, Answer]
    states: dict[str, Answer]
    compare: bool
    related: list[Topic]
    due: bool


class Match(msgspec.Struct, frozen=True):
    """A candidate: the topic, its score, and the wording that matched best."""

    entry: str
    question: str
    score: float
    matched: str


class Passage(msgspec.Struct, frozen=True):
    """A section of a program text that fits the message."""

    id: str
    title: str
    heading: str
    score: float
    answer: Answer


class Span(msgspec.Struct, frozen=True):
    """A mention in the message: entity name, value, first character and the one after the last."""

    entity: str
    value: str
    start: int
    end: int


class SearchResult(msgspec.Struct, frozen=True):
    """The outcome of one search. `best` is the first match's entry when the level is `answer`; `second` that of the
    second part when the message asks two things. Unless `sure`, the other matches are worth showing beside it."""

    level: Level
    probability: float
    matches: list[Match]
    best: Entry | None
    second: Entry | None
    sure: bool
    passage: Passage | None
    programs: list[str]
    state: str | None
    follow_up: bool


class Encoded(msgspec.Struct, frozen=True):
    """Vectors of the texts, each of 384 numbers of which the squares sum to 1, and the mentions in each text."""

    vectors: list[list[float]]
    mentions: list[list[Span]]


class Form(msgspec.Struct, frozen=True):
    """Where an agency that wants a program is sent; what is not known is None."""

    program: str
    mailbox: str
    program_page: str
    letter_of_interest: str | None
    agreement: str | None
    form_url: str | None


class Outcome(msgspec.Struct, frozen=True):
    """What a question comes to: the entry answered with (two when it asks two things), or those offered."""

    level: Level
    entries: list[str]


class Difference(msgspec.Struct, frozen=True):
    """A stored question that would get another answer; without `wanted` entries it should get none."""

    text: str
    wanted: list[str]
    promoted: bool
    before: Outcome
    after: Outcome
    worse: bool


class Figures(msgspec.Struct, frozen=True):
    """Of the stored questions that an entry answers: how many, first answer right, right or among those offered."""

    questions: int
    right: int
    right_or_offered: int


class Preview(msgspec.Struct, frozen=True):
    """The differences, and the figures before and after. Questions outside appear among the differences only."""

    differences: list[Difference]
    before: Figures
    after: Figures


class Confusion(msgspec.Struct, frozen=True):
    """An entry that is answered in place of another one for some stored questions."""

    wanted: str
    answered: str
    texts: list[str]
