"""A message that is sent twice is answered once: a retry, a double click and a reload get the first replies again."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from typing import cast

from flask import Flask, current_app

from bot.records.models import Channel
from bot.web.dialogue_client import DialogueUnavailableError, replies_to
from bot.web.errors import ApiError
from bot.web.message_handler import Answered, answer_message
from bot.web.services import services

MOST_KEPT = 2000
MESSAGE_ID = re.compile(r"[0-9A-Za-z-]{8,36}")

# of the text only a hash: one with personal data must not stay, not even in memory
Key = tuple[str, str, int]


class Once:
    """The answers to the last messages, by conversation, id and text. Thread-safe.

    A second caller with the same key waits for the first. An answer that failed is not kept: a retry asks again.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: OrderedDict[Key, Future[Answered]] = OrderedDict()
        self._failed: OrderedDict[Key, None] = OrderedDict()

    def answer(self, key: Key, ask: Callable[[bool], Answered]) -> Answered:
        """Return the answer to `key`; `ask` is called once, with whether an earlier attempt failed."""
        with self._lock:
            future = self._answers.get(key)
            first = future is None
            if future is None:
                future = self._answers[key] = Future()
                while len(self._answers) > MOST_KEPT:
                    self._answers.popitem(last=False)
        if first:
            self._ask(key, future, ask)
        return future.result()

    def _ask(self, key: Key, future: Future[Answered], ask: Callable[[bool], Answered]) -> None:
        try:
            answered = ask(key in self._failed)
        except BaseException as error:
            self._forget(key)
            future.set_exception(error)
            return
        if any(reply.kind == "error" for reply in answered.replies):
            self._forget(key)
        future.set_result(answered)

    def _forget(self, key: Key) -> None:
        with self._lock:
            self._answers.pop(key, None)
            self._failed[key] = None
            while len(self._failed) > MOST_KEPT:
                self._failed.popitem(last=False)


def init_app(app: Flask) -> None:
    """Give the app its memory of answers."""
    app.extensions["once"] = Once()


def check_message_id(given: object) -> str | None:
    """Return the id that a client gave to its message, None when it gave none. Raises ApiError."""
    if given is None or given == "":
        return None
    if not isinstance(given, str) or not MESSAGE_ID.fullmatch(given):
        raise ApiError(
            400, "wrong_id", "`id` must be 8 to 36 letters, digits or hyphens, such as a UUID of your own.", "id"
        )
    return given


def answer_once(conversation: str, text: str, message: str | None, channel: Channel, again: bool = False) -> Answered:
    """Answer a cleaned message; one with an id that was answered before gets the same replies.

    `again`: the client says that it tries again, so the conversation's record is read too, which outlives this process.
    """
    if message is None:
        return answer_message(conversation, text, channel=channel)

    def ask(failed: bool) -> Answered:
        # the first attempt may have been answered after we stopped waiting for it
        recorded = _recorded(conversation, message) if failed or again else None
        return recorded or answer_message(conversation, text, message, channel)

    return cast(Once, current_app.extensions["once"]).answer((conversation, message, hash(text)), ask)


def _recorded(conversation: str, message: str) -> Answered | None:
    try:
        replies = replies_to(message, services().dialogue.turns(conversation))
    except DialogueUnavailableError:
        return None
    answered = replies and all(reply.kind != "error" for reply in replies)
    return Answered(conversation, message, replies) if answered else None
