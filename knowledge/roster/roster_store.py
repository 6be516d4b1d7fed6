"""The rosters that are kept: a JSON file for each list and day, replaced as a whole."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from knowledge.roster.roster import BadRow, Kind, Roster, RosterError
from knowledge.roster.roster_reader import is_roster, read_roster

__all__ = ["IngestReport", "Rosters", "ingest_roster", "is_roster", "load_rosters", "remove_roster", "stamp"]


@dataclass(frozen=True)
class IngestReport:
    """What became of a workbook: which list of which day, its numbers, and the rows with faults."""

    kind: Kind
    date: date
    file: str
    agreements: int
    agencies: int
    bad_rows: list[BadRow]
    outcome: str

    def summary(self) -> str:
        """Return the report in a line, then a line for each row with a fault."""
        lines = [
            f"{self.file}: {self.kind} agencies of {self.date}, {self.agreements:,} agreements at {self.agencies:,} "
            f"agencies ({self.outcome}, {len(self.bad_rows)} rows with faults)"
        ]
        lines += [
            f"  {bad.sheet} row {bad.row} {bad.reason} ({'kept' if bad.kept else 'left out'})" for bad in self.bad_rows
        ]
        return "\n".join(lines)


@dataclass(frozen=True)
class Rosters:
    """All lists on file, each kind by date, the newest last."""

    participating: tuple[Roster, ...] = ()
    pending: tuple[Roster, ...] = ()

    def newest(self, kind: Kind) -> Roster | None:
        """Return the newest list of a kind."""
        lists = self.participating if kind == "participating" else self.pending
        return lists[-1] if lists else None


def ingest_roster(path: Path, folder: Path, on: date | None = None) -> IngestReport:
    """Read a workbook and keep it in `folder`, in the place of a list of the same kind and day.

    Raises RosterError or OSError; then nothing is changed.
    """
    roster = read_roster(path, on)
    target = _file(folder, roster.kind, roster.date)
    content = msgspec.json.encode(roster)
    before = target.read_bytes() if target.exists() else None
    outcome = "unchanged" if before == content else "new" if before is None else "replaced"
    if outcome != "unchanged":
        folder.mkdir(parents=True, exist_ok=True)
        _write(target, content)
    return IngestReport(
        roster.kind, roster.date, roster.file, len(roster.agreements), roster.agencies(), roster.bad_rows, outcome
    )


def load_rosters(folder: Path) -> Rosters:
    """Return all lists on file. Raises RosterError naming a file that is damaged."""
    rosters = []
    for file in sorted(folder.glob("*.json")):
        try:
            rosters.append(msgspec.json.decode(file.read_bytes(), type=Roster))
        except msgspec.DecodeError as error:
            raise RosterError(f"{file} is damaged ({error}); remove it and ingest the workbook again") from error
    rosters.sort(key=lambda roster: roster.date)
    return Rosters(
        participating=tuple(roster for roster in rosters if roster.kind == "participating"),
        pending=tuple(roster for roster in rosters if roster.kind == "pending"),
    )


def remove_roster(folder: Path, kind: Kind, on: date) -> bool:
    """Remove a list; return whether there was one."""
    file = _file(folder, kind, on)
    found = file.exists()
    file.unlink(missing_ok=True)
    return found


def stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    """Return what changes when a list is added, replaced or removed."""
    try:
        with os.scandir(folder) as files:
            return tuple(sorted((f.name, f.stat().st_mtime_ns) for f in files if f.name.endswith(".json")))
    except FileNotFoundError:
        return ()


def _file(folder: Path, kind: Kind, on: date) -> Path:
    return folder / f"{kind}-{on.isoformat()}.json"


def _write(target: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, also after a crash or on a full disk."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, suffix=".new")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
