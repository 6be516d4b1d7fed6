"""Content health: what is due for review, old, overtaken by an upgrade, never shown, easily confused, or gone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta

import httpx
from flask import Blueprint, render_template, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as BaseResponse

from bot.records.audit import audit
from bot.records.models import now
from bot.records.statistics import Period, never_shown
from bot.web.console.access import needs, user
from bot.web.console.content_view import content, entries, superseded_entries
from bot.web.console.entry_comparison import compare
from bot.web.errors import ApiError
from bot.web.services import services
from knowledge import Entry
from knowledge.client import KnowledgeUnavailableError

blueprint = Blueprint("content_health", __name__, url_prefix="/content")

DUE_SOON = timedelta(days=60)
# answers with sources older than this may no longer hold
OLD_FACTS = timedelta(days=365)
SHOWN_WITHIN_DAYS = 90
LINK_SECONDS = 8.0
AT_ONCE = 8


@dataclass(frozen=True)
class OldAnswer:
    """An answer whose facts are old: the entry, the program or state that it holds for, and its date."""

    entry: Entry
    scope: str
    as_of: str


@dataclass(frozen=True)
class Link:
    """An address and what it answered; `fault` is None when it is well."""

    title: str
    url: str
    fault: str | None


@blueprint.get("/")
@needs("viewer")
def show() -> str:
    """Show all lists but those that take long."""
    today = now().date()
    ordered = sorted(entries().values(), key=lambda entry: entry.review_by)
    period = Period.of_days(SHOWN_WITHIN_DAYS, today)
    unseen = never_shown(services().database, list(entries()), period)
    return render_template(
        "console/content.html",
        today=today,
        due=[entry for entry in ordered if entry.review_by < today],
        soon=[entry for entry in ordered if today <= entry.review_by <= today + DUE_SOON],
        old=_old_answers(ordered, today),
        superseded=[(found, compare(found.shipped, found.own)) for found in superseded_entries()],
        unseen=[entries()[name] for name in unseen],
        days=SHOWN_WITHIN_DAYS,
        check_links=services().settings.check_links,
    )


@blueprint.get("/confused")
@needs("viewer")
def confused() -> str:
    """Show the pairs of entries that the stored questions confuse."""
    try:
        pairs = services().knowledge.confusions()
    except KnowledgeUnavailableError as error:
        raise ApiError(
            503, "unavailable", "The search does not answer at the moment. Try again in a minute."
        ) from error
    return render_template("console/confused.html", pairs=pairs, entries=entries())


@blueprint.post("/links")
@needs("editor")
def links() -> str | BaseResponse:
    """Open every source's address once, if the agency allows that."""
    if not services().settings.check_links:
        return redirect(url_for("console.content_health.show"), code=303)
    sources = [(source.title, source.url) for source in content().knowledge.sources.values() if source.url]
    with httpx.Client(timeout=LINK_SECONDS, follow_redirects=True) as client, ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda source: _checked(client, *source), sources))
    with services().database.write() as session:
        audit(session, user().name, "links checked", detail={"faulty": sum(1 for link in found if link.fault)})
    return render_template("console/links.html", links=sorted(found, key=lambda link: link.fault is None))


def _old_answers(ordered: Sequence[Entry], today: date) -> list[OldAnswer]:
    found = [
        OldAnswer(entry, scope, answer.as_of)
        for entry in ordered
        for scope, answer in [*entry.answers.items(), *entry.states.items()]
        if _latest(answer.as_of) < today - OLD_FACTS
    ]
    return sorted(found, key=lambda answer: answer.as_of)


def _latest(as_of: str) -> date:
    """The last day that a date known to the year, month or day may mean."""
    year, month, day = (*map(int, re.findall(r"\d+", as_of)), 0, 0)[:3]
    if day:
        return date(year, month, day)
    return date(year + (month == 12 or not month), month % 12 + 1 if month else 1, 1) - timedelta(days=1)


def _checked(client: httpx.Client, title: str, url: str) -> Link:
    try:
        # some servers refuse HEAD; the body is not read
        with client.stream("GET", url) as response:
            return Link(title, url, None if response.is_success else f"status {response.status_code}")
    except httpx.HTTPError as error:
        return Link(title, url, str(error) or type(error).__name__)
