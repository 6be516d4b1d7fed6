"""What the bot says on who takes part."""

from __future__ import annotations

from actions.replies.roster_answers import csv_address, roster_reply
from knowledge.results import Holding, LaterCount, RosterAgency, RosterCount, RosterFilter, Source
from tests.factories import ROSTER_LIST, roster_found

PENDING_LIST = Source("ICE list of pending agencies, 31 December 2025", as_of="2025-12-31")
NAMED = "ICE's list of participating agencies of 18 May 2026"


def agency(name: str = "Ellis County Sheriff's Office", state: str = "TX", *held: Holding) -> RosterAgency:
    return RosterAgency(name, state, "Ellis County", "County", list(held) or [Holding("JEM", "2025-04-16")])


def test_every_answer_gives_the_day_of_the_list_and_that_it_may_have_changed() -> None:
    answers = [
        roster_found("agency", agencies=[agency()]),
        roster_found("choose", agencies=[agency(), agency(state="KS")]),
        roster_found("unknown", said="Los Angeles PD"),
        roster_found("list", agencies=[agency()], total_agencies=1, total_agreements=1),
        roster_found("list"),
        roster_found("count", counts=[RosterCount("Texas", 1, 2, 3)], total_agencies=4, total_agreements=6),
        roster_found("ranking", counts=[RosterCount("Texas", 1, 2, 3)]),
        roster_found("ranking", without=["Delaware"]),
    ]
    for answer in answers:
        reply = roster_reply(answer, "TFM")
        assert "18 May 2026" in reply.text
        assert "may have changed" in reply.text
        assert reply.as_of == "2026-05-18"
        assert reply.sources == [ROSTER_LIST]
        assert reply.program == "TFM"


def test_an_agency_with_its_agreements_and_their_addresses() -> None:
    held = [Holding("JEM", "2025-04-16", "https://www.ice.gov/a (1).pdf"), Holding("TFM")]
    reply = roster_reply(roster_found("agency", agencies=[agency("Ellis County Sheriff's Office", "TX", *held)]), None)
    assert (reply.kind, reply.entry, reply.level) == ("answer", "agency-lookup", "answer")
    assert reply.text.startswith(f"**Ellis County Sheriff's Office** (Texas) is on {NAMED}:")
    assert "| [JEM](https://www.ice.gov/a%20%281%29.pdf) (2025-04-16), TFM |" in reply.text
    assert "No agency of that name in another state is on it." in reply.text


def test_a_program_that_the_agency_does_not_hold_is_said_so() -> None:
    reply = roster_reply(roster_found("agency", agencies=[agency()], filter=RosterFilter(["TX"], ["TFM"])), None)
    assert "It has no TFM agreement there." in reply.text
    assert reply.scope == "TX"


def test_a_name_written_another_way_is_not_passed_off_as_the_one_asked() -> None:
    reply = roster_reply(roster_found("agency", said="Elis County", similar=True, agencies=[agency()]), None)
    assert reply.text.startswith(f"{NAMED} has no agency written “Elis County”. The nearest name on it:")


def test_an_agency_on_the_pending_list_only_is_not_called_a_participant() -> None:
    reply = roster_reply(roster_found("agency", said="Ellis County", other=[agency()], other_source=PENDING_LIST), None)
    assert reply.text.startswith(f"“Ellis County” is not on {NAMED}.")
    assert "On ICE's list of pending agencies of 31 December 2025:" in reply.text
    assert reply.sources == [ROSTER_LIST, PENDING_LIST]


def test_several_agencies_of_one_name_are_asked_back() -> None:
    reply = roster_reply(roster_found("choose", said="Ellis County", agencies=[agency(), agency(state="KS")]), None)
    assert (reply.kind, reply.level) == ("clarify", "ask")
    assert [choice.title for choice in reply.choices] == [
        "Ellis County Sheriff's Office, Texas",
        "Ellis County Sheriff's Office, Kansas",
    ]
    assert reply.choices[1].text == "Is the Ellis County Sheriff's Office in Kansas on the list?"


def test_an_agency_that_is_not_listed_is_said_so_with_the_nearest_names() -> None:
    reply = roster_reply(roster_found("unknown", said="Elis PD", nearest=[agency()], other_source=PENDING_LIST), None)
    assert reply.text.startswith(f"{NAMED} has no agency called “Elis PD”. Nor has ICE's list of pending agencies")
    assert "| Ellis County Sheriff's Office | TX |" in reply.text


def test_a_long_list_offers_the_next_page_and_all_rows_as_a_file() -> None:
    reply = roster_reply(
        roster_found(
            "list",
            about="agencies in Oklahoma",
            filter=RosterFilter(["OK"]),
            agencies=[agency(state="OK")] * 20,
            total_agencies=63,
            total_agreements=69,
            start=41,
            next_page="Show agencies in Oklahoma from number 61",
        ),
        None,
    )
    assert "has **63** agencies in Oklahoma, with **69** agreements. Numbers 41 to 60:" in reply.text
    assert [(choice.title, choice.text) for choice in reply.choices] == [
        ("Show the next 3", "Show agencies in Oklahoma from number 61")
    ]
    assert reply.links[0].url == "/roster.csv?state=OK"


def test_a_list_older_than_the_days_asked_says_so() -> None:
    asked = RosterFilter(first="2026-10-01", last="2026-10-31")
    reply = roster_reply(
        roster_found("list", about="agencies that signed from 2026-10-01 to 2026-10-31", filter=asked), None
    )
    assert "it is older than those days" in reply.text


def test_numbers_of_a_state_and_of_the_country() -> None:
    counts = [RosterCount("Texas", 194, 141, 52), RosterCount("Ohio", 16, 4, 1)]
    state = roster_reply(
        roster_found("count", counts=counts[:1], filter=RosterFilter(["TX"]), total_agreements=387), None
    )
    assert state.entry == "state-figures"
    assert "| Texas | 194 | 141 | 52 | 387 |" in state.text
    later = LaterCount("2026-09-15", 2510, "Independent trackers")
    country = roster_reply(roster_found("count", counts=counts, total_agreements=408, later=later), None)
    assert country.entry == "agreement-figures"
    assert "| All | 210 | 145 | 53 | 408 |" in country.text
    assert "2,510 on 15 September 2026 (Independent trackers)" in country.text


def test_names_from_the_list_are_never_markup() -> None:
    reply = roster_reply(roster_found("agency", agencies=[agency("[x](javascript:1) | *PD* <b>")]), None)
    assert "\\[x\\](javascript:1) \\| \\*PD\\* \\<b\\>" in reply.text


def test_the_address_of_the_rows_carries_the_whole_filter() -> None:
    asked = RosterFilter(["TX", "OK"], ["TFM"], "Ellis County", "police", True, "2026-01-01", None)
    assert csv_address(asked) == (
        "/roster.csv?state=TX&state=OK&program=TFM&county=Ellis+County&kind=police&list=pending&from=2026-01-01"
    )
    assert csv_address(RosterFilter()) == "/roster.csv"
