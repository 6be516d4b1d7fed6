"""The real four processes, started as a user starts them: shared by the tests over HTTP and in the browser."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.settings import ROOT, Settings
from knowledge.entries.loader import CONTENT

READY_SECONDS = 120


def free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@dataclass
class Bot:
    """A running bot: its address, environment and process."""

    url: str
    environment: dict[str, str]
    process: subprocess.Popen[str]
    data: Path

    def ask(self, text: str, conversation: str | None = None) -> Any:
        """Return the API's answer to a message."""
        body = {"text": text} | ({"conversation": conversation} if conversation else {})
        response = httpx.post(f"{self.url}/api/messages", json=body, timeout=30)
        assert response.status_code == 200, response.text
        return response.json()

    def reply(self, text: str, conversation: str | None = None) -> Any:
        """Return the first reply to a message."""
        return self.ask(text, conversation)["replies"][0]

    def ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m bot ...` with the bot's settings."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


def wait_for(condition: Any, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.2)
    return False


def start(data: Path, content: Path, **settings: str) -> Bot:
    web, dialogue, actions, knowledge = free_ports(4)
    environment = {
        **os.environ,
        "BOT_PORT": str(web),
        "BOT_DIALOGUE_PORT": str(dialogue),
        "BOT_ACTIONS_PORT": str(actions),
        "BOT_KNOWLEDGE_PORT": str(knowledge),
        "BOT_DATA": str(data),
        "BOT_CONTENT": str(content),
        "BOT_RATE_LIMIT": "off",
        **settings,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "up"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    return Bot(f"http://127.0.0.1:{web}", environment, process, data)


def stop(bot: Bot) -> str:
    """Stop as Ctrl-C does; return what the bot printed."""
    if bot.process.poll() is None:
        os.killpg(bot.process.pid, signal.SIGINT)
    output, _ = bot.process.communicate(timeout=60)
    return output


def processes(data: Path, *more: str) -> dict[int, str]:
    """Return the command lines of the processes that were started for this data folder, by their ids.

    `more` are settings (`NAME=value`) that their environment must hold too.
    """
    wanted = {setting.encode() for setting in (f"BOT_DATA={data}", *more)}
    found = {}
    for folder in Path("/proc").iterdir():
        try:
            environment = (folder / "environ").read_bytes()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, NotADirectoryError):
            continue
        if folder.name.isdigit() and wanted <= set(environment.split(b"\0")):
            found[int(folder.name)] = command
    return found


def kill(bot: Bot, module: str) -> None:
    # other tests have page processes of their own over the same data, on other ports
    ours = processes(bot.data, f"BOT_PORT={bot.environment['BOT_PORT']}")
    (number,) = [number for number, command in ours.items() if module in command]
    os.kill(number, signal.SIGKILL)


@contextmanager
def running(built: Settings, folder: Path, **settings: str) -> Iterator[Bot]:
    """Run a bot on copies of the shipped content, the index and the model for the length of the block."""
    content, data = folder / "content", folder / "data"
    shutil.copytree(CONTENT, content)
    for part in ("index", "models"):
        shutil.copytree(built.data / part, data / part)
    bot = start(data, content, **settings)
    if not wait_for(lambda: bot.ready() or bot.process.poll() is not None, READY_SECONDS) or not bot.ready():
        pytest.fail(f"the bot did not start:\n{stop(bot)}")
    try:
        yield bot
    finally:
        stop(bot)
