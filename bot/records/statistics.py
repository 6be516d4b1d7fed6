"""Figures of a period, counted by the database. Days are in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.orm import Session

from bot.records.database import Database
from bot.records.models import Contact, Feedback, Referral, Turn

ANSWERED = ("answer", "comparison", "contact")
ASKED = ("clarify",)
REFUSED = ("out_of_scope", "refusal")
FAILED = ("error",)
HANDING_OFF = ("volunteer", "handoff")
MOST_ENTRIES = 15


@dataclass(frozen=True)
class Period:
    """Whole days, the last one included."""

    first: date
    last: date

    @classmethod
    def of_days(cls, days: int, last: date) -> Period:
        """Return the period of so many days that ends with `last`."""
        return cls(last - timedelta(days=days - 1), last)

    @property
    def days(self) -> list[date]:
        """All days, in order."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    def holds(self, column: Any) -> ColumnElement[bool]:
        """Return the condition that a moment lies in the period."""
        start, end = (datetime.combine(day, time(), UTC) for day in (self.first, self.last + timedelta(days=1)))
        return and_(column >= start, column < end)


@dataclass(frozen=True)
class Day:
    """The questions of a day by outcome."""

    day: date
    answered: int = 0
    asked: int = 0
    refused: int = 0
    failed: int = 0

    @property
    def questions(self) -> int:
        """All of them."""
        return self.answered + self.asked + self.refused + self.failed


@dataclass(frozen=True)
class Count:
    """How often something came up."""

    name: str
    count: int


@dataclass(frozen=True)
class Overview:
    """All figures of a period. Times are in milliseconds; None when nothing was asked."""

    period: Period
    days: list[Day]
    refusals: list[Count]
    helpful: int
    rated: int
    entries: list[Count]
    programs: list[Count]
    handoffs_started: int
    handoffs_finished: int
    contacts_filed: int
    median: int | None
    slowest_twentieth: int | None

    @property
    def total(self) -> Day:
        """The sums of all days."""
        names = ("answered", "asked", "refused", "failed")
        return Day(self.period.first, *(sum(getattr(day, name) for day in self.days) for name in names))


def overview(database: Database, period: Period) -> Overview:
    """Return the figures of a period. Raises SQLAlchemyError."""
    with database.read() as session:
        helpful, rated = _helpful(session, period)
        median, slowest = _times(session, period)
        return Overview(
            period=period,
            days=_days(session, period),
            refusals=_counts(session, period, func.coalesce(Turn.reason, Turn.kind), Turn.kind.in_(REFUSED)),
            helpful=helpful,
            rated=rated,
            entries=_counts(session, period, Turn.entry, Turn.kind.in_(ANSWERED))[:MOST_ENTRIES],
            programs=_counts(session, period, Turn.program, Turn.kind.in_((*ANSWERED, *ASKED))),
            handoffs_started=_number(session, period, func.count(Turn.conversation.distinct()), HANDING_OFF),
            handoffs_finished=_number(session, period, func.count(), ("handoff",)),
            contacts_filed=session.scalar(
                select(func.count())
                .select_from(Referral)
                .where(period.holds(Referral.time), exists().where(Contact.reference == Referral.reference))
            )
            or 0,
            median=median,
            slowest_twentieth=slowest,
        )


def _days(session: Session, period: Period) -> list[Day]:
    day = func.date(Turn.time)
    sums = [func.sum(case((Turn.kind.in_(kinds), 1), else_=0)) for kinds in (ANSWERED, ASKED, REFUSED, FAILED)]
    rows = session.execute(select(day, *sums).where(period.holds(Turn.time)).group_by(day))
    # SQLite gives the day as text
    found = {str(row[0]): [int(number) for number in row[1:]] for row in rows}
    return [Day(day, *found.get(day.isoformat(), [])) for day in period.days]


def _counts(session: Session, period: Period, name: Any, which: ColumnElement[bool]) -> list[Count]:
    counted: Select[Any] = select(name, func.count()).where(period.holds(Turn.time), which, name.is_not(None))
    rows = session.execute(counted.group_by(name).order_by(func.count().desc(), name))
    return [Count(*row) for row in rows]


def _number(session: Session, period: Period, counted: Any, kinds: Sequence[str]) -> int:
    return session.scalar(select(counted).select_from(Turn).where(period.holds(Turn.time), Turn.kind.in_(kinds))) or 0


def _helpful(session: Session, period: Period) -> tuple[int, int]:
    helpful = func.sum(case((Feedback.helpful, 1), else_=0))
    row = session.execute(select(helpful, func.count()).where(period.holds(Feedback.time))).one()
    return int(row[0] or 0), int(row[1])


def _times(session: Session, period: Period) -> tuple[int | None, int | None]:
    """The median and the 95th percentile, from counts by millisecond: not every database has percentiles."""
    asked = Turn.kind.in_((*ANSWERED, *ASKED, *REFUSED))
    counted = select(Turn.milliseconds, func.count()).where(period.holds(Turn.time), asked)
    rows = [
        (ms, count) for ms, count in session.execute(counted.group_by(Turn.milliseconds).order_by(Turn.milliseconds))
    ]
    total = sum(count for _, count in rows)
    return _quantile(rows, total * 0.5), _quantile(rows, total * 0.95)


def _quantile(rows: Sequence[tuple[int, int]], wanted: float) -> int | None:
    seen = 0
    for milliseconds, count in rows:
        seen += count
        if seen >= wanted:
            return milliseconds
    return None


def never_shown(database: Database, entries: Sequence[str], period: Period) -> list[str]:
    """Return those of `entries` that were no answer in the period. Raises SQLAlchemyError."""
    with database.read() as session:
        firsts = select(Turn.entry).where(period.holds(Turn.time), Turn.kind.in_(ANSWERED)).distinct()
        seconds = select(Turn.second_entry).where(period.holds(Turn.time), Turn.second_entry.is_not(None)).distinct()
        shown = {*session.scalars(firsts), *session.scalars(seconds)}
    return [entry for entry in entries if entry not in shown]
