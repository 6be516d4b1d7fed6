"""`python -m bot train`: the Rasa model, trained only when something that it is made of changed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from bot.dialogue_version import model_version
from bot.processes import environment
from bot.settings import ROOT, Settings
from bot.user_error import UserError
from knowledge.client import KnowledgeClient

MODELS_KEPT = 2


def model_file(settings: Settings) -> Path:
    """Return where the model of the present files is, or would be. Raises ContentError."""
    return settings.models_folder / f"{model_version(ROOT)}.tar.gz"


def train_model(settings: Settings, console: Console) -> Path:
    """Return the model of the present files, trained now unless it exists. Raises UserError and ContentError."""
    model = model_file(settings)
    if model.exists():
        return model
    settings.models_folder.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    with (
        console.status("training the dialogue model (about a minute)"),
        knowledge_running(settings) as url,
    ):
        _rasa_train(settings, model, url)
    console.print(f"dialogue model {model.name}: trained in {time.perf_counter() - started:.0f} s")
    for old in sorted(settings.models_folder.glob("*.tar.gz"), key=os.path.getmtime)[:-MODELS_KEPT]:
        old.unlink()
    return model


@contextmanager
def knowledge_running(settings: Settings) -> Iterator[str]:
    """Run the knowledge service on a free port for the length of the block; give its address.

    Raises UserError when it does not become ready.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.log_folder.mkdir(parents=True, exist_ok=True)
    log = settings.log_folder / "knowledge-for-training.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.knowledge_server", "--port", str(port)],
            cwd=ROOT,
            env=environment(settings),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    client = KnowledgeClient(url)
    try:
        deadline = time.monotonic() + settings.start_seconds
        while not client.ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise UserError(f"the knowledge service did not start; see {log}")
            time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        process.wait()


def _rasa_train(settings: Settings, model: Path, knowledge_url: str) -> None:
    log = settings.log_folder / "training.log"
    name = f"training-{os.getpid()}"
    command = [
        *(str(settings.dialogue_python), "-m", "bot.dialogue.rasa_server", "train"),
        *("--config", "config.yml", "--domain", "domain.yml", "--data", "bot/dialogue/nlu", "bot/dialogue/rules"),
        *("--out", str(settings.models_folder), "--fixed-model-name", name),
    ]
    settings.log_folder.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        status = subprocess.run(
            command,
            cwd=ROOT,
            env={**environment(settings), "BOT_KNOWLEDGE_URL": knowledge_url},
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    trained = settings.models_folder / f"{name}.tar.gz"
    if status or not trained.exists():
        raise UserError(f"rasa train failed (status {status}); see {log}")
    # a half-written model never has the name that is looked for
    trained.replace(model)
