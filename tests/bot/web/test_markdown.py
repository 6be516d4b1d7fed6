"""Markdown of answers."""

from __future__ import annotations

from bot.web.markdown import acronyms, to_html, to_text


def test_tables_bold_and_lists_are_rendered() -> None:
    assert "<table " in to_html("| a | b |\n|---|---|\n| **c** | d |")
    assert "<li>one</li>" in to_html("- one\n- two")


def test_markup_and_script_links_are_not() -> None:
    html = to_html("<img src=x onerror=alert(1)> [x](javascript:alert(1))")
    assert "<img" not in html
    assert "href" not in html


def test_an_acronym_is_explained_where_it_first_stands() -> None:
    html = to_html("The **MOA** and the MOA; MOAs; `MOA` [MOA](https://x.gov)", {"MOA": "Signed <contract>"}, "a-0")
    assert html.count("<button") == 1
    assert 'popovertarget="term-a-0-1"' in html
    assert 'id="term-a-0-1"' in html
    assert "Signed &lt;contract&gt;" in html
    assert "<code>MOA</code>" in html
    assert ">MOA</a>" in html


def test_the_longest_term_wins_and_parts_of_words_are_left_alone() -> None:
    html = to_html("An I-247A, an ICEBOX and I-247.", {"I-247": "Form", "I-247A": "Detainer", "ICE": "Agency"})
    assert '<abbr title="Detainer">I-247A</abbr>' in html
    assert '<abbr title="Form">I-247</abbr>' in html
    assert "an ICEBOX" in html


def test_only_acronyms_are_explained() -> None:
    terms = [("TFM", "a"), ("I-200", "b"), ("detainer", "c"), ("Giglio", "d"), ("U visa", "e"), ("A-file", "f")]
    assert set(acronyms(terms)) == {"TFM", "I-200"}


def test_a_table_keeps_its_meaning_when_its_cells_are_stacked() -> None:
    html = to_html("| Program | Length |\n|---|---|\n| JEM | four weeks |")
    assert '<th role="rowheader" scope="row">JEM</th>' in html
    assert '<td role="cell" data-label="Length:">four weeks</td>' in html


def test_markdown_as_plain_text() -> None:
    text = to_text(
        "One **bold** word.\n\n1. first\n2. second\n\n- item\n\n> quoted\n\n| P | L |\n|---|---|\n| JEM | 4 |"
    )
    assert text.splitlines() == ["One bold word.", "1. first", "2. second", "- item", "quoted", "- P: JEM; L: 4"]
