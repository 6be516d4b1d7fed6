"""The rows of ICE's list as a file: `GET /roster.csv?state=OK&program=TFM&list=pending&page=2`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from flask import Blueprint, Response, request

from bot.web.downloads import csv_file
from bot.web.errors import ApiError
from bot.web.security import limited
from bot.web.services import services
from knowledge import KINDS, PROGRAM_NAMES, STATE_NAMES
from knowledge.client import KnowledgeUnavailableError
from knowledge.results import ROSTER_PAGE, RosterAgency, RosterFilter

blueprint = Blueprint("roster", __name__)

HEAD = ("State", "Agency", "Type", "County", "Program", "Signed", "Agreement", "Addendum", "List of")
LONGEST_COUNTY = 60


@blueprint.get("/roster.csv")
@limited
def rows() -> Response:
    """Give out the rows that fit; with `page` (from 1), only those of that page's 20 agencies."""
    asked = _filter()
    page = _page()
    try:
        found = services().knowledge.roster(asked)
    except KnowledgeUnavailableError as error:
        raise ApiError(503, "unavailable", "The list cannot be read at the moment. Try again in a minute.") from error
    if found is None:
        kind = "pending" if asked.pending else "participating"
        raise ApiError(404, "no_list", f"No list of {kind} agencies is on file. Ask the person who runs this bot.")
    agencies = found.agencies[(page - 1) * ROSTER_PAGE : page * ROSTER_PAGE] if page else found.agencies
    name = "-".join(["pending" if asked.pending else "agencies", found.as_of, *asked.states, *asked.programs])
    return csv_file(f"{name}.csv", HEAD, _cells(agencies, found.as_of))


def _filter() -> RosterFilter:
    given = request.args
    return RosterFilter(
        states=[_one_of("state", code.upper(), STATE_NAMES) for code in given.getlist("state")],
        programs=[_one_of("program", code.upper(), PROGRAM_NAMES) for code in given.getlist("program")],
        county=given.get("county", "")[:LONGEST_COUNTY] or None,
        kind=_one_of("kind", given["kind"], KINDS) if "kind" in given else None,
        pending=_one_of("list", given.get("list", "participating"), ("participating", "pending")) == "pending",
        first=_day("from"),
        last=_day("to"),
        every="every" in given,
    )


def _one_of(field: str, value: str, known: object) -> str:
    if value not in known:  # type: ignore[operator]
        raise ApiError(400, "unknown_value", f"{field}={value[:20]!r} is not known.", field)
    return value


def _day(field: str) -> str | None:
    value = request.args.get(field)
    try:
        return date.fromisoformat(value).isoformat() if value else None
    except ValueError as error:
        raise ApiError(400, "not_a_day", f"{field} must be a day such as 2026-05-18.", field) from error


def _page() -> int | None:
    value = request.args.get("page")
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and 0 < len(value) < 7 and int(value)):
        raise ApiError(400, "not_a_page", "page must be a number from 1.", "page")
    return int(value)


def _cells(agencies: list[RosterAgency], as_of: str) -> Iterator[Sequence[object]]:
    for agency in agencies:
        about = (STATE_NAMES[agency.state], agency.name, agency.jurisdiction, agency.county)
        for held in agency.holdings:
            yield *about, held.program, held.signed, held.agreement, held.addendum, as_of
