"""The difference shows entries as they hold, wherever their parts stand."""

from __future__ import annotations

from pathlib import Path

from knowledge.entries.difference import differences
from knowledge.entries.edits import AddOutOfScope, AddWording, Edit, SetEntry, stage
from knowledge.entries.superseded import entry_digest
from tests.knowledge.entries.overlays import entry_of, upgrade


def changed(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith(("+", "-"))]


def shown(content: Path, own: Path, edits: list[Edit], folder: Path) -> dict[str, list[str]]:
    return {title: changed(lines) for title, lines in differences(stage(content, own, edits, folder)).items()}


def test_a_wording_is_a_line_of_its_entry(content: Path, tmp_path: Path) -> None:
    edits = [
        AddWording(entry="who-signs", text="whose pen", promoted="whose pen"),
        AddOutOfScope(text="parking permits"),
    ]
    assert shown(content, tmp_path / "none", [*edits], tmp_path / "new") == {
        "small: who-signs": ["+- whose pen"],
        "calibration/out_of_scope.yml": ["+near:", "+- parking permits"],
        "regression.jsonl": ['+{"text": "whose pen", "entry": "who-signs"}'],
    }


def test_the_first_change_of_a_shipped_entry_shows_only_what_changed(content: Path, tmp_path: Path) -> None:
    seen = entry_of(content, "who-signs")
    entry = seen.model_copy(update={"question": "Whose pen?"})
    edit = SetEntry(area="small", entry=entry, based_on=entry_digest(seen))
    assert shown(content, tmp_path / "none", [edit], tmp_path / "new") == {
        "small: who-signs": ["-question: Who signs the agreement?", "+question: Whose pen?"]
    }


def test_a_new_entry_is_shown_whole(content: Path, tmp_path: Path) -> None:
    phrasings = [f"badge pinned {number}" for number in range(8)]
    update = {"id": "badges", "question": "Which badge?", "phrasings": phrasings}
    edit = SetEntry(area="small", entry=entry_of(content, "who-signs").model_copy(update=update))
    found = shown(content, tmp_path / "none", [edit], tmp_path / "new")
    assert list(found) == ["small: badges"]
    assert found["small: badges"][:2] == ["+id: badges", "+question: Which badge?"]


def test_an_entry_that_is_kept_above_an_upgrade_shows_the_file(content: Path, tmp_path: Path) -> None:
    shipped = entry_of(content, "who-signs")
    entry = shipped.model_copy(update={"question": "Whose pen?"})
    edit = SetEntry(area="small", entry=entry, based_on=entry_digest(shipped))
    own = stage(content, tmp_path / "none", [edit], tmp_path / "own").folder
    upgrade(content, "The chief signs.", "The sheriff signs.")
    seen = entry_of(content, "who-signs", own)
    edit = SetEntry(area="small", entry=seen, based_on=entry_digest(seen))
    found = shown(content, own, [edit], tmp_path / "new")
    assert found == {
        "faq/small.yml": [
            f"-  based_on: {entry_digest(shipped)}",
            f"+  based_on: {entry_digest(entry_of(content, 'who-signs'))}",
        ]
    }
