"""A PostgreSQL server for the tests: the one at BOT_TEST_POSTGRES, else a private one that ends with them."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

BINARIES = Path("/usr/lib/postgresql")
INSTALL = ["apt-get", "install", "-y", "--no-install-recommends", "postgresql"]


@contextmanager
def running_server() -> Iterator[str]:
    """Give the address of a server (`postgresql://user:password@host:port`) that may create databases."""
    given = os.environ.get("BOT_TEST_POSTGRES")
    if given:
        yield given.rstrip("/")
        return
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        with _private_server(binaries, folder) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    if not _newest() and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(
            INSTALL, check=False, capture_output=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        )
    found = _newest()
    if not found:
        pytest.fail(
            f"these tests need PostgreSQL: run `sudo {' '.join(INSTALL)}`, or set BOT_TEST_POSTGRES to a server's "
            "address, postgresql://user:password@host:port"
        )
    return found


def _newest() -> Path | None:
    versions = sorted(BINARIES.glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    return versions[-1].parent if versions else None


@contextmanager
def _private_server(binaries: Path, folder: Path) -> Iterator[str]:
    # PostgreSQL refuses to run as root
    account = _account() if os.geteuid() == 0 else None
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    user = account.pw_uid if account else None
    password, data = secrets.token_hex(16), folder / "data"
    secret = folder / "password"
    secret.write_text(password)
    secret.chmod(0o644)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--auth=scram-sha-256", f"--pwfile={secret}", "--username=test", "--encoding=UTF8", "--no-sync"]
    subprocess.run([binaries / "initdb", "-D", data, *options], check=True, capture_output=True, user=user, cwd=folder)
    flags = ["-c", "fsync=off", "-c", "unix_socket_directories=", "-c", "listen_addresses=127.0.0.1"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-p", str(port), *flags], user=user, cwd=folder, stderr=log
        )
    try:
        address = f"postgresql://test:{password}@127.0.0.1:{port}"
        _wait_for(address, server, folder / "log")
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)


def _account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(f"{address}/postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                pytest.fail(f"PostgreSQL did not start: {log.read_text()}")
            time.sleep(0.05)
