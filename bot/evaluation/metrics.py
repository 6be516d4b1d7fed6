"""Figures of outcomes, each with its 95 % interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scipy import stats

from bot.evaluation.outcomes import Outcome


@dataclass(frozen=True)
class Figure:
    """A share: how many of how many lines, by their ids, with the target that is set for it."""

    name: str
    won: frozenset[str]
    lines: frozenset[str]
    target: float | None = None

    @property
    def share(self) -> float:
        """The share of lines won; 0 without lines."""
        return len(self.won) / len(self.lines) if self.lines else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share (Wilson, 1927)."""
        if not self.lines:
            return 0.0, 1.0
        found = stats.binomtest(len(self.won), len(self.lines)).proportion_ci(0.95, method="wilson")
        return float(found.low), float(found.high)


def figures(outcomes: Sequence[Outcome], misspelled: Sequence[Outcome]) -> list[Figure]:
    """Return the figures of a run; `misspelled` are the answerable lines with typing errors."""
    inside = [outcome for outcome in outcomes if outcome.row.kind == "answer"]
    near = [outcome for outcome in outcomes if outcome.row.kind == "near"]
    far = [outcome for outcome in outcomes if outcome.row.kind == "far"]
    two_part = [outcome for outcome in inside if outcome.row.two_part]
    named = [outcome for outcome in inside if outcome.row.program]
    return [
        _share("first answer right", inside, lambda outcome: outcome.right, 0.90),
        _share("right, or among three offered", inside, lambda outcome: outcome.right_or_offered, 0.97),
        _share("shown as an answer", inside, lambda outcome: outcome.shown, 0.88),
        _share("precision of what is shown", [one for one in inside if one.shown], lambda outcome: outcome.right, 0.95),
        _share("first candidate right", inside, lambda outcome: outcome.ranked_first),
        _share("near, not answered", near, lambda outcome: not outcome.shown, 0.90),
        _share("far, not answered", far, lambda outcome: not outcome.shown, 0.99),
        _share("two-part, both answered", two_part, lambda outcome: outcome.both_right, 0.85),
        _share("right program, where named", named, lambda outcome: outcome.program == outcome.row.program, 0.98),
        _share("with typing errors: first answer right", misspelled, lambda outcome: outcome.right),
        _share("with typing errors: first candidate right", misspelled, lambda outcome: outcome.ranked_first),
    ]


def groups(outcomes: Sequence[Outcome], key: Callable[[Outcome], str | None]) -> list[Figure]:
    """Return the first-answer figure of each group of answerable lines, by name."""
    inside = [outcome for outcome in outcomes if outcome.row.kind == "answer"]
    names = sorted({name for name in map(key, inside) if name})
    return [
        _share(name, [outcome for outcome in inside if key(outcome) == name], lambda outcome: outcome.right)
        for name in names
    ]


def _share(
    name: str, outcomes: Sequence[Outcome], won: Callable[[Outcome], bool], target: float | None = None
) -> Figure:
    lines = frozenset(outcome.row.id for outcome in outcomes)
    return Figure(name, frozenset(outcome.row.id for outcome in outcomes if won(outcome)), lines, target)
