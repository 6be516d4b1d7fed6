"""Rasa's own tools on the dialogue's files."""

from __future__ import annotations

import re
from pathlib import Path

from bot.dialogue_model import model_file
from bot.settings import ROOT, Settings
from tests.dialogue.conftest import Rasa, yaml_files


def test_the_data_is_valid_without_a_warning(rasa: Rasa) -> None:
    output = rasa(
        *("data", "validate", "--fail-on-warnings", "--config", "config.yml", "--domain", "domain.yml"),
        *("--data", "bot/dialogue/nlu", "bot/dialogue/rules"),
    )
    assert "No story structure conflicts found" in output
    # what Rasa itself warns of; deprecations in its dependencies are theirs
    assert not re.search(r"UserWarning|FutureWarning|^\S+ \S+ WARNING ", output, re.MULTILINE), output


def test_the_stories_go_as_told(rasa: Rasa, built: Settings, tmp_path: Path) -> None:
    """With --e2e, so that each user's line must get its act and its entities from the trained model too."""
    output = rasa(
        *("test", "core", "--e2e", "--fail-on-prediction-errors", "--model", str(model_file(built))),
        *("--stories", "tests/dialogue/stories", "--out", str(tmp_path), "--no-plot"),
        *("--endpoints", "bot/dialogue/endpoints.yml"),
    )
    assert "Correct:" in output
    assert "None of the test stories failed" in (tmp_path / "failed_test_stories.yml").read_text()


def test_training_examples_do_not_repeat() -> None:
    lines = [
        line.strip().lower()
        for path in yaml_files(ROOT / "bot" / "dialogue" / "nlu")
        for line in path.read_text().splitlines()
        if line.startswith("      - ")
    ]
    assert len(lines) == len(set(lines)) > 1000
