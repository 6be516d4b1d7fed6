"""Which programs, state and kind of agency a message names, and what it says besides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from knowledge.text.programs import PROGRAMS, Program
from knowledge.text.states import STATE_NAMES, STATES

WORD = re.compile(r"[a-z0-9$]+(?:['-][a-z0-9]+)*")
AMBIGUOUS_CODES = frozenset(
    {"AL", "AS", "CO", "DE", "HI", "ID", "IN", "LA", "MA", "ME", "MO", "MS", "OH", "OK", "OR", "PA", "SD"}
)
# what a program's names become before a text is encoded
MASKS = {"JEM": "the jail program", "TFM": "the task force program", "WSO": "the warrant program"}


class ProgramWords(BaseModel):
    """Names stand for a program by themselves; hints only where nothing is named."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: list[str]
    hints: list[str]


class Vocabulary(BaseModel):
    """The content of vocabulary.yml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    programs: dict[Program, ProgramWords]
    agency_kinds: dict[str, list[str]]
    function_words: str


@dataclass(frozen=True)
class Span:
    """A mention: entity name, value, and the characters from `start` up to `end`."""

    entity: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Entities:
    """What was found in one message.

    `rest` holds the words that carry a subject of their own, those of an agency's kind among them; `bare` says that
    there are none besides the entities.
    """

    spans: tuple[Span, ...]
    rest: tuple[str, ...]
    bare: bool

    @property
    def programs(self) -> tuple[Program, ...]:
        """The programs named, in the order of PROGRAMS."""
        found = {span.value for span in self.spans if span.entity == "program"}
        return tuple(program for program in PROGRAMS if program in found)

    @property
    def state(self) -> str | None:
        """The two-letter code of the last state named."""
        return next((span.value for span in reversed(self.spans) if span.entity == "state"), None)


class EntityFinder:
    """Finds entities by the vocabulary; states by the `us` package's names and postal codes."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._names = {program: _any_of(words.names) for program, words in vocabulary.programs.items()}
        self._hints = {program: _any_of(words.hints) for program, words in vocabulary.programs.items()}
        self._kinds = {kind: _any_of(words) for kind, words in vocabulary.agency_kinds.items()}
        self._function_words = frozenset(vocabulary.function_words.split())
        names = "|".join(sorted(map(re.escape, STATES), key=len, reverse=True))
        # "Delaware County" is a county somewhere else, "Washington, D.C." is not the state
        self._state_name = re.compile(rf"\b({names})\b(?!\s+(?:county|co\b|parish|,?\s*d\.?c\b))", re.IGNORECASE)
        # postal codes in capitals only; those that mean something else too (CO is a correctional officer)
        # only behind a comma, a place or "in"
        self._postal = re.compile(
            rf"\b({'|'.join(sorted(STATE_NAMES.keys() - AMBIGUOUS_CODES))})\b"
            rf"|(?:,\s*|\b(?:[Cc]ounty|[Cc]o|PD|SO|in)\s+)({'|'.join(sorted(AMBIGUOUS_CODES))})\b"
        )

    def find(self, text: str) -> Entities:
        """Return the entities in `text`, by position."""
        spans = self._programs(text, self._names) or self._programs(text, self._hints)
        spans += self._states(text)
        spans += [
            Span("agency_kind", kind, match.start(), match.end())
            for kind, pattern in self._kinds.items()
            for match in pattern.finditer(text)
        ]
        spans.sort(key=lambda span: span.start)
        words = [
            match for match in WORD.finditer(text.lower()) if match.group().replace("'", "") not in self._function_words
        ]
        loose = [word for word in words if not any(span.start <= word.start() < span.end for span in spans)]
        kinds = [span for span in spans if span.entity == "agency_kind"]
        rest = tuple(
            word.group()
            for word in words
            if word in loose or any(span.start <= word.start() < span.end for span in kinds)
        )
        return Entities(tuple(spans), rest, bare=bool(spans) and not loose)

    def mask(self, text: str) -> str:
        """Return `text` with each program written the same way, so that all its names are one to the search."""
        for span in reversed(self.find(text).spans):
            if span.entity == "program":
                text = f"{text[: span.start]}{MASKS[span.value]}{text[span.end :]}"
        return text

    @staticmethod
    def _programs(text: str, patterns: dict[Program, re.Pattern[str]]) -> list[Span]:
        return [
            Span("program", program, match.start(), match.end())
            for program, pattern in patterns.items()
            for match in pattern.finditer(text)
        ]

    def _states(self, text: str) -> list[Span]:
        spans = [
            Span("state", STATES[match.group(1).lower()], match.start(), match.end())
            for match in self._state_name.finditer(text)
        ]
        if text != text.upper():
            spans += [
                Span("state", match[match.lastindex or 0], match.start(match.lastindex or 0), match.end())
                for match in self._postal.finditer(text)
            ]
        return spans


def _any_of(words: list[str]) -> re.Pattern[str]:
    """Whole words in any case; a word given in capitals (SO, PD) only in capitals."""
    longest_first = sorted(words, key=len, reverse=True)
    alternatives = (re.escape(word) if word.isupper() else f"(?i:{re.escape(word)})" for word in longest_first)
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b")
