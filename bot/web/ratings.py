"""What a reader says of an answer, and what is done with it."""

from __future__ import annotations

import logging

import msgspec
from prometheus_client import Counter

from bot.records import models
from bot.records.writer import Recorder
from bot.web.dialogue_client import DialogueClient, DialogueUnavailableError
from knowledge import redact

log = logging.getLogger(__name__)

RATINGS = Counter("bot_feedback_total", "Answers that readers found helpful or not", ["helpful"])


class Feedback(msgspec.Struct, frozen=True):
    """What a reader said of reply `number` (from 0) to a message. A later one replaces an earlier one."""

    conversation: str
    message: str
    number: int
    helpful: bool
    reason: str | None = None


class Ratings:
    """Takes ratings: counted, kept for the coordinator, and an answer that did not help is not given again."""

    def __init__(self, recorder: Recorder, dialogue: DialogueClient) -> None:
        self._recorder = recorder
        self._dialogue = dialogue

    def take(self, feedback: Feedback) -> None:
        """Take one; a reason that follows a rating is not counted again. Never raises."""
        if feedback.reason is None:
            RATINGS.labels("yes" if feedback.helpful else "no").inc()
        reason = redact(feedback.reason) if feedback.reason else None
        row = models.Feedback(
            message=feedback.message, conversation=feedback.conversation, helpful=feedback.helpful, reason=reason
        )
        self._recorder.record(row)
        if not feedback.helpful:
            try:
                self._dialogue.turn_down(feedback.conversation, feedback.message, feedback.number)
            except DialogueUnavailableError as error:
                log.warning("an answer that did not help may be given again: %s", error)
