"""Sections to passages: their length, their overlap, their pages; and correction."""

from __future__ import annotations

from bot.records.writer import MOST
from knowledge.documents.lines import Line
from knowledge.documents.passages import Passage, cut, split_sentences
from knowledge.documents.recognition import Mender, roman
from knowledge.documents.sections import Section

WORDS = "of the this perform formats will determined terms other people under information and is aliens a"
KNOWN = WORDS.split()


def passages(*texts: str, pages: tuple[int, ...] = ()) -> list[Passage]:
    found = [Line(text, pages[number] if pages else 1, 0, True) for number, text in enumerate(texts)]
    return list(cut(Section("IV.B", ("TRAINING",), found), str, lambda _: ()))


def sentence(number: int, words: int = 20) -> str:
    return f"Sentence {number} " + "word " * (words - 3) + "end."


def test_a_short_section_is_one_passage() -> None:
    (found,) = passages(*(sentence(number) for number in range(9)))
    assert len(found.text.split()) == 180
    assert (found.section, found.headings) == ("IV.B", ("Training",))


def test_a_long_section_is_cut_into_passages_of_80_to_200_words() -> None:
    found = passages(*(sentence(number) for number in range(40)))
    assert all(80 <= len(passage.text.split()) <= MOST for passage in found)
    assert len(found) >= 4


def test_passages_overlap_by_a_sentence_within_their_section() -> None:
    first, second, *_ = passages(*(sentence(number) for number in range(40)))
    assert first.sentences[-1] == second.sentences[0]


def test_a_sentence_over_two_pages_has_the_page_it_starts_on() -> None:
    (found,) = passages("The agency keeps", "a record. It is public.", pages=(3, 4))
    assert [(one.text, one.page) for one in found.sentences] == [
        ("The agency keeps a record.", 3),
        ("It is public.", 4),
    ]


def test_a_very_long_sentence_is_parted() -> None:
    found = passages("word " * 500)
    assert max(len(passage.text.split()) for passage in found) <= MOST


def test_a_part_with_a_mark_is_a_passage_of_its_own() -> None:
    found = [Line("(LES) Sensitive text here.", 1, 0, True), Line("Open text here.", 1, 0, True)]
    marked = list(cut(Section("1", (), found), str, lambda run: ("LES",) if "(LES)" in run[0].text else ()))
    assert [(passage.marks, passage.text) for passage in marked] == [
        (("LES",), "(LES) Sensitive text here."),
        ((), "Open text here."),
    ]


def test_citations_do_not_end_a_sentence() -> None:
    text = "See 8 U.S.C. § 1357(g) and Pub. L. No. 107-296, e.g. Garrity v. New Jersey. It applies here."
    assert len(split_sentences(text)) == 2


def test_words_that_were_misread_are_mended() -> None:
    mender = Mender(KNOWN, [])
    assert mender.mend("perfonn in fonnats as detennined") == "perform in formats as determined"
    assert mender.mend("the infom1ation wi11 apply") == "the information will apply"
    assert mender.mend("terms ofthis MOA, ofaliens") == "terms of this MOA, of aliens"


def test_what_may_be_right_is_left_alone() -> None:
    mender = Mender(KNOWN, [])
    for text in ("often", "Offaly County", "I-247A", "24 hours", "section 11", "8 C.F.R. § 287.5(c)(1)", "inmates"):
        assert mender.mend(text) == text


def test_an_acronym_is_mended_by_the_documents_own_definition() -> None:
    text = "the Department of Homeland Security (OHS), and the Department of Justice (DOJ)"
    assert Mender(KNOWN, [text]).mend("OHS and DOJ policy") == "DHS and DOJ policy"
    assert Mender(KNOWN, []).mend("OHS policy") == "OHS policy"


def test_roman_numbers_are_read_through_noise() -> None:
    assert [roman(read) for read in ("Ill", "XVlll", "XVITI", "IV", "Hill")] == ["III", "XVIII", "XVIII", "IV", None]


def test_what_was_read_stays_quotable() -> None:
    section = Section("I", (), [Line("perfonn the work.", 1, 0, True)])
    (found,) = cut(section, Mender(KNOWN, []).mend, lambda _: ())
    assert (found.sentences[0].text, found.sentences[0].original) == ("perform the work.", "perfonn the work.")
