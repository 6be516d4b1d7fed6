"""What the routes use: settings, the ways to dialogue and knowledge, and the conversation ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import httpx
from flask import Flask, current_app

from bot.records.database import Database
from bot.records.switches import KnownSwitches
from bot.records.writer import Recorder
from bot.secret import dialogue_token, load_secret
from bot.settings import Settings
from bot.web.conversations import Conversations
from bot.web.dialogue_client import DialogueClient
from bot.web.ratings import Ratings
from knowledge.client import KnowledgeClient


@dataclass(frozen=True)
class Services:
    """One per app."""

    settings: Settings
    dialogue: DialogueClient
    knowledge: KnowledgeClient
    conversations: Conversations
    database: Database
    recorder: Recorder
    switches: KnownSwitches = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "switches", KnownSwitches(self.database))

    @classmethod
    def of(cls, settings: Settings) -> Services:
        """Create the services; opens no connection yet."""
        database = Database(settings.database_url)
        return cls(
            settings=settings,
            dialogue=DialogueClient(settings.dialogue_url, dialogue_token(settings.data), settings.answer_seconds),
            knowledge=KnowledgeClient(settings.knowledge_url),
            conversations=Conversations(load_secret(settings.data)),
            database=database,
            recorder=Recorder(database, settings.text_days, settings.conversations_file),
        )

    @property
    def ratings(self) -> Ratings:
        """What takes the readers' ratings."""
        return Ratings(self.recorder, self.dialogue)

    def ready(self) -> dict[str, bool]:
        """Return for each process behind the page whether it is ready."""
        return {
            "knowledge": self.knowledge.ready(),
            "actions": _answers(f"{self.settings.actions_url}/health"),
            "dialogue": self.dialogue.ready(),
        }


def init_app(app: Flask, found: Services) -> None:
    """Make the services known to the app."""
    app.extensions["bot"] = found


def services() -> Services:
    """Return the current app's services."""
    return services_of(current_app)


def services_of(app: Flask) -> Services:
    """Return an app's services."""
    return cast(Services, app.extensions["bot"])


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=1.0).is_success
    except httpx.HTTPError:
        return False
