"""The overview: the figures of a period as charts, tables and CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flask import Blueprint, Response, render_template, request

from bot.records.models import now
from bot.records.statistics import Overview, Period, overview
from bot.web.console.access import needs
from bot.web.console.bar_charts import PARTS, bars, columns
from bot.web.downloads import csv_file
from bot.web.errors import ApiError
from bot.web.services import services

blueprint = Blueprint("overview", __name__)

PERIODS = {"7": "7 days", "30": "30 days", "90": "90 days", "365": "a year"}
LONGEST_DAYS = 1100


@blueprint.get("/")
@needs("viewer")
def show() -> str:
    """Show the figures of the chosen period."""
    period = chosen_period()
    found = overview(services().database, period)
    return render_template(
        "console/overview.html",
        found=found,
        total=found.total,
        periods=PERIODS,
        chosen=request.args.get("period", "30") if "from" not in request.args else None,
        parts=PARTS,
        columns=columns(found.days),
        refusals=bars(found.refusals, found.total.questions),
        entries=bars(found.entries, found.total.answered),
        programs=bars(found.programs),
    )


@blueprint.get("/overview.csv")
@needs("viewer")
def export() -> Response:
    """Give the figures as CSV: a section, a name, a number a line."""
    return csv_file("overview.csv", ["section", "name", "value"], _rows(overview(services().database, chosen_period())))


def chosen_period() -> Period:
    """Return the period that the address asks for. Raises ApiError."""
    today = now().date()
    if request.args.get("from") or request.args.get("to"):
        try:
            period = Period(
                date.fromisoformat(request.args.get("from", "")), date.fromisoformat(request.args.get("to", ""))
            )
        except ValueError as error:
            raise ApiError(400, "bad_date", "Give both dates, as 2026-01-31.", "from") from error
        if not 0 <= (period.last - period.first).days < LONGEST_DAYS:
            raise ApiError(400, "bad_date", "The first day must not be after the last; three years at most.", "from")
        return period
    return Period.of_days(int(request.args["period"]) if request.args.get("period") in PERIODS else 30, today)


def _rows(found: Overview) -> Iterable[Sequence[object]]:
    for day in found.days:
        for part, _ in PARTS:
            yield f"questions {part}", day.day.isoformat(), getattr(day, part)
    for section, counts in (("refusals", found.refusals), ("entries", found.entries), ("programs", found.programs)):
        yield from ((section, count.name, count.count) for count in counts)
    yield "feedback", "helpful", found.helpful
    yield "feedback", "all", found.rated
    yield "hand-offs", "started", found.handoffs_started
    yield "hand-offs", "finished", found.handoffs_finished
    yield "hand-offs", "contact details filed", found.contacts_filed
    yield "milliseconds", "median", found.median if found.median is not None else ""
    yield "milliseconds", "95th percentile", found.slowest_twentieth if found.slowest_twentieth is not None else ""
