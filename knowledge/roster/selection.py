"""Rows of a list by state, program, county, kind and day, and their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from knowledge.results import RosterCount, RosterFilter
from knowledge.roster.agency_names import parse_name
from knowledge.roster.directory import Agency, Directory
from knowledge.roster.periods import Period
from knowledge.roster.roster import Agreement, count_programs
from knowledge.roster.roster_store import Rosters
from knowledge.text.programs import PROGRAMS
from knowledge.text.states import STATE_NAMES


def select(directory: Directory, asked: RosterFilter) -> list[Agency]:
    """Return the agencies that fit, each with the agreements that fit; in the order of the list."""
    agencies: Iterable[Agency] = directory.agencies
    if asked.county:
        agencies = directory.in_county(parse_name(asked.county).place, asked.states)
    fits = _fits(asked)
    found = []
    for agency in agencies:
        if (asked.states and agency.state not in asked.states) or (asked.kind and not agency.is_a(asked.kind)):
            continue
        agreements = tuple(agreement for agreement in agency.agreements if fits(agreement))
        every = set(asked.programs or PROGRAMS) if asked.every else set()
        if agreements and every <= {agreement.program for agreement in agreements}:
            found.append(agency if agreements == agency.agreements else replace(agency, agreements=agreements))
    return found


def order(agencies: list[Agency], latest: bool) -> list[Agency]:
    """Return agencies by state and name, or the last to sign first."""
    if latest:
        days = {id(agency): max(found.signed or date.min for found in agency.agreements) for agency in agencies}
        return sorted(agencies, key=lambda agency: (-days[id(agency)].toordinal(), agency.state, agency.name))
    return sorted(agencies, key=lambda agency: (STATE_NAMES[agency.state], agency.name))


def count_states(agencies: list[Agency], states: Sequence[str]) -> list[RosterCount]:
    """Return a row for each of `states`, or for each state that has any, by name."""
    grouped: dict[str, list[Agency]] = {code: [] for code in states}
    for agency in agencies:
        grouped.setdefault(agency.state, []).append(agency)
    return [
        _count(STATE_NAMES[code], [row for agency in grouped[code] for row in agency.agreements])
        for code in sorted(grouped, key=STATE_NAMES.__getitem__)
    ]


def states_without(agencies: list[Agency]) -> list[str]:
    """Return the names of the states and territories that have none."""
    having = {agency.state for agency in agencies}
    return sorted(name for code, name in STATE_NAMES.items() if code not in having)


def trend(rosters: Rosters, asked: RosterFilter) -> list[RosterCount]:
    """Return a row for each list of participating agencies, oldest first; none when there is only one.

    A kind of agency has no trend: names would have to be read anew in every list.
    """
    if len(rosters.participating) < 2 or asked.kind:
        return []
    fits = _fits(asked)
    return [
        _count(
            roster.date.isoformat(),
            [row for row in roster.agreements if (not asked.states or row.state in asked.states) and fits(row)],
        )
        for roster in rosters.participating
    ]


def _fits(asked: RosterFilter) -> Callable[[Agreement], bool]:
    period = Period(*(date.fromisoformat(day) if day else None for day in (asked.first, asked.last)))
    open_period = period == Period()

    def fits(agreement: Agreement) -> bool:
        named = not asked.programs or agreement.program in asked.programs
        return named and (open_period or period.holds(agreement.signed))

    return fits


def _count(name: str, agreements: list[Agreement]) -> RosterCount:
    return RosterCount(name=name, **count_programs(agreements))
