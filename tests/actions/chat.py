"""A conversation with the actions as the Rasa server calls them."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions.action_server import all_actions
from actions.replies.reply import Reply
from tests.stand_ins import SplitKnowledge

FORM_URL = "https://forms.example/v?p={program}&k={kind}&s={state}&r={ref}"


@dataclass
class Chat:
    """Calls actions by name on messages; the slots are kept between calls."""

    knowledge: SplitKnowledge
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
