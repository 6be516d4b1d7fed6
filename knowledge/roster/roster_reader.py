"""From a workbook to a roster: which sheet and columns, which rows, and what is wrong with the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from rapidfuzz import fuzz

from knowledge.roster.cells import read_address, read_county, read_date, read_program, read_state
from knowledge.roster.roster import Agreement, BadRow, Kind, Roster, RosterError, agency_key
from knowledge.roster.workbook import SUFFIXES, Row, Sheet, read_sheets

HEADS = {
    "state": ("state",),
    "agency": ("law enforcement agency", "agency", "agency name", "lea"),
    "jurisdiction": ("type", "agency type"),
    "county": ("county", "county parish"),
    "program": ("support type", "model", "program", "program type"),
    "signed": ("signed", "date signed", "signed date", "signature date"),
    "agreement": ("moa", "agreement", "moa link"),
    "addendum": ("addendum",),
}
NEEDED = frozenset({"state", "agency", "program"})
HEAD_ROWS = 40
NAME_DATE = re.compile(r"(?<!\d)(\d{2})(\d{2})(20\d{2})(?!\d)")
ISO_DATE = re.compile(r"(?<!\d)(20\d{2})-(\d{2})-(\d{2})(?!\d)")
TITLE_DATE = re.compile(r"\b(?:\d{1,2}[/.-]\d{1,2}[/.-](?:20)?\d{2}|\d{4}-\d{2}-\d{2}|[A-Z][a-z]+\.? \d{1,2}, 20\d{2})")

Columns = Mapping[str, int]


@dataclass(frozen=True)
class Table:
    """A sheet with the columns of a roster: where its heads are, and what stands above them."""

    sheet: Sheet
    columns: Columns
    above: list[Row]
    rows: list[Row]


def is_roster(path: Path) -> bool:
    """Return whether `read_roster` is for this file: a workbook with a roster's columns, or too broken to tell."""
    if path.suffix.lower() not in SUFFIXES:
        return False
    try:
        return bool(_tables(read_sheets(path)))
    except (RosterError, OSError):
        return True


def read_roster(path: Path, on: date | None = None) -> Roster:
    """Read a workbook; `on` is the day of the list when neither the file's name nor a title says it.

    Raises RosterError, whose text says what to do, and OSError when the file cannot be opened.
    """
    tables = _tables(read_sheets(path))
    if not tables:
        raise RosterError(
            "no sheet has the columns STATE, LAW ENFORCEMENT AGENCY and SUPPORT TYPE; give ICE's own list"
        )
    listed = on or _date(path, tables)
    if listed is None:
        raise RosterError("neither the file's name (MMDDYYYY) nor a title gives the list's date; give it with --date")
    agreements: list[Agreement] = []
    bad_rows: list[BadRow] = []
    for table in tables:
        for found in _read_table(table):
            (agreements if isinstance(found, Agreement) else bad_rows).append(found)  # type: ignore[arg-type]
    if not agreements:
        raise RosterError("the list has no row that names a state, an agency and a program; give ICE's own list")
    return Roster(_kind(path, tables), listed, path.name, agreements, bad_rows)


def _tables(sheets: list[Sheet]) -> list[Table]:
    found = []
    for sheet in sheets:
        for place, row in enumerate(sheet.rows[:HEAD_ROWS]):
            columns = _columns(row)
            if columns:
                found.append(Table(sheet, columns, sheet.rows[:place], sheet.rows[place + 1 :]))
                break
    return found


def _columns(row: Row) -> Columns | None:
    columns: dict[str, int] = {}
    for place, value in enumerate(row.values):
        text = " ".join(re.findall(r"[a-z]+", value.lower())) if isinstance(value, str) else ""
        for name, heads in HEADS.items():
            if name not in columns and any(fuzz.ratio(text, head) >= 88 for head in heads):
                columns[name] = place
                break
    return columns if columns.keys() >= NEEDED else None


def _date(path: Path, tables: list[Table]) -> date | None:
    for pattern, order in ((NAME_DATE, (2, 0, 1)), (ISO_DATE, (0, 1, 2))):
        named = pattern.search(path.stem)
        if named:
            parts = [int(named.groups()[place]) for place in order]
            try:
                return date(*parts)
            except ValueError:
                continue
    for table in tables:
        for value in [table.sheet.name, *(value for row in table.above for value in row.values)]:
            written = TITLE_DATE.search(value) if isinstance(value, str) else None
            found = read_date(written[0] if written else value, table.sheet.epoch)
            if found:
                return found
    return None


def _kind(path: Path, tables: list[Table]) -> Kind:
    """A list is pending when it says so, or has no column for the day of signature."""
    titles = [str(value).lower() for table in tables for row in table.above for value in row.values]
    names = " ".join([path.stem.lower(), *(table.sheet.name.lower() for table in tables), *titles])
    if "pending" in names:
        return "pending"
    return (
        "participating" if "participating" in names or any("signed" in table.columns for table in tables) else "pending"
    )


def _read_table(table: Table) -> Iterator[Agreement | BadRow]:
    """Yield each row's agreement and its faults. A row of one state's name alone heads the rows below it."""
    heading: str | None = None
    seen: dict[tuple[object, ...], int] = {}
    for row in table.rows:
        filled = [value for value in row.values if value is not None]
        if len(filled) == 1 and read_state(filled[0]):
            heading = read_state(filled[0])
            continue
        if read_state(row.values[table.columns["state"]]) is None and _columns(row):
            yield BadRow(table.sheet.name, row.number, "repeats the heads of the columns", kept=False)
            continue
        for found in _read_row(table, row, heading):
            yield found
            if isinstance(found, Agreement):
                key = (*agency_key(found), found.program, found.signed)
                if key in seen:
                    reason = f"has the same agency, program and date as row {seen[key]}"
                    yield BadRow(table.sheet.name, row.number, reason, kept=True)
                seen.setdefault(key, row.number)


def _read_row(table: Table, row: Row, heading: str | None) -> Iterator[Agreement | BadRow]:
    cells = {name: row.values[place] for name, place in table.columns.items()}
    state = read_state(cells["state"]) if cells["state"] is not None else heading
    program = read_program(cells["program"])
    agency = str(cells["agency"]) if isinstance(cells["agency"], str) else None
    faults = [
        reason
        for found, reason in (
            (state, f"names no state: {_shown(cells['state'])}"),
            (agency, "names no agency"),
            (program, f"names no program: {_shown(cells['program'])}"),
        )
        if not found
    ]
    if not (state and agency and program):
        yield BadRow(table.sheet.name, row.number, "; ".join(faults), kept=False)
        return
    signed = read_date(cells.get("signed"), table.sheet.epoch)
    if "signed" in table.columns and signed is None:
        reason = f"has no readable date of signature: {_shown(cells['signed'])}"
        yield BadRow(table.sheet.name, row.number, reason, kept=True)
    yield Agreement(
        state=state,
        agency=agency.replace("\u2019", "'"),
        jurisdiction=str(cells["jurisdiction"]) if cells.get("jurisdiction") else None,
        county=read_county(cells.get("county")),
        program=program,
        signed=signed,
        agreement=read_address(row.links.get(table.columns.get("agreement", -1))),
        addendum=read_address(row.links.get(table.columns.get("addendum", -1))),
    )


def _shown(value: object) -> str:
    """Return a cell's content for a message; only its start, since a cell may hold anything."""
    text = value.date().isoformat() if isinstance(value, datetime) else str(value)
    return "the cell is empty" if value is None else repr(text[:40])
