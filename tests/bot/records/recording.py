"""A recorder at work, what it has written, and a disk that fails it."""

from __future__ import annotations

import os
import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.records.database import Database
from bot.records.models import Turn
from bot.records.writer import FAILURES, Recorder


@contextmanager
def recording(database: Database, **options: int) -> Iterator[Recorder]:
    recorder = Recorder(database, text_days=90, **options)
    recorder.start()
    yield recorder
    recorder.close(30)


@contextmanager
def writers() -> Iterator[set[int]]:
    """The ids of the threads that write to a database within the block."""
    threads: set[int] = set()
    write = Database.write

    def noted(database: Database) -> AbstractContextManager[Session]:
        threads.add(threading.get_ident())
        return write(database)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "write", noted)
        yield threads


def failures(reason: str) -> float:
    return FAILURES.labels(reason)._value.get()


def count(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Turn)) or 0


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "waited too long"
        threading.Event().wait(0.02)


@contextmanager
def breaking(how: str, folder: Path) -> Iterator[None]:
    """Make `folder` unusable for this process: a disk that is full, or files that it may only read."""
    if how == "full":
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, most))
        yield
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    elif os.geteuid() == 0:
        # root may write everywhere, so it turns into somebody else
        (folder / "records.db").chmod(0o444)
        os.seteuid(65534)
        yield
        os.seteuid(0)
    else:
        for path in (folder / "records.db", folder):
            path.chmod(path.stat().st_mode & ~0o222)
        yield
        for path in (folder, folder / "records.db"):
            path.chmod(path.stat().st_mode | 0o200)
