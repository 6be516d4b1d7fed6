"""The days that a message asks about: "this year", "in March 2026", "since January", "last month"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name and name != "May"}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
RELATIVE = re.compile(r"\b(this|last|past|previous) (year|month|week|quarter)\b")
COUNTED = re.compile(r"\b(?:last|past) (\d{1,3}) (day|week|month)s\b")
DATED = re.compile(
    rf"\b(?:(in|during|since|after|before|from|until) (?:the (?:start|beginning) of )?)?(?:({MONTH})\.? )?(20\d{{2}})\b"
)
MONTH_ONLY = re.compile(rf"\b(in|during|since|after|before) ({MONTH})\b")
DAYS_NAMED = re.compile(r"\bsigned (?:from (\d{4}-\d{2}-\d{2}))?(?: ?to (\d{4}-\d{2}-\d{2}))?")
DAYS = {"day": 1, "week": 7, "month": 30}


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both within; None is open."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date | None) -> bool:
        """Return whether `day` is within; a day that is not known is not."""
        return bool(day and (not self.first or self.first <= day) and (not self.last or day <= self.last))


def find_period(text: str, today: date) -> Period | None:
    """Return the days that `text` (lower case) names, or None."""
    named = DAYS_NAMED.search(text)
    if named and (named[1] or named[2]):
        try:
            return Period(*(date.fromisoformat(given) if given else None for given in named.groups()))
        except ValueError:
            return None
    counted = COUNTED.search(text)
    if counted:
        return Period(today - timedelta(days=int(counted[1]) * DAYS[counted[2]]), today)
    relative = RELATIVE.search(text)
    if relative:
        return _relative(relative[1] == "this", relative[2], today)
    dated = DATED.search(text)
    if dated and (dated[1] or dated[2]):
        month = MONTHS[dated[2]] if dated[2] else None
        return _bounded(dated[1], *_span(int(dated[3]), month))
    month_only = MONTH_ONLY.search(text)
    if month_only:
        month = MONTHS[month_only[2]]
        return _bounded(month_only[1], *_span(today.year if month <= today.month else today.year - 1, month))
    return None


def _relative(this: bool, unit: str, today: date) -> Period:
    if unit == "year":
        return Period(*_span(today.year if this else today.year - 1, None))
    if unit == "week":
        monday = today - timedelta(days=today.weekday())
        return Period(monday, today) if this else Period(monday - timedelta(days=7), monday - timedelta(days=1))
    length = 3 if unit == "quarter" else 1
    first = date(today.year, (today.month - 1) // length * length + 1, 1)
    if this:
        return Period(first, today)
    last = first - timedelta(days=1)
    return Period(date(last.year, last.month - length + 1, 1), last)


def _span(year: int, month: int | None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _bounded(word: str | None, first: date, last: date) -> Period:
    if word in {"since", "from"}:
        return Period(first, None)
    if word == "after":
        return Period(last + timedelta(days=1), None)
    if word in {"before", "until"}:
        return Period(None, first - timedelta(days=1))
    return Period(first, last)
