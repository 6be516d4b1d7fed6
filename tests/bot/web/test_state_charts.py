"""The chart of agreements by state can be read without color, and as a table."""

from __future__ import annotations

from xml.etree import ElementTree

from flask import Flask

from bot.web.state_charts import state_figures_chart
from knowledge.results import FiguresTable, RosterCount
from tests.stand_ins import SmallKnowledge

COUNTS = [RosterCount("Ohio", 16, 4, 1), RosterCount("Texas", 194, 141, 52), RosterCount("Wisconsin", 0, 18, 5)]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(app: Flask, counts: list[RosterCount]) -> tuple[str, ElementTree.Element]:
    with app.app_context():
        chart = str(state_figures_chart(FiguresTable("2026-05-18", counts)))
    start, end = chart.index("<svg"), chart.index("</svg>") + 6
    return chart, ElementTree.fromstring(chart[start:end].replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1))


def test_the_chart_has_a_title_and_a_description(app: Flask) -> None:
    _, svg = drawn(app, COUNTS)
    title, description = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert title.text
    assert "2026-05-18" in title.text
    assert description is not None
    assert description.text
    assert "Texas has 387" in description.text
    assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_bars_are_in_order_and_as_long_as_their_numbers(app: Flask) -> None:
    _, svg = drawn(app, COUNTS)
    widths = {rect.findtext(f"{SVG}title"): float(rect.get("width", 0)) for rect in svg.iter(f"{SVG}rect")}
    assert abs(widths["Texas, TFM: 194"] / widths["Texas, JEM: 52"] - 194 / 52) < 0.01
    assert "Wisconsin, TFM: 0" not in widths
    names = [text.text for text in svg.iter(f"{SVG}text") if text.get("text-anchor") == "end"]
    assert names == ["Texas", "Wisconsin", "Ohio"]


def test_programs_differ_in_pattern_not_only_in_colour(app: Flask) -> None:
    chart, svg = drawn(app, COUNTS)
    fills = {rect.get("fill") for rect in svg.iter(f"{SVG}rect")}
    assert {"currentColor", "url(#stripes)", "none"} <= fills
    assert "style=" not in chart
    assert "<script" not in chart


def test_the_same_numbers_stand_in_a_table(app: Flask) -> None:
    chart, _ = drawn(app, COUNTS)
    row = '<tr><th scope="row">Texas</th><td>194</td><td>141</td><td>52</td><td>387</td></tr>'
    assert row in chart
    assert '<th scope="col">WSO</th>' in chart


def test_a_chart_of_nothing_says_so(app: Flask) -> None:
    chart, _ = drawn(app, [])
    assert "There are no agreements." in chart


def test_names_are_escaped(app: Flask) -> None:
    chart, _ = drawn(app, [RosterCount("<b>X</b>", 1, 0, 0)])
    assert "<b>" not in chart


def test_the_page_of_the_figures_by_state_shows_the_chart(app: Flask, knowledge: SmallKnowledge, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(knowledge, "figures", lambda: FiguresTable("2026-05-18", COUNTS), raising=False)
    page = app.test_client().get("/answers/state-figures")
    assert page.status_code == 200
    assert "287(g) agreements by state and program, 2026-05-18" in page.text
    assert "<svg" not in app.test_client().get("/answers/hold-time").text
