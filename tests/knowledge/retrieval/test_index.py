"""The index is built whole or not at all, and takes known vectors over."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge import required
from knowledge.entries.loader import load_content
from knowledge.entries.yaml_file import ContentError
from knowledge.retrieval import index_builder, index_files
from knowledge.retrieval.index import load
from knowledge.retrieval.index_builder import build, provisional
from knowledge.retrieval.index_files import IndexMissingError
from knowledge.retrieval.index_version import UNFITTED, current_version
from tests.factories import IndexOf, answer, entry
from tests.stand_ins import WordEncoder


def test_a_built_index_loads(content: Path, tmp_path: Path, encoder: WordEncoder) -> None:
    version = build(tmp_path / "index", load_content(content), encoder)
    loaded = load(tmp_path / "index")
    assert loaded.version == version == current_version(tmp_path / "index")
    assert set(loaded.content.knowledge.entries) == {"hold-time"} | required.REQUIRED


def test_a_second_build_encodes_only_what_is_new(
    content: Path, tmp_path: Path, encoder: WordEncoder, index_of: IndexOf
) -> None:
    index_of(content, tmp_path / "index")
    encoder.encoded.clear()
    file = content / "faq" / "small.yml"
    file.write_text(file.read_text().replace("Who signs the agreement?", "Whose signature is it?"))
    build(tmp_path / "index", load_content(content), encoder)
    assert all("Whose signature is it?" in text for text in encoder.encoded)
    assert encoder.encoded


def test_a_failed_build_leaves_the_last_good_index(
    content: Path, tmp_path: Path, encoder: WordEncoder, index_of: IndexOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = index_of(content, tmp_path / "index")

    def disk_full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(index_files.np, "save", disk_full)
    with pytest.raises(OSError, match="No space left"):
        build(tmp_path / "index", load_content(content), encoder)
    assert load(tmp_path / "index").version == version
    assert not list((tmp_path / "index").glob("new-*"))


def test_without_an_index_the_mend_is_said(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="python -m bot index"):
        load(tmp_path)


def test_a_damaged_index_is_said_so(content: Path, tmp_path: Path, encoder: WordEncoder, index_of: IndexOf) -> None:
    version = index_of(content, tmp_path / "index")
    (tmp_path / "index" / version / "vectors.npy").write_bytes(b"torn")
    with pytest.raises(IndexMissingError, match="damaged"):
        load(tmp_path / "index")


def test_calibration_questions_must_name_entries(content: Path) -> None:
    (content / "calibration" / "in_scope.yml").write_text("- {text: what now, entries: [nothing]}\n")
    with pytest.raises(ContentError, match=r"unknown entries \['nothing'\]"):
        load_content(content)


@pytest.mark.slow
def test_only_two_versions_are_kept(content: Path, tmp_path: Path, encoder: WordEncoder) -> None:
    file = content / "faq" / "small.yml"
    for name in ("Whose?", "By whom?", "Who then?"):
        file.write_text(file.read_text().replace("Who signs the agreement?", f"Who signs the agreement? {name}"))
        build(tmp_path / "index", load_content(content), encoder)
    assert len([path for path in (tmp_path / "index").iterdir() if path.is_dir()]) == 2


def with_a_new_wording(content: Path, entry: str, wording: str) -> None:
    file = content / "faq" / "small.yml"
    entries = yaml.safe_load(file.read_text())
    next(found for found in entries if found["id"] == entry)["phrasings"].append(wording)
    file.write_text(yaml.safe_dump(entries, sort_keys=False))


def first(folder: Path, encoder: WordEncoder, text: str) -> str:
    return load(folder).ranker.rank(text, encoder.encode_one(text)).candidates[0].entry


def test_a_new_wording_counts_before_anything_is_fitted_anew(
    content: Path, tmp_path: Path, encoder: WordEncoder, index_of: IndexOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    fitted = index_of(content, folder)
    wording = "training course hours of the undersheriff"
    assert first(folder, encoder, wording) == "training-length"
    with_a_new_wording(content, "who-signs", wording)
    with monkeypatch.context() as patch:
        patch.setattr(index_builder, "Trainer", None)
        quick = build(folder, load_content(content), encoder, refit=False)
    assert quick != fitted
    assert quick.endswith(UNFITTED)
    assert first(folder, encoder, wording) == "who-signs"
    assert first(folder, encoder, "training course hours") == "training-length"
    assert build(folder, load_content(content), encoder) == quick.removesuffix(UNFITTED)
    assert first(folder, encoder, wording) == "who-signs"


def test_a_new_entry_counts_before_anything_is_fitted_anew(
    content: Path, tmp_path: Path, encoder: WordEncoder, index_of: IndexOf
) -> None:
    folder = tmp_path / "index"
    index_of(content, folder)
    added = entry("badge-color", "Which badge is worn?", "badge worn uniform", {"any": answer("A plain badge.")})
    (content / "faq" / "more.yml").write_text(yaml.safe_dump([added]))
    build(folder, load_content(content), encoder, refit=False)
    assert first(folder, encoder, "badge worn uniform 1") == "badge-color"
    with_a_new_wording(content, "who-signs", "pen and ink question")
    build(folder, load_content(content), encoder, refit=False)
    assert first(folder, encoder, "badge worn uniform 1") == "badge-color"
    assert first(folder, encoder, "pen and ink question") == "who-signs"
    (content / "faq" / "more.yml").unlink()
    build(folder, load_content(content), encoder, refit=False)
    assert first(folder, encoder, "badge worn uniform 1") != "badge-color"


def test_an_index_that_is_no_longer_wanted_is_not_used(
    content: Path, tmp_path: Path, encoder: WordEncoder, index_of: IndexOf
) -> None:
    version = index_of(content, tmp_path / "index")
    with_a_new_wording(content, "who-signs", "pen and ink question")
    build(tmp_path / "index", load_content(content), encoder, wanted=lambda: False)
    assert current_version(tmp_path / "index") == version


def test_a_provisional_index_leaves_the_one_in_use(
    content: Path, tmp_path: Path, encoder: WordEncoder, index_of: IndexOf
) -> None:
    version = index_of(content, tmp_path / "index")
    with_a_new_wording(content, "who-signs", "pen and ink question")
    index = provisional(tmp_path / "index", load_content(content), encoder)
    text = "pen and ink question"
    assert index.ranker.rank(text, encoder.encode_one(text)).candidates[0].entry == "who-signs"
    assert current_version(tmp_path / "index") == version
