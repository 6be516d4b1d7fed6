"""The review queue: what was missed, in groups of one meaning, and what an editor makes of each."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from pydantic import ValidationError
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from bot.records.decisions import DecidedMeanwhileError, decide, open_items, save_draft
from bot.records.models import ReviewItem, Turn
from bot.web.console.access import needs, user
from bot.web.console.content_view import entries, question_of
from bot.web.console.groups import Group, grouped
from bot.web.errors import ApiError
from bot.web.services import services
from knowledge import AddOutOfScope, AddWording
from knowledge.client import KnowledgeUnavailableError
from knowledge.results import Match

blueprint = Blueprint("review", __name__, url_prefix="/review")

# the newest so many are grouped; the older ones follow when these are decided
MOST_ITEMS = 800
GROUPS_SHOWN = 20
REASONS = {
    "missed": "not covered",
    "none_of_these": "“none of these”",
    "not_helpful": "not helpful",
    "close_call": "close call",
}
KINDS = {"answer": "answered", "comparison": "compared", "clarify": "asked back", "out_of_scope": "not covered"}


@dataclass(frozen=True)
class Shown:
    """What the user was shown: the kind of reply, and the entry if one was given."""

    kind: str
    question: str | None


@blueprint.get("/")
@needs("viewer")
def queue() -> str:
    """Show the groups, the largest first."""
    groups, waiting = _groups()
    return render_template(
        "console/review.html",
        groups=groups[:GROUPS_SHOWN],
        more=max(0, len(groups) - GROUPS_SHOWN),
        waiting=waiting,
        reasons=REASONS,
        total=sum(len(group.items) for group in groups),
    )


@blueprint.get("/<item>")
@needs("viewer")
def group(item: str) -> str:
    """Show the group that an item is in, with the nearest entries and what can be done."""
    found = next((group for group in _groups()[0] if any(one.id == item for one in group.items)), None)
    if found is None:
        raise ApiError(404, "decided", "This group has been decided, or its texts have been erased. Look at the queue.")
    nearest = _nearest(found.middle)
    return render_template(
        "console/group.html",
        group=found,
        shown=_shown(found),
        nearest=nearest,
        reasons=REASONS,
        entries=sorted(entries().values(), key=lambda entry: entry.question),
    )


@blueprint.post("/wording")
@needs("editor")
def add_wording() -> BaseResponse:
    """Draft a wording of an entry."""
    try:
        edit = AddWording(
            entry=request.form.get("other") or request.form.get("entry", ""),
            text=request.form.get("text", ""),
            promoted=request.form.get("promoted", "").strip() or None,
        )
    except ValidationError as error:
        raise ApiError(400, "bad_wording", "Choose an entry, and give a wording of 2 to 300 characters.") from error
    if edit.entry not in entries():
        raise ApiError(400, "unknown_entry", f"There is no entry {edit.entry}.", "entry")
    _draft(edit.model_dump(), f"Wording for {edit.entry}: “{edit.text}”", "added")
    return redirect(url_for("console.review.queue"), code=303)


@blueprint.post("/out-of-scope")
@needs("editor")
def out_of_scope() -> BaseResponse:
    """Draft a line outside the subject."""
    try:
        edit = AddOutOfScope(text=request.form.get("text", ""))
    except ValidationError as error:
        raise ApiError(400, "bad_wording", "Give a text of 2 to 300 characters.") from error
    _draft(edit.model_dump(), f"Outside the subject: “{edit.text}”", "out_of_scope")
    return redirect(url_for("console.review.queue"), code=303)


@blueprint.post("/dismiss")
@needs("editor")
def dismiss() -> BaseResponse:
    """Close items without a change; a reason is needed."""
    why = request.form.get("why", "").strip()
    if not why:
        raise ApiError(400, "no_reason", "Say why these are dismissed.", "why")
    try:
        decide(services().database, chosen_items(), "dismissed", user().name, why)
    except DecidedMeanwhileError as error:
        raise ApiError(409, "decided", str(error)) from error
    return redirect(url_for("console.review.queue"), code=303)


def chosen_items() -> list[str]:
    """Return the ids of the review items that a form or an address names. Raises ApiError without any."""
    items = request.values.getlist("item")
    if not items:
        raise ApiError(400, "no_items", "Tick at least one message.", "item")
    return items


def _draft(edit: dict[str, object], title: str, status: str) -> None:
    try:
        save_draft(services().database, edit, title, user().name, chosen_items(), status)  # type: ignore[arg-type]
    except DecidedMeanwhileError as error:
        raise ApiError(409, "decided", str(error)) from error


def _groups() -> tuple[list[Group], int]:
    return grouped(services().knowledge, open_items(services().database, MOST_ITEMS))


def _nearest(text: str) -> list[Match]:
    try:
        return services().knowledge.search(text).matches
    except KnowledgeUnavailableError:
        return []


def _shown(group: Group) -> list[tuple[ReviewItem, Shown | None]]:
    messages = [item.message for item in group.items if item.message]
    with services().database.read() as session:
        turns = {turn.id: turn for turn in session.scalars(select(Turn).where(Turn.id.in_(messages)))}
    return [(item, _what(turns[item.message]) if item.message in turns else None) for item in group.items]


def _what(turn: Turn) -> Shown:
    return Shown(KINDS.get(turn.kind, turn.kind), question_of(turn.entry))
