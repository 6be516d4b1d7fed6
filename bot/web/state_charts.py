"""Pictures made on the server: plain SVG that needs no script and no color, each with its table."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

from knowledge.results import FiguresTable, RosterCount

BARS = 420
PROGRAMS = ("TFM", "WSO", "JEM")


@dataclass(frozen=True)
class Part:
    """One program's part of a bar: where it begins, how wide it is, and its number."""

    program: str
    start: float
    width: float
    number: int


@dataclass(frozen=True)
class Bar:
    """A state's bar."""

    name: str
    parts: tuple[Part, ...]
    total: int


def state_figures_chart(figures: FiguresTable) -> Markup:
    """Return agreements by state and program as bars, the longest first, with the same numbers as a table behind them.

    Needs an app context.
    """
    counts = sorted(figures.counts, key=lambda count: (-count.agreements, count.name))
    most = max((count.agreements for count in counts), default=1) or 1
    bars = [Bar(count.name, _parts(count, most), count.agreements) for count in counts]
    totals = {program: sum(getattr(count, program) for count in counts) for program in PROGRAMS}
    page = render_template("state_figures.html", figures=figures, counts=counts, bars=bars, totals=totals, width=BARS)
    return Markup(page)


def _parts(count: RosterCount, most: int) -> tuple[Part, ...]:
    parts: list[Part] = []
    start = 0.0
    for program in PROGRAMS:
        number = getattr(count, program)
        width = round(number * BARS / most, 2)
        if number:
            parts.append(Part(program, round(start, 2), width, number))
        start += width
    return tuple(parts)
