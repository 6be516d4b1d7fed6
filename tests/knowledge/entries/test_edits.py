"""Edits are written into the overlay alone, keep a person's comments there, and refuse what no longer fits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge import required
from knowledge.entries.content_files import shipped_files
from knowledge.entries.edits import AddOutOfScope, AddWording, Edit, EditError, SetEntry, Staged, stage
from knowledge.entries.entry_yaml import as_written, dumped
from knowledge.entries.loader import CONTENT, load_content
from knowledge.entries.regression import load_promoted
from knowledge.entries.schema import Entry
from knowledge.entries.superseded import entry_digest
from knowledge.entries.yaml_file import ContentError

NONE = Path("no-such-overlay")


def entry_of(shipped: Path, name: str, overlay: Path | None = None) -> Entry:
    return load_content(shipped, overlay).knowledge.entries[name]


def change(shipped: Path, name: str, overlay: Path | None = None, **update: object) -> SetEntry:
    """The edit of someone who opens the entry as it holds and changes it."""
    seen = entry_of(shipped, name, overlay)
    return SetEntry(area=seen.area, entry=seen.model_copy(update=update), based_on=entry_digest(seen))


def edit_once(shipped: Path, overlay: Path, edits: Sequence[Edit], folder: Path) -> Path:
    """Return the edited overlay."""
    return stage(shipped, overlay, edits, folder).folder


def test_a_wording_is_kept_apart_from_the_entry_and_the_shipped_files_stay(tmp_path: Path) -> None:
    before = {name: (CONTENT / name).read_bytes() for name in shipped_files(CONTENT)}
    edit = AddWording(entry="who-can-join", text='- can we "ride": along # today', promoted="may we ride along")
    staged = stage(CONTENT, NONE, [edit], tmp_path)
    assert staged.files == ["phrasings.yml", "regression.jsonl"]
    assert (tmp_path / "phrasings.yml").read_text() == "who-can-join:\n- '- can we \"ride\": along # today'\n"
    assert edit.text in staged.after.knowledge.entries["who-can-join"].phrasings
    assert load_promoted(CONTENT, tmp_path)[-1].entry == "who-can-join"
    assert {name: (CONTENT / name).read_bytes() for name in shipped_files(CONTENT)} == before


@pytest.mark.parametrize("text", ["no", "11:30", "2026-01-31", "null", "#hash", "~~", "0x1f", "yes: no"])
def test_a_wording_that_yaml_would_take_for_something_else_stays_a_text(
    content: Path, tmp_path: Path, text: str
) -> None:
    edits = [AddWording(entry="who-signs", text=text), AddOutOfScope(text=text)]
    after = stage(content, NONE, edits, tmp_path / "new").after
    assert text in after.outside.near


def test_a_wording_that_the_entry_has_already_changes_nothing(content: Path, tmp_path: Path) -> None:
    assert (
        stage(content, NONE, [AddWording(entry="who-signs", text="who SIGNS the agreement")], tmp_path / "a").files
        == []
    )


@pytest.mark.slow
def test_every_shipped_entry_is_written_as_it_reads() -> None:
    for entry in load_content(CONTENT).knowledge.entries.values():
        written = yaml.safe_load(dumped([as_written(entry)]))
        assert Entry.model_validate(written[0]) == entry.model_copy(update={"area": ""}), entry.id


def test_a_new_entry_stands_in_the_overlay_as_a_person_would_write_it(tmp_path: Path) -> None:
    new = entry_of(CONTENT, "how-to-join").model_copy(
        update={"id": "ride-along", "question": "Ride along?", "phrasings": [f"ride along {n}" for n in range(8)]}
    )
    staged = stage(CONTENT, NONE, [SetEntry(area="joining", entry=new)], tmp_path)
    assert staged.files == ["faq/joining.yml"]
    lines = (tmp_path / "faq" / "joining.yml").read_text().splitlines()
    assert lines[:2] == ["- id: ride-along", "  question: Ride along?"]
    assert "      as_of: 2025-04-16" in lines
    assert lines[-1] == "  review_by: 2027-01-31"
    assert staged.after.knowledge.entries["ride-along"] == new


def test_a_changed_entry_takes_the_place_of_the_shipped_one_and_names_its_form(content: Path, tmp_path: Path) -> None:
    edit = change(content, "who-signs", review_by=date(2028, 1, 31))
    staged = stage(content, NONE, [edit], tmp_path / "new")
    assert staged.files == ["faq/small.yml"]
    assert staged.after.knowledge.entries["who-signs"] == edit.entry
    (written,) = yaml.safe_load((tmp_path / "new" / "faq" / "small.yml").read_text())
    assert written["based_on"] == entry_digest(entry_of(content, "who-signs"))


def test_an_entry_changed_with_wordings_alone_still_follows_the_shipped_answer(content: Path, tmp_path: Path) -> None:
    phrasings = [*entry_of(content, "who-signs").phrasings, "whose pen is it"]
    staged = stage(content, NONE, [change(content, "who-signs", phrasings=phrasings)], tmp_path / "new")
    assert staged.files == ["phrasings.yml"]
    assert staged.after.knowledge.entries["who-signs"].phrasings == phrasings


def test_an_entry_brought_back_to_the_shipped_form_leaves_the_overlay(content: Path, tmp_path: Path) -> None:
    shipped = entry_of(content, "who-signs")
    own = edit_once(content, NONE, [change(content, "who-signs", question="Whose pen?")], tmp_path / "own")
    back = change(content, "who-signs", own, question=shipped.question)
    staged = stage(content, own, [back], tmp_path / "new")
    assert staged.files == ["faq/small.yml"]
    assert not (tmp_path / "new" / "faq" / "small.yml").exists()
    assert staged.after.knowledge.entries["who-signs"] == shipped


def test_wordings_added_before_an_entry_is_changed_stand_in_one_place(content: Path, tmp_path: Path) -> None:
    wordings = [AddWording(entry="who-signs", text="whose pen"), AddWording(entry="hold-time", text="for how long")]
    own = edit_once(content, NONE, wordings, tmp_path / "own")
    after = edit_once(content, own, [change(content, "who-signs", own, question="Whose ink?")], tmp_path / "new")
    assert yaml.safe_load((after / "phrasings.yml").read_text()) == {"hold-time": ["for how long"]}
    assert (after / "faq" / "small.yml").read_text().count("- whose pen\n") == 1
    assert entry_of(content, "who-signs", after).phrasings[-1] == "whose pen"


def test_a_changed_answer_changes_only_its_lines_in_the_overlay(content: Path, tmp_path: Path) -> None:
    own = edit_once(content, NONE, [change(content, "who-signs", question="Whose pen?")], tmp_path / "own")
    after = edit_once(content, own, [change(content, "who-signs", own, question="Whose quill?")], tmp_path / "new")
    old, new = ((folder / "faq" / "small.yml").read_text() for folder in (own, after))
    assert new == old.replace("Whose pen?", "Whose quill?")


def test_the_entry_by_state_is_edited_without_its_counted_answers(content: Path, tmp_path: Path) -> None:
    edit = change(content, required.STATE_FIGURES, question="How many here?")
    assert edit.entry.states
    after = stage(content, NONE, [edit], tmp_path / "new").after
    assert "states" not in (tmp_path / "new" / "faq" / "required.yml").read_text()
    assert after.knowledge.entries[required.STATE_FIGURES] == edit.entry


def overlay_with_comments(tmp_path: Path) -> Path:
    own = tmp_path / "own"
    own.mkdir()
    (own / "phrasings.yml").write_text(
        "# checked by two people\nwho-signs:\n  - whose pen  # heard at roll call\n# from the jail\n"
        "hold-time:\n  - for how long\n"
    )
    return own


def test_a_persons_comments_stay(content: Path, tmp_path: Path) -> None:
    own = overlay_with_comments(tmp_path)
    after = edit_once(content, own, [AddWording(entry="who-signs", text="whose quill")], tmp_path / "new")
    assert (after / "phrasings.yml").read_text() == (
        "# checked by two people\nwho-signs:\n- whose pen    # heard at roll call\n- whose quill\n# from the jail\n"
        "hold-time:\n- for how long\n"
    )


def test_comments_stay_when_what_stood_before_them_goes(content: Path, tmp_path: Path) -> None:
    own = overlay_with_comments(tmp_path)
    after = edit_once(content, own, [change(content, "who-signs", own, question="Whose ink?")], tmp_path / "new")
    text = (after / "phrasings.yml").read_text()
    assert "# checked by two people\n" in text
    assert "# from the jail\n" in text
    assert "whose pen" not in text
    alone = edit_once(content, own, [change(content, "hold-time", own, question="How long?")], tmp_path / "alone")
    assert "# from the jail\n" in (alone / "phrasings.yml").read_text()


def test_a_file_that_holds_comments_alone_can_be_added_to(content: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "phrasings.yml").write_text("# ours\n")
    after = edit_once(content, tmp_path / "own", [AddWording(entry="who-signs", text="whose pen")], tmp_path / "new")
    assert (after / "phrasings.yml").read_text() == "# ours\nwho-signs:\n- whose pen\n"


def test_a_file_that_an_edit_does_not_touch_keeps_its_layout(content: Path, tmp_path: Path) -> None:
    own = overlay_with_comments(tmp_path)
    staged = stage(content, own, [AddOutOfScope(text="parking permits")], tmp_path / "new")
    assert staged.files == ["calibration/out_of_scope.yml"]


def test_a_line_outside_the_subject_is_added_once(content: Path, tmp_path: Path) -> None:
    shipped = load_content(content).outside.near[0]
    edits = [AddOutOfScope(text=text) for text in ("parking permits", "parking permits", shipped)]
    after = stage(content, NONE, edits, tmp_path / "new").after
    assert after.outside.near.count("parking permits") == after.outside.near.count(shipped) == 1


def test_a_promoted_question_is_a_line_of_its_own_after_one_without_its_end(content: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "regression.jsonl").write_text('{"text": "whose pen", "entry": "who-signs"}')
    edit = AddWording(entry="who-signs", text="whose quill", promoted="whose quill")
    after = edit_once(content, own, [edit], tmp_path / "new")
    assert [question.text for question in load_promoted(content, after)] == ["whose pen", "whose quill"]


def test_an_entry_changed_by_another_editor_is_not_overwritten(content: Path, tmp_path: Path) -> None:
    first, second = (change(content, "who-signs", question=text) for text in ("Who signs it?", "Whose signature?"))
    own = edit_once(content, NONE, [first], tmp_path / "first")
    with pytest.raises(EditError, match="who-signs was changed since it was opened"):
        stage(content, own, [second], tmp_path / "second")


def test_edits_that_do_not_fit_are_said_so(content: Path, tmp_path: Path) -> None:
    entry = entry_of(content, "who-signs")
    with pytest.raises(EditError, match="gone no longer exists"):
        stage(content, NONE, [AddWording(entry="gone", text="anything at all")], tmp_path / "a")
    with pytest.raises(EditError, match="already"):
        stage(content, NONE, [SetEntry(area="small", entry=entry)], tmp_path / "b")
    new = entry.model_copy(update={"id": "new-one"})
    with pytest.raises(EditError, match="no area nowhere"):
        stage(content, NONE, [SetEntry(area="nowhere", entry=new)], tmp_path / "c")


def test_a_staged_fault_is_found_as_the_loader_finds_it(content: Path, tmp_path: Path) -> None:
    edit = AddWording(entry="who-signs", text="training course hours atraining-length")
    with pytest.raises(ContentError, match=r"new/phrasings.yml:2: .* is also in training-length"):
        stage(content, NONE, [edit], tmp_path / "new")


def test_a_staged_copy_says_what_it_was_made_from(content: Path, tmp_path: Path) -> None:
    staged = stage(content, NONE, [AddWording(entry="who-signs", text="whose pen")], tmp_path / "new")
    assert isinstance(staged, Staged)
    assert "whose pen" not in staged.before.knowledge.entries["who-signs"].phrasings
