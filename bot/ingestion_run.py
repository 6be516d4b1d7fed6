"""`python -m bot ingest` and `python -m bot documents`: the agency's own documents taken in, listed, shown, removed.

ICE's lists of agencies, which are workbooks, are taken in by the same command.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.settings import Settings
from bot.user_error import UserError
from knowledge.maintenance import (
    ROSTER_SUFFIXES,
    Encoder,
    Fault,
    Ingest,
    RosterError,
    Store,
    Summary,
    Taken,
    files_in,
    ingest_roster,
    joined,
)


def open_store(settings: Settings) -> Store:
    """Return the store of documents of this installation."""
    return Store(settings.data / "documents", Encoder.fingerprint)


def ingest(settings: Settings, console: Console, paths: Sequence[Path], on: date | None = None) -> int:
    """Take in files and folders with a progress bar and a summary; return how many were not taken in.

    `on` is the date of the lists of agencies among them.

    Each document is kept as soon as it is read, so a run that was stopped goes on where it ended. Raises UserError when
    a path does not exist, EncoderError, and StoreError when nothing can be written.
    """
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise UserError("\n".join(f"{path} does not exist; check the path" for path in missing))
    files = files_in(paths, ROSTER_SUFFIXES)
    if not files:
        raise UserError("there are no files of a known kind in there; see `python -m bot ingest --help`")
    started = time.perf_counter()
    lists = [file for file in files if file.suffix.lower() in ROSTER_SUFFIXES]
    results: list[str | Taken | Fault] = [_roster(settings, file, on) for file in lists]
    if len(files) > len(lists):
        results += _documents(settings, console, [file for file in files if file not in lists])
    for result in results:
        console.print(result if isinstance(result, str) else said_of(result), soft_wrap=True)
    count = len(open_store(settings).documents())
    console.print(f"{_counted(count, 'document')} in all, {time.perf_counter() - started:.1f} s", soft_wrap=True)
    return sum(isinstance(result, Fault) for result in results)


def _roster(settings: Settings, file: Path, on: date | None) -> str | Fault:
    """Take in a workbook with ICE's list of agencies; return what is said of it."""
    try:
        return escape(ingest_roster(file, settings.roster_folder, on).summary())
    except (RosterError, OSError) as error:
        return Fault(file.name, str(error))


def _documents(settings: Settings, console: Console, files: Sequence[Path]) -> list[Taken | Fault]:
    store = open_store(settings)
    run = Ingest(store, Encoder(), date.today())
    results: list[Taken | Fault] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("reading documents", total=len(files))
            for file in files:
                results += run.take(file)
                progress.advance(task)
    finally:
        # what was kept before an interruption is used too
        if any(isinstance(result, Taken) and result.outcome != "known" for result in results):
            store.publish()
    return results


def said_of(result: Taken | Fault) -> str:
    """Return the line for a document, or for a file that was not taken in."""
    if isinstance(result, Fault):
        return f"[red]not taken in[/red] {escape(result.name)}: {escape(result.reason)}"
    if result.read is None:
        return f"known     {result.document} {escape(result.name)}"
    read = result.read
    redacted = sum(redaction.count for redaction in read.redactions)
    marks = f", marked {' and '.join(read.marks)}" if read.marks else ""
    return (
        f"{result.outcome:<9} {result.document} {escape(result.name)}: "
        f"{_counts(len(read.passages), read.pages, redacted)}{marks}"
    )


def _counts(passages: int, pages: int, redactions: int) -> str:
    return ", ".join([_counted(passages, "passage"), _counted(pages, "page"), _counted(redactions, "redaction")])


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"


def listed(store: Store) -> str:
    """Return a line for each document."""
    lines = []
    for found in store.documents():
        title = f"{found.title}, {found.holder}" if found.holder else found.title
        redacted = sum(redaction.count for redaction in found.redactions)
        counts = _counts(found.passages, found.pages, redacted)
        lines.append(" | ".join([found.id, title, found.date or "no date", counts, *found.marks]))
    return "\n".join(lines) or "no documents; take some in with `python -m bot ingest PATH`"


def shown(store: Store, document: str, marked: bool) -> str:
    """Return a document as text.

    What is known of it, what was redacted by page, its passages; those with handling marks only if `marked` is asked
    for. Raises UserError.
    """
    found = _found(store, document)
    lines = [
        found.title,
        f"file: {found.path}",
        f"agency: {found.holder or 'not named'}",
        f"date: {found.date or 'none'}",
    ]
    lines += [f"redacted: {one.count} x {one.kind} on page {one.page}" for one in found.redactions]
    for holding in store.holdings(found.id):
        heading = " > ".join(holding.headings)
        marks = f" [{', '.join(holding.marks)}]" if holding.marks else ""
        text = joined(holding.sentences) if marked or not holding.marks else "(withheld; add --marked to show it)"
        lines += ["", f"{holding.section} {heading} (page {holding.sentences[0].page}){marks}".strip(), text]
    return "\n".join(lines)


def removed(store: Store, document: str) -> str:
    """Remove a document and return its title. Raises UserError."""
    found = _found(store, document)
    store.remove(found.id)
    return found.title


def _found(store: Store, document: str) -> Summary:
    found = store.document(document)
    if found is None:
        raise UserError(f"there is no document {document}; `python -m bot documents` lists them")
    return found
