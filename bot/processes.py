"""The four processes under supervisor (a process manager from PyPI): its configuration, and the talk with it."""

from __future__ import annotations

import configparser
import hashlib
import io
import os
import shlex
import subprocess
import sys
import tempfile
import xmlrpc.client
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from bot.secret import dialogue_token
from bot.settings import ROOT, Settings

LOG_BYTES = 5_000_000
LOG_BACKUPS = 3


@dataclass(frozen=True)
class Program:
    """One process: its name, what it runs, and the port that it listens on."""

    name: str
    command: list[str]
    port: int


def programs(settings: Settings, model: Path) -> list[Program]:
    """Return the four processes in the order in which they are started."""
    python = sys.executable
    dialogue = [
        *(str(settings.dialogue_python), "-m", "bot.dialogue.rasa_server", "run"),
        *("--model", str(model), "--enable-api", "--auth-token", dialogue_token(settings.data)),
        *("--endpoints", "bot/dialogue/endpoints.yml", "--credentials", "bot/dialogue/credentials.yml"),
        *("--interface", "127.0.0.1", "--port", str(settings.dialogue_port)),
        *("--response-timeout", str(int(settings.answer_seconds) + 1)),
    ]
    return [
        Program("dialogue", dialogue, settings.dialogue_port),
        Program("knowledge", [python, "-m", "bot.knowledge_server"], settings.knowledge_port),
        Program(
            "actions",
            [python, "-m", "actions.action_server", "--port", str(settings.actions_port)],
            settings.actions_port,
        ),
        Program("web", [python, "-m", "bot.web.web_server"], settings.port),
    ]


def environment(settings: Settings) -> dict[str, str]:
    """Return the environment of the processes: these settings, and what keeps everything on this machine."""
    return {
        **os.environ,
        **{f"BOT_{name.upper()}": str(getattr(settings, name)) for name in Settings.model_fields},
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "BOT_KNOWLEDGE_URL": settings.knowledge_url,
        "BOT_ACTIONS_URL": settings.actions_url,
        "BOT_CONVERSATIONS": str(settings.conversations_file),
        "HF_HUB_OFFLINE": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "ACTION_SERVER_SANIC_WORKERS": "1",
    }


class ProcessManager:
    """supervisord as a child of this process: it restarts what dies and stops all when it is stopped."""

    def __init__(self, settings: Settings, model: Path) -> None:
        """Start supervisord and with it the four processes."""
        self.programs = programs(settings, model)
        self._logs = settings.log_folder
        # a socket's path may have about 100 characters, a checkout's can be longer
        name = hashlib.sha256(str(settings.data).encode()).hexdigest()[:16]
        self._socket = Path(tempfile.gettempdir()) / f"program-faq-{name}.sock"
        settings.log_folder.mkdir(parents=True, exist_ok=True)
        file = settings.data / "supervisord.conf"
        file.touch(mode=0o600)
        file.write_text(self._configuration(settings), encoding="utf-8")
        command = [sys.executable, "-m", "supervisor.supervisord", "--nodaemon", "--configuration", str(file)]
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(settings),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def alive(self) -> bool:
        """Return whether supervisord itself runs."""
        return self._process.poll() is None

    def given_up(self) -> str | None:
        """Return the name of a process that supervisor has stopped restarting, if there is one."""
        try:
            rpc: Any = xmlrpc.client.ServerProxy(
                "http://localhost", transport=SupervisorTransport(None, None, serverurl=f"unix://{self._socket}")
            )
            states = rpc.supervisor.getAllProcessInfo()
        except (OSError, xmlrpc.client.Error):
            return None
        return next((state["name"] for state in states if state["statename"] in {"FATAL", "UNKNOWN"}), None)

    def last_lines(self, name: str, count: int = 15) -> str:
        """Return the end of a process's log."""
        try:
            lines = (self._logs / f"{name}.log").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return ""
        return "\n".join(lines[-count:])

    def wait(self, seconds: float) -> None:
        """Wait for the end of supervisord, at most so long."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return

    def stop(self) -> None:
        """Stop the four processes and supervisord, and wait for their end."""
        if self.alive():
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _configuration(self, settings: Settings) -> str:
        config = configparser.RawConfigParser()
        config["supervisord"] = {
            "logfile": str(self._logs / "supervisord.log"),
            "pidfile": str(settings.data / "supervisord.pid"),
            "childlogdir": str(self._logs),
        }
        config["unix_http_server"] = {"file": str(self._socket), "chmod": "0600"}
        config["rpcinterface:supervisor"] = {
            "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
        }
        for priority, program in enumerate(self.programs):
            config[f"program:{program.name}"] = {
                "command": shlex.join(program.command).replace("%", "%%"),
                "directory": str(ROOT),
                "priority": str(priority),
                "autorestart": "true",
                "startsecs": "3",
                "startretries": "5",
                "stopasgroup": "true",
                "killasgroup": "true",
                "stopwaitsecs": "10",
                "redirect_stderr": "true",
                "stdout_logfile": str(self._logs / f"{program.name}.log"),
                "stdout_logfile_maxbytes": str(LOG_BYTES),
                "stdout_logfile_backups": str(LOG_BACKUPS),
            }
        text = io.StringIO()
        config.write(text)
        return text.getvalue()
