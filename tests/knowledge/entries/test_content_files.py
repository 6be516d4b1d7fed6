"""What is content, and what only lies beside it."""

from __future__ import annotations

from pathlib import Path

from knowledge.entries.content_files import digest_of, overlay_files, shipped_files
from tests.knowledge.entries.overlays import overlay


def test_the_digest_changes_with_the_files_of_either_layer_only(content: Path, tmp_path: Path) -> None:
    own = overlay(tmp_path, phrasings={})
    before = digest_of(content, own)
    for folder in (content, own):
        (folder / "notes.txt").write_text("not content")
        (folder / "words.yml").write_text("not: content")
    assert digest_of(content, own) == before
    (content / "regression.jsonl").write_text("")
    shipped = digest_of(content, own)
    (own / "regression.jsonl").write_text("")
    assert len({before, shipped, digest_of(content, own), digest_of(content)}) == 4


def test_other_yaml_is_never_taken_for_content(content: Path, tmp_path: Path) -> None:
    own = overlay(tmp_path, faq__own=[], phrasings={}, calibration__in_scope=[], figures={})
    (content / "roster").mkdir()
    (content / "roster" / "words.yml").write_text("not: content")
    assert "faq/small.yml" in shipped_files(content)
    assert "roster/words.yml" not in shipped_files(content)
    assert overlay_files(own) == ["faq/own.yml", "phrasings.yml"]
