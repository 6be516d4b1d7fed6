"""Charts as SVG made here: bars told apart by pattern and label, never by color alone. A table stands behind each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.records.statistics import Count, Day
from knowledge import written

WIDTH, HEIGHT = 720, 200
LEFT, BOTTOM, TOP = 44, 24, 8
MOST_LABELS = 8
PARTS = (("answered", "Answered"), ("asked", "Asked back"), ("refused", "Not covered"), ("failed", "No reply"))


@dataclass(frozen=True)
class Rectangle:
    """A piece of a column; `part` chooses its pattern."""

    part: str
    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True)
class Mark:
    """A text on an axis."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Columns:
    """Stacked columns, one a day."""

    rectangles: list[Rectangle]
    below: list[Mark]
    beside: list[Mark]


@dataclass(frozen=True)
class Bar:
    """A line of a bar list: its share of the longest (0 to 100) and of the whole."""

    name: str
    count: int
    length: float
    percent: float


def columns(days: Sequence[Day]) -> Columns:
    """Return the columns of the questions by day and outcome."""
    top = _round_up(max((day.questions for day in days), default=0))
    step = (WIDTH - LEFT) / max(len(days), 1)
    rectangles = [
        rectangle for number, day in enumerate(days) for rectangle in _stack(day, LEFT + number * step, step, top)
    ]
    every = -(-len(days) // MOST_LABELS)
    below = [
        Mark(LEFT + number * step, HEIGHT - 6, f"{day.day:%d %b}".lstrip("0"))
        for number, day in enumerate(days)
        if number % every == 0
    ]
    beside = [Mark(LEFT - 6, _y(value, top) + 4, f"{value:g}") for value in (0, top / 2, top)]
    return Columns(rectangles, below, beside)


def bars(counts: Sequence[Count], whole: int | None = None) -> list[Bar]:
    """Return bars as long as their counts; `whole` is what the percentages are of."""
    longest = max((count.count for count in counts), default=0)
    whole = whole if whole is not None else sum(count.count for count in counts)
    return [
        Bar(count.name, count.count, 100 * count.count / max(longest, 1), 100 * count.count / max(whole, 1))
        for count in counts
    ]


def _stack(day: Day, x: float, step: float, top: int) -> list[Rectangle]:
    rectangles, below = [], 0
    for part, name in PARTS:
        count = getattr(day, part)
        if count:
            y = _y(below + count, top)
            title = f"{written(day.day.isoformat(), short=True)}: {name.lower()} {count}"
            rectangles.append(Rectangle(part, x + step * 0.1, y, step * 0.8, _y(below, top) - y, title))
        below += count
    return rectangles


def _y(value: float, top: int) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top), 2)


def _round_up(value: int) -> int:
    """The next round even number, for the top of an axis."""
    for size in (2, 4, 10, 20, 40, 100, 200, 400, 1000, 2000, 4000, 10_000, 20_000, 40_000, 100_000):
        if value <= size:
            return size
    return -(-value // 100_000) * 100_000
