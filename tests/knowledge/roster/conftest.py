"""Workbooks made for the test, and the finder of entities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import yaml

from knowledge.entries.loader import CONTENT
from knowledge.results import RosterAnswer
from knowledge.roster.roster_service import RosterService
from knowledge.roster.roster_store import ingest_roster
from knowledge.text.entities import EntityFinder, Vocabulary

HEAD = ("STATE ", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "ADDENDUM")
ASKED_ON = date(2026, 11, 24)
TASK, WARRANT, JAIL = "Task Force Model", "Warrant Service Officer", "Jail Enforcement Model "
ROWS: list[Sequence[object]] = [
    ("TEXAS", "Ellis County Sheriff's Office ", "County ", "Ellis County", JAIL, date(2025, 4, 16)),
    ("KANSAS", "Ellis County Sheriff\u2019s Office", "County", "Ellis County", WARRANT, date(2025, 7, 7)),
    ("TEXAS", "Tenaha Police Department", "Municipality", "Shelby County", TASK, date(2026, 1, 5)),
    ("TEXAS", "Waxahachie Police Department", "Municipality", "Ellis Couny", TASK, date(2026, 3, 9)),
    ("TEXAS", "Ellis County Sheriff\u2019s office", "County", "Ellis County", TASK, date(2026, 5, 1)),
    ("LOUISIANA ", "Allen Parish Sheriff's Office", "County", "Allen Parish", WARRANT, date(2025, 2, 26)),
    ("ARKANSAS", "Arkansas State Police Department", "State Agency", "#N/A", TASK, date(2025, 7, 7)),
    ("FLORIDA", "St. Johns County Sheriff's Office", "County", "St. Johns County", TASK, date(2025, 2, 26)),
    *(
        ("OKLAHOMA", f"{name} Police Department", "Municipality", "Bryan County", TASK, date(2025, 9, 22))
        for name in (
            *("Achille", "Afton", "Beggs", "Calera", "Disney", "Erick", "Fairfax", "Geary", "Hobart", "Inola", "Jay"),
            *("Kiowa", "Lindsay", "Mannford", "Nicoma", "Okemah", "Pawnee", "Quinton", "Ramona", "Sayre", "Talihina"),
            *("Union City", "Valliant"),
        )
    ),
]

Write = Callable[..., Path]
Asking = Callable[..., RosterAnswer | None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a workbook: rows below the heads of the columns, addresses by cell."""

    def made(
        rows: Sequence[Sequence[object]] = ROWS,
        name: str = "participatingAgencies05182026am.xlsx",
        head: Sequence[object] = HEAD,
        links: dict[str, str] | None = None,
        merged: Sequence[str] = (),
        above: Sequence[Sequence[object]] = (),
    ) -> Path:
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        assert sheet is not None
        for row in [*above, head, *rows]:
            sheet.append(list(row))
        for cell, address in (links or {}).items():
            sheet[cell].hyperlink = address
        for cells in merged:
            sheet.merge_cells(cells)
        path = tmp_path / name
        workbook.save(path)
        return path

    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "roster"


@pytest.fixture(scope="session")
def finder() -> EntityFinder:
    return EntityFinder(Vocabulary(**yaml.safe_load((CONTENT / "vocabulary.yml").read_text())))


@pytest.fixture
def roster_service(write: Write, folder: Path) -> RosterService:
    """A roster_service with the rows above as the participating list, and one of pending agencies."""
    ingest_roster(write(), folder)
    pending = [("GEORGIA", "Grady County Sheriff's Office", "County", "Grady County", "Warrant Services Officer")]
    ingest_roster(write(pending, "pendingAgencies12312025am.xlsx", HEAD[:5]), folder)
    return RosterService(folder, today=lambda: ASKED_ON)


@pytest.fixture
def ask(roster_service: RosterService, finder: EntityFinder) -> Asking:
    """Ask the roster_service a message, with the entry that the search found for it."""

    def asking(text: str, entry: str | None = None) -> RosterAnswer | None:
        return roster_service.ask(text, finder.find(text), entry)

    return asking
