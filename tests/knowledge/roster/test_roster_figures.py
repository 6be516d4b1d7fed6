"""The figures entries take their numbers from the newest list on file."""

from __future__ import annotations

from pathlib import Path

import yaml

from knowledge.entries.figures import Figures
from knowledge.entries.loader import CONTENT, load_knowledge
from knowledge.roster.presentation import FOLDER
from knowledge.roster.roster_figures import figures_from_roster, newest_figures
from knowledge.roster.roster_reader import read_roster
from knowledge.roster.roster_service import RosterService
from knowledge.roster.roster_store import ingest_roster, load_rosters
from tests.knowledge.roster.conftest import ROWS, Write

SHIPPED = Figures(**yaml.safe_load((CONTENT / "figures.yml").read_text()))


def test_figures_of_a_list_are_the_counts_of_its_rows(write: Write) -> None:
    figures = figures_from_roster(read_roster(write()))
    assert figures.by_state.date == "2026-05-18"
    assert figures.by_state.counts["TX"].model_dump() == {"TFM": 3, "WSO": 0, "JEM": 1}
    (country,) = figures.national
    assert (country.agreements, country.TFM, country.WSO, country.JEM) == (len(ROWS), len(ROWS) - 3, 2, 1)


def test_without_a_list_the_shipped_figures_stand(folder: Path) -> None:
    roster_service = RosterService(folder)
    knowledge = load_knowledge(CONTENT)
    assert roster_service.figures() == SHIPPED
    assert roster_service.fill_in(knowledge) is knowledge


def test_the_entries_say_the_numbers_and_the_day_of_the_list(write: Write, folder: Path) -> None:
    ingest_roster(write(name="participatingAgencies10052026am.xlsx"), folder)
    filled = RosterService(folder).fill_in(load_knowledge(CONTENT))
    country, states = (filled.entries[name] for name in ("agreement-figures", "state-figures"))
    text = country.answers["any"].text
    assert f"**{len(ROWS)}** agreements at {len(ROWS) - 1} agencies" in text
    assert "5 October 2026" in text
    assert "15 September 2026: 2,510" in text, "earlier counts are history"
    assert states.states["TX"].text.startswith("Texas had **4** 287(g) agreements on ICE's list")
    assert states.states["CA"].text.startswith("California had no 287(g) agreement")
    assert "**5 October 2026**" in states.answers["any"].text
    for answer in [*country.every_answer(), *states.every_answer()]:
        assert answer.as_of == "2026-10-05"
        assert all(source.partition("#")[0] in filled.sources for source in answer.sources)


def test_a_list_older_than_a_shipped_count_names_that_count(write: Write, folder: Path) -> None:
    ingest_roster(write(), folder)
    text = RosterService(folder).fill_in(load_knowledge(CONTENT)).entries["agreement-figures"].answers["any"].text
    assert "A later count: 2,510 on 15 September 2026" in text


def test_a_list_older_than_the_shipped_table_changes_no_entry(write: Write, folder: Path) -> None:
    ingest_roster(write(name="participatingAgencies01232026am.xlsx"), folder)
    knowledge = load_knowledge(CONTENT)
    assert RosterService(folder).fill_in(knowledge) is knowledge
    figures = newest_figures(load_rosters(folder), SHIPPED)
    assert figures.by_state == SHIPPED.by_state
    assert "2026-01-23" in [figure.date for figure in figures.national]


def test_the_address_of_the_list_is_that_of_the_sources() -> None:
    assert load_knowledge(CONTENT).sources["ice-roster-folder"].url == FOLDER
