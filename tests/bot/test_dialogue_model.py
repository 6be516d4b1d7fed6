"""When the dialogue model is trained anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from bot import dialogue_model
from bot.settings import Settings
from bot.user_error import UserError


def test_a_model_that_exists_is_not_trained_again(built: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def must_not_run(*_: object) -> None:
        raise AssertionError("trained again")

    monkeypatch.setattr(dialogue_model, "_rasa_train", must_not_run)
    assert dialogue_model.train_model(built, Console()).exists()


def test_a_changed_file_asks_for_another_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialogue = tmp_path / "bot" / "dialogue"
    dialogue.mkdir(parents=True)
    for name in (
        "config.yml",
        "domain.yml",
        "requirements.txt",
        "knowledge/content/vocabulary.yml",
        "bot/dialogue/rules.yml",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    monkeypatch.setattr(dialogue_model, "ROOT", tmp_path)
    monkeypatch.setattr(dialogue_model, "DIALOGUE", dialogue)
    settings = Settings(data=tmp_path / "var")
    before = dialogue_model.model_file(settings)
    assert dialogue_model.model_file(settings) == before
    for name in ("config.yml", "bot/dialogue/rules.yml"):
        (tmp_path / name).write_text("two")
        assert dialogue_model.model_file(settings) != before
        (tmp_path / name).write_text("one")
    (tmp_path / "knowledge" / "content" / "faq.yml").write_text("an answer")
    assert dialogue_model.model_file(settings) == before


def test_a_failed_training_names_its_log_and_leaves_no_model(
    built: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = tmp_path / "python"
    failing.write_text("#!/bin/sh\nexit 3\n")
    failing.chmod(0o755)
    settings = Settings(data=tmp_path, dialogue_python=failing)
    (tmp_path / "index").symlink_to(built.index_folder)
    with pytest.raises(UserError, match=r"rasa train failed \(status 3\); see .*training\.log"):
        dialogue_model.train_model(settings, Console())
    assert not list((tmp_path / "models").glob("*.tar.gz"))
