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
