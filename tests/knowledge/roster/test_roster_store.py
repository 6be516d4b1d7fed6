"""Lists are kept by kind and day, whole or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.roster.roster import RosterError
from knowledge.roster.roster_store import ingest_roster, load_rosters, remove_roster, stamp
from tests.knowledge.roster.conftest import ROWS, TASK, Write


def test_a_list_is_reported_and_kept(write: Write, folder: Path) -> None:
    report = ingest_roster(write([*ROWS, ("ATLANTIS", "X PD", None, None, TASK)]), folder)
    assert (report.kind, report.date, report.agreements, report.outcome) == (
        "participating",
        date(2026, 5, 18),
        len(ROWS),
        "new",
    )
    assert report.agencies == len(ROWS) - 1, "one sheriff's office has two agreements under two spellings"
    assert f"Sheet row {len(ROWS) + 2} names no state: 'ATLANTIS' (left out)" in report.summary()
    roster = load_rosters(folder).newest("participating")
    assert roster
    assert len(roster.agreements) == len(ROWS)
    assert roster.bad_rows == report.bad_rows


def test_the_same_list_again_changes_nothing_and_a_mended_one_replaces_it(write: Write, folder: Path) -> None:
    ingest_roster(write(), folder)
    before = stamp(folder)
    assert ingest_roster(write(), folder).outcome == "unchanged"
    assert stamp(folder) == before
    assert ingest_roster(write(ROWS[:3]), folder).outcome == "replaced"
    roster = load_rosters(folder).newest("participating")
    assert roster
    assert len(roster.agreements) == 3
    assert stamp(folder) != before


def test_lists_of_several_days_stay_side_by_side(write: Write, folder: Path) -> None:
    ingest_roster(write(), folder)
    ingest_roster(write(ROWS[:5], "participatingAgencies01232026am.xlsx"), folder)
    rosters = load_rosters(folder)
    assert [roster.date for roster in rosters.participating] == [date(2026, 1, 23), date(2026, 5, 18)]
    assert remove_roster(folder, "participating", date(2026, 5, 18))
    newest = load_rosters(folder).newest("participating")
    assert newest
    assert newest.date == date(2026, 1, 23)


def test_a_workbook_that_cannot_be_read_leaves_the_list_as_it_was(write: Write, folder: Path) -> None:
    path = write()
    ingest_roster(path, folder)
    path.write_bytes(path.read_bytes()[:500])
    before = stamp(folder)
    with pytest.raises(RosterError):
        ingest_roster(path, folder)
    assert stamp(folder) == before
    assert [file.suffix for file in folder.iterdir()] == [".json"]


def test_a_damaged_file_is_named(folder: Path) -> None:
    folder.mkdir()
    (folder / "participating-2026-05-18.json").write_text('{"kind": "part')
    with pytest.raises(RosterError, match=r"participating-2026-05-18.json is damaged"):
        load_rosters(folder)
