"""The audit log: who did what, when, to what, and why."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from sqlalchemy import select

from bot.records.models import AuditEntry
from bot.web.console.access import needs
from bot.web.services import services

blueprint = Blueprint("audit_log", __name__, url_prefix="/audit")

SHOWN = 100


@blueprint.get("/")
@needs("editor")
def show() -> str:
    """Show the log, the newest first; `before` is the last line of the page before."""
    before = request.args.get("before", type=int)
    rows = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(SHOWN + 1)
    rows = rows.where(AuditEntry.id < before) if before else rows
    with services().database.read() as session:
        found = list(session.scalars(rows))
    return render_template(
        "console/audit.html", entries=found[:SHOWN], before=found[SHOWN - 1].id if len(found) > SHOWN else None
    )
