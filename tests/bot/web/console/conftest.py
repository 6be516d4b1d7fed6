"""The console over small content: a real records database, a real knowledge service, an account of each role."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.serving import make_server

from bot.accounts import users
from bot.accounts.users import add_user
from bot.publisher import Publisher
from bot.records.database import Database
from bot.records.models import ReviewItem, Turn
from bot.records.writer import Recorder
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.console.access import ROLES
from bot.web.conversations import Conversations
from bot.web.security import limiter
from bot.web.services import Services
from knowledge.client import KnowledgeClient
from knowledge.service import create_app as create_knowledge
from tests.bot.web.person import PASSWORD, Person
from tests.factories import IndexOf
from tests.stand_ins import Dialogue, WordEncoder

WORDING = {"entry": "who-signs", "text": "badge uniform worn", "promoted": "badge uniform worn outside"}


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """argon2 with its smallest costs."""
    monkeypatch.setattr(users, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def settings(content: Path, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", content=content)


@pytest.fixture
def knowledge_client(settings: Settings, encoder: WordEncoder, index_of: IndexOf) -> Iterator[KnowledgeClient]:
    """A running knowledge service over the small content."""
    index_of(settings.content, settings.index_folder)
    app = create_knowledge(
        settings.index_folder, encoder, settings.content, settings.overlay_folder, settings.staging_folder
    )
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield KnowledgeClient(f"http://127.0.0.1:{server.server_port}", seconds=10)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def app(settings: Settings, knowledge_client: KnowledgeClient, database: Database, dialogue: Dialogue) -> Flask:
    recorder = Recorder(database, settings.text_days)
    conversations = Conversations(b"secret")
    app = create_app(
        settings,
        Services(settings, dialogue, knowledge_client, conversations, database, recorder),
    )
    app.extensions["publisher"] = Publisher(settings, database, knowledge_client, refit=lambda: None)
    for role in ROLES:
        add_user(database, role, role, PASSWORD, "test")
    limiter.reset()
    return app


@pytest.fixture
def person(app: Flask) -> Callable[[str | None], Person]:
    """Someone signed in with a role, or nobody."""

    def arrive(role: str | None) -> Person:
        found = Person(app.test_client())
        if role:
            limiter.reset()
            assert found.sign_in(role).status_code == 303
        return found

    return arrive


@pytest.fixture
def editor(person: Callable[[str | None], Person]) -> Person:
    return person("editor")


@pytest.fixture
def admin(person: Callable[[str | None], Person]) -> Person:
    return person("admin")


@pytest.fixture
def missed(database: Database) -> list[str]:
    """The ids of three missed questions, two of them alike."""
    texts = ("badge uniform worn outside", "badge uniform worn inside", "helicopter landing pad")
    with database.write() as session:
        for number, text in enumerate(texts):
            turn = Turn(
                id=f"turn-{number}", conversation="c", channel="page", text=text, kind="out_of_scope",
                milliseconds=30, index_version="1",
            )  # fmt: skip
            session.add(turn)
            session.add(ReviewItem(id=f"item-{number}", message=turn.id, conversation="c", text=text, reason="missed"))
    return [f"item-{number}" for number in range(len(texts))]


def publisher(app: Flask) -> Publisher:
    found = app.extensions["publisher"]
    assert isinstance(found, Publisher)
    return found
