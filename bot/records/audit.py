"""The audit log: who did what, when, to what, and why, in the transaction of the change itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from bot.records.models import AuditEntry


def audit(
    session: Session,
    who: str,
    what: str,
    target: str | None = None,
    why: str | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Add a line to the log; it is kept if and only if the change is."""
    session.add(AuditEntry(who=who, what=what, target=target, why=why or None, detail=detail or {}))
