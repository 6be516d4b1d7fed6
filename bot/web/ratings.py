"""What a reader says of an answer, and the default of what is done with it."""

from __future__ import annotations

import msgspec
from prometheus_client import Counter

RATINGS = Counter("bot_feedback_total", "Answers that readers found helpful or not", ["helpful"])


class Feedback(msgspec.Struct, frozen=True):
    """What a reader said of reply `number` (from 0) to a message. A later one replaces an earlier one."""

    conversation: str
    message: str
    number: int
    helpful: bool
    reason: str | None = None


def count(feedback: Feedback) -> None:
    """Count a rating; a reason that follows a rating is not counted again."""
    if feedback.reason is None:
        RATINGS.labels("yes" if feedback.helpful else "no").inc()
