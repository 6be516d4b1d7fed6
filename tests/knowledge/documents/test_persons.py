"""What is redacted on the way in, and what stays."""

from __future__ import annotations

import pytest

from knowledge.documents.lines import Line
from knowledge.documents.persons import redact_lines


def redacted(*texts: str) -> list[str]:
    found, _ = redact_lines([Line(text) for text in texts])
    return [line.text for line in found]


def test_a_contact_of_a_person_is_redacted() -> None:
    assert redacted("For the LEA: Jordan A. Sample", "Chief of Police", "555-212-3434", "jsample@county.example") == [
        "For the LEA: [name]",
        "Chief of Police",
        "[phone number]",
        "[e-mail address]",
    ]


def test_a_contact_of_an_office_stays() -> None:
    lines = ("For ICE:", "Public Affairs Office", "Office of Public Affairs and Internal Communication", "202-732-4242")
    assert redacted(*lines) == list(lines)


@pytest.mark.parametrize(
    "mailbox", ["ERO287g@ice.dhs.gov", "ICEOPRTntake@ice.dhs.gov", "records@county.example", "pio@county.example"]
)
def test_mailboxes_of_programs_and_offices_stay(mailbox: str) -> None:
    assert redacted(f"Write to {mailbox} first.") == [f"Write to {mailbox} first."]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Sheriff Jordan Sample signed it.", "Sheriff [name] signed it."),
        ("Ask Sgt. Sample at the roster_service.", "Ask Sgt. [name] at the roster_service."),
        ("Name: Jordan M. Sample Title: Sheriff", "Name: [name] Title: Sheriff"),
        ("Name: Alex Example Name: Jordan Sample", "Name: [name] Name: [name]"),
        ("/s/ Jordan Sample", "/s/ [name]"),
    ],
)
def test_names_behind_titles_and_labels_are_redacted(text: str, wanted: str) -> None:
    assert redacted(text) == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "The Chief Information Security Officer and the Field Office Director agree.",
        "Sheriff's Office and Police Department of Harris County",
        "under Garrity v. New Jersey and Giglio v. United States",
        "Title: Sheriff",
        "The Secretary of Homeland Security may delegate.",
        "Deputy Director of the Task Force",
        "Designated Immigration Officer Program",
    ],
)
def test_offices_and_cases_are_no_names(text: str) -> None:
    assert redacted(text) == [text]


def test_a_name_is_redacted_wherever_it_comes_again() -> None:
    assert (
        redacted("Sheriff Jordan A. Sample", "text", "text", "text", "text", "Jordan Sample agreed.")[-1]
        == "[name] agreed."
    )


def test_a_name_in_capitals_is_told_from_a_heading_by_the_rank_beside_it() -> None:
    assert redacted("JORDAN A. SAMPLE", "SHERIFF") == ["[name]", "SHERIFF"]
    assert redacted("HOLDING PERSONS", "The sheriff decides.") == ["HOLDING PERSONS", "The sheriff decides."]


def test_redactions_are_counted_by_kind_and_page() -> None:
    lines = [Line("Sheriff Jordan Sample", 1), Line("Sheriff Alex Example", 2), Line("A-number A 123 456 789", 2)]
    _, found = redact_lines(lines)
    assert [(one.kind, one.page, one.count) for one in found] == [("A-number", 2, 1), ("name", 1, 1), ("name", 2, 1)]
