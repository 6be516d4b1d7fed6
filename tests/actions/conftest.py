"""A conversation with the actions as the Rasa server calls them, over a stand-in for the knowledge service."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions import conversation
from actions.action_server import all_actions
from actions.replies.reply import Reply
from knowledge.client import KnowledgeUnavailableError, UnknownEntryError
from knowledge.results import DocumentPassage, DocumentSearchResult, Entry, Form, Passage, RosterContext, SearchResult
from tests.actions.replies.test_answers import an_answer, an_entry, found

PROGRAMS = ("JEM", "TFM", "WSO")
FORM_URL = "https://forms.example/v?p={program}&k={kind}&s={state}&r={ref}"


class Knowledge:
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

    def search_documents(self, text: str, program: str | None, permitted: bool, count: int = 3) -> DocumentSearchResult:
        self._up()
        self.permitted.append(permitted)
        return self.documents

    def find_support(self, text: str, program: str | None, sections: object, permitted: bool) -> DocumentPassage | None:
        self._up()
        return self.support

    def search(
        self,
        text: str,
        last_entry: str | None = None,
        exclude: tuple[str, ...] = (),
        listed: RosterContext | None = None,
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


@dataclass
class Chat:
    """Calls actions by name on messages; the slots are kept between calls."""

    knowledge: Knowledge
    slots: dict[str, Any] = field(default_factory=dict)
    loop: str | None = None
    before: list[dict[str, Any]] = field(default_factory=list)
    ranking: Mapping[str, float] = field(default_factory=dict)
    metadata: Mapping[str, object] = field(default_factory=dict)
    message_id: str | None = None
    actions: dict[str, Action] = field(default_factory=lambda: {action.name(): action for action in all_actions()})

    def run(self, name: str, text: str = "", intent: str = "ask", **entities: str | tuple[str, ...]) -> list[Reply]:
        """Run an action on a message; return its replies."""
        values = {kind: (given,) if isinstance(given, str) else given for kind, given in entities.items()}
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": 0.9},
            "intent_ranking": [{"name": act, "confidence": share} for act, share in self.ranking.items()],
            "metadata": dict(self.metadata),
            "message_id": self.message_id or uuid.uuid4().hex,
            "entities": [{"entity": kind, "value": value} for kind, given in values.items() for value in given],
        }
        events = [{"event": "user", "text": text}, *self.before]
        loop = {"name": self.loop} if self.loop else {}
        tracker = Tracker("id", dict(self.slots), message, events, False, None, loop, "action_listen")
        dispatcher = CollectingDispatcher()
        for event in asyncio.run(self.actions[name].run(dispatcher, tracker, {})):
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "reset_slots":
                self.slots = {}
        return [msgspec.convert(message["custom"], Reply) for message in dispatcher.messages]

    def say(self, name: str, text: str = "", intent: str = "ask", **entities: str | tuple[str, ...]) -> Reply:
        """Run an action on a message; return its one reply."""
        (reply,) = self.run(name, text, intent, **entities)
        return reply

    def tell(self, text: str, intent: str = "inform", **entities: str | tuple[str, ...]) -> str | None:
        """Give the form in course a message; return the slot that it asks for next, None when it has ended."""
        self.run(f"validate_{self.loop}", text, intent, **entities)
        return self.slots.get("requested_slot")

    def asked(self) -> list[Reply]:
        """Return how the form asks for its next slot."""
        return self.run(f"action_ask_{self.loop}_{self.slots['requested_slot']}")


@pytest.fixture
def knowledge() -> Knowledge:
    return Knowledge()


@pytest.fixture
def chat(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chat]:
    monkeypatch.setenv("BOT_KNOWLEDGE_URL", "http://knowledge")
    monkeypatch.setattr(conversation, "KnowledgeClient", lambda url: knowledge)
    conversation.knowledge.cache_clear()
    yield Chat(knowledge)
    conversation.knowledge.cache_clear()


@pytest.fixture
def volunteering(chat: Chat) -> Chat:
    """A conversation in which the form for volunteers has just been started, with no program known."""
    chat.loop = "volunteer_form"
    chat.tell("sign us up", "volunteer")
    return chat


@pytest.fixture
def choosing(chat: Chat) -> Chat:
    """A conversation in which the form for choosing has just been started."""
    chat.loop = "choosing_form"
    chat.tell("help me choose", "choose_model")
    return chat
