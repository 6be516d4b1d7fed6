"""An upgrade of an answer that the agency edited is listed with both texts."""

from __future__ import annotations

from pathlib import Path

from knowledge.entries.superseded import entry_digest, superseded
from tests.knowledge.entries.overlays import as_data, entry_of, overlay, upgrade


def own_question(content: Path, tmp_path: Path, question: str = "Whose pen?") -> Path:
    shipped = entry_of(content, "who-signs")
    return overlay(tmp_path, faq__small=[as_data(shipped, question=question, based_on=entry_digest(shipped))])


def test_an_edited_entry_is_not_listed_while_the_shipped_one_stays(content: Path, tmp_path: Path) -> None:
    assert superseded(content, own_question(content, tmp_path)) == []
    assert superseded(content, tmp_path / "none") == []


def test_an_edited_entry_whose_shipped_text_changed_is_listed_with_both(content: Path, tmp_path: Path) -> None:
    own = own_question(content, tmp_path)
    upgrade(content, "The chief signs.", "The sheriff signs.")
    (found,) = superseded(content, own)
    assert (found.entry, found.question, found.same) == ("who-signs", "Whose pen?", False)
    assert found.shipped.answers["any"].text.startswith("The sheriff signs.")
    assert found.own.answers["any"].text.startswith("The chief signs.")


def test_an_edited_entry_that_ships_by_now_is_listed_as_the_same(content: Path, tmp_path: Path) -> None:
    own = own_question(content, tmp_path)
    upgrade(content, "question: Who signs the agreement?", "question: Whose pen?")
    assert [(found.entry, found.same) for found in superseded(content, own)] == [("who-signs", True)]


def test_an_entry_of_the_agency_whose_id_ships_by_now_is_listed(content: Path, tmp_path: Path) -> None:
    row = as_data(entry_of(content, "who-signs"), question="Whose pen?")
    assert [found.entry for found in superseded(content, overlay(tmp_path, faq__small=[row]))] == ["who-signs"]


def test_an_entry_that_does_not_ship_is_the_agencys_alone(content: Path, tmp_path: Path) -> None:
    row = as_data(entry_of(content, "who-signs"), id="badges")
    assert superseded(content, overlay(tmp_path, faq__small=[row])) == []
