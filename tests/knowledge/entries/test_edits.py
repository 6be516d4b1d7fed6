"""Edits of the content files keep comments and layout, and refuse what no longer fits."""

from __future__ import annotations

import difflib
from datetime import date
from pathlib import Path

import pytest

from knowledge.entries.edits import (
    AddOutOfScope,
    AddWording,
    EditError,
    SetEntry,
    content_files,
    digest_of,
    entry_digest,
    stage,
)
from knowledge.entries.loader import CONTENT, load_content
from knowledge.entries.regression import load_promoted
from knowledge.entries.schema import Entry
from knowledge.entries.yaml_file import ContentError


def entry_of(folder: Path, name: str) -> Entry:
    return load_content(folder).knowledge.entries[name]


def changes(before: Path, after: Path, name: str) -> list[str]:
    old, new = ((folder / name).read_text(encoding="utf-8").splitlines() for folder in (before, after))
    return [
        line for line in difflib.unified_diff(old, new, lineterm="", n=0) if not line.startswith(("---", "+++", "@@"))
    ]


def test_a_wording_is_one_more_line_of_the_shipped_files(tmp_path: Path) -> None:
    edit = AddWording(entry="who-can-join", text='- can we "ride": along # today', promoted="may we ride along")
    assert stage(CONTENT, [edit], tmp_path) == ["faq/joining.yml", "regression.jsonl"]
    assert changes(CONTENT, tmp_path, "faq/joining.yml") == ["+    - '- can we \"ride\": along # today'"]
    assert edit.text in entry_of(tmp_path, "who-can-join").phrasings
    assert load_promoted(tmp_path)[-1].entry == "who-can-join"


@pytest.mark.slow
def test_every_shipped_file_is_written_back_as_it_was(tmp_path: Path) -> None:
    edits = [
        AddWording(entry=entry.id, text=entry.phrasings[0])
        for entry in load_content(CONTENT).knowledge.entries.values()
    ]
    assert stage(CONTENT, edits, tmp_path) == []


def test_a_new_entry_stands_at_the_end_as_a_person_would_write_it(tmp_path: Path) -> None:
    entry = entry_of(CONTENT, "how-to-join")
    new = entry.model_copy(
        update={"id": "ride-along", "question": "Ride along?", "phrasings": [f"ride along {n}" for n in range(8)]}
    )
    assert stage(CONTENT, [SetEntry(area="joining", entry=new)], tmp_path) == ["faq/joining.yml"]
    added = changes(CONTENT, tmp_path, "faq/joining.yml")
    assert added[:3] == ["+", "+- id: ride-along", "+  question: Ride along?"]
    assert "+      as_of: 2025-04-16" in added and added[-1] == "+  review_by: 2027-01-31"
    assert entry_of(tmp_path, "ride-along") == new


def test_a_changed_entry_changes_only_its_lines(tmp_path: Path) -> None:
    entry = entry_of(CONTENT, "how-to-join")
    changed = entry.model_copy(
        update={"review_by": date(2028, 1, 31), "phrasings": [*entry.phrasings[1:], "how to come on board"]}
    )
    stage(CONTENT, [SetEntry(area="joining", entry=changed, based_on=entry_digest(entry))], tmp_path)
    assert changes(CONTENT, tmp_path, "faq/joining.yml") == [
        f"-    - {entry.phrasings[0]}",
        "+    - how to come on board",
        "-  review_by: 2027-01-31",
        "+  review_by: 2028-01-31",
    ]
    assert entry_of(tmp_path, "how-to-join") == changed


def test_comments_stay(content: Path, tmp_path: Path) -> None:
    file = content / "faq" / "small.yml"
    file.write_text("# checked by two people\n" + file.read_text())
    stage(content, [AddWording(entry="who-signs", text="whose pen is it")], tmp_path / "new")
    assert (tmp_path / "new" / "faq" / "small.yml").read_text().startswith("# checked by two people\n- id:")


def test_a_line_outside_the_subject_is_added_once(content: Path, tmp_path: Path) -> None:
    edits = [AddOutOfScope(text="parking permits"), AddOutOfScope(text="parking permits")]
    stage(content, edits, tmp_path / "new")
    assert load_content(tmp_path / "new").outside.near.count("parking permits") == 1


def test_an_entry_changed_by_another_editor_is_not_overwritten(content: Path, tmp_path: Path) -> None:
    seen = entry_of(content, "who-signs")
    first, second = (seen.model_copy(update={"question": text}) for text in ("Who signs it?", "Whose signature?"))
    stage(content, [SetEntry(area="small", entry=first, based_on=entry_digest(seen))], tmp_path / "first")
    with pytest.raises(EditError, match="who-signs was changed since it was opened"):
        stage(tmp_path / "first", [SetEntry(area="small", entry=second, based_on=entry_digest(seen))], tmp_path / "2")


def test_edits_that_do_not_fit_are_said_so(content: Path, tmp_path: Path) -> None:
    entry = entry_of(content, "who-signs")
    with pytest.raises(EditError, match="gone no longer exists"):
        stage(content, [AddWording(entry="gone", text="anything at all")], tmp_path / "a")
    with pytest.raises(EditError, match="already"):
        stage(content, [SetEntry(area="small", entry=entry)], tmp_path / "b")
    with pytest.raises(EditError, match="no area nowhere"):
        new = entry.model_copy(update={"id": "new-one"})
        stage(content, [SetEntry(area="nowhere", entry=new)], tmp_path / "c")


def test_a_staged_fault_is_found_as_the_loader_finds_it(content: Path, tmp_path: Path) -> None:
    stage(content, [AddWording(entry="who-signs", text="training course hours atraining-length")], tmp_path / "new")
    with pytest.raises(ContentError, match="is also in training-length"):
        load_content(tmp_path / "new")


def test_a_promoted_question_must_name_an_entry(content: Path) -> None:
    (content / "regression.jsonl").write_text('{"text": "what now", "entry": "gone"}\n')
    with pytest.raises(ContentError, match=r"regression.jsonl: unknown entries \['gone'\]"):
        load_content(content)
    (content / "regression.jsonl").write_text('{"text": "what now"}\n')
    with pytest.raises(ContentError, match=r"regression.jsonl:1: Field required"):
        load_content(content)


def test_the_digest_changes_with_the_content_files_only(content: Path) -> None:
    before = digest_of(content)
    (content / "notes.txt").write_text("not content")
    assert digest_of(content) == before and "faq/small.yml" in content_files(content)
    (content / "regression.jsonl").write_text("")
    assert digest_of(content) != before
