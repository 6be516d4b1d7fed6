"""Workbooks that are broken or built to harm are refused in words, within bounds of time and memory."""

from __future__ import annotations

import random
import re
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from knowledge.roster import workbook
from knowledge.roster.roster import RosterError
from knowledge.roster.roster_reader import is_roster, read_roster
from tests.knowledge.roster.conftest import ROWS, TASK, Write

# only a hang takes that long
SECONDS = 300
MOST_MEMORY = 200 * 1024 * 1024
SHEET = "xl/worksheets/sheet1.xml"


def with_part(path: Path, name: str, content: bytes) -> Path:
    """Write the workbook anew with one part replaced."""
    target = path.with_name("harm05182026.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return target


def sheet_with(path: Path, end: str) -> bytes:
    """Return the sheet's part with elements put before its end."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(SHEET).replace(b"</sheetData>", b"</sheetData>" + end.encode())


def within_bounds(path: Path) -> RosterError | None:
    tracemalloc.start()
    begun = time.monotonic()
    try:
        read_roster(path)
    except RosterError as error:
        return error
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert time.monotonic() - begun < SECONDS
        assert peak < MOST_MEMORY
    return None


def result(path: Path) -> object:
    """What reading gives: the agreements, or the words of the error that says what is wrong."""
    try:
        return read_roster(path).agreements
    except RosterError as error:
        return str(error) or None


def test_a_truncated_workbook_is_refused_in_words(write: Write) -> None:
    path = write()
    whole = path.read_bytes()
    for length in range(0, len(whole) - 1, max(1, len(whole) // 40)):
        path.write_bytes(whole[:length])
        with pytest.raises(RosterError, match="download it again"):
            read_roster(path)
        assert is_roster(path), "it cannot be told, so the reader of rosters says what is wrong"


def test_flipped_bits_never_crash(write: Write) -> None:
    path = write()
    whole = path.read_bytes()
    chance = random.Random(287)
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(damaged))
        assert result(path)


def test_flipped_bits_inside_the_parts_never_crash(write: Write) -> None:
    path = write()
    chance = random.Random(1357)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.startswith("docProps")}
    for _ in range(150):
        name = chance.choice(sorted(parts))
        damaged = bytearray(parts[name])
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        assert result(with_part(path, name, bytes(damaged))) is not None


def test_a_zip_bomb_is_refused_before_it_is_unpacked(write: Write) -> None:
    bomb = with_part(write(), SHEET, b" " * (workbook.MOST_BYTES + 1))
    assert bomb.stat().st_size < 1_000_000
    error = within_bounds(bomb)
    assert error
    assert "unpacks to" in str(error)


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused(write: Write, coding: str) -> None:
    lines = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    text = f'<?xml version="1.0" encoding="{coding}"?><!DOCTYPE x [<!ENTITY a0 "ha">{"".join(lines)}]><x>&a11;</x>'
    error = within_bounds(with_part(write(), SHEET, text.encode(coding)))
    assert error
    assert "entities" in str(error)


@pytest.mark.parametrize(
    "end",
    [
        '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
        '<hyperlinks><hyperlink ref="nonsense"/></hyperlinks>',
    ],
)
def test_ranges_over_the_whole_sheet_cost_nothing(write: Write, end: str) -> None:
    path = write()
    within_bounds(with_part(path, SHEET, sheet_with(path, end)))


def test_a_sheet_that_is_listed_many_times_is_read_once(write: Write) -> None:
    path = write()
    with zipfile.ZipFile(path) as archive:
        content = archive.read("xl/workbook.xml")
    (listed,) = re.findall(rb"<sheet [^>]*/>", content)
    many = b"".join(re.sub(rb'name="[^"]*"', b'name="s%d"' % number, listed) for number in range(500))
    harmful = with_part(path, "xl/workbook.xml", content.replace(listed, many))
    assert len(read_roster(harmful).agreements) == len(ROWS)


@pytest.mark.slow
def test_a_row_at_the_far_end_of_the_sheet_is_refused(write: Write) -> None:
    path = write()
    with zipfile.ZipFile(path) as archive:
        far = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
        content = archive.read(SHEET).replace(b"</sheetData>", far)
    error = within_bounds(with_part(path, SHEET, content))
    assert error
    assert "rows" in str(error)


@pytest.mark.slow
def test_a_sheet_of_thirty_thousand_rows_is_read(write: Write) -> None:
    rows = [
        ("OHIO", f"Town {number} Police Department", "Municipality", "Knox County", TASK) for number in range(30_000)
    ]
    path = write(rows)
    begun = time.monotonic()
    assert len(read_roster(path).agreements) == 30_000
    assert time.monotonic() - begun < SECONDS


def test_an_encrypted_or_old_workbook_is_named(tmp_path: Path) -> None:
    path = tmp_path / "list05182026.xlsx"
    path.write_bytes(workbook.OLD_FORMAT + bytes(600))
    with pytest.raises(RosterError, match="without a password"):
        read_roster(path)


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "list05182026.xlsx"
    path.touch()
    with pytest.raises(RosterError, match="damaged"):
        read_roster(path)
