"""Whether a run is worse than the reference run by more than its noise.

The runs share their lines, so only the lines that changed sides say anything: under noise a line is lost as often as
won. A figure has dropped when a sign test (McNemar's exact test, one-sided) on those lines gives less than 5 %: five
lines lost and none won is the smallest such drop.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from scipy import stats

from bot.evaluation.metrics import Figure
from bot.user_error import UserError

LEAST_CHANCE = 0.05


def save_reference(file: Path, figures: Sequence[Figure]) -> None:
    """Write which lines each figure won, by id."""
    data = {figure.name: {"won": sorted(figure.won), "lines": sorted(figure.lines)} for figure in figures}
    file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def drops(file: Path, figures: Sequence[Figure]) -> list[str]:
    """Return a line per figure that dropped by more than noise. Raises UserError when there is no reference."""
    try:
        reference = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{file} cannot be read ({error}); make it with --save-reference") from error
    found = []
    for figure in figures:
        before = reference.get(figure.name)
        if before is None:
            continue
        shared = figure.lines & set(before["lines"])
        lost, won = (shared & set(before["won"])) - figure.won, (shared & figure.won) - set(before["won"])
        if lost and stats.binomtest(len(lost), len(lost) + len(won), alternative="greater").pvalue < LEAST_CHANCE:
            found.append(f"{figure.name}: {len(lost)} lines lost ({', '.join(sorted(lost))}), {len(won)} won")
    return found
