"""The content model: entries with dated, sourced answers per program and per state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from knowledge.results import Stance
from knowledge.text.programs import Program

ANSWER_WORDS = (20, 120)
SHORT_WORDS = 30

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
FactId = Annotated[str, StringConstraints(pattern=r"^(F\d\.\d{2}b?|section 4)$")]
StateCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
# a date as far as it is known: 2018, 2018-01 or 2018-01-17 (YAML reads the last as a date)
PartialDate = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if isinstance(value, date | int) else value),
    StringConstraints(pattern=r"^\d{4}(-\d{2}){0,2}$"),
]
HttpsUrl = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]


class Confidence(StrEnum):
    """How well a statement is supported, as the fact base grades it."""

    OFFICIAL = "official"
    MULTI_SECONDARY = "multi-secondary"
    SINGLE_SECONDARY = "single-secondary"
    UNVERIFIED = "unverified"


class Model(BaseModel):
    """Frozen, and closed: an unknown key is an error, not a silent loss."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Model):
    """A public source that answers cite; `url` only where an address is known."""

    title: str
    date: PartialDate | None = None
    url: str | None = None


class Answer(Model):
    """One reviewed answer. `sources` are ids from sources.yml, with `#section` where known.

    `stance` says of a state's law whether it is reported to forbid agreements, to require them, or neither for sure.
    """

    text: str
    short: str | None = None
    facts: list[FactId]
    sources: list[str] = Field(min_length=1)
    links: list[str] = []
    as_of: PartialDate
    confidence: Confidence
    stance: Stance | None = None

    @model_validator(mode="after")
    def _length(self) -> Answer:
        low, high = ANSWER_WORDS
        count = len(self.text.split())
        if not low <= count <= high:
            raise ValueError(f"the text has {count} words; write {low} to {high}")
        if self.short and len(self.short.split()) > SHORT_WORDS:
            raise ValueError(f"`short` has more than {SHORT_WORDS} words")
        return self


class Entry(Model):
    """One question, the ways users put it, and its answers.

    `answers` has the key `any`, or one key per program that the answers differ by. `area` is the name of the entry's
    file, filled in when it is loaded.
    """

    id: Slug
    question: str
    phrasings: list[Phrase] = Field(min_length=8)
    answers: dict[Literal["any", "JEM", "TFM", "WSO"], Answer] = Field(min_length=1)
    states: dict[StateCode, Answer] = {}
    compare: bool = False
    related: list[Slug] = Field(min_length=1)
    review_by: date
    area: str = ""

    @model_validator(mode="after")
    def _comparable(self) -> Entry:
        if self.compare:
            lacking = [key for key, answer in self.answers.items() if not answer.short]
            if lacking or len(self.answers) < 2:
                raise ValueError(f"compare needs two programs, each with `short` (lacking: {lacking})")
        return self

    def wordings(self) -> list[str]:
        """Return the question and the phrasings."""
        return [self.question, *self.phrasings]

    def every_answer(self) -> Iterator[Answer]:
        """Yield the answers for programs, then those for states."""
        yield from self.answers.values()
        yield from self.states.values()


class Section(Model):
    """A section of a program text, retold; `section` as the document numbers it."""

    section: str
    heading: str
    text: str


class Document(Model):
    """A program text in our own words, section by section."""

    id: Slug
    source: str
    title: str
    program: Program | None = None
    sections: list[Section] = Field(min_length=1)


class Term(Model):
    """A glossary term: what it means, and the words users put for it."""

    term: str
    meaning: str
    also: list[str] = []


class Form(Model):
    """Where an agency that wants a program is sent; an address that is not known stays empty.

    `form_url` may hold the blanks `{program}` and `{ref}`; without it the bot's own page is used.
    """

    letter_of_interest: HttpsUrl | None = None
    agreement: HttpsUrl | None = None
    form_url: HttpsUrl | None = None


class Forms(Model):
    """The content of forms.yml."""

    mailbox: str
    program_page: HttpsUrl
    programs: dict[Program, Form]


class Knowledge(Model):
    """All content, checked."""

    entries: dict[str, Entry]
    sources: dict[str, Source]
    documents: dict[str, Document]
    glossary: list[Term]
    forms: Forms


def source_id(reference: str) -> str:
    """Return the id in a reference such as `moa-tfm#XI`."""
    return reference.partition("#")[0]
