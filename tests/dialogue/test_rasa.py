"""Rasa's own tools on the dialogue's files."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from bot.processes import environment
from bot.settings import ROOT, Settings
from bot.training import knowledge_running, model_file


def rasa(settings: Settings, *arguments: str, **addresses: str) -> str:
    """Run a command of Rasa in the dialogue environment; return its output. Fails the test when Rasa fails."""
    run = subprocess.run(
        [settings.dialogue_python, "-m", "bot.dialogue.server", *arguments],
        cwd=ROOT,
        env={**environment(settings), **addresses},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    output = run.stdout + run.stderr
    assert run.returncode == 0, output
    return output


def test_the_data_is_valid_without_a_warning(built: Settings) -> None:
    output = rasa(
        built,
        *("data", "validate", "--fail-on-warnings", "--config", "config.yml", "--domain", "domain.yml"),
        *("--data", "bot/dialogue/nlu", "bot/dialogue/rules"),
    )
    assert "No story structure conflicts found" in output
    # what Rasa itself warns of; deprecations in its dependencies are theirs
    assert not re.search(r"UserWarning|FutureWarning|^\S+ \S+ WARNING ", output, re.MULTILINE), output


def test_the_stories_go_as_told(built: Settings, tmp_path: Path) -> None:
    with knowledge_running(built) as url:
        output = rasa(
            built,
            *("test", "core", "--fail-on-prediction-errors", "--model", str(model_file(built))),
            *("--stories", "tests/dialogue/stories.yml", "--out", str(tmp_path), "--no-plot"),
            *("--endpoints", "bot/dialogue/endpoints.yml"),
            BOT_KNOWLEDGE_URL=url,
        )
    assert "Correct:" in output
    assert "None of the test stories failed" in (tmp_path / "failed_test_stories.yml").read_text()


def test_every_act_has_a_rule_and_a_story() -> None:
    domain = (ROOT / "domain.yml").read_text()
    intents = re.findall(r"^  - (\w+)$", domain.split("entities:")[0], re.MULTILINE)
    rules = "".join(path.read_text() for path in (ROOT / "bot" / "dialogue" / "rules").glob("*.yml"))
    stories = (ROOT / "tests" / "dialogue" / "stories.yml").read_text()
    assert len(intents) == 14
    for intent in intents:
        assert f"- intent: {intent}\n" in rules, intent
        assert f"intent: {intent}\n" in stories, intent


def test_training_examples_do_not_repeat() -> None:
    lines = [
        line.strip().lower()
        for path in (ROOT / "bot" / "dialogue" / "nlu").glob("*.yml")
        for line in path.read_text().splitlines()
        if line.startswith("      - ")
    ]
    assert len(lines) == len(set(lines)) > 1000
