"""The console over small content: a real records database, a real knowledge service, an account of each role."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

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
from knowledge.entries.loader import load_content
from knowledge.retrieval.index_builder import build
from knowledge.service import create_app as create_knowledge
from tests.bot.web.conftest import Dialogue
from tests.conftest import WordEncoder

PASSWORD = "correct horse battery"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """argon2 with its smallest costs."""
    monkeypatch.setattr(users, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def settings(content: Path, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", content=content)


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the index of the small content is kept: it takes longer to build than to copy."""
    return tmp_path_factory.mktemp("index")


@pytest.fixture
def knowledge_client(settings: Settings, encoder: WordEncoder, built_once: Path) -> Iterator[KnowledgeClient]:
    """A running knowledge service over the small content."""
    if not (built_once / "current").exists():
        build(built_once, load_content(settings.content), encoder)
    shutil.copytree(built_once, settings.index_folder)
    app = create_knowledge(
        settings.index_folder, encoder, settings.content, settings.overlay_folder, settings.staging_folder
    )
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield KnowledgeClient(f"http://127.0.0.1:{server.server_port}", seconds=10)
    server.shutdown()
    thread.join()


@pytest.fixture
def app(settings: Settings, knowledge_client: KnowledgeClient, database: Database, dialogue: Dialogue) -> Flask:
    recorder = Recorder(database, settings.text_days)
    conversations = Conversations(b"secret")
    app = create_app(
        settings,
        Services(settings, dialogue, knowledge_client, conversations, database, recorder),  # type: ignore[arg-type]
    )
    app.extensions["publisher"] = Publisher(settings, database, knowledge_client, refit=lambda: None)
    for role in ROLES:
        add_user(database, role, role, PASSWORD, "test")
    limiter.reset()
    return app


@dataclass
class Person:
    """Someone at a browser."""

    http: FlaskClient

    def get(self, path: str) -> TestResponse:
        return self.http.get(path)

    def post(self, path: str, data: dict[str, object] | None = None, token_from: str | None = None) -> TestResponse:
        """Send a form with the token of a page, as a browser would."""
        page = self.http.get(token_from or "/console/sign-in").text
        token = TOKEN.search(page)
        assert token, page
        return self.http.post(path, data={"csrf_token": token.group(1), **(data or {})})

    def sign_in(self, name: str, password: str = PASSWORD) -> TestResponse:
        return self.post("/console/sign-in", {"name": name, "password": password})


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
