"""What goes into the review queue: one item a message, with the most telling reason for which it is there."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.records.models import Feedback, ReviewItem, ReviewReason, Turn


def after_turn(session: Session, turn: Turn) -> None:
    """Queue a turn that missed or was a close call, or the question before it when its candidates were turned down."""
    if turn.reason == "none_of_these":
        rejected = _turn_before(session, turn)
        if rejected:
            _queue(session, rejected, "none_of_these")
    elif turn.kind == "out_of_scope" or turn.reason == "noted":
        _queue(session, turn, "missed")
    elif turn.kind == "clarify" and turn.level == "ask" and turn.entry is None:
        _queue(session, turn, "close_call")


def after_feedback(session: Session, feedback: Feedback) -> None:
    """Queue the turn of which the answer did not help."""
    turn = session.get(Turn, feedback.message)
    if turn and not feedback.helpful:
        _queue(session, turn, "not_helpful")


def _turn_before(session: Session, turn: Turn) -> Turn | None:
    earlier = select(Turn).where(Turn.conversation == turn.conversation, Turn.time < turn.time)
    return session.scalar(earlier.order_by(Turn.time.desc()).limit(1))


def _queue(session: Session, turn: Turn, reason: ReviewReason) -> None:
    if turn.text is None:
        return
    item = session.scalar(select(ReviewItem).where(ReviewItem.message == turn.id))
    if item is None:
        session.add(
            ReviewItem(
                message=turn.id,
                conversation=turn.conversation,
                text=turn.text,
                reason=reason,
                entry=turn.entry,
                time=turn.time,
            )
        )
    elif item.status == "open" and reason in {"none_of_these", "not_helpful"}:
        item.reason = reason
