"""Citations, and entries' addresses in words."""

from __future__ import annotations

from flask import Flask

from bot.web.citations import citation, entry_page, scope_name
from knowledge.results import Source


def test_scopes_have_names() -> None:
    assert scope_name("TFM") == "Task Force Model (TFM)"
    assert (scope_name("DE"), scope_name("DC"), scope_name("any")) == ("Delaware", "District of Columbia", "")


def test_a_citation_names_question_source_date_and_address() -> None:
    sources = [Source("Agreement", "V", None, "2025-03-07")]
    text = citation("How long?", "TFM", "About **40 hours**.", sources, "2025-04-16", "http://bot/answers/x#tfm")
    assert text.startswith("How long? [Task Force Model (TFM)]\nAbout 40 hours.\nSources: Agreement, section V")
    assert "(7 Mar 2025)" in text
    assert "As of 16 Apr 2025." in text
    assert "http://bot/answers/x#tfm, read " in text


def test_a_quoted_section_has_no_page_of_its_own(app: Flask) -> None:
    with app.test_request_context():
        assert entry_page("moa-tfm:3") is None
        assert entry_page(None) is None
        assert entry_page("hold-time", "any") == "http://localhost/answers/hold-time"
