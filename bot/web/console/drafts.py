"""Drafts of entries: a new one from missed questions, or a better form of one that there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from bot.publisher import CannotPublishError
from bot.records.decisions import (
    DecidedMeanwhileError,
    change_draft,
    discard_draft,
    find_draft,
    save_draft,
)
from bot.records.models import Draft, ReviewItem, now
from bot.web.console.access import needs, user
from bot.web.console.content_view import areas, content, entries, joined, superseded_entries
from bot.web.console.entry_form import NAMES, SCOPES, FormError, entry_of, fields_of
from bot.web.console.publication_pages import publisher
from bot.web.errors import ApiError
from bot.web.services import services
from knowledge import EDIT, Confidence, EditError, Entry, SetEntry, entry_digest, with_own_wordings

blueprint = Blueprint("drafting", __name__, url_prefix="/entries")

REVIEW_AFTER = timedelta(days=365)
CHANGED_SINCE = (
    "the entry was changed and published since this draft was made; what you save here takes its place, so compare it "
    "with the entry as it is now"
)


@blueprint.get("/")
@needs("viewer")
def index() -> str:
    """Show all entries."""
    ordered = sorted(entries().values(), key=lambda entry: entry.id)
    return render_template("console/entries.html", entries=ordered)


@blueprint.get("/new")
@needs("editor")
def new() -> str:
    """Show the form of a new entry, its phrasings those of the review items in the address."""
    texts = _texts(request.args.getlist("item"))
    fields = {
        "phrasings": joined(texts),
        "promoted": texts[0] if texts else "",
        "review_by": (now().date() + REVIEW_AFTER).isoformat(),
        "any.as_of": now().date().isoformat(),
    }
    return _form(fields, items=request.args.getlist("item"))


@blueprint.post("/new")
@needs("editor")
def create() -> BaseResponse:
    """Draft a new entry."""
    items = request.form.getlist("item")
    try:
        edit = _edit(None, request.form.get("area", ""), None)
        number = save_draft(services().database, _json(edit), f"New entry {edit.entry.id}", user().name, items)
    except (FormError, DecidedMeanwhileError) as error:
        return _again(error, items=items)
    return redirect(url_for("console.publish.show", _anchor=f"draft-{number}"), code=303)


@blueprint.get("/<name>")
@needs("editor")
def change(name: str) -> str | BaseResponse:
    """Show the form of an entry, or of the draft that changes it already."""
    entry = _known(name)
    for waiting in publisher().waiting():
        edit = EDIT.validate_python(waiting.edit)
        if isinstance(edit, SetEntry) and edit.entry.id == name:
            return redirect(url_for("console.drafting.draft", number=waiting.id), code=303)
    return _form(fields_of(entry), old=entry, based_on=entry_digest(entry))


@blueprint.post("/<name>")
@needs("editor")
def save_change(name: str) -> BaseResponse:
    """Draft a changed entry."""
    entry, based_on = _known(name), request.form.get("based_on", "")
    try:
        edit = _edit(entry, entry.area, based_on)
        number = save_draft(services().database, _json(edit), f"Change of {name}", user().name)
    except (FormError, DecidedMeanwhileError) as error:
        return _again(error, old=entry, based_on=based_on)
    return redirect(url_for("console.publish.show", _anchor=f"draft-{number}"), code=303)


@blueprint.post("/<name>/shipped")
@needs("editor")
def follow_shipped(name: str) -> BaseResponse:
    """Draft the return of an entry to its shipped form; the agency's own wordings stay."""
    found = next((found for found in superseded_entries() if found.entry == name), None)
    if found is None:
        raise ApiError(404, "not_superseded", f"The entry {name} follows what ships, or does not ship at all.")
    entry, area = with_own_wordings(found.shipped, entries()), entries()[name].area
    edit = SetEntry(area=area, entry=entry, based_on=entry_digest(entries()[name]))
    try:
        _check(edit)
        number = save_draft(services().database, _json(edit), f"Shipped form of {name}", user().name)
    except (FormError, DecidedMeanwhileError) as error:
        raise ApiError(409, "changed_meanwhile", str(error)) from error
    return redirect(url_for("console.publish.show", _anchor=f"draft-{number}"), code=303)


@blueprint.get("/drafts/<int:number>")
@needs("editor")
def draft(number: int) -> str:
    """Show the form of an entry's draft."""
    found, edit = _draft(number)
    fields, old = fields_of(edit.entry) | {"promoted": edit.promoted or ""}, _old(edit)
    based_on = entry_digest(old) if old else None
    errors = [CHANGED_SINCE] if based_on != edit.based_on else []
    return _form(fields, old=old, based_on=based_on, area=edit.area, found=found, errors=errors)


@blueprint.post("/drafts/<int:number>")
@needs("editor")
def save_draft_again(number: int) -> BaseResponse:
    """Change an entry's draft, unless another editor did meanwhile."""
    found, before = _draft(number)
    old, based_on = _old(before), request.form.get("based_on") or None
    try:
        edit = _edit(old, before.area if old else request.form.get("area", ""), based_on, number)
        change_draft(
            services().database, number, int(request.form.get("version", 0)), _json(edit), found.title, user().name
        )
    except (FormError, DecidedMeanwhileError) as error:
        return _again(error, old=old, based_on=based_on, found=found)
    return redirect(url_for("console.publish.show", _anchor=f"draft-{number}"), code=303)


@blueprint.post("/drafts/<int:number>/discard")
@needs("editor")
def discard(number: int) -> BaseResponse:
    """Discard a draft of any kind; its review items are open again."""
    try:
        discard_draft(
            services().database,
            number,
            int(request.form.get("version", 0)),
            user().name,
            request.form.get("why", "").strip(),
        )
    except DecidedMeanwhileError as error:
        raise ApiError(409, "changed_meanwhile", str(error)) from error
    return redirect(url_for("console.publish.show"), code=303)


def _edit(old: Entry | None, area: str, based_on: str | None, number: int | None = None) -> SetEntry:
    """The edit that the form makes, checked as the loader would together with the other drafts. Raises FormError."""
    if area not in areas():
        raise FormError(["area: choose one of the list"])
    promoted = request.form.get("promoted", "").strip() or None
    edit = SetEntry(area=area, entry=entry_of(request.form, old), based_on=based_on, promoted=promoted)
    _check(edit, number)
    return edit


def _check(edit: SetEntry, number: int | None = None) -> None:
    """Check an edit, of the draft `number` if it is one already, together with the other drafts. Raises FormError."""
    trial = Draft(edit=_json(edit), title="", author="")
    try:
        publisher().check([*(other for other in publisher().waiting() if other.id != number), trial])
    except (CannotPublishError, EditError) as error:
        raise FormError(str(error).splitlines()) from error


def _form(
    fields: Mapping[str, str],
    old: Entry | None = None,
    based_on: str | None = None,
    area: str | None = None,
    items: Sequence[str] = (),
    found: Draft | None = None,
    errors: Sequence[str] = (),
) -> str:
    return render_template(
        "console/entry.html",
        fields=fields,
        old=old,
        based_on=based_on,
        area=area or fields.get("area"),
        areas=areas(),
        items=items,
        draft=found,
        errors=errors,
        scopes=SCOPES,
        names=NAMES,
        confidences=[grade.value for grade in Confidence],
        sources=content().knowledge.sources,
    )


def _again(error: FormError | DecidedMeanwhileError, **arguments: Any) -> BaseResponse:
    """The form with what was typed and what is wrong with it: nothing typed is lost."""
    errors = error.messages if isinstance(error, FormError) else [str(error)]
    status = 400 if isinstance(error, FormError) else 409
    return make_response(_form(request.form, errors=errors, **arguments), status)


def _json(edit: SetEntry) -> dict[str, Any]:
    return edit.model_dump(mode="json")


def _texts(items: Sequence[str]) -> list[str]:
    with services().database.read() as session:
        found = session.scalars(select(ReviewItem.text).where(ReviewItem.id.in_(items), ReviewItem.text.is_not(None)))
        return list(dict.fromkeys(text for text in found if text))


def _known(name: str) -> Entry:
    if name not in entries():
        raise ApiError(404, "unknown_entry", f"There is no entry {name}.")
    return entries()[name]


def _draft(number: int) -> tuple[Draft, SetEntry]:
    found = find_draft(services().database, number)
    edit = EDIT.validate_python(found.edit) if found else None
    if found is None or not isinstance(edit, SetEntry):
        raise ApiError(404, "unknown_draft", "This draft was published or discarded, or has no form.")
    return found, edit


def _old(edit: SetEntry) -> Entry | None:
    return entries().get(edit.entry.id) if edit.based_on else None
