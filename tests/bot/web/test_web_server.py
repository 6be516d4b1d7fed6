"""The web process by itself."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.settings import ROOT


@pytest.mark.slow
def test_it_starts_with_its_records_and_ends_when_asked(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "BOT_DATA": str(tmp_path), "BOT_PORT": str(port)}
    web = subprocess.Popen([sys.executable, "-m", "bot.web.web_server"], cwd=ROOT, env=environment)
    try:
        until = time.monotonic() + 60
        while not _serves(port) or not _tables(tmp_path / "records.db"):
            assert web.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
    finally:
        web.send_signal(signal.SIGTERM)
        status = web.wait(20)
    assert status == 0
    assert {"turns", "referrals", "audit"} <= _tables(tmp_path / "records.db")


def _serves(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz").is_success
    except httpx.HTTPError:
        return False


def _tables(file: Path) -> set[str]:
    if not file.exists():
        return set()
    with closing(sqlite3.connect(file)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
