"""Lines to sections: headings, running heads and feet, signature blocks."""

from __future__ import annotations

from knowledge.documents.lines import Line
from knowledge.documents.page_layout import parts
from knowledge.documents.sections import sections

LONG = "The agency keeps a record of every request that it receives and of the answer that it gives to each of them."


def lines(text: str, page: int = 1) -> list[Line]:
    return [Line(line, page, 0, True) for line in text.splitlines()]


def numbers(text: str) -> list[tuple[str, str]]:
    _, found = sections(lines(text))
    return [(section.number, section.headings[-1] if section.headings else "") for section in found]


def test_roman_and_lettered_headings_make_a_path() -> None:
    text = f"IV. RESPONSIBILITIES\n{LONG}\nA. TRAINING\n{LONG}\nB. COSTS\n{LONG}\nV. REPORTING\n{LONG}"
    assert numbers(text) == [("IV", "RESPONSIBILITIES"), ("IV.A", "TRAINING"), ("IV.B", "COSTS"), ("V", "REPORTING")]


def test_a_misread_number_is_mended_by_the_one_before() -> None:
    text = f"I. PURPOSE\n{LONG}\nII. AUTHORITY\n{LONG}\nIll. POLICY\n{LONG}\nA. TRAINING\n{LONG}\n8. NOMINATION\n{LONG}"
    assert [number for number, _ in numbers(text)] == ["I", "II", "III", "III.A", "III.B"]


def test_an_appendix_starts_its_own_numbering() -> None:
    text = f"XV. COSTS\n{LONG}\nAPPENDIXB\nCOMPLAINT PROCEDURE\n{LONG}\n"
    text += f"t. Reporting of Complaints\n{LONG}\n2. Review\n{LONG}"
    assert numbers(text) == [
        ("XV", "COSTS"),
        ("Appendix B", "COMPLAINT PROCEDURE"),
        ("Appendix B.1", "Reporting of Complaints"),
        ("Appendix B.2", "Review"),
    ]


def test_items_of_a_list_are_not_headings() -> None:
    text = f"I. COMPLAINTS\n{LONG}\nA. By phone to the hotline; or\nB. Via email at the office.\n{LONG}"
    assert numbers(text) == [("I", "COMPLAINTS")]


def test_decimal_headings_make_a_path() -> None:
    assert [number for number, _ in numbers(f"1. Scope\n{LONG}\n1.1 Persons Covered\n{LONG}\n1.2 Places\n{LONG}")] == [
        "1",
        "1.1",
        "1.2",
    ]


def test_headings_that_the_file_marks_are_taken() -> None:
    found = [
        Line("Policy", level=1),
        Line(LONG),
        Line("Holding", level=2),
        Line(LONG),
        Line("Records", level=1),
        Line(LONG),
    ]
    _, tree = sections(found)
    assert [section.headings for section in tree][-2:] == [("Policy", "Holding"), ("Records",)]


def test_the_title_is_told_from_the_text() -> None:
    titles, _ = sections(lines(f"MEMORANDUM OF AGREEMENT\n287(g) Task Force Model\n{LONG}\nI. PURPOSE\n{LONG}"))
    assert titles == ["MEMORANDUM OF AGREEMENT", "287(g) Task Force Model"]


def test_running_heads_and_feet_are_dropped_even_where_they_are_misread() -> None:
    feet = ["Ellis County Sheriffs Office 1 Revised 02/15/2025", "Ellis County Sheriff's Office 2 Revised 02/1512025"]
    feet += ["Ellis County Sheritrs Office 3 Revised 02/15/2025", "EIIi5 Cnuntv Snerlff5 Qff1ce 4 Revised 02/15/2025"]
    bodies = [
        "Custody ends at release.\nNobody waits longer.",
        "Reports go out by Friday.\nA clerk files each copy.",
        "Staff learn the forms first.\nExams follow in June.",
        "Travel is paid by ICE.\nMeals have a daily rate.",
    ]
    found = parts([line for page, foot in enumerate(feet, 1) for line in lines(f"{bodies[page - 1]}\n{foot}", page)])
    assert [line.text for line in found.running] == feet
    assert [line.text for line in found.text] == "\n".join(bodies).splitlines()


def test_a_signature_block_is_dropped_and_the_text_before_it_stays() -> None:
    block = "For the LEA: For ICE:\nDate: 04/10/2025\nSignature: ____\nName: A. Person Name: B. Person\nTitle: Sheriff"
    found = parts(lines(f"{LONG}\n{block}"))
    assert [line.text for line in found.text] == [LONG]
    assert len(found.signatures) == 5


def test_one_label_in_a_text_is_no_signature_block() -> None:
    assert not parts(lines(f"{LONG}\nDate: 04/10/2025\n{LONG}")).signatures
