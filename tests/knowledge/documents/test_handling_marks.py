"""Handling marks: where they are seen, and for what they hold."""

from __future__ import annotations

import pytest

from knowledge.documents.handling_marks import find_marks, marks_in
from knowledge.documents.lines import Extracted, Line

FOUO, LES = "FOR OFFICIAL USE ONLY", "LAW ENFORCEMENT SENSITIVE"


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("UNCLASSIFIED//FOR OFFICIAL USE ONLY", FOUO),
        ("For Official Use Only", FOUO),
        ("F0R OFFICIAL USE 0NLY", FOUO),
        ("(U//FOUO) The plan says this.", FOUO),
        ("(LES) The plan says this.", LES),
        ("U//LES", LES),
        ("CUI//LEI", "CONTROLLED UNCLASSIFIED INFORMATION"),
        ("This e-mail is Law Enforcement Sensitive and may not be passed on to anybody outside of the agency.", LES),
    ],
)
def test_marks_are_recognised(text: str, mark: str) -> None:
    assert mark in marks_in(text)


@pytest.mark.parametrize(
    "text",
    [
        'Documents marked "For Official Use Only" are kept in a safe in the office of the sheriff.',
        "LEs and other agencies take part.",
        "The confidential informant was paid.",
        "Law enforcement sensitive matters are for the field office to decide, as the policy of the agency says.",
    ],
)
def test_words_about_marks_are_no_marks(text: str) -> None:
    assert not marks_in(text)


def test_a_banner_on_the_first_page_holds_for_the_document() -> None:
    found = find_marks(Extracted([Line(FOUO), Line("Some text."), Line("More text.", 2)]))
    assert found.of([Line("More text.", 2)]) == (FOUO,)


def test_a_banner_on_a_later_page_holds_for_that_page() -> None:
    lines = [Line(f"Some text {page}.", page) for page in range(1, 7)]
    found = find_marks(Extracted([*lines, Line(LES, 6)]))
    assert found.of([lines[5]]) == (LES,)
    assert found.of([lines[4]]) == ()


def test_a_head_of_a_word_file_holds_for_the_document() -> None:
    assert find_marks(Extracted([Line("Text.")], running=["LAW ENFORCEMENT SENSITIVE"])).document == {LES}


def test_a_portion_mark_holds_for_its_paragraph() -> None:
    found = find_marks(Extracted([Line(f"Line {number}.") for number in range(9)]))
    assert found.of([Line("(FOUO) The roster of names.")]) == (FOUO,)
    assert found.of([Line("The open part.")]) == ()
