"""Checks before anything is started: each fault is one line with its fix."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator

from rich.console import Console

from bot.settings import Settings
from bot.user_error import UserError
from knowledge import ContentError, load_content, superseded
from knowledge.maintenance import check_weights, current_version, weights_folder

LEAST_BYTES_TO_RUN = 200 * 1024 * 1024


def check_ports(settings: Settings) -> None:
    """Raise UserError for the first port that another program holds, or that two processes share."""
    ports = {
        "BOT_PORT": (settings.host, settings.port),
        "BOT_DIALOGUE_PORT": ("127.0.0.1", settings.dialogue_port),
        "BOT_ACTIONS_PORT": ("127.0.0.1", settings.actions_port),
        "BOT_KNOWLEDGE_PORT": ("127.0.0.1", settings.knowledge_port),
    }
    numbers = [port for _, port in ports.values()]
    if len(set(numbers)) < len(numbers):
        raise UserError(f"two processes have the same port ({numbers}); give each its own: {', '.join(ports)}")
    for name, (host, port) in ports.items():
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise UserError(
                    f"port {port} on {host} cannot be used ({error.strerror}); stop what holds it or set {name}"
                ) from error


def check_disk(settings: Settings) -> None:
    """Raise UserError when the data folder cannot be written or has too little room."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        (settings.data / ".write-test").write_bytes(b"x")
        (settings.data / ".write-test").unlink()
    except OSError as error:
        raise UserError(f"{settings.data} cannot be written ({error}); fix it or set BOT_DATA") from error
    free = shutil.disk_usage(settings.data).free
    if free < LEAST_BYTES_TO_RUN:
        raise UserError(
            f"{settings.data} has {free // 2**20} MB free, at least {LEAST_BYTES_TO_RUN // 2**20} are needed; make room"
            " or set BOT_DATA to another disk"
        )


def check_dialogue_environment(settings: Settings) -> None:
    """Raise UserError when the dialogue environment's Python is missing or not 3.10."""
    try:
        version = subprocess.run(
            [settings.dialogue_python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError) as error:
        raise UserError(f"{settings.dialogue_python} does not run ({error}); run `make setup`") from error
    if version != "3.10":
        raise UserError(f"{settings.dialogue_python} is Python {version}, Rasa needs 3.10; run `make setup`")


def check_weights_of_package(settings: Settings) -> None:
    """Raise EncoderError unless the installed weights are the publisher's."""
    check_weights(weights_folder())


def check_content(settings: Settings) -> None:
    """Raise ContentError with the faults of the content, the shipped and the agency's own."""
    load_content(settings.content, settings.overlay_folder)


def check_before_start(settings: Settings) -> None:
    """Raise the first fault that would keep the bot from starting."""
    check_ports(settings)
    check_disk(settings)
    check_dialogue_environment(settings)
    check_weights_of_package(settings)


def report(settings: Settings, console: Console) -> int:
    """Print the outcome of every check and return 0 when all are good, else 1."""
    faults = 0
    for name, fault in _outcomes(settings):
        console.print(
            f"[red]fault[/red]  {name}: {fault}" if fault else f"[green]good[/green]   {name}", soft_wrap=True
        )
        faults += bool(fault)
    for notice in _notices(settings):
        console.print(f"[yellow]notice[/yellow] {notice}", soft_wrap=True)
    version = current_version(settings.index_folder)
    console.print(f"index  {version or 'not built yet: run `python -m bot index`'}")
    console.print(f"model  {_model_said(settings)}")
    return 1 if faults else 0


def _notices(settings: Settings) -> Iterator[str]:
    """What an editor should look at, and that keeps nothing from running."""
    try:
        found = superseded(settings.content, settings.overlay_folder)
    except ContentError:
        return  # said as a fault of the content
    for entry in found:
        what = "is the same as the agency's own now" if entry.same else "changed since the agency edited it"
        yield f"content: the shipped entry {entry.entry} {what}; the console shows both under Content health"


def _model_said(settings: Settings) -> str:
    from bot.dialogue_model import model_file

    try:
        model = model_file(settings)
    except ContentError:
        return "not known while the files that it is trained from have faults"
    return model.name if model.exists() else "not trained yet: run `python -m bot train`"


def _outcomes(settings: Settings) -> Iterator[tuple[str, str | None]]:
    checks: dict[str, Callable[[Settings], None]] = {
        "ports": check_ports,
        "data folder and disk": check_disk,
        "dialogue environment": check_dialogue_environment,
        "weights": check_weights_of_package,
        "content": check_content,
    }
    for name, check in checks.items():
        try:
            check(settings)
        except Exception as error:  # every fault is shown, whatever its kind
            yield name, str(error)
        else:
            yield name, None
