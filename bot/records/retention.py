"""Retention: texts are erased after a number of days, the rows stay for the counts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

import msgspec
from sqlalchemy import CursorResult, or_, update
from sqlalchemy.orm import Session

from bot.records.database import Database
from bot.records.models import Feedback, ReviewItem, Turn, now


class Purged(msgspec.Struct, frozen=True):
    """How many rows lost their text."""

    turns: int
    feedback: int
    review_items: int


def purge(database: Database, days: int) -> Purged:
    """Erase text and conversation id of turns, feedback and review items older than `days`. Raises SQLAlchemyError."""
    before = now() - timedelta(days=days)
    with database.write() as session:
        purged = Purged(
            turns=_erase(session, Turn, "text", before),
            feedback=_erase(session, Feedback, "reason", before),
            review_items=_erase(session, ReviewItem, "text", before),
        )
    database.fold_log()
    return purged


def _erase(session: Session, model: type[Turn | Feedback | ReviewItem], column: str, before: datetime) -> int:
    kept = getattr(model, column)
    erase = update(model).where(model.time < before, or_(kept.is_not(None), model.conversation.is_not(None)))
    result = session.execute(erase.values({column: None, "conversation": None}))
    return cast(CursorResult[Any], result).rowcount
