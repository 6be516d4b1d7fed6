"""The answers without the chat: a list by area with the same search, and a page of its own for each entry."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from actions.replies.reply import worded_for
from bot.web.errors import ApiError
from bot.web.message_text import LONGEST, clean_message
from bot.web.security import limited
from bot.web.services import services
from bot.web.state_charts import state_figures_chart
from knowledge import required
from knowledge.client import KnowledgeUnavailableError, UnknownEntryError
from knowledge.results import Listed, SearchResult

blueprint = Blueprint("answers", __name__, url_prefix="/answers")

# in the order in which a newcomer reads; an area that is not named here comes last, under its own name
AREAS = {
    "program": "The program and its models",
    "powers": "Powers and limits",
    "custody": "Detainers, warrants and custody",
    "conduct": "Conduct toward people",
    "officers": "Officers",
    "training": "Training",
    "joining": "Joining and ending",
    "money": "Costs and funding",
    "oversight": "Oversight, liability and records",
    "states": "State law",
    "figures": "Figures and participants",
    "bot": "About this bot",
}


@dataclass(frozen=True)
class Area:
    """An area with its entries."""

    name: str
    title: str
    entries: list[Listed]


@dataclass(frozen=True)
class Found:
    """What a search found: the entries that answer it, then the nearest others."""

    query: str
    answering: list[Listed]
    nearest: list[Listed]


@blueprint.get("")
@limited
def index() -> str:
    """List all entries by area, and what a search in `q` finds."""
    query = request.args.get("q", "").strip()
    error, found = None, None
    try:
        listed = services().knowledge.entries()
        if query:
            text = clean_message(query)
            found = _found(text, services().knowledge.search(text), listed)
    except KnowledgeUnavailableError as fault:
        raise unavailable() from fault
    except ApiError as fault:
        error = fault.message
    return render_template("answers.html", areas=_areas(listed), found=found, query=query, error=error, longest=LONGEST)


@blueprint.get("/<entry>")
def show(entry: str) -> str:
    """Show all answers of an entry, for each program and state."""
    try:
        found = services().knowledge.entry(entry)
        chart = state_figures_chart(services().knowledge.figures()) if entry == required.STATE_FIGURES else None
    except UnknownEntryError as error:
        renamed = "There is no such answer here. It may have been renamed: search for it."
        raise ApiError(404, "unknown_entry", renamed) from error
    except KnowledgeUnavailableError as error:
        raise unavailable() from error
    return render_template("answer.html", entry=found, question=worded_for(found.question, None), chart=chart)


def unavailable() -> ApiError:
    """Return the error for pages that need the knowledge service."""
    return ApiError(
        503, "unavailable", "The answers cannot be shown at the moment. Try again in a minute.", retry_after=60
    )


def _areas(listed: list[Listed]) -> list[Area]:
    names = [*AREAS, *sorted({entry.area for entry in listed} - set(AREAS))]
    areas = [
        Area(name, AREAS.get(name, name.capitalize()), [entry for entry in listed if entry.area == name])
        for name in names
    ]
    return [area for area in areas if area.entries]


def _found(query: str, result: SearchResult, listed: list[Listed]) -> Found:
    by_id = {entry.entry: entry for entry in listed}
    best = [entry.entry for entry in (result.best, result.second) if entry]
    others = [match.entry for match in result.matches if match.entry not in best]
    return Found(
        query,
        [by_id[name] for name in best if name in by_id],
        [by_id[name] for name in others if name in by_id],
    )
