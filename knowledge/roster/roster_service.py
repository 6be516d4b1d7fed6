"""Answers questions on who takes part from the newest lists on file; changes over by itself when a list is added."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from knowledge.entries.figures import Figures
from knowledge.entries.loader import CONTENT, load_figures
from knowledge.entries.overlay import merged_sources
from knowledge.entries.schema import Knowledge
from knowledge.results import (
    ROSTER_PAGE,
    FiguresTable,
    LaterCount,
    RosterAgency,
    RosterAnswer,
    RosterContext,
    RosterCount,
    RosterFilter,
    RosterRows,
)
from knowledge.roster import query_text
from knowledge.roster.agency_names import Name
from knowledge.roster.directory import Agency, Directory, Found
from knowledge.roster.presentation import list_source, shown
from knowledge.roster.roster import RosterError
from knowledge.roster.roster_figures import filled_in, later_figure, newest_figures
from knowledge.roster.roster_query import RosterQuery, go_on, parse, query_of
from knowledge.roster.roster_store import Rosters, load_rosters, stamp
from knowledge.roster.selection import count_states, order, select, states_without, trend
from knowledge.text.entities import Entities
from knowledge.text.states import STATE_NAMES

log = logging.getLogger(__name__)

# so many agencies of one name are given out at most
MOST_NAMESAKES = 60


@dataclass(frozen=True)
class _Lists:
    """The lists on file with their directories."""

    stamp: object
    rosters: Rosters = field(default_factory=Rosters)
    participating: Directory | None = None
    pending: Directory | None = None

    def of(self, pending: bool) -> Directory | None:
        """Return the directory asked for; the other one when that list is not on file."""
        first, second = (self.pending, self.participating) if pending else (self.participating, self.pending)
        return first or second


class RosterService:
    """Holds the lists in `folder`; the shipped figures are for where no newer list is on file. Thread-safe.

    The figures are those in `content`, the sources also those of the agency in `overlay`. Raises ContentError when
    these cannot be read.
    """

    def __init__(
        self,
        folder: Path,
        content: Path = CONTENT,
        overlay: Path | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.folder = folder
        self._shipped = load_figures(content)
        self._sources = merged_sources(content, overlay)
        self._today = today
        self._lock = threading.Lock()
        self._lists = _Lists(stamp=())
        self._filled: tuple[_Lists, Knowledge, Knowledge] | None = None

    def ask(self, text: str, entities: Entities, entry: str | None = None) -> RosterAnswer | None:
        """Return what the lists say to a message, or None when it is no question for them or no list is on file.

        `entry` is the entry that the search found for the message: with `agency-lookup` or `state-figures`, a name or a
        state alone is asked for.
        """
        lists = self._newest()
        directory = lists.of(pending=False)
        query = parse(text, entities, directory, self._today(), entry) if directory else None
        return self._answer(query, lists) if query else None

    def go_on(self, context: RosterContext, text: str, entities: Entities) -> RosterAnswer | None:
        """Return what the lists say to a message that goes on from a question before it, or None when it does not."""
        lists = self._newest()
        directory = lists.of(pending=False)
        query = go_on(query_of(context), text, entities, directory, self._today()) if directory else None
        return self._answer(query, lists) if query else None

    def _answer(self, query: RosterQuery, lists: _Lists) -> RosterAnswer:
        answers = {"agency": self._agency, "count": self._count, "ranking": self._ranking}
        return answers.get(query.ask, self._list)(query, lists)

    def rows(self, asked: RosterFilter) -> RosterRows | None:
        """Return all agencies of a filter with the agreements that fit it, or None when the list is not on file."""
        lists = self._newest()
        directory = lists.pending if asked.pending else lists.participating
        if directory is None:
            return None
        return RosterRows(directory.roster.date.isoformat(), _shown(order(select(directory, asked), latest=False)))

    def figures(self) -> Figures:
        """Return the figures by state and of the country, from the newest list where one is on file."""
        return newest_figures(self._newest().rosters, self._shipped)

    def table(self) -> FiguresTable:
        """Return the figures by state as a table."""
        figures = self.figures().by_state
        return FiguresTable(
            as_of=figures.date,
            counts=[
                RosterCount(name=STATE_NAMES[code], **counts.model_dump()) for code, counts in figures.counts.items()
            ],
        )

    def fill_in(self, knowledge: Knowledge) -> Knowledge:
        """Return `knowledge` with the figures entries on the newest list."""
        lists = self._newest()
        made = self._filled
        if made is None or made[0] is not lists or made[1] is not knowledge:
            # kept with what it was made from, since it is asked for with every message
            made = self._filled = (lists, knowledge, filled_in(knowledge, lists.rosters, self._shipped))
        return made[2]

    def _newest(self) -> _Lists:
        now = stamp(self.folder)
        if now != self._lists.stamp:
            with self._lock:
                if now != self._lists.stamp:
                    self._lists = self._load(now)
        return self._lists

    def _load(self, now: object) -> _Lists:
        try:
            rosters = load_rosters(self.folder)
        except (RosterError, OSError) as error:
            log.error("kept the lists of agencies as they were: %s", error)
            return replace(self._lists, stamp=now)
        participating, pending = rosters.newest("participating"), rosters.newest("pending")
        return _Lists(
            stamp=now,
            rosters=rosters,
            participating=Directory(participating) if participating else None,
            pending=Directory(pending) if pending else None,
        )

    def _agency(self, query: RosterQuery, lists: _Lists) -> RosterAnswer:
        assert query.name
        directory = lists.of(query.pending)
        assert directory
        other = lists.participating if directory is lists.pending else lists.pending
        found = directory.find(query.name, query.states)
        elsewhere = other.find(query.name, query.states) if other else Found(())
        beside = () if elsewhere.similar else elsewhere.agencies
        if found.similar and beside:
            found = Found(())
        asked = RosterFilter(list(query.states), list(query.programs), pending=directory is lists.pending)
        several = len({agency.state for agency in (*found.agencies, *beside)}) > 1
        ask = "choose" if several else "agency" if found.agencies or beside else "unknown"
        return RosterAnswer(
            ask=ask,  # type: ignore[arg-type]
            source=list_source(directory.roster),
            filter=asked,
            about=query_text.about(asked),
            said=query.said,
            agencies=_shown(found.agencies[:MOST_NAMESAKES]),
            total_agencies=len(found.agencies),
            context=RosterContext("agency", said=query.said) if several else None,
            similar=found.similar,
            nearest=_shown(found.nearest or elsewhere.nearest),
            other=_shown(beside[:MOST_NAMESAKES]),
            other_source=list_source(other.roster) if other else None,
            in_county=_others_in_county(query, directory, found),
        )

    def _list(self, query: RosterQuery, lists: _Lists) -> RosterAnswer:
        directory = lists.of(query.pending)
        assert directory
        asked = _filter(query, directory is lists.pending)
        latest = query.ask == "latest" or query.period is not None
        agencies = order(select(directory, asked), latest)
        end = query.start - 1 + ROSTER_PAGE
        return RosterAnswer(
            ask="list",
            source=list_source(directory.roster),
            filter=asked,
            about=query_text.about(asked, len(agencies)),
            said=query.said,
            agencies=_shown(agencies[query.start - 1 : end]),
            total_agencies=len(agencies),
            total_agreements=sum(len(agency.agreements) for agency in agencies),
            start=query.start,
            next_page=query_text.page_message(asked, end + 1, query.ask == "latest") if len(agencies) > end else None,
            context=RosterContext("latest" if query.ask == "latest" else "list", asked),
            latest=latest,
        )

    def _count(self, query: RosterQuery, lists: _Lists) -> RosterAnswer:
        directory = lists.of(query.pending)
        assert directory
        asked = _filter(query, directory is lists.pending)
        agencies = select(directory, asked)
        whole = not (asked.states or asked.kind or asked.first or asked.last or asked.pending)
        later = later_figure(self._shipped, directory.roster.date) if whole and not asked.programs else None
        named = self._sources[later.source] if later else None
        return RosterAnswer(
            ask="count",
            source=list_source(directory.roster),
            filter=asked,
            about=query_text.about(asked, len(agencies)),
            total_agencies=len(agencies),
            total_agreements=sum(len(agency.agreements) for agency in agencies),
            next_page=query_text.page_message(asked, 1, False) if agencies else None,
            context=RosterContext("count", asked),
            counts=count_states(agencies, asked.states),
            trend=[] if asked.pending or asked.first or asked.last else trend(lists.rosters, asked),
            later=LaterCount(later.date, later.agreements, named.title) if later and named else None,
        )

    def _ranking(self, query: RosterQuery, lists: _Lists) -> RosterAnswer:
        directory = lists.of(pending=False)
        assert directory
        asked = RosterFilter(programs=list(query.programs), kind=query.kind)
        agencies = select(directory, asked)
        counts = count_states(agencies, [])
        counts.sort(key=lambda count: (count.agreements if query.fewest else -count.agreements, count.name))
        return RosterAnswer(
            ask="ranking",
            source=list_source(directory.roster),
            filter=asked,
            about=query_text.about(asked, len(agencies)),
            total_agencies=len(agencies),
            total_agreements=sum(len(agency.agreements) for agency in agencies),
            counts=[] if query.none else counts,
            without=states_without(agencies),
        )


def _filter(query: RosterQuery, pending: bool) -> RosterFilter:
    period = query.period
    return RosterFilter(
        states=list(query.states),
        programs=list(query.programs),
        county=_county(query.name) if query.name else None,
        kind=query.kind,
        pending=pending,
        first=period.first.isoformat() if period and period.first else None,
        last=period.last.isoformat() if period and period.last else None,
        every=query.every,
    )


def _county(name: Name) -> str:
    return f"{name.place.title()} {'Parish' if 'parish' in name.words else 'County'}"


def _shown(agencies: Iterable[Agency]) -> list[RosterAgency]:
    return [shown(agency) for agency in agencies]


def _others_in_county(query: RosterQuery, directory: Directory, found: Found) -> int:
    """How many other agencies lie in the county that was asked about, when it is one county."""
    states = {agency.state for agency in found.agencies} or set(query.states)
    if not (query.name and query.name.county and not query.name.kind and len(states) == 1):
        return 0
    inside = directory.in_county(query.name.place, list(states))
    return len([agency for agency in inside if agency not in found.agencies])
