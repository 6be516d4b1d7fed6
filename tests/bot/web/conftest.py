"""An app with stand-ins for the dialogue and the knowledge service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from actions.replies import Choice, Reply
from bot.records.database import Database
from bot.records.schema import upgrade
from bot.records.writer import Recorder
from bot.settings import Settings
from bot.web import create_app
from bot.web.conversations import Conversations
from bot.web.dialogue import DialogueUnavailableError, Turn
from bot.web.services import Services
from knowledge.client import KnowledgeUnavailableError
from knowledge.results import Entry, Form, Link, Source
from tests.actions.test_answering import an_entry

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
        self.said: dict[str, list[Turn]] = {}

    def send(self, conversation: str, text: str) -> list[Reply]:
        if self.down:
            raise DialogueUnavailableError("down")
        self.said.setdefault(conversation, []).extend([Turn(text=text), Turn(reply=ANSWER)])
        return [ANSWER]

    def turns(self, conversation: str) -> list[Turn]:
        return self.said.get(conversation, [])

    def ready(self) -> bool:
        return not self.down


class Knowledge:
    """Stands in for the knowledge service."""

    def __init__(self) -> None:
        self.down = False

    def form(self, program: str) -> Form:
        if self.down:
            raise KnowledgeUnavailableError("down")
        return Form(program, "ERO287g@ice.dhs.gov", "https://www.ice.gov/identify-and-arrest/287g", None, None, None)

    def entry(self, entry: str) -> Entry:
        return an_entry("any")

    def ready(self) -> bool:
        return not self.down


@pytest.fixture
def dialogue() -> Dialogue:
    return Dialogue()


@pytest.fixture
def knowledge() -> Knowledge:
    return Knowledge()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = Settings(data=tmp_path).database_url
    upgrade(url)
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def app(dialogue: Dialogue, knowledge: Knowledge, database: Database, tmp_path: Path) -> Flask:
    settings = Settings(data=tmp_path)
    recorder = Recorder(database, settings.text_days)
    services = Services(settings, dialogue, knowledge, Conversations(b"secret"), database, recorder)  # type: ignore[arg-type]
    return create_app(settings, services)


@pytest.fixture
def http(app: Flask) -> FlaskClient:
    return app.test_client()
