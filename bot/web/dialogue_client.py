"""The way to the Rasa server: its REST channel for messages, its tracker API for what was said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import httpx
import msgspec

from actions.replies.reply import Reply
from bot.web.message_text import for_rasa, from_rasa

# stands for a message of which the dialogue keeps no text (see bot/dialogue/tracker_store.py)
NOT_KEPT = "(not kept)"


class DialogueUnavailableError(Exception):
    """The dialogue server did not answer in time, or answered with nothing."""


class Turn(msgspec.Struct, frozen=True):
    """What was said once: by the user (`text`, with the id of the `message`) or by the bot (`reply`)."""

    text: str | None = None
    reply: Reply | None = None
    message: str | None = None


class DialogueClient:
    """Calls over one pool of kept-alive connections. Thread-safe."""

    def __init__(self, url: str, token: str, seconds: float) -> None:
        self._http = httpx.Client(base_url=url, timeout=seconds, limits=httpx.Limits(max_keepalive_connections=64))
        self._token = token

    def send(self, conversation: str, text: str, message: str | None = None, reads_marked: bool = False) -> list[Reply]:
        """Return the replies to a message, one or more.

        Its id is kept with it. `reads_marked`: its sender may see passages with handling marks. Raises
        DialogueUnavailableError.
        """
        metadata = {"message": message, "reads_marked": reads_marked}
        body = {"sender": conversation, "message": for_rasa(text), "metadata": metadata}
        said = self._call("POST", "/webhooks/rest/webhook", json=body)
        replies = [_reply(message.get("custom")) for message in said]
        if not replies:
            # Rasa's REST channel answers 200 with an empty list when anything fails
            raise DialogueUnavailableError("the dialogue server gave no reply")
        return replies

    def turns(self, conversation: str) -> list[Turn]:
        """Return what was said in a conversation, in order. Raises DialogueUnavailableError."""
        tracker = self._call("GET", f"/conversations/{conversation}/tracker", params={"token": self._token})
        turns = []
        for event in tracker["events"]:
            if event["event"] == "user":
                message = (event.get("metadata") or {}).get("message")
                turns.append(Turn(text=from_rasa(event.get("text") or NOT_KEPT), message=message))
            elif event["event"] == "bot":
                turns.append(Turn(reply=_reply(event["data"].get("custom"))))
        return turns

    def turn_down(self, conversation: str, message: str, number: int) -> None:
        """Have the entry of reply `number` to a message not given again. Raises DialogueUnavailableError."""
        replies = replies_to(message, self.turns(conversation))
        if number < len(replies) and replies[number].entry:
            event = {"event": "slot", "name": "rejected", "value": [replies[number].entry]}
            path = f"/conversations/{conversation}/tracker/events"
            self._call("POST", path, json=event, params={"token": self._token})

    def ready(self) -> bool:
        """Return whether the server answers and has loaded its model."""
        try:
            return bool(self._call("GET", "/status", params={"token": self._token}).get("model_file"))
        except DialogueUnavailableError:
            return False

    def _call(self, method: str, path: str, **arguments: Any) -> Any:
        try:
            response = self._http.request(method, path, **arguments)
            response.raise_for_status()
            return msgspec.json.decode(response.content)
        except (httpx.HTTPError, msgspec.DecodeError) as error:
            raise DialogueUnavailableError(f"{method} {path}: {error or type(error).__name__}") from error


def replies_to(message: str, turns: Iterable[Turn]) -> list[Reply]:
    """Return the replies to the message of this id, in order."""
    replies, ours = [], False
    for turn in turns:
        if turn.reply is None:
            ours = turn.message == message
        elif ours:
            replies.append(turn.reply)
    return replies


def _reply(custom: object) -> Reply:
    try:
        return msgspec.convert(custom, Reply)
    except msgspec.ValidationError as error:
        raise DialogueUnavailableError(f"unexpected reply from the dialogue server: {error}") from error
