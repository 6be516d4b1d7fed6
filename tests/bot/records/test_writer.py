"""Writing costs no answer: whatever happens to the database, rows wait and are written when it is back."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select

from bot.records import writer
from bot.records.database import Database
from bot.records.migrator import upgrade
from bot.records.models import Feedback, Turn, now
from bot.records.writer import Recorder
from bot.settings import ROOT
from tests.bot.records.recording import count, failures, recording, wait_until, writers
from tests.factories import a_turn


def test_what_is_recorded_is_written_before_the_end(database: Database) -> None:
    with recording(database) as recorder:
        for _ in range(450):
            recorder.record(a_turn())
        recorder.record(Feedback(message="m", conversation="c1", helpful=True))
    assert count(database) == 450
    with database.read() as session:
        assert session.get_one(Feedback, "m").helpful


def test_the_first_start_makes_the_tables(url: str) -> None:
    database = Database(url)
    with recording(database) as recorder:
        recorder.record(a_turn())
    assert count(database) == 1
    database.close()


def test_many_answers_at_once_lose_nothing(database: Database) -> None:
    with recording(database) as recorder:

        def answer_many() -> None:
            for _ in range(50):
                recorder.record(a_turn())

        threads = [threading.Thread(target=answer_many) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert count(database) == 800


@pytest.mark.slow
def test_a_locked_database_delays_no_answer_and_loses_nothing(sqlite: Database) -> None:
    before = failures("write")
    with recording(sqlite) as recorder, closing(sqlite3.connect(str(sqlite.file), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with writers() as threads:
            for _ in range(100):
                recorder.record(a_turn())
            wait_until(lambda: failures("write") > before)
        assert threading.get_ident() not in threads
        assert count(sqlite) == 0
        other.execute("ROLLBACK")
        wait_until(lambda: count(sqlite) == 100)


def test_a_folder_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    before = failures("purge")
    blocked = tmp_path / "data"
    blocked.write_text("a file where the folder should be")
    database = Database(f"sqlite:///{blocked / 'records.db'}")
    with recording(database) as recorder:
        recorder.record(a_turn())
        wait_until(lambda: failures("purge") > before)
        blocked.unlink()
    assert count(database) == 1


def test_a_postgres_that_goes_away_is_waited_for(postgres: str, postgres_url: str) -> None:
    upgrade(postgres_url)
    database = Database(postgres_url)
    name = database.url.database
    before = failures("write")
    with recording(database) as recorder, psycopg.connect(f"{postgres}/postgres", autocommit=True) as admin:
        recorder.record(a_turn())
        wait_until(lambda: count(database) == 1)
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')  # type: ignore[call-overload]
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        recorder.record(a_turn())
        wait_until(lambda: failures("write") > before)
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')  # type: ignore[call-overload]
        wait_until(lambda: count(database) == 2)
    database.close()


# what a process of its own does to itself: the limits and the account are the whole process's
BROKEN = """
import sys, threading
from datetime import timedelta
from pathlib import Path
from bot.records.database import Database
from bot.records.migrator import upgrade
from bot.records.writer import FAILURES, Recorder
from tests.factories import a_turn
from tests.bot.records.recording import breaking, count, failures, wait_until, writers

folder, how = Path(sys.argv[1]), sys.argv[2]
url = f"sqlite:///{folder / 'records.db'}"
upgrade(url)
database = Database(url)
recorder = Recorder(database, text_days=90)
with breaking(how, folder), writers() as threads:
    recorder.start()
    for number in range(50):
        recorder.record(a_turn(id=str(number), text="long words " * 400))
    wait_until(lambda: failures("write") > 0)
assert threading.get_ident() not in threads, "an answer waited"
recorder.close(30)
assert count(database) == 50, count(database)
"""


@pytest.mark.slow
@pytest.mark.parametrize("how", ["full", "read-only"])
def test_a_full_or_read_only_disk_costs_no_answer_and_loses_nothing(how: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        run = subprocess.run(
            [sys.executable, "-c", BROKEN, folder, how], cwd=ROOT, capture_output=True, text=True, timeout=120
        )
    assert run.returncode == 0, run.stderr


def test_a_full_queue_drops_the_oldest_and_counts_them(sqlite: Database) -> None:
    before = failures("queue_full")
    recorder = Recorder(sqlite, text_days=90, most=10)
    for number in range(13):
        recorder.record(a_turn(id=str(number)))
    recorder.start()
    recorder.close()
    assert failures("queue_full") - before == 3
    with sqlite.read() as session:
        assert set(session.scalars(select(Turn.id))) == {str(number) for number in range(3, 13)}


def test_a_row_that_no_database_takes_does_not_hold_up_the_others(database: Database) -> None:
    before = failures("bad_row")
    with recording(database) as recorder:
        recorder.record(a_turn(id="1"))
        recorder.record(a_turn(id="2", kind=None))
        recorder.record(a_turn(id="3"))
    assert (count(database), failures("bad_row") - before) == (2, 1)


def test_the_end_does_not_wait_for_ever(sqlite: Database, caplog: pytest.LogCaptureFixture) -> None:
    before = failures("closed")
    recorder = Recorder(sqlite, text_days=90)
    with closing(sqlite3.connect(str(sqlite.file), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        recorder.start()
        recorder.record(a_turn())
        recorder.close(0.2)
        assert failures("closed") - before == 1
        assert "1 records were lost" in caplog.text


def test_old_texts_are_erased_daily(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "DAY", 0.1)
    with sqlite.write() as session:
        session.add(a_turn(id="at the start", time=now() - timedelta(days=91)))
    with recording(sqlite):
        wait_until(lambda: texts(sqlite) == {"at the start": None})
        with sqlite.write() as session:
            session.add(a_turn(id="a day later", time=now() - timedelta(days=91)))
        wait_until(lambda: texts(sqlite) == {"at the start": None, "a day later": None})


def texts(database: Database) -> dict[str, str | None]:
    with database.read() as session:
        return {turn.id: turn.text for turn in session.scalars(select(Turn))}
