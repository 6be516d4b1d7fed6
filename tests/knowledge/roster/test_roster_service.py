"""What the lists on file answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from knowledge.results import RosterContext, RosterFilter
from knowledge.roster.roster_service import RosterService
from knowledge.roster.roster_store import ingest_roster
from knowledge.text.entities import EntityFinder
from tests.knowledge.roster.conftest import ASKED_ON, ROWS, TASK, Asking, Write


def test_the_agency_named_with_its_agreements(ask: Asking) -> None:
    found = ask("is the Ellis County SO in Texas in it?")
    assert found
    assert found.ask == "agency"
    assert found.source.as_of == "2026-05-18"
    (agency,) = found.agencies
    assert (agency.name, agency.state) == ("Ellis County Sheriff's Office", "TX")
    assert [(held.program, held.signed) for held in agency.holdings] == [("JEM", "2025-04-16"), ("TFM", "2026-05-01")]


def test_an_agency_of_one_name_in_two_states_is_asked_back(ask: Asking) -> None:
    found = ask("does Ellis County have one?")
    assert found
    assert found.ask == "choose"
    assert {agency.state for agency in found.agencies} == {"KS", "TX"}


def test_other_agencies_of_the_county_are_counted(ask: Asking) -> None:
    found = ask("does Ellis County, Texas have one?")
    assert found
    assert found.ask == "agency"
    assert found.in_county == 1
    listed = ask("which agencies are in Ellis County, Texas?")
    assert listed
    assert [agency.name for agency in listed.agencies] == [
        "Ellis County Sheriff's Office",
        "Waxahachie Police Department",
    ]


def test_a_misspelt_name_leads_to_the_nearest_and_says_so(ask: Asking) -> None:
    found = ask("is Waxahachi PD in it")
    assert found
    assert found.similar
    assert [agency.name for agency in found.agencies] == ["Waxahachie Police Department"]


def test_an_agency_that_is_not_listed_gets_the_nearest_names(ask: Asking) -> None:
    found = ask("is the Ellis County SO in Oklahoma in it?")
    assert found
    assert found.ask == "unknown"
    assert not found.agencies
    assert {agency.state for agency in found.nearest} == {"KS", "TX"}


def test_an_agency_that_only_waits_is_found_on_the_pending_list(ask: Asking) -> None:
    found = ask("is Grady County in it")
    assert found
    assert found.ask == "agency"
    assert not found.agencies
    assert [agency.name for agency in found.other] == ["Grady County Sheriff's Office"]
    assert found.other_source
    assert found.other_source.as_of == "2025-12-31"


def test_what_is_pending_is_looked_up_on_the_pending_list(ask: Asking) -> None:
    found = ask("pending in Georgia?")
    assert found
    assert found.filter.pending
    assert found.source.as_of == "2025-12-31"
    assert (found.total_agencies, found.total_agreements) == (1, 1)


def test_a_long_list_is_paged_by_messages(ask: Asking) -> None:
    seen: list[str] = []
    message: str | None = "which agencies in Oklahoma?"
    pages = 0
    while message:
        found = ask(message)
        assert found
        assert found.ask == "list"
        assert found.total_agencies == 23
        assert found.start == len(seen) + 1
        seen += [agency.name for agency in found.agencies]
        message = found.next_page
        pages += 1
    assert pages == 2
    assert len(set(seen)) == 23


@pytest.mark.parametrize(
    "text",
    [
        "which police departments in Oklahoma have a task force agreement?",
        "who signed in 2025?",
        "which agencies in Oklahoma or Texas signed since September 2025?",
        "latest ones to sign",
    ],
)
def test_the_next_page_goes_on_with_the_same_rows(ask: Asking, text: str) -> None:
    first = ask(text)
    assert first
    assert first.next_page
    second = ask(first.next_page)
    assert second
    assert second.start == 21
    assert (second.filter, second.total_agreements, second.latest) == (
        first.filter,
        first.total_agreements,
        first.latest,
    )
    names = {(agency.name, agency.state) for agency in first.agencies}
    assert not names & {(agency.name, agency.state) for agency in second.agencies}


def test_numbers_by_state_program_kind_and_day(ask: Asking) -> None:
    numbers = {
        text: (found.total_agencies, found.total_agreements)
        for text in (
            "how many agencies in all",
            "how many agreements in Texas",
            "how many TFM in Texas?",
            "how many sheriffs in Texas have one",
            "how many agencies in Texas signed in 2026",
        )
        if (found := ask(text))
    }
    assert list(numbers.values()) == [(len(ROWS) - 1, len(ROWS)), (3, 4), (3, 3), (1, 2), (3, 3)]


def test_states_in_order_and_those_without(ask: Asking) -> None:
    found = ask("which state has the most agreements")
    assert found
    assert [(count.name, count.agreements) for count in found.counts[:2]] == [("Oklahoma", 23), ("Texas", 4)]
    none = ask("which states have none?")
    assert none
    assert not none.counts
    assert "Delaware" in none.without
    assert "Texas" not in none.without


def test_several_lists_give_the_trend(ask: Asking, write: Write, folder: Path) -> None:
    ingest_roster(write(ROWS[:3], "participatingAgencies01232026am.xlsx"), folder)
    found = ask("how many agreements in Texas")
    assert found
    assert [(count.name, count.agreements) for count in found.trend] == [("2026-01-23", 2), ("2026-05-18", 4)]


def test_a_newer_list_is_used_at_once(ask: Asking, write: Write, folder: Path) -> None:
    assert (found := ask("is anybody in Delaware in it?"))
    assert found.total_agencies == 0
    row = ("DELAWARE", "Camden Police Department", "Municipality", "Kent County", TASK, date(2026, 10, 1))
    ingest_roster(write([row], "participatingAgencies10052026am.xlsx"), folder)
    assert (found := ask("is anybody in Delaware in it?"))
    assert found.total_agencies == 1
    assert found.source.as_of == "2026-10-05"


def test_a_damaged_file_leaves_the_lists_as_they_were(ask: Asking, folder: Path) -> None:
    assert ask("which agencies in Oklahoma?")
    (folder / "participating-2026-12-01.json").write_text("{")
    assert (found := ask("which agencies in Oklahoma?"))
    assert found.total_agencies == 23


def test_without_a_list_nothing_is_answered(folder: Path, finder: EntityFinder) -> None:
    roster_service = RosterService(folder, today=lambda: ASKED_ON)
    text = "which agencies in Oklahoma?"
    assert roster_service.ask(text, finder.find(text)) is None
    assert roster_service.rows(RosterFilter()) is None


def test_a_newer_count_from_elsewhere_is_named(ask: Asking) -> None:
    found = ask("how many agencies in all")
    assert found
    assert found.later
    assert found.later.date > "2026-05-18"
    assert "trackers" in found.later.title


def test_a_newer_count_is_named_by_the_agencys_own_words_for_its_source(
    roster_service: RosterService, finder: EntityFinder, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "sources.yml").write_text("roster-trackers-2026: {title: The state's own count}\n")
    own = RosterService(roster_service.folder, overlay=tmp_path / "own", today=lambda: ASKED_ON)
    text = "how many agencies in all"
    found = own.ask(text, finder.find(text))
    assert found
    assert found.later
    assert found.later.title == "The state's own count"


def test_all_rows_of_a_filter(roster_service: RosterService) -> None:
    rows = roster_service.rows(RosterFilter(states=["TX"], programs=["TFM"]))
    assert rows
    assert rows.as_of == "2026-05-18"
    assert [agency.name for agency in rows.agencies] == [
        "Ellis County Sheriff's Office",
        "Tenaha Police Department",
        "Waxahachie Police Department",
    ]
    assert [held.program for held in rows.agencies[0].holdings] == ["TFM"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("does any agency in Texas run both jem and tfm?", ["Ellis County Sheriff's Office"]),
        ("which agencies have JEM as well as TFM", ["Ellis County Sheriff's Office"]),
        ("which agencies have all three models", []),
        ("list all JEM agencies in Texas", ["Ellis County Sheriff's Office"]),
        ("list JEM and WSO agencies in Texas", ["Ellis County Sheriff's Office"]),
        ("which agencies have JEM or TFM in Texas", ["Ellis", "Tenaha", "Waxahachie"]),
    ],
)
def test_all_programs_at_one_agency_are_told_from_any_of_them(ask: Asking, text: str, names: list[str]) -> None:
    found = ask(text)
    assert found
    assert found.total_agencies == len(names)
    assert [agency.name[: len(name)] for agency, name in zip(found.agencies, names, strict=True)] == names


@pytest.mark.parametrize(
    ("first", "then", "kind", "states", "programs", "number"),
    [
        ("does Ellis County have one?", "texas", "agency", ["TX"], [], 1),
        ("does Ellis County have one?", "the one in kansas", "agency", ["KS"], [], 1),
        ("which agencies in Oklahoma?", "and Texas?", "list", ["TX"], [], 3),
        ("which agencies in Texas?", "how many of them are sheriffs", "count", ["TX"], [], 1),
        ("which agencies in Texas?", "which of those have WSO?", "list", ["TX"], ["WSO"], 0),
        ("who signed this year?", "in Texas", "list", ["TX"], [], 3),
        ("how many TFM in Texas?", "and JEM?", "count", ["TX"], ["JEM"], 1),
        ("how many TFM in Texas?", "and in Oklahoma?", "count", ["OK"], ["TFM"], 23),
        ("pending in Georgia?", "Texas?", "list", ["TX"], [], 0),
    ],
)
def test_a_question_goes_on_from_the_last_one(
    roster_service: RosterService, ask: Asking, finder: EntityFinder,
    first: str, then: str, kind: str, states: list[str], programs: list[str], number: int,
) -> None:  # fmt: skip
    before = ask(first)
    assert before
    assert before.context
    kept = msgspec.convert(msgspec.to_builtins(before.context), RosterContext)
    found = roster_service.go_on(kept, then, finder.find(then))
    assert found
    assert (found.ask, found.filter.states, found.filter.programs) == (kind, states, programs)
    assert found.total_agencies == number
    assert found.filter.pending == before.filter.pending
    if found.context:
        assert found.context.filter == found.filter


@pytest.mark.parametrize(
    "text", ["how long is TFM training", "texas law on this", "thanks", "who pays", "what do many of them say"]
)
def test_another_subject_does_not_go_on(
    roster_service: RosterService, ask: Asking, finder: EntityFinder, text: str
) -> None:
    before = ask("which agencies in Oklahoma?")
    assert before
    assert before.context
    assert roster_service.go_on(before.context, text, finder.find(text)) is None


def test_each_message_goes_on_from_the_one_before_it(
    roster_service: RosterService, ask: Asking, finder: EntityFinder
) -> None:
    found = ask("who signed this year?")
    about = []
    for then in ("in texas", "how many of them are police departments", "and JEM?", "in oklahoma"):
        assert found
        assert found.context
        found = roster_service.go_on(found.context, then, finder.find(then))
        about.append((found.ask, found.about) if found else None)
    days = "that signed from 2026-01-01 to 2026-12-31"
    assert about == [
        ("list", f"agencies in Texas {days}"),
        ("count", f"police departments in Texas {days}"),
        ("count", f"police departments in Texas with JEM {days}"),
        ("count", f"police departments in Oklahoma with JEM {days}"),
    ]


def test_a_county_is_kept_from_one_message_to_the_next(
    roster_service: RosterService, ask: Asking, finder: EntityFinder
) -> None:
    found = ask("which agencies are in Ellis County, Texas?")
    for then, about in (
        ("how many of them are sheriffs", "sheriff in Ellis County, Texas"),
        ("police", "police department in Ellis County, Texas"),
    ):
        assert found
        assert found.context
        found = roster_service.go_on(found.context, then, finder.find(then))
        assert found
        assert (found.ask, found.about, found.total_agencies) == ("count", about, 1)
