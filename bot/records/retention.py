"""Retention: texts are erased after a number of days, the rows stay for the counts.

The dialogue's own store of conversations, which Rasa writes, loses what was said at the same age.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import msgspec
from sqlalchemy import CursorResult, or_, update
from sqlalchemy.orm import Session

from bot.records.database import Database
from bot.records.models import Feedback, ReviewItem, Turn, now

# Rasa writes to its store too, and waits five seconds for it
EVENTS_AT_ONCE = 5_000
WAIT_SECONDS = 5.0


class Purged(msgspec.Struct, frozen=True):
    """How many rows lost their text, and how many events of conversations are gone."""

    turns: int
    feedback: int
    review_items: int
    events: int = 0


def purge(database: Database, days: int, conversations: Path | None = None) -> Purged:
    """Erase text and conversation id of turns, feedback and review items that are older than `days`.

    What is as old in the dialogue's store in the file `conversations` goes too. Raises SQLAlchemyError and
    sqlite3.Error.
    """
    before = now() - timedelta(days=days)
    with database.write() as session:
        purged = Purged(
            turns=_erase(session, Turn, "text", before),
            feedback=_erase(session, Feedback, "reason", before),
            review_items=_erase(session, ReviewItem, "text", before),
        )
    database.fold_log()
    events = purge_conversations(conversations, days) if conversations else 0
    return msgspec.structs.replace(purged, events=events)


def purge_conversations(file: Path, days: int) -> int:
    """Erase what was said in conversations more than `days` ago; return the number of events. Raises sqlite3.Error."""
    if not file.exists():
        return 0
    before, erased = (now() - timedelta(days=days)).timestamp(), 0
    with closing(sqlite3.connect(file, timeout=WAIT_SECONDS, isolation_level=None)) as store:
        store.execute("pragma secure_delete = on")
        while True:
            # oldest first, so that each step finds its events without reading the rest
            oldest = "select id from events where timestamp < ? order by id limit ?"
            count = store.execute(f"delete from events where id in ({oldest})", (before, EVENTS_AT_ONCE)).rowcount
            erased += count
            if count < EVENTS_AT_ONCE:
                return erased


def _erase(session: Session, model: type[Turn | Feedback | ReviewItem], column: str, before: datetime) -> int:
    kept = getattr(model, column)
    erase = update(model).where(model.time < before, or_(kept.is_not(None), model.conversation.is_not(None)))
    result = session.execute(erase.values({column: None, "conversation": None}))
    return cast(CursorResult[Any], result).rowcount
