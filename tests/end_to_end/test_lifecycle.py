"""Starting, a dead process, stopping."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path

from bot.settings import Settings
from tests.running import Bot, free_ports, processes, start, stop, wait_for


def test_stopping_leaves_no_process(built: Settings, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for part in ("index", "models"):
        (tmp_path / "data" / part).symlink_to(built.data / part)
    bot = start(tmp_path / "data", built.content)
    assert wait_for(bot.ready, 120), stop(bot)
    assert len(processes(bot.data)) >= 6
    time.sleep(2)  # until it has noticed and printed the address
    output = stop(bot)
    assert bot.process.returncode == 0
    assert bot.url in output
    assert "stopping" in output
    assert wait_for(lambda: not processes(bot.data), 10), processes(bot.data)


def test_a_busy_port_is_said_before_anything_starts(bot: Bot, tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = str(held.getsockname()[1])
        run = run_up(bot, BOT_PORT=port, BOT_DATA=str(tmp_path))
    assert run.returncode == 1
    assert f"port {port}" in run.stderr
    assert "set BOT_PORT" in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "log").exists()


def test_bad_settings_name_the_variable_and_the_value(bot: Bot, tmp_path: Path) -> None:
    run = run_up(bot, BOT_PORT="eight")
    assert run.returncode == 1
    assert "BOT_PORT='eight'" in run.stderr


def test_a_missing_dialogue_environment_is_said_with_its_fix(bot: Bot, tmp_path: Path) -> None:
    ports = start_ports(bot)
    run = run_up(bot, BOT_DIALOGUE_PYTHON=str(tmp_path / "none"), BOT_DATA=str(tmp_path), **ports)
    assert run.returncode == 1
    assert "make setup" in run.stderr


def test_an_invalid_entry_is_said_with_file_and_line(bot: Bot, tmp_path: Path) -> None:
    content = tmp_path / "content"
    subprocess.run(["cp", "-r", bot.environment["BOT_CONTENT"], content], check=True)
    file = content / "faq" / "training.yml"
    file.write_text(file.read_text().replace("  related: [", "  related: [no-such-entry, ", 1))
    run = run_up(bot, BOT_CONTENT=str(content), BOT_DATA=str(tmp_path / "data"), **start_ports(bot))
    assert run.returncode == 1
    assert "training.yml:" in run.stderr
    assert "no-such-entry" in run.stderr
    assert not (tmp_path / "data" / "index" / "current").exists()


def start_ports(bot: Bot) -> dict[str, str]:
    names = ("BOT_PORT", "BOT_DIALOGUE_PORT", "BOT_ACTIONS_PORT", "BOT_KNOWLEDGE_PORT")
    return dict(zip(names, map(str, free_ports(4)), strict=True))


def run_up(bot: Bot, **settings: str) -> subprocess.CompletedProcess[str]:
    changed = Bot(bot.url, {**bot.environment, **settings}, bot.process, bot.data)
    return changed.command("up")
