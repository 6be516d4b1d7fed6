"""Decisions on review items, and the drafts that come of them; each with a line in the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.records.audit import audit
from bot.records.database import Database
from bot.records.models import Draft, ReviewItem, ReviewStatus, now


class DecidedMeanwhileError(Exception):
    """Someone else decided first; nothing was changed."""


def open_items(database: Database, most: int) -> list[ReviewItem]:
    """Return the open items that still have their text, the newest `most`. Raises SQLAlchemyError."""
    items = select(ReviewItem).where(ReviewItem.status == "open", ReviewItem.text.is_not(None))
    with database.read() as session:
        return list(session.scalars(items.order_by(ReviewItem.time.desc()).limit(most)))


def decide(database: Database, items: Sequence[str], status: ReviewStatus, who: str, why: str) -> None:
    """Close items with a decision and its reason. Raises DecidedMeanwhileError and SQLAlchemyError."""
    with database.write() as session:
        _close(session, items, status, who, why)
        audit(session, who, f"review: {status}", why=why, detail={"items": list(items)})


def save_draft(
    database: Database,
    edit: dict[str, Any],
    title: str,
    who: str,
    items: Sequence[str] = (),
    status: ReviewStatus = "drafted",
) -> int:
    """Keep a draft, close the review items that it answers, and return its number.

    Raises DecidedMeanwhileError and SQLAlchemyError.
    """
    with database.write() as session:
        _close(session, items, status, who, title)
        draft = Draft(edit=edit, title=title, author=who, items=list(items))
        session.add(draft)
        session.flush()
        audit(session, who, "draft made", str(draft.id), detail={"title": title, "items": list(items)})
        return draft.id


def find_draft(database: Database, number: int) -> Draft | None:
    """Return a draft that waits, or None. Raises SQLAlchemyError."""
    with database.read() as session:
        draft = session.get(Draft, number)
        return draft if draft and draft.status == "waiting" else None


def change_draft(database: Database, number: int, version: int, edit: dict[str, Any], title: str, who: str) -> None:
    """Change a draft of which the editor saw `version`. Raises DecidedMeanwhileError and SQLAlchemyError."""
    with database.write() as session:
        draft = _unchanged(session, number, version)
        draft.edit, draft.title = edit, title
        audit(session, who, "draft changed", str(number), detail={"title": title})


def discard_draft(database: Database, number: int, version: int, who: str, why: str) -> None:
    """Discard a draft; its review items are open again. Raises DecidedMeanwhileError and SQLAlchemyError."""
    with database.write() as session:
        draft = _unchanged(session, number, version)
        draft.status = "discarded"
        for item in session.scalars(select(ReviewItem).where(ReviewItem.id.in_(draft.items))):
            item.status, item.decided_by, item.decided, item.decision = "open", None, None, None
        audit(session, who, "draft discarded", str(number), why, {"title": draft.title})


def _close(session: Session, items: Sequence[str], status: ReviewStatus, who: str, why: str) -> None:
    found = list(session.scalars(select(ReviewItem).where(ReviewItem.id.in_(items))))
    taken = next((item for item in found if item.status != "open"), None)
    if taken or len(found) < len(items):
        by = f" by {taken.decided_by}" if taken and taken.decided_by else ""
        raise DecidedMeanwhileError(f"Some of these were decided{by} in the meantime. Nothing was changed; look again.")
    for item in found:
        item.status, item.decided_by, item.decided, item.decision = status, who, now(), why


def _unchanged(session: Session, number: int, version: int) -> Draft:
    draft = session.get(Draft, number)
    if draft is None or draft.status != "waiting" or draft.version != version:
        raise DecidedMeanwhileError("This draft was changed, published or discarded since you opened it.")
    return draft
