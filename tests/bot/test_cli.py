"""The command line."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.settings import ROOT, Settings, load_settings


def test_help_lists_commands_and_settings() -> None:
    text = CliRunner().invoke(cli, ["--help"]).output
    for command in ("up", "ask", "train", "index", "doctor"):
        assert f"\n  {command} " in text
    assert "BOT_PORT" in text
    assert "(default: 8000)" in text


@pytest.mark.slow
def test_asking_a_bot_that_does_not_run_says_how_to_start_it() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "how long"],
        cwd=ROOT,
        env={"PATH": "", "BOT_PORT": "9"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "start it with `make run`" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.slow
def test_a_fault_is_one_line_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bot", "up"],
        cwd=ROOT,
        env={"PATH": "", "BOT_PORT": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.startswith("error: BOT_PORT='0'")
    assert len(run.stderr.splitlines()) == 1


def test_settings_are_read_once() -> None:
    load_settings.cache_clear()
    assert load_settings() is load_settings()
    assert load_settings() == Settings()
