"""Rasa's command line and server on the trained model."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from bot.dialogue_model import knowledge_running, model_file
from bot.processes import environment
from bot.settings import ROOT, Settings
from tests.running import wait_for

PARSE_SECONDS = 20
READY_SECONDS = 180

Rasa = Callable[..., str]
Act = Callable[[str], str]


@pytest.fixture(scope="session")
def knowledge_url(built: Settings) -> Iterator[str]:
    with knowledge_running(built) as url:
        yield url


@pytest.fixture(scope="session")
def rasa(built: Settings, knowledge_url: str) -> Rasa:
    """Runs a command of Rasa in the dialogue environment; returns its output, and fails the test when Rasa fails."""

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [built.dialogue_python, "-m", "bot.dialogue.rasa_server", *arguments],
            cwd=ROOT,
            env={**environment(built), "BOT_KNOWLEDGE_URL": knowledge_url},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        output = done.stdout + done.stderr
        assert done.returncode == 0, output
        return output

    return run


@pytest.fixture(scope="session")
def act(built: Settings, knowledge_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Act]:
    """Tells the act that the trained model takes a message for."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("dialogue")
    command = [
        *(str(built.dialogue_python), "-m", "bot.dialogue.rasa_server", "run", "--enable-api"),
        *("--model", str(model_file(built)), "--endpoints", "bot/dialogue/endpoints.yml"),
        *("--interface", "127.0.0.1", "--port", str(port)),
    ]
    addresses = {"BOT_KNOWLEDGE_URL": knowledge_url, "BOT_CONVERSATIONS": str(folder / "conversations.db")}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**environment(built), **addresses}, stdout=log, stderr=subprocess.STDOUT
        )
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PARSE_SECONDS) as http:
        try:
            assert wait_for(lambda: _loaded(http), READY_SECONDS), (folder / "log").read_text()
            yield lambda text: str(http.post("/model/parse", json={"text": text}).json()["intent"]["name"])
        finally:
            process.terminate()
            process.wait()


def _loaded(http: httpx.Client) -> bool:
    try:
        return bool(http.get("/status").json().get("model_file"))
    except (httpx.HTTPError, ValueError):
        return False


def yaml_files(folder: Path) -> list[Path]:
    """Return the YAML files of a folder, in order."""
    return sorted(folder.glob("*.yml"))
