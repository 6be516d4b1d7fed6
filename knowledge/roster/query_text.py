"""A query of the lists in words: as answers put it, and as the message that asks for its next page."""

from __future__ import annotations

from knowledge.results import RosterFilter
from knowledge.text.programs import PROGRAMS
from knowledge.text.states import STATE_NAMES

KINDS = {
    None: ("agency", "agencies"),
    "sheriff": ("sheriff", "sheriffs"),
    "police": ("police department", "police departments"),
    "constable": ("constable", "constables"),
    "campus": ("university", "universities"),
    "marshal": ("marshal", "marshals"),
    "state": ("state agency", "state agencies"),
}


def about(asked: RosterFilter, number: int = 0) -> str:
    """Return what a filter picks, such as "sheriffs in Texas with TFM", for that number of them."""
    words = KINDS[asked.kind][number != 1]
    joined = " or ".join(STATE_NAMES[code] for code in asked.states)
    places = ", ".join(place for place in (asked.county, joined) if place)
    if places:
        words += f" in {places}"
    if asked.every:
        *first, last = asked.programs or PROGRAMS
        words += f" with {'all of' if len(first) > 1 else 'both'} {', '.join(first)} and {last}"
    elif asked.programs:
        words += f" with {' or '.join(asked.programs)}"
    if asked.first or asked.last:
        days = [f"{word} {given}" for word, given in (("from", asked.first), ("to", asked.last)) if given]
        words += f" that signed {' '.join(days)}"
    return words


def page_message(asked: RosterFilter, start: int, latest: bool) -> str:
    """Return the message that shows the rows of a filter from number `start` on."""
    first = "pending " if asked.pending else "latest " if latest else ""
    return f"Show {first}{about(asked)} from number {start}"
