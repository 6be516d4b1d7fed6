"""Stand-ins for the parts that need weights or a server.

Each is a subclass of what it stands in for, so that mypy holds its signatures to the real ones; it opens no connection.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

import msgspec
import numpy as np

from actions.replies.reply import Reply
from bot.web.dialogue_client import DialogueClient, DialogueUnavailableError, Turn
from knowledge.client import KnowledgeClient, KnowledgeUnavailableError, UnknownEntryError
from knowledge.entries.rendering import render_entry
from knowledge.entries.schema import Knowledge as Content
from knowledge.results import (
    DocumentPassage,
    DocumentSearchResult,
    Entry,
    Form,
    Listed,
    Passage,
    RosterContext,
    SearchResult,
    Term,
)
from knowledge.retrieval.encoder import DIMENSIONS, Encoder, Vectors
from knowledge.text.entities import WORD
from tests.factories import ANSWER, an_answer, an_entry, found

PROGRAMS = ("JEM", "TFM", "WSO")


class WordEncoder(Encoder):
    """Vectors of hashed words: texts that share words are near, without any weights."""

    def __init__(self) -> None:
        self.fingerprint = "words"
        self.encoded: list[str] = []
        self.encode_one = lru_cache(maxsize=0)(self._encode_one)

    def words(self) -> list[str]:
        return []

    def encode(self, texts: Sequence[str], progress: Callable[[int], object] | None = None) -> Vectors:
        self.encoded += texts
        vectors = np.full((len(texts), DIMENSIONS), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in WORD.findall(text.lower()):
                vectors[row, int(hashlib.sha256(word.encode()).hexdigest(), 16) % DIMENSIONS] += 1
        if progress:
            progress(len(texts))
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


class Dialogue(DialogueClient):
    """Stands in for the Rasa server."""

    def __init__(self) -> None:
        self.down = False
        self.reply = ANSWER
        self.replies: list[Reply] = []
        self.said: dict[str, list[Turn]] = {}
        self.turned_down: list[tuple[str, str, int]] = []
        self.permitted: list[bool] = []

    def send(self, conversation: str, text: str, message: str | None = None, reads_marked: bool = False) -> list[Reply]:
        if self.down:
            raise DialogueUnavailableError("down")
        self.permitted.append(reads_marked)
        replies = self.replies or [self.reply]
        said = [Turn(text=text, message=message), *(Turn(reply=reply) for reply in replies)]
        self.said.setdefault(conversation, []).extend(said)
        return replies

    def turns(self, conversation: str) -> list[Turn]:
        if self.down:
            raise DialogueUnavailableError("down")
        return self.said.get(conversation, [])

    def turn_down(self, conversation: str, message: str, number: int) -> None:
        if self.down:
            raise DialogueUnavailableError("down")
        self.turned_down.append((conversation, message, number))

    def texts(self) -> list[str]:
        """What users said, in all conversations."""
        return [turn.text for turns in self.said.values() for turn in turns if turn.text]

    def ready(self) -> bool:
        return not self.down


class SmallKnowledge(KnowledgeClient):
    """Stands in for the knowledge service."""

    def __init__(self) -> None:
        self.down = False

    def form(self, program: str) -> Form:
        self._check()
        return Form(program, "ERO287g@ice.dhs.gov", "https://www.ice.gov/identify-and-arrest/287g", None, None, None)

    def entry(self, entry: str) -> Entry:
        self._check()
        if entry == "nothing":
            raise UnknownEntryError([entry])
        return {
            "hold-time": an_entry("JEM", "WSO"),
            "state-law": an_entry("any", states=("DE", "TX")),
        }.get(entry, an_entry("any"))

    def entries(self) -> list[Listed]:
        self._check()
        return [
            Listed("hold-time", "powers", "How long may a person be held under this model?"),
            Listed("one", "program", "What is one?"),
            Listed("two", "new-area", "What is two?"),
        ]

    def glossary(self) -> list[Term]:
        self._check()
        return [Term("MOA", "Memorandum of agreement"), Term("detainer", "A request")]

    def search(
        self, text: str, last_entry: str | None = None, exclude: Sequence[str] = (), listed: RosterContext | None = None
    ) -> SearchResult:
        self._check()
        return found(an_entry("any") if "hold" in text or "how long" in text else None)

    def _check(self) -> None:
        if self.down:
            raise KnowledgeUnavailableError("down")

    def ready(self) -> bool:
        return not self.down


class SplitKnowledge(KnowledgeClient):
    """Stands in for the knowledge service: every entry is split by program but `state-law` and a few for any."""

    def __init__(self) -> None:
        self.result: SearchResult = found(None)
        self.form_url: str | None = None
        self.down = False
        self.documents = DocumentSearchResult(passages=[], sure=False)
        self.support: DocumentPassage | None = None
        self.permitted: list[bool] = []
        self.listed: list[RosterContext | None] = []
        self.asked: list[tuple[str, str | None, tuple[str, ...]]] = []
        self.fetched: list[tuple[str, ...]] = []
        self.missing: set[str] = set()

    def search_documents(
        self, text: str, program: str | None = None, permitted: bool = False, count: int = 3
    ) -> DocumentSearchResult:
        self._up()
        self.permitted.append(permitted)
        return self.documents

    def find_support(
        self, answer: str, program: str | None, sections: Sequence[str] = (), permitted: bool = False
    ) -> DocumentPassage | None:
        self._up()
        return self.support

    def search(
        self, text: str, last_entry: str | None = None, exclude: Sequence[str] = (), listed: RosterContext | None = None
    ) -> SearchResult:
        self._up()
        self.listed.append(listed)
        self.asked.append((text, last_entry, tuple(exclude)))
        return self.result

    def entry(self, entry: str) -> Entry:
        return self.entries_by_id([entry])[entry]

    def entries_by_id(self, entries: Sequence[str]) -> dict[str, Entry]:
        self._up()
        self.fetched.append(tuple(entries))
        missing = [entry for entry in entries if entry in self.missing]
        if missing:
            raise UnknownEntryError(missing)
        return {entry: self._entry(entry) for entry in entries}

    def _entry(self, entry: str) -> Entry:
        if entry == "state-law":
            states = {
                "DE": an_answer("DE", text="Delaware bars agreements.", stance="forbids"),
                "FL": an_answer("FL", text="Florida requires agreements.", stance="requires"),
            }
            return msgspec.structs.replace(an_entry("any"), entry=entry, states=states)
        if entry in {"compare-models", "human-contact", "who-signs"}:
            return msgspec.structs.replace(an_entry("any"), entry=entry)
        return msgspec.structs.replace(an_entry(*PROGRAMS, compare=True), entry=entry)

    def passages(self, entry: str, scope: str | None = None) -> list[Passage]:
        self._up()
        return [Passage("moa-jem:4", "Jail agreement", "V. Custody", an_answer("JEM", text="word " * 100))]

    def form(self, program: str) -> Form:
        self._up()
        page = "https://www.ice.gov/identify-and-arrest/287g"
        return Form(program, "ERO287g@ice.dhs.gov", page, None, None, self.form_url)

    def _up(self) -> None:
        if self.down:
            raise KnowledgeUnavailableError("down")


class ShippedKnowledge(KnowledgeClient):
    """Stands in for the knowledge service with the shipped content."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self.down = False
        self.template: str | None = None
        self.fetched: list[tuple[str, ...]] = []
        self.missing: set[str] = set()

    def form(self, program: str) -> Form:
        if self.down:
            raise KnowledgeUnavailableError("down")
        forms = self._content.forms
        return Form(program, forms.mailbox, forms.program_page, self.template, None, None)

    def glossary(self) -> list[Term]:
        if self.down:
            raise KnowledgeUnavailableError("down")
        return [Term(term.term, term.meaning) for term in self._content.glossary]

    def entries_by_id(self, entries: Sequence[str]) -> dict[str, Entry]:
        if self.down:
            raise KnowledgeUnavailableError("down")
        self.fetched.append(tuple(entries))
        missing = [entry for entry in entries if entry in self.missing]
        if missing:
            raise UnknownEntryError(missing)
        return {entry: render_entry(self._content, self._content.entries[entry], date(2026, 6, 1)) for entry in entries}
