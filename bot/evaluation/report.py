"""The report of a run: an HTML page with its pictures in it."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from html import escape
from pathlib import Path

import matplotlib
import numpy as np

from bot.evaluation.metrics import Figure
from bot.evaluation.outcomes import Outcome

matplotlib.use("svg")
from matplotlib import pyplot as plt
from matplotlib.figure import Figure as Picture

MOST_CONFUSIONS = 15


def write_report(folder: Path, tables: dict[str, list[Figure]], outcomes: Sequence[Outcome]) -> Path:
    """Write `index.html` into `folder` and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = ["<h1>Evaluation</h1>"]
    for title, found in tables.items():
        parts.append(f"<h2>{escape(title)}</h2>{_table(found)}")
    parts += ["<h2>Coverage against precision as the answer band moves</h2>", _curve(outcomes)]
    parts += ["<h2>Topics taken for each other</h2>", _confusions(outcomes), "<h2>Misses</h2>", _misses(outcomes)]
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Evaluation</title><style>body{font:1rem/1.4 '
        "sans-serif;max-width:70rem;margin:auto;padding:1rem}td,th{border:1px solid #bbb;padding:.2rem .5rem;"
        "text-align:left}table{border-collapse:collapse}svg{max-width:100%;height:auto}</style>" + "".join(parts)
    )
    file = folder / "index.html"
    file.write_text(page, encoding="utf-8")
    return file


def _table(found: Sequence[Figure]) -> str:
    rows = "".join(
        f"<tr><td>{escape(one.name)}<td>{one.share:.1%}<td>{one.interval[0]:.1%} to {one.interval[1]:.1%}"
        f"<td>{len(one.won)} of {len(one.lines)}<td>{'' if one.target is None else f'{one.target:.0%}'}"
        for one in found
    )
    return f"<table><tr><th>figure<th>share<th>95 % interval<th>lines<th>target{rows}</table>"


def _curve(outcomes: Sequence[Outcome]) -> str:
    inside = [outcome for outcome in outcomes if outcome.row.kind == "answer"]
    near = [outcome for outcome in outcomes if outcome.row.kind == "near"]
    bands = np.linspace(0.02, 0.98, 49)
    coverage, precision, refused = [], [], []
    for band in bands:
        shown = [outcome for outcome in inside if outcome.search.probability >= band]
        coverage.append(len(shown) / max(1, len(inside)))
        precision.append(sum(outcome.ranked_first for outcome in shown) / max(1, len(shown)))
        refused.append(sum(outcome.search.probability < band for outcome in near) / max(1, len(near)))
    figure, axes = plt.subplots(figsize=(8, 4))
    axes.plot(coverage, precision, marker="o", markersize=3, label="precision of what is shown")
    axes.plot(coverage, refused, marker="s", markersize=3, linestyle="--", label="near the subject, not answered")
    axes.set_xlabel("share of answerable questions shown an answer")
    axes.set_ylim(0.5, 1.01)
    axes.grid(alpha=0.3)
    axes.legend()
    return _svg(figure)


def _confusions(outcomes: Sequence[Outcome]) -> str:
    pairs = Counter(
        f"{outcome.row.gold[0]} \u2192 {outcome.search.matches[0].entry}"
        for outcome in outcomes
        if outcome.row.kind == "answer" and outcome.search.matches and not outcome.ranked_first
    ).most_common(MOST_CONFUSIONS)
    if not pairs:
        return "<p>None.</p>"
    figure, axes = plt.subplots(figsize=(8, 0.35 * len(pairs) + 1))
    axes.barh([name for name, _ in pairs][::-1], [count for _, count in pairs][::-1])
    axes.set_xlabel("lines")
    return _svg(figure)


def _misses(outcomes: Sequence[Outcome]) -> str:
    rows = "".join(
        f"<tr><td>{escape(outcome.row.id)}<td>{escape(outcome.row.text)}<td>{escape(', '.join(outcome.row.gold))}"
        f"<td>{escape(outcome.kind)}: {escape(str(outcome.entries[0]))}"
        f"<td>{escape('; '.join(f'{match.entry} {match.score:.2f}' for match in outcome.search.matches))}"
        f"<td>{outcome.search.probability:.2f}"
        for outcome in outcomes
        if (outcome.row.kind == "answer" and not outcome.right) or (outcome.row.kind != "answer" and outcome.shown)
    )
    head = "<tr><th>line<th>message<th>wanted<th>given<th>candidates with scores<th>probability"
    return f"<table>{head}{rows}</table>"


def _svg(figure: Picture) -> str:
    figure.tight_layout()
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    plt.close(figure)
    return text.getvalue()[text.getvalue().index("<svg") :]
