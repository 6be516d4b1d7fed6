"""From a message to a query of the lists, or None when it is no question about who takes part.

What the patterns accept is narrow, since a question about the program itself must reach the reviewed entries. Where the
search has found an entry on who takes part, a name or a state alone is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

import msgspec

from knowledge.entries import required
from knowledge.results import RosterContext
from knowledge.roster import question_patterns as patterns
from knowledge.roster.agency_names import Name, parse_name
from knowledge.roster.directory import Directory
from knowledge.roster.name_finder import LIKELY, LISTED, NamedText, name_agencies
from knowledge.roster.periods import Period, find_period
from knowledge.text.entities import Entities
from knowledge.text.programs import PROGRAMS

Ask = Literal["agency", "list", "count", "ranking", "latest"]
LOOSE = frozenset({required.AGENCY_LOOKUP, required.STATE_FIGURES})


class RosterQuery(msgspec.Struct, frozen=True):
    """What is asked of the lists: which agency, or which rows by state, program, kind of agency and day of signature.

    `said` is the agency as the message names it, `start` the number of the first row to show, from 1.
    """

    ask: Ask
    said: str = ""
    name: Name | None = None
    states: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    kind: str | None = None
    pending: bool = False
    period: Period | None = None
    every: bool = False
    fewest: bool = False
    none: bool = False
    start: int = 1


def parse(
    text: str, entities: Entities, directory: Directory, today: date, entry: str | None = None
) -> RosterQuery | None:
    """Return what `text` asks of the lists, or None. `entry` is the one that the search found for it, if any."""
    named = name_agencies(text, entities, directory)
    pattern = named.pattern
    period = find_period(pattern, today)
    asked = _ask(named, period) or (_ask_loosely(named, entry) if entry in LOOSE else None)
    if asked is None:
        return None
    start = patterns.START.search(pattern)
    names_county = named.name is not None and named.name.county
    return RosterQuery(
        ask=asked,
        said=named.said,
        name=named.name if asked == "agency" or (asked == "list" and names_county) else None,
        states=named.states,
        programs=_fewer_than_all(entities.programs),
        every=_every(pattern, entities),
        kind=_kind(pattern),
        pending=bool(patterns.IS_PENDING.search(pattern)),
        period=period,
        fewest=bool(patterns.FEWEST.search(pattern)),
        none=bool(patterns.NO_STATES.search(pattern)),
        start=max(1, int(start[1])) if start else 1,
    )


def query_of(context: RosterContext) -> RosterQuery:
    """Return the query that was answered, as far as the conversation remembers it."""
    asked = context.filter
    named = context.said or asked.county
    days = [date.fromisoformat(day) if day else None for day in (asked.first, asked.last)]
    return RosterQuery(
        ask=context.ask,
        said=context.said,
        name=parse_name(named) if named else None,
        states=tuple(asked.states),
        programs=_fewer_than_all(asked.programs),
        kind=asked.kind,
        pending=asked.pending,
        period=Period(*days) if any(days) else None,
        every=asked.every,
    )


def go_on(before: RosterQuery, text: str, entities: Entities, directory: Directory, today: date) -> RosterQuery | None:
    """Return what `text` asks after a question on the lists.

    The same with what it names ("in Texas?", "and WSO?", "how many of them are sheriffs?"); None when it names
    something else besides.
    """
    named = name_agencies(text, entities, directory)
    of_them = bool(patterns.OF_THEM.search(text.lower()))
    kind = _kind(named.pattern)
    period = find_period(named.pattern, today)
    counts = bool(patterns.HOW_MANY.search(named.pattern))
    names_it = bool(kind or named.states or entities.programs)
    if not (entities.bare and names_it) and not (of_them and (names_it or period or counts)):
        return None
    return msgspec.structs.replace(
        before,
        ask="count" if counts and before.ask != "agency" else "list" if of_them else before.ask,
        states=named.states or before.states,
        programs=entities.programs or before.programs,
        every=_every(named.pattern, entities) if entities.programs else before.every,
        kind=kind or before.kind,
        period=period or before.period,
        pending=before.pending or bool(patterns.IS_PENDING.search(named.pattern)),
        start=1,
    )


def _fewer_than_all(programs: Sequence[str]) -> tuple[str, ...]:
    """Who names all programs narrows nothing down."""
    return tuple(programs) if len(programs) < len(PROGRAMS) else ()


def _every(pattern: str, entities: Entities) -> bool:
    return len(entities.programs) != 1 and bool(patterns.EVERY.search(pattern))


def _kind(pattern: str) -> str | None:
    return next((kind for kind, words in patterns.KINDS.items() if words.search(pattern)), None)


def _ask(named: NamedText, period: Period | None) -> Ask | None:
    """The kind of question that the pattern shows by itself."""
    pattern = named.pattern
    if patterns.RULES.search(pattern):
        return None
    lists = patterns.LIST.search(pattern)
    if named.name and not lists and (patterns.AGENCY if named.trust == LISTED else patterns.SLOT).search(pattern):
        return "agency"
    if patterns.RANKING.search(pattern):
        return "ranking"
    if patterns.COUNT.search(pattern) and (not period or "how many" in pattern):
        return "count"
    if named.name is None:
        if patterns.EVERY.search(pattern) and patterns.WHO.search(pattern):
            return "count" if patterns.HOW_MANY.search(pattern) else "list"
        if period and patterns.SIGNED.search(pattern):
            return "count" if "how many" in pattern else "list"
        if patterns.LATEST.search(pattern):
            return "latest"
        if patterns.PENDING.search(pattern) and patterns.WHOSE.search(pattern):
            return "list"
    return "list" if lists or patterns.EXISTS.search(pattern) else None


def _ask_loosely(named: NamedText, entry: str | None) -> Ask | None:
    """The kind of question where the search has found that it is one about who takes part."""
    if named.name and named.trust >= LIKELY:
        return "agency"
    if named.states:
        return "count" if entry == required.STATE_FIGURES or patterns.HOW_MANY.search(named.pattern) else "list"
    return None
