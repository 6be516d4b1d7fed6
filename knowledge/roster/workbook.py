"""The rows of a workbook's sheets, with the addresses behind cells; safe on files that are broken or built to harm.

openpyxl reads in its streaming mode: the other one builds every cell of a merged or linked range in memory, and a range
may span the whole sheet. Streaming leaves out links and merges, so those are read here. Parts are refused when they
declare entities or more bytes than a roster could need (zipfile reads no more than the declared size).
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

import openpyxl
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import REL_NS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from knowledge.roster.roster import RosterError

MOST_BYTES = 32 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 100_000
MOST_COLUMNS = 40
SUFFIXES = frozenset({".xlsx", ".xlsm"})
OLD_FORMAT = bytes.fromhex("d0cf11e0")

Value = object


@dataclass(frozen=True)
class Row:
    """A row that is not blank: its number from 1, its values (None where blank), and addresses by column from 0."""

    number: int
    values: tuple[Value, ...]
    links: dict[int, str]


@dataclass(frozen=True)
class Sheet:
    """A visible sheet's name and its rows; `epoch` is the day that date serials count from."""

    name: str
    rows: list[Row]
    epoch: datetime


@dataclass(frozen=True)
class _Extras:
    """What streaming leaves out: addresses by cell, and the last row of merges down a column by their first cell."""

    links: dict[tuple[int, int], str]
    merges: dict[tuple[int, int], int]


def read_sheets(path: Path) -> list[Sheet]:
    """Return the visible sheets of a workbook. Raises RosterError when the file cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive, warnings.catch_warnings():
            # openpyxl warns of features that no list of agencies needs
            warnings.simplefilter("ignore")
            _check_size(archive)
            _check_entities(archive)
            workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
            try:
                # by part, so that a part that is listed many times is read once
                visible = {
                    sheet._worksheet_path: sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"
                }
                return [
                    Sheet(sheet.title, list(_rows(sheet, _extras(archive, sheet))), workbook.epoch)
                    for sheet in visible.values()
                ]
            finally:
                workbook.close()
    except RosterError:
        raise
    except zipfile.BadZipFile as error:
        raise RosterError(_not_a_zip(path)) from error
    except Exception as error:  # openpyxl lets through whatever a damaged part raises
        if isinstance(error, OSError) and error.errno is not None:
            raise
        what = str(error).splitlines()[0][:120] if str(error) else ""
        raise RosterError(f"the workbook is damaged ({type(error).__name__}: {what}); download it again") from error


def _not_a_zip(path: Path) -> str:
    with path.open("rb") as file:
        if file.read(4) == OLD_FORMAT:
            return "the workbook is encrypted or in the old .xls format; save it as .xlsx without a password"
    return "the workbook is damaged or no .xlsx file; download it again"


def _check_size(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or size > MOST_BYTES:
        raise RosterError(
            f"the workbook unpacks to {size / 1e6:,.0f} MB in {len(parts)} parts, more than a roster needs "
            f"({MOST_BYTES / 1e6:,.0f} MB); keep only the list in it"
        )


def _check_entities(archive: zipfile.ZipFile) -> None:
    declared = [
        mark.encode(coding) for mark in ("<!DOCTYPE", "<!ENTITY") for coding in ("utf-8", "utf-16-le", "utf-16-be")
    ]
    for part in archive.infolist():
        content = archive.read(part)
        if any(mark in content for mark in declared):
            raise RosterError(f"{part.filename} declares XML entities, which no roster does; do not use this file")


def _extras(archive: zipfile.ZipFile, sheet: ReadOnlyWorksheet) -> _Extras:
    part: str = sheet._worksheet_path.lstrip("/")
    targets = {}
    if get_rels_path(part) in archive.namelist():
        targets = {link.Id: link.Target for link in get_dependents(archive, get_rels_path(part))}
    links, merges = {}, {}
    with archive.open(part) as source:
        for tag, attributes in _range_elements(source):
            first_column, first_row, last_column, last_row = range_boundaries(attributes.get("ref", ""))
            if None in (first_column, first_row, last_column, last_row) or first_column > MOST_COLUMNS:
                continue
            cell = (first_row, first_column - 1)
            if tag == "hyperlink":
                target = targets.get(attributes.get(f"{{{REL_NS}}}id", ""))
                if target:
                    links[cell] = target
            elif first_column == last_column:
                merges[cell] = last_row
    return _Extras(links, merges)


def _range_elements(source: IO[bytes]) -> Iterator[tuple[str, dict[str, str]]]:
    wanted = {f"{{{SHEET_MAIN_NS}}}{name}": name for name in ("hyperlink", "mergeCell")}
    for _, element in iterparse(source):
        if element.tag in wanted:
            yield wanted[element.tag], dict(element.attrib)
        element.clear()


def _rows(sheet: ReadOnlyWorksheet, extras: _Extras) -> Iterator[Row]:
    """Yield the rows that are not blank; a merge down a column repeats its value in each of its rows."""
    sheet.reset_dimensions()  # a wrong declared size would cut rows off
    running: dict[int, tuple[Value, int]] = {}
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)  # type: ignore[misc]
    for number, given in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise RosterError(f"sheet {sheet.title} has more than {MOST_ROWS:,} rows; keep only the list in it")
        values = [_clean(value) for value in given]
        filled = any(value is not None for value in values)
        for column, (value, last) in list(running.items()):
            if number > last:
                del running[column]
            elif filled and values[column] is None:
                values[column] = value
        for column, value in enumerate(values):
            last = extras.merges.get((number, column), number)
            if last > number:
                running[column] = (value, last)
        if filled:
            links = {
                column: extras.links[number, column]
                for column in range(len(values))
                if (number, column) in extras.links
            }
            yield Row(number, tuple(values), links)


def _clean(value: Value) -> Value:
    """Return a value; texts with their blanks evened out, empty ones as None."""
    if isinstance(value, str):
        return " ".join(value.replace("\u200b", "").split()) or None
    return value
