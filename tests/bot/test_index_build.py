"""Building the index while the content is being edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from rich.console import Console

from bot import index_build
from bot.index_build import build_index
from bot.settings import Settings
from knowledge.entries.loader import load_content
from knowledge.retrieval.encoder import Vectors
from knowledge.retrieval.index import load
from knowledge.retrieval.index_builder import build
from knowledge.retrieval.index_version import UNFITTED, current_version
from tests.knowledge.entries.overlays import upgrade
from tests.stand_ins import WordEncoder


class SlowEncoder(WordEncoder):
    """Runs `meanwhile` once, while it encodes."""

    fingerprint = "words"
    meanwhile: Callable[[], object] | None = None

    def encode(self, texts: Sequence[str], progress: Callable[[int], object] | None = None) -> Vectors:
        meanwhile, SlowEncoder.meanwhile = SlowEncoder.meanwhile, None
        if meanwhile:
            meanwhile()
        return super().encode(texts, progress)


@pytest.fixture
def settings(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(index_build, "Encoder", SlowEncoder)
    return Settings(data=tmp_path / "data", content=content)


def ask_otherwise(content: Path) -> None:
    upgrade(content, "Who signs the agreement?", "Whose signature is it?")


@pytest.mark.slow
def test_content_that_changes_while_it_is_built_is_built_again(settings: Settings) -> None:
    SlowEncoder.meanwhile = lambda: ask_otherwise(settings.content)
    version = build_index(settings, Console(quiet=True))
    assert version == current_version(settings.index_folder)
    index = load(settings.index_folder)
    assert index.content.knowledge.entries["who-signs"].question == "Whose signature is it?"


def test_the_agencys_own_changes_are_built_in_also_those_made_meanwhile(settings: Settings) -> None:
    file = settings.overlay_folder / "phrasings.yml"
    file.parent.mkdir(parents=True)
    file.write_text("who-signs: [whose pen is it]\n")
    SlowEncoder.meanwhile = lambda: file.write_text("who-signs: [whose pen is it, whose quill is it]\n")
    build_index(settings, Console(quiet=True))
    entry = load(settings.index_folder).content.knowledge.entries["who-signs"]
    assert entry.phrasings[-2:] == ["whose pen is it", "whose quill is it"]


@pytest.mark.slow
def test_an_index_that_is_not_fitted_yet_is_built_in_full(settings: Settings) -> None:
    first = build_index(settings, Console(quiet=True))
    ask_otherwise(settings.content)
    content = load_content(settings.content, settings.overlay_folder)
    quick = build(settings.index_folder, content, SlowEncoder(), refit=False)
    assert quick is not None
    assert quick.endswith(UNFITTED)
    version = build_index(settings, Console(quiet=True))
    assert version == quick.removesuffix(UNFITTED) == current_version(settings.index_folder) != first
