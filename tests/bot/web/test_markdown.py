"""Markdown of answers."""

from __future__ import annotations

from bot.web.markdown import to_html


def test_tables_bold_and_lists_are_rendered() -> None:
    assert "<table " in to_html("| a | b |\n|---|---|\n| **c** | d |")
    assert "<li>one</li>" in to_html("- one\n- two")


def test_markup_and_script_links_are_not() -> None:
    html = to_html("<img src=x onerror=alert(1)> [x](javascript:alert(1))")
    assert "<img" not in html and "href" not in html
