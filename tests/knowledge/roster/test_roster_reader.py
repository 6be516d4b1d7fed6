"""A workbook becomes a roster, whatever its hand-typed rows look like."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.roster.roster import RosterError
from knowledge.roster.roster_reader import is_roster, read_roster
from tests.knowledge.roster.conftest import HEAD, JAIL, TASK, WARRANT, Write

ADDRESS = "https://www.ice.gov/doclib/287gMOA/EllisCoTX_JEM_MOA_04.16.2025.pdf"


def test_a_row_has_its_state_agency_program_date_and_address(write: Write) -> None:
    row = ("TEXAS", "Ellis County Sheriff's Office ", "County ", "Ellis County", JAIL, date(2025, 4, 16), "link")
    (agreement,) = read_roster(write([row], links={"G2": ADDRESS})).agreements
    assert (agreement.state, agreement.agency, agreement.program) == ("TX", "Ellis County Sheriff's Office", "JEM")
    assert (agreement.jurisdiction, agreement.county) == ("County", "Ellis County")
    assert (agreement.signed, agreement.agreement) == (date(2025, 4, 16), ADDRESS)


@pytest.mark.parametrize(
    ("typed", "county"),
    [
        ("Baldwin Couny", "Baldwin County"),
        ("Lake Conty ", "Lake County"),
        ("Custer Countey", "Custer County"),
        ("#N/A", None),
        ("#NA", None),
        ("N/A", None),
        ("Allen Parish", "Allen Parish"),
        ("Lawrence", "Lawrence"),
    ],
)
def test_counties_are_mended_where_their_last_word_is_misspelt(write: Write, typed: str, county: str | None) -> None:
    (agreement,) = read_roster(write([("ALABAMA", "Loxley PD", "Municipality", typed, TASK)])).agreements
    assert agreement.county == county


@pytest.mark.parametrize(
    "signed",
    [date(2025, 9, 22), 45922, "45922", "9/22/2025", "09-22-25".replace("-", "/"), "September 22, 2025", "2025-09-22"],
)
def test_a_date_is_read_as_a_date_a_serial_or_text(write: Write, signed: object) -> None:
    (agreement,) = read_roster(write([("ALABAMA", "Loxley PD", None, None, TASK, signed)])).agreements
    assert agreement.signed == date(2025, 9, 22)


def test_a_date_that_cannot_be_read_is_listed_and_the_row_counts(write: Write) -> None:
    roster = read_roster(write([("ALABAMA", "Loxley PD", None, None, TASK, "soon")]))
    assert len(roster.agreements) == 1
    assert roster.agreements[0].signed is None
    assert [(bad.row, bad.kept) for bad in roster.bad_rows] == [(2, True)]
    assert "'soon'" in roster.bad_rows[0].reason


def test_rows_that_cannot_count_are_listed_with_their_number_and_reason(write: Write) -> None:
    rows = [
        ("ALABAMA", "Loxley PD", "Municipality", "Baldwin County", TASK, date(2025, 9, 22)),
        (None, None, None, None, None),
        ("ATLANTIS", "Loxley PD", None, None, TASK, date(2025, 9, 22)),
        ("ALABAMA", None, None, None, TASK, date(2025, 9, 22)),
        ("ALABAMA", "Foley PD", None, None, "Hybrid", date(2025, 9, 22)),
        HEAD,
        ("Total", 1843),
        ("ALABAMA", "Loxley PD", "Municipality", "Baldwin County", TASK, date(2025, 9, 22)),
    ]
    roster = read_roster(write(rows))
    assert len(roster.agreements) == 2
    assert [(bad.row, bad.kept) for bad in roster.bad_rows] == [
        (4, False),
        (5, False),
        (6, False),
        (7, False),
        (8, False),
        (9, True),
    ]
    reasons = [bad.reason for bad in roster.bad_rows]
    assert "names no state: 'ATLANTIS'" in reasons[0]
    assert "names no agency" in reasons[1]
    assert "names no program: 'Hybrid'" in reasons[2]
    assert "row 2" in reasons[5]


def test_a_state_merged_down_or_standing_above_its_rows_counts_for_them(write: Write) -> None:
    rows = [
        ("TEXAS", "Tenaha PD", None, None, TASK, date(2026, 1, 5)),
        (None, "Waxahachie PD", None, None, TASK, date(2026, 1, 5)),
        ("GEORGIA",),
        (None, "Foley PD", None, None, WARRANT, date(2026, 1, 5)),
    ]
    roster = read_roster(write(rows, merged=["A2:A3"]))
    assert [(found.state, found.agency) for found in roster.agreements] == [
        ("TX", "Tenaha PD"),
        ("TX", "Waxahachie PD"),
        ("GA", "Foley PD"),
    ]
    assert roster.bad_rows == []


def test_a_title_above_the_heads_gives_the_date(write: Write) -> None:
    above = [("Participating agencies as of May 18, 2026",), ()]
    assert read_roster(write(name="list.xlsx", above=above)).date == date(2026, 5, 18)


def test_the_file_name_gives_the_date_and_the_kind(write: Write) -> None:
    roster = read_roster(
        write(name="pendingAgencies12312025am.xlsx", head=HEAD[:5], rows=[("OHIO", "X PD", 1, 1, TASK)])
    )
    assert (roster.kind, roster.date) == ("pending", date(2025, 12, 31))


def test_a_list_without_a_date_asks_for_one(write: Write) -> None:
    path = write(name="list.xlsx")
    with pytest.raises(RosterError, match="--date"):
        read_roster(path)
    assert read_roster(path, date(2026, 6, 1)).date == date(2026, 6, 1)


def test_a_list_is_told_by_its_columns(write: Write, tmp_path: Path) -> None:
    heads = ("State", "Law Enforcement Agencey", "Type", "County", "Support  Type")
    assert is_roster(write(head=heads, rows=[("OHIO", "X PD", "", "", TASK)]))
    other = write(name="budget01012026.xlsx", head=("Item", "Cost"), rows=[("radios", 3)])
    assert not is_roster(other)
    with pytest.raises(RosterError, match="SUPPORT TYPE"):
        read_roster(other)
    assert not is_roster(tmp_path / "agreement.pdf")


@pytest.mark.parametrize(
    ("behind", "address"),
    [
        ("https:/www.ice.gov/doclib/a%20b.pdf", "https://www.ice.gov/doclib/a%20b.pdf"),
        (
            "https://gcc02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.ice.gov%2Fdoclib%2Fa.pdf&data=05%7C0",
            "https://www.ice.gov/doclib/a.pdf",
        ),
        ("chrome-extension://abc/https:/www.ice.gov/doclib/a.pdf", "https://www.ice.gov/doclib/a.pdf"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
    ],
)
def test_only_the_web_address_behind_a_cell_is_kept(write: Write, behind: str, address: str | None) -> None:
    row = ("OHIO", "X PD", None, None, TASK, date(2025, 4, 16), "link")
    (agreement,) = read_roster(write([row], links={"G2": behind})).agreements
    assert agreement.agreement == address
