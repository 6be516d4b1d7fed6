"""Referrals: agencies that wish to take part, and whom to call. Contact details are shown here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from flask import Blueprint, Response, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response as BaseResponse

from bot.records.audit import audit
from bot.records.models import Contact, Referral, ReferralStatus
from bot.records.referrals import delete_referral, find_referral
from bot.web.console.access import needs, user
from bot.web.downloads import csv_file
from bot.web.errors import ApiError
from bot.web.services import services

blueprint = Blueprint("referrals", __name__, url_prefix="/referrals")

STATUSES: tuple[ReferralStatus, ...] = get_args(ReferralStatus)
SHOWN = 100
MOST_NOTES = 5000
COLUMNS = ("reference", "date", "status", "program", "agency kind", "state", "runs a jail", "notes")
CONTACT_COLUMNS = ("agency", "contact person", "e-mail", "phone", "nominees", "remarks")


@blueprint.get("/")
@needs("editor")
def index() -> str:
    """Show the referrals, the newest first."""
    status = request.args.get("status")
    status = status if status in STATUSES else None
    page = max(1, request.args.get("page", 1, type=int))
    with services().database.read() as session:
        rows = select(Referral).order_by(Referral.time.desc(), Referral.reference)
        rows = rows.where(Referral.status == status) if status else rows
        found = list(session.scalars(rows.offset((page - 1) * SHOWN).limit(SHOWN + 1)))
        counted = session.execute(select(Referral.status, func.count()).group_by(Referral.status))
        counts = {name: count for name, count in counted}
    return render_template(
        "console/referrals.html",
        referrals=found[:SHOWN],
        more=len(found) > SHOWN,
        page=page,
        counts=counts,
        statuses=STATUSES,
        status=status,
    )


@blueprint.get("/referrals.csv")
@needs("editor")
def export() -> Response:
    """Give all referrals with their contact details as CSV; that it was done is in the audit log."""
    with services().database.write() as session:
        rows = session.execute(
            select(Referral, Contact)
            .outerjoin(Contact, Contact.reference == Referral.reference)
            .order_by(Referral.time.desc())
        )
        cells = [[*_cells(referral), *_contact_cells(contact)] for referral, contact in rows]
        audit(session, user().name, "referrals exported", detail={"count": len(cells)})
    return csv_file("referrals.csv", [*COLUMNS, *CONTACT_COLUMNS], cells)


@blueprint.get("/<reference>")
@needs("editor")
def detail(reference: str) -> str:
    """Show one referral with its contact."""
    found = find_referral(services().database, reference)
    if found is None:
        raise ApiError(404, "unknown_reference", f"There is no referral {reference}; it may have been erased.")
    return render_template(
        "console/referral.html", referral=found.referral, contact=found.contact, statuses=STATUSES, most=MOST_NOTES
    )


@blueprint.post("/<reference>")
@needs("editor")
def change(reference: str) -> BaseResponse:
    """Change status and notes, unless another editor did meanwhile."""
    status, notes = request.form.get("status"), request.form.get("notes", "").strip().replace("\r\n", "\n")
    if status not in STATUSES or len(notes) > MOST_NOTES:
        raise ApiError(400, "bad_status", f"Choose a status of the list; notes have at most {MOST_NOTES} characters.")
    seen = (request.form.get("seen_status"), request.form.get("seen_notes", "").replace("\r\n", "\n"))
    with services().database.write() as session:
        referral = session.get(Referral, reference)
        if referral is None:
            raise ApiError(404, "unknown_reference", f"There is no referral {reference}; it may have been erased.")
        if (referral.status, referral.notes) != seen:
            raise ApiError(
                409,
                "changed_meanwhile",
                "Another editor changed this referral since you opened it. Go back, copy your notes, reload the page "
                "and save again.",
            )
        detail = {"from": referral.status, "to": status, "notes changed": referral.notes != notes}
        referral.status, referral.notes = status, notes
        audit(session, user().name, "referral changed", reference, detail=detail)
    return redirect(url_for("console.referrals.detail", reference=reference), code=303)


@blueprint.post("/<reference>/erase")
@needs("admin")
def erase(reference: str) -> BaseResponse:
    """Erase a referral with its contact details; a reason is needed."""
    why = request.form.get("why", "").strip()
    if not why:
        raise ApiError(400, "no_reason", "Say why it is erased.", "why")
    if delete_referral(services().database, reference):
        with services().database.write() as session:
            audit(session, user().name, "referral erased", reference, why)
    return redirect(url_for("console.referrals.index"), code=303)


def _cells(referral: Referral) -> Sequence[object]:
    jail = {True: "yes", False: "no", None: ""}[referral.runs_jail]
    return (
        referral.reference,
        referral.time.date().isoformat(),
        referral.status,
        referral.program,
        referral.agency_kind or "",
        referral.state or "",
        jail,
        referral.notes,
    )


def _contact_cells(contact: Contact | None) -> Sequence[object]:
    if contact is None:
        return [""] * len(CONTACT_COLUMNS)
    return (
        contact.agency,
        contact.contact_person,
        contact.email,
        contact.phone,
        contact.nominees,
        contact.remarks,
    )
