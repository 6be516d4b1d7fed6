"""The hand-off's pages: the bot's own form, the printable checklist, and the draft letter of interest."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as BaseResponse

from actions.replies.contacts import MAILBOX, PROGRAM_PAGE
from bot.records.models import now
from bot.records.referrals import Found, file_contact, find_referral
from bot.web.cookies import filed_here, keep_filed
from bot.web.downloads import DOCX
from bot.web.errors import ApiError
from bot.web.handoff.checklist import Facts, checklist, papers
from bot.web.handoff.contact_form import ContactForm
from bot.web.handoff.letter import letter_of_interest
from bot.web.security import explained, limited
from bot.web.services import services
from knowledge import REFERENCE
from knowledge.client import KnowledgeUnavailableError, UnknownEntryError
from knowledge.results import Form

log = logging.getLogger(__name__)

blueprint = Blueprint("handoff", __name__)

TOO_OLD = "This page was open for too long, or cookies are switched off. Nothing was kept: send the form again."
NOT_KEPT = "The form could not be kept at the moment. What you typed is still below: send it again in a minute."


@blueprint.get("/volunteer/<reference>")
def volunteer(reference: str) -> str:
    """Show the form, or that it was filed; only the browser that filed it sees what it filed, to correct it."""
    found = _found(reference)
    if found.contact is None:
        return _form_page(found, ContactForm())
    if "correct" in request.args and filed_here(reference):
        return _form_page(found, ContactForm(obj=found.contact))
    return _filed_page(found)


@blueprint.post("/volunteer/<reference>")
@limited
def file(reference: str) -> BaseResponse:
    """Keep the form for the coordinator, then show what to send where."""
    form = ContactForm(request.form)
    try:
        found = _read(reference)
        if not form.validate():
            return make_response(_form_page(found, form), 400)
        if not file_contact(services().database, form.contact(reference), correct=filed_here(reference)):
            return make_response(_filed_page(_read(reference)), 409)
    except SQLAlchemyError as error:
        # the kind alone: a database's own words may repeat what was typed
        log.error("a form could not be kept: %s", type(error).__name__)
        return make_response(_form_page(None, form, NOT_KEPT), 503, {"Retry-After": "60"})
    keep_filed(reference)
    return redirect(url_for("handoff.volunteer", reference=reference), code=303)


@blueprint.errorhandler(CSRFError)
@blueprint.errorhandler(RateLimitExceeded)
def denied(error: CSRFError | RateLimitExceeded) -> Response:
    """Say why the form was not taken, with all that was typed still in it."""
    told = explained(error)
    response = make_response(
        _form_page(None, ContactForm(request.form), TOO_OLD if told.code == "csrf" else told.message)
    )
    response.status_code = told.status
    if told.retry_after is not None:
        response.headers["Retry-After"] = str(told.retry_after)
    return response


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
        return _read(reference)
    except SQLAlchemyError as error:
        log.error("a referral could not be read: %s", type(error).__name__)
        raise _unavailable() from error


def _read(reference: str) -> Found:
    """Return the referral of a reference. Raises ApiError when there is none, and SQLAlchemyError."""
    found = find_referral(services().database, reference) if re.fullmatch(REFERENCE, reference) else None
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
    except UnknownEntryError as error:
        log.error("a page of the hand-off lacks an answer: %s", error)
        raise ApiError(
            500,
            "not_on_file",
            "An answer that belongs on this page is not on file. Tell the people who run this page, or write to the "
            f"program mailbox, {MAILBOX}.",
        ) from error
    except KnowledgeUnavailableError as error:
        raise _unavailable() from error


def _unavailable() -> ApiError:
    return ApiError(
        503,
        "unavailable",
        "This page cannot be shown at the moment; nothing was lost. Try again in a minute, or write to the program "
        f"mailbox, {MAILBOX}.",
        retry_after=60,
    )


def _form_page(found: Found | None, form: ContactForm, error: str | None = None) -> str:
    """Return the form; without the facts of its referral when these were not read."""
    facts = Facts.of(found.referral) if found else None
    return render_template("volunteer.html", facts=facts, form=form, error=error, mailbox=MAILBOX)


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
        mine=filed_here(reference),
        form=sent or Form(found.referral.program, MAILBOX, PROGRAM_PAGE.url, None, None, None),
        papers=papers(sent) if sent else None,
    )
