"""ICE's own lists: the numbers equal a direct count of the sheets. Needs ../shared/documents, and skips only here."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from bot.settings import ROOT
from knowledge.results import RosterAnswer
from knowledge.roster.roster import Roster
from knowledge.roster.roster_service import RosterService
from knowledge.roster.roster_store import IngestReport, ingest_roster, load_rosters
from knowledge.text.entities import EntityFinder
from knowledge.text.states import STATES
from tests.factories import SHARED
from tests.knowledge.roster.conftest import ASKED_ON

PARTICIPATING = SHARED / "documents" / "participatingAgencies05182026am.xlsx"
PENDING = SHARED / "documents" / "pendingAgencies12312025am.xlsx"
QUESTIONS = ROOT / "tests" / "data" / "roster_questions.jsonl"
RIGHT = 0.95

pytestmark = pytest.mark.skipif(not (PARTICIPATING.exists() and PENDING.exists()), reason="needs ../shared/documents")

Rows = list[tuple[object, ...]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("roster")


@pytest.fixture(scope="module")
def reports(folder: Path) -> list[IngestReport]:
    return [ingest_roster(path, folder) for path in (PARTICIPATING, PENDING)]


@pytest.fixture(scope="module")
def roster_service(reports: list[IngestReport], folder: Path) -> RosterService:
    return RosterService(folder, today=lambda: ASKED_ON)


@pytest.fixture(scope="module")
def roster(reports: list[IngestReport], folder: Path) -> Roster:
    newest = load_rosters(folder).newest("participating")
    assert newest
    return newest


@pytest.fixture(scope="module")
def sheet() -> Rows:
    """The rows of the sheet, read without any of the bot's code."""
    rows = openpyxl.load_workbook(PARTICIPATING).worksheets[0].iter_rows(min_row=2, max_col=6, values_only=True)
    return [row for row in rows if row[0]]


def test_no_row_is_lost(reports: list[IngestReport], sheet: Rows) -> None:
    participating, pending = reports
    assert (participating.kind, participating.date) == ("participating", date(2026, 5, 18))
    assert participating.agreements == len(sheet) == 1843
    assert (pending.kind, pending.date, pending.agreements) == ("pending", date(2025, 12, 31), 24)
    assert participating.bad_rows == pending.bad_rows == []


def test_counts_by_state_and_program_are_those_of_the_sheet(roster: Roster, sheet: Rows) -> None:
    direct = Counter((STATES[str(row[0]).strip().lower()], str(row[4]).split()[0]) for row in sheet)
    words = {"TFM": "Task", "WSO": "Warrant", "JEM": "Jail"}
    assert Counter((row.state, words[row.program]) for row in roster.agreements) == direct


def test_counts_by_month_of_signature_are_those_of_the_sheet(roster: Roster, sheet: Rows) -> None:
    direct = Counter(f"{row[5]:%Y-%m}" for row in sheet)
    assert Counter(f"{row.signed:%Y-%m}" for row in roster.agreements) == direct


def test_agencies_are_those_of_the_sheet_with_six_second_spellings_joined(roster: Roster, sheet: Rows) -> None:
    names = {(str(row[0]).strip(), str(row[1]).strip()) for row in sheet}
    assert len(names) == 1557
    joined = {(state, name.lower().replace("\u2019", "'")) for state, name in names}
    assert roster.agencies() == len(joined) == 1551


def test_agencies_with_all_three_models_are_those_of_the_sheet(
    roster_service: RosterService, finder: EntityFinder, sheet: Rows
) -> None:
    held: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in sheet:
        held[str(row[0]).strip(), str(row[1]).strip().lower().replace("\u2019", "'")].add(str(row[4]).split()[0])
    text = "which agencies have all three models?"
    found = roster_service.ask(text, finder.find(text))
    assert found
    assert found.total_agencies == sum(len(programs) == 3 for programs in held.values()) > 0


def test_agreements_have_their_addresses(roster: Roster) -> None:
    addresses = [row.agreement for row in roster.agreements if row.agreement]
    assert len(addresses) == 1680
    assert all(address.split("/")[2] == "www.ice.gov" for address in addresses)
    assert sum(bool(row.addendum) for row in roster.agreements) == 45


def right(question: dict[str, object], found: RosterAnswer | None) -> bool:
    if found is None:
        return False
    got = {
        "ask": found.ask,
        "agencies": sorted([agency.name, agency.state] for agency in found.agencies),
        "programs": sorted({held.program for agency in found.agencies for held in agency.holdings}),
        "totals": [found.total_agencies, found.total_agreements],
        "pending": found.filter.pending,
        "similar": found.similar,
        "first": [*(count.name for count in found.counts), *(agency.name for agency in found.agencies), None][0],
    }
    without = question.get("without")
    return all(got[key] == value for key, value in question.items() if key in got) and (
        without is None or without in found.without
    )


def test_questions_on_the_lists_are_answered_right(roster_service: RosterService, finder: EntityFinder) -> None:
    questions = [json.loads(line) for line in QUESTIONS.read_text().splitlines()]
    assert len(questions) >= 40
    wrong = [q["text"] for q in questions if not right(q, roster_service.ask(q["text"], finder.find(q["text"])))]
    assert len(wrong) <= (1 - RIGHT) * len(questions), wrong


def test_no_question_reads_the_lists_again(
    roster_service: RosterService, finder: EntityFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [json.loads(line)["text"] for line in QUESTIONS.read_text().splitlines()]
    before = [roster_service.ask(text, finder.find(text)) for text in texts]
    monkeypatch.setattr(Path, "read_bytes", None)
    monkeypatch.setattr(Path, "read_text", None)
    assert [roster_service.ask(text, finder.find(text)) for text in texts] == before
