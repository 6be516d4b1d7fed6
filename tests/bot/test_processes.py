"""What the process manager is told."""

from __future__ import annotations

from pathlib import Path

from bot.processes import environment, programs
from bot.settings import Settings


def test_processes_get_the_settings_that_were_given_not_the_defaults(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, port=9001, knowledge_port=9004)
    given = environment(settings)
    assert (given["BOT_DATA"], given["BOT_PORT"]) == (str(tmp_path), "9001")
    assert given["BOT_KNOWLEDGE_URL"] == "http://127.0.0.1:9004"
    assert given["RASA_TELEMETRY_ENABLED"] == "false"
    assert given["HF_HUB_OFFLINE"] == "1"


def test_only_loopback_is_listened_on_behind_the_page(tmp_path: Path) -> None:
    found = programs(Settings(data=tmp_path), tmp_path / "model.tar.gz")
    assert [program.name for program in found] == ["dialogue", "knowledge", "actions", "web"]
    dialogue = found[0].command
    assert dialogue[dialogue.index("--interface") + 1] == "127.0.0.1"
    assert len({program.port for program in found}) == 4
