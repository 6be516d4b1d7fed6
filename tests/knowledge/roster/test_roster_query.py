"""Which messages ask who takes part, and what they ask."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from knowledge.entries.loader import CONTENT
from knowledge.roster.directory import Directory
from knowledge.roster.periods import Period, find_period
from knowledge.roster.roster_query import RosterQuery, parse
from knowledge.roster.roster_reader import read_roster
from knowledge.text.entities import EntityFinder
from tests.knowledge.roster.conftest import ASKED_ON, Write

ROSTER_ENTRIES = {"agency-lookup", "state-figures", "agreement-figures", "published-lists"}


@pytest.fixture
def directory(write: Write) -> Directory:
    return Directory(read_roster(write()))


@pytest.fixture
def read(directory: Directory, finder: EntityFinder):  # type: ignore[no-untyped-def]
    def reading(text: str, entry: str | None = None) -> RosterQuery | None:
        return parse(text, finder.find(text), directory, ASKED_ON, entry)

    return reading


@pytest.mark.parametrize(
    ("text", "ask", "place", "states"),
    [
        ("does Ellis County have one?", "agency", "ellis", ()),
        ("is Ellis SO in?", "agency", "ellis", ()),
        ("IS ELLIS COUNTY IN IT", "agency", "ellis", ()),
        ("what model does Ellis County have", "agency", "ellis", ()),
        ("when did the Ellis County Sheriff's Office in Texas sign?", "agency", "ellis", ("TX",)),
        ("is Waxahachie pd on the list", "agency", "waxahachie", ()),
        ("is St Johns county so signed up", "agency", "saint johns", ()),
        ("Is Los Angeles PD in the program?", "agency", "los angeles", ()),
        ("has the state police in Arkansas signed one", "agency", "state", ("AR",)),
        ("did Allen Parish ever sign", "agency", "allen", ()),
        ("which agencies in Oklahoma?", "list", None, ("OK",)),
        ("who in OK has signed", "list", None, ("OK",)),
        ("is anybody in Delaware in it?", "list", None, ("DE",)),
        ("pending in Georgia?", "list", None, ("GA",)),
        ("who signed this year?", "list", None, ()),
        ("latest ones to sign", "latest", None, ()),
        ("how many TFM in Texas?", "count", None, ("TX",)),
        ("how many in tx or fl", "count", None, ("TX", "FL")),
        ("how many agencies in all", "count", None, ()),
        ("which state has most", "ranking", None, ()),
        ("which agencies are in Ellis County, Texas?", "list", "ellis", ("TX",)),
    ],
)
def test_a_question_on_who_takes_part(read, text: str, ask: str, place: str | None, states: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    query = read(text)
    assert query is not None
    assert (query.ask, query.name.place if query.name else None, query.states) == (ask, place, states)


@pytest.mark.parametrize(
    "text",
    [
        "does our county need a jail",
        "how many hours is TFM training",
        "does state law in Texas require one",
        "can a county in Texas have both models",
        "can the Ellis County sheriff arrest under TFM",
        "Ellis SO signed last week, how long until training starts",
        "who signs the agreement",
        "is the task force model in it",
        "how many agreements can one agency hold",
        "how many officers must a sheriff nominate",
        "which model is best for a county jail in Texas",
        "does the county board have to sign",
        "is a school district police force permitted to participate",
        "hello",
        "",
    ],
)
def test_a_question_on_the_program_is_left_to_the_entries(read, text: str) -> None:  # type: ignore[no-untyped-def]
    assert read(text) is None


@pytest.mark.slow
def test_no_wording_of_another_entry_is_caught(read) -> None:  # type: ignore[no-untyped-def]
    wordings = [
        (entry["id"], wording)
        for file in sorted((CONTENT / "faq").glob("*.yml"))
        for entry in yaml.safe_load(file.read_text())
        for wording in [entry["question"], *entry["phrasings"]]
        if entry["id"] not in ROSTER_ENTRIES
    ]
    caught = [(entry, wording) for entry, wording in wordings if read(wording)]
    assert len(wordings) > 1000
    assert len(caught) <= len(wordings) / 1000, caught


def test_where_the_search_found_the_entry_a_name_or_a_state_is_enough(read) -> None:  # type: ignore[no-untyped-def]
    text = "Prisoner van is headed to Ellis County and I want to know before it gets there"
    assert read(text) is None
    assert read(text, "agency-lookup").name.place == "ellis"
    assert read("how common is it in Georgia", "state-figures").ask == "count"
    assert read("who does this around here in Georgia", "agency-lookup").ask == "list"
    assert read("is my own department already signed", "agency-lookup") is None
    assert read("how big is it nationwide", "published-lists") is None


def test_a_city_is_not_taken_for_the_state_in_its_name(read) -> None:  # type: ignore[no-untyped-def]
    assert read("is Kansas City PD on the list").states == ()
    assert read("is Ellis County, Kansas on the list").states == ("KS",)


def test_a_misspelt_state_is_no_name_of_an_agency(directory: Directory, finder: EntityFinder) -> None:
    mended = finder.find("How many agreements are there in Oklahoma")
    query = parse("How many agreements are ther in Oklahma", mended, directory, ASKED_ON)
    assert query
    assert (query.ask, query.states, query.name) == ("count", ("OK",), None)


def test_the_programs_and_the_kind_are_taken_along(read) -> None:  # type: ignore[no-untyped-def]
    query = read("how many sheriffs in Texas have a task force agreement")
    assert (query.programs, query.kind) == (("TFM",), "sheriff")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("who signed this year", date(2026, 1, 1), date(2026, 12, 31)),
        ("signed last year", date(2025, 1, 1), date(2025, 12, 31)),
        ("signed last month", date(2026, 10, 1), date(2026, 10, 31)),
        ("signed this quarter", date(2026, 10, 1), date(2026, 11, 24)),
        ("signed last week", date(2026, 11, 16), date(2026, 11, 22)),
        ("in the past 30 days", date(2026, 10, 25), date(2026, 11, 24)),
        ("signed since the start of 2026", date(2026, 1, 1), None),
        ("signed in march 2026", date(2026, 3, 1), date(2026, 3, 31)),
        ("signed in december", date(2025, 12, 1), date(2025, 12, 31)),
        ("since january", date(2026, 1, 1), None),
        ("after may 2025", date(2025, 6, 1), None),
        ("before 2025", None, date(2024, 12, 31)),
        ("that signed from 2026-01-01 to 2026-02-03", date(2026, 1, 1), date(2026, 2, 3)),
    ],
)
def test_days_in_words(text: str, first: date | None, last: date | None) -> None:
    assert find_period(text, ASKED_ON) == Period(first, last)


def test_a_message_without_days_has_none() -> None:
    assert find_period("may i ask who signed", ASKED_ON) is None
    assert find_period("policy 2026 of ours", ASKED_ON) is None


def test_impossible_days_are_no_days(read) -> None:  # type: ignore[no-untyped-def]
    query = read("Show agencies in Oklahoma that signed from 2026-02-31 to 2026-99-99 from number 21")
    assert query.period is None
