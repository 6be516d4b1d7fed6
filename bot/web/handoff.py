"""The hand-off's pages: the bot's own form, the printable checklist, and the draft letter of interest."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as BaseResponse

from actions.replies import MAILBOX, PROGRAM_PAGE
from bot.records.models import now
from bot.records.referrals import Found, file_contact, find_referral
from bot.web.checklist import Facts, checklist, papers
from bot.web.contact_form import ContactForm
from bot.web.errors import ApiError
from bot.web.letter import letter_of_interest
from bot.web.services import services
from knowledge.client import KnowledgeUnavailableError
from knowledge.results import Form

log = logging.getLogger(__name__)

blueprint = Blueprint("handoff", __name__)

REFERENCE = re.compile(r"V-[2-9A-HJKMNP-Z]{4}-\d{2}")
FILED = "filed"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/volunteer/<reference>")
def volunteer(reference: str) -> str:
    """Show the form, or that it was filed; only the browser that filed it sees what it filed, to correct it."""
    found = _found(reference)
    if found.contact is None:
        return _form_page(found, ContactForm())
    if "correct" in request.args and _mine(reference):
        return _form_page(found, ContactForm(obj=found.contact))
    return _filed_page(found)


@blueprint.post("/volunteer/<reference>")
def file(reference: str) -> BaseResponse | tuple[str, int]:
    """Keep the form for the coordinator, then show what to send where."""
    found = _found(reference)
    form = ContactForm()
    if not form.validate_on_submit():
        return _form_page(found, form), 400
    try:
        filed = file_contact(services().database, form.contact(reference), correct=_mine(reference))
    except SQLAlchemyError as error:
        # the kind alone: a database's own words may repeat what was typed
        log.error("a form could not be kept: %s", type(error).__name__)
        return _form_page(found, form, failed=True), 503
    if not filed:
        return _filed_page(_found(reference)), 409
    session[FILED] = sorted({*session.get(FILED, []), reference})
    return redirect(url_for("handoff.volunteer", reference=reference), code=303)


@blueprint.get("/handoff/<reference>")
def handoff(reference: str) -> str:
    """Show the checklist of the referral's model and state, to print."""
    referral = _found(reference).referral
    with _knowledge_needed():
        form = services().knowledge.form(referral.program)
        content = checklist(services().knowledge, referral)
    return render_template(
        "handoff.html",
        facts=Facts.of(referral),
        form=form,
        papers=papers(form),
        checklist=content,
        today=now().date().isoformat(),
    )


@blueprint.get("/handoff/<reference>/letter.docx")
def letter(reference: str) -> Response:
    """Give the draft letter of interest."""
    referral = _found(reference).referral
    with _knowledge_needed():
        form = services().knowledge.form(referral.program)
    response = Response(letter_of_interest(Facts.of(referral), form.mailbox), mimetype=DOCX)
    response.headers.set("Content-Disposition", "attachment", filename=f"letter-of-interest-{reference}.docx")
    return response


def _found(reference: str) -> Found:
    """Return the referral of a reference. Raises ApiError when there is none or the database is down."""
    try:
        found = find_referral(services().database, reference) if REFERENCE.fullmatch(reference) else None
    except SQLAlchemyError as error:
        log.error("a referral could not be read: %s", type(error).__name__)
        raise _unavailable() from error
    if found is None:
        raise ApiError(
            404,
            "unknown_reference",
            "No hand-off has this reference. Check it, or ask the bot for a new one: tell it that your agency wants to "
            f"take part. You can also write to the program mailbox, {MAILBOX}.",
        )
    return found


@contextmanager
def _knowledge_needed() -> Iterator[None]:
    try:
        yield
    except KnowledgeUnavailableError as error:
        raise _unavailable() from error


def _unavailable() -> ApiError:
    return ApiError(
        503,
        "unavailable",
        "This page cannot be shown at the moment; nothing was lost. Try again in a minute, or write to the program "
        f"mailbox, {MAILBOX}.",
    )


def _mine(reference: str) -> bool:
    return reference in session.get(FILED, [])


def _form_page(found: Found, form: ContactForm, failed: bool = False) -> str:
    return render_template("volunteer.html", facts=Facts.of(found.referral), form=form, failed=failed, mailbox=MAILBOX)


def _filed_page(found: Found) -> str:
    reference = found.referral.reference
    try:
        sent = services().knowledge.form(found.referral.program)
    except KnowledgeUnavailableError:
        sent = None
    return render_template(
        "filed.html",
        facts=Facts.of(found.referral),
        filed=found.contact and found.contact.time,
        mine=_mine(reference),
        form=sent or Form(found.referral.program, MAILBOX, PROGRAM_PAGE.url, None, None, None),
        papers=papers(sent) if sent else None,
    )
