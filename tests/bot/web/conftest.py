"""An app with stand-ins for the dialogue and the knowledge service."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.records.database import Database
from bot.records.writer import Recorder
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.conversations import Conversations
from bot.web.services import Services
from tests.bot.web.person import MakeApp
from tests.stand_ins import Dialogue, SmallKnowledge


@pytest.fixture
def dialogue() -> Dialogue:
    return Dialogue()


@pytest.fixture
def knowledge() -> SmallKnowledge:
    return SmallKnowledge()


@pytest.fixture
def database(tmp_path: Path, empty_records: Path) -> Iterator[Database]:
    shutil.copy(empty_records, tmp_path / "records.db")
    database = Database(Settings(data=tmp_path).database_url)
    yield database
    database.close()


@pytest.fixture
def make_app(dialogue: Dialogue, knowledge: SmallKnowledge, database: Database, tmp_path: Path) -> MakeApp:
    """Return a maker of apps with settings; without the token that forms carry, unless `csrf` is on."""

    def make(csrf: bool = False, **settings: Any) -> Flask:
        chosen = Settings(data=tmp_path, **settings)
        recorder = Recorder(database, chosen.text_days)
        services = Services(chosen, dialogue, knowledge, Conversations(b"secret"), database, recorder)
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
