"""An app with stand-ins for the dialogue and the knowledge service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from actions.replies.reply import Choice, Reply
from bot.records.database import Database
from bot.records.migrator import upgrade
from bot.records.writer import Recorder
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.conversations import Conversations
from bot.web.dialogue_client import DialogueUnavailableError, Turn
from bot.web.services import Services
from knowledge.client import KnowledgeUnavailableError, UnknownEntryError
from knowledge.results import Entry, Form, Link, Listed, SearchResult, Source, Term
from tests.actions.replies.test_answers import an_entry, found

ANSWER = Reply(
    kind="answer",
    text="About **40 hours**. <script>alert(1)</script>",
    entry="training-length",
    question="How long is the training?",
    program="TFM",
    scope="TFM",
    level="answer",
    sources=[Source("Task Force agreement", "VIII", "https://www.ice.gov/doclib/287gMOA/", "2025-03-07")],
    links=[Link("The form", "/volunteer/V-7F3K-29?program=TFM")],
    choices=[Choice("Who pays?", "Who pays for it?", "training-cost")],
    as_of="2025-04-10",
    confidence="multi-secondary",
)


class Dialogue:
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


class Knowledge:
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

    def search(self, text: str, last_entry: str | None = None, exclude: tuple[str, ...] = ()) -> SearchResult:
        self._check()
        return found(an_entry("any") if "hold" in text or "how long" in text else None)

    def _check(self) -> None:
        if self.down:
            raise KnowledgeUnavailableError("down")

    def ready(self) -> bool:
        return not self.down


@pytest.fixture
def dialogue() -> Dialogue:
    return Dialogue()


@pytest.fixture
def knowledge() -> Knowledge:
    return Knowledge()


MakeApp = Callable[..., Flask]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = Settings(data=tmp_path).database_url
    upgrade(url)
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def make_app(dialogue: Dialogue, knowledge: Knowledge, database: Database, tmp_path: Path) -> MakeApp:
    """Return a maker of apps with settings; without the token that forms carry, unless `csrf` is on."""

    def make(csrf: bool = False, **settings: Any) -> Flask:
        chosen = Settings(data=tmp_path, **settings)
        recorder = Recorder(database, chosen.text_days)
        services = Services(chosen, dialogue, knowledge, Conversations(b"secret"), database, recorder)  # type: ignore[arg-type]
        app = create_app(chosen, services)
        app.config["WTF_CSRF_ENABLED"] = csrf
        return app

    return make


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app()


@pytest.fixture
def http(app: Flask) -> FlaskClient:
    return app.test_client()
