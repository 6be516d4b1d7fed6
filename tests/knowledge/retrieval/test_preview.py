"""Before content is published, the stored questions that would get another answer are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.entries.edits import AddWording, Edit, SetEntry, stage
from knowledge.entries.regression import load_promoted
from knowledge.entries.schema import Entry
from knowledge.results import Preview
from knowledge.retrieval.index import load
from knowledge.retrieval.preview import Previewer
from tests.factories import IndexOf, answer, entry
from tests.stand_ins import WordEncoder


@pytest.fixture
def index(content: Path, tmp_path: Path, encoder: WordEncoder, index_of: IndexOf) -> Path:
    index_of(content, tmp_path / "index")
    return tmp_path / "index"


def preview(index: Path, content: Path, edit: Edit, encoder: WordEncoder) -> Preview:
    staged = stage(content, content.parent / "none", [edit], content.parent / "staged")
    promoted = load_promoted(content, staged.folder)
    return Previewer(index, encoder).preview(load(index), staged.after, promoted)


def test_a_wording_that_takes_a_question_from_another_entry_is_named(
    index: Path, content: Path, encoder: WordEncoder
) -> None:
    found = preview(index, content, AddWording(entry="who-signs", text="hold inmate question 3"), encoder)
    taken = [difference for difference in found.differences if difference.text == "hold inmate question 3"]
    assert taken
    assert taken[0].wanted == ["hold-time"]
    assert taken[0].after.entries == ["who-signs"]
    assert found.after.right <= found.before.right
    assert found.before.questions == 20


def test_a_wording_like_no_stored_question_changes_nothing(index: Path, content: Path, encoder: WordEncoder) -> None:
    found = preview(index, content, AddWording(entry="who-signs", text="pen quill inkwell"), encoder)
    assert found.differences == []
    assert found.before == found.after


def test_a_promoted_question_counts_with_the_stored_ones(index: Path, content: Path, encoder: WordEncoder) -> None:
    new = Entry.model_validate(entry("badges", "Which badge is worn?", "badge uniform worn", {"any": answer("Plain.")}))
    edit = SetEntry(area="small", entry=new, promoted="badge uniform worn a")
    found = preview(index, content, edit, encoder)
    gained = next(difference for difference in found.differences if difference.promoted)
    assert gained.after.entries[0] == "badges"
    assert not gained.worse
    assert found.after.questions == 21
    assert found.after.right_or_offered > found.before.right_or_offered


def test_a_line_outside_that_would_be_answered_is_named_as_worse(
    index: Path, content: Path, encoder: WordEncoder
) -> None:
    found = preview(index, content, AddWording(entry="who-signs", text="visa overstay"), encoder)
    assert [(d.text, d.wanted, d.worse) for d in found.differences if d.text == "visa overstay"] == [
        ("visa overstay", [], True)
    ]
