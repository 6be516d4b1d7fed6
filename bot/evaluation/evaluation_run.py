"""`python -m bot evaluate`: ask the running bot the sets, print the figures, write the report."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.evaluation.baselines import baselines
from bot.evaluation.gate import drops, save_reference
from bot.evaluation.metrics import Figure, figures, groups
from bot.evaluation.outcomes import ask_all
from bot.evaluation.question_sets import read_rows, with_typing_errors
from bot.evaluation.report import write_report
from bot.settings import ROOT, Settings
from bot.user_error import UserError
from knowledge import load_content

DEFAULT_SETS = ROOT.parent / "shared" / "evaluation"


def evaluate(
    settings: Settings,
    console: Console,
    files: list[Path],
    with_baselines: bool,
    out: Path,
    reference: Path | None,
    save: bool,
) -> None:
    """Run the sets; with a reference, save it or compare with it.

    Raises UserError, also when a figure dropped below the reference by more than its noise.
    """
    rows = read_rows(files or sorted(DEFAULT_SETS.glob("*.jsonl")))
    typos = with_typing_errors(rows)
    with Progress(console=console) as progress:
        task = progress.add_task("asking", total=len(rows) + len(typos))
        outcomes = ask_all(settings, rows, lambda: progress.advance(task))
        misspelled = ask_all(settings, typos, lambda: progress.advance(task))
    found = figures(outcomes, misspelled)
    tables = {
        "All": found,
        "First answer right, by style": groups(outcomes, lambda outcome: outcome.row.style),
        "First answer right, by program": groups(outcomes, lambda outcome: outcome.row.program or "no program"),
        "First answer right, by topic": groups(outcomes, lambda outcome: outcome.row.gold[0]),
    }
    if with_baselines:
        tables["Baselines, in the same run"] = baselines(load_content(settings.content, settings.overlay_folder), rows)
    for title, shown in tables.items():
        if title != "First answer right, by topic":
            console.print(_table(title, shown))
    console.print(f"report: {write_report(out, tables, outcomes)}", soft_wrap=True)
    if reference and save:
        save_reference(reference, found)
    elif reference:
        dropped = drops(reference, found)
        if dropped:
            raise UserError("\n".join(f"dropped by more than noise: {line}" for line in dropped))


def _table(title: str, found: list[Figure]) -> Table:
    table = Table(title=title, title_justify="left")
    for column in ("figure", "share", "95 % interval", "lines", "target"):
        table.add_column(column)
    for one in found:
        low, high = one.interval
        table.add_row(
            one.name,
            f"{one.share:.1%}",
            f"{low:.1%} to {high:.1%}",
            f"{len(one.won)} of {len(one.lines)}",
            "" if one.target is None else f"{one.target:.0%}",
        )
    return table
