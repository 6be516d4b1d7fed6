"""The migrations, up and down, on both databases."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.records.database import Database
from bot.records.migrator import downgrade, upgrade
from bot.records.models import AuditEntry, Base, User
from bot.settings import ROOT
from bot.user_error import UserError
from tests.factories import a_turn

TABLES = set(Base.metadata.tables)


def tables(database: Database) -> set[str]:
    with database.read() as session:
        return set(inspect(session.connection()).get_table_names())


def test_up_makes_every_table_and_down_takes_them_away(url: str) -> None:
    database = Database(url)
    upgrade(url)
    assert tables(database) == {*TABLES, "alembic_version"}
    downgrade(url)
    assert tables(database) == {"alembic_version"}
    upgrade(url)
    assert tables(database) >= TABLES
    database.close()


def test_up_again_keeps_what_is_there(database: Database, url: str) -> None:
    with database.write() as session:
        session.add_all([a_turn(), User(name="someone", role="viewer"), AuditEntry(who="someone", what="sign-in")])
    upgrade(url)
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM turns")) == 1


def test_the_migrations_make_what_the_models_say(database: Database) -> None:
    with database.read() as session:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(session.connection(), opts=options)
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.slow
def test_four_processes_may_start_at_once(url: str) -> None:
    code = f"from bot.records.migrator import upgrade; upgrade({url!r})"
    processes = [
        subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    errors = [process.communicate(timeout=120)[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, errors
    database = Database(url)
    assert tables(database) >= TABLES
    database.close()


def test_threads_of_one_process_may_start_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(upgrade, [f"sqlite:///{tmp_path / str(number % 4)}.db" for number in range(16)]))


def test_a_database_of_a_newer_version_is_said_so(database: Database, url: str) -> None:
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UserError, match=r"made by a newer version of the bot.*BOT_DATABASE"):
        upgrade(url)


def test_a_database_that_cannot_be_reached_is_said_so_without_its_password() -> None:
    with pytest.raises(UserError) as caught:
        upgrade("postgresql+psycopg://bot:hunter2@127.0.0.1:9/records")
    assert "BOT_DATABASE" in str(caught.value)
    assert "127.0.0.1:9/records" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(UserError, match=r"unable to open database file.*may write there"):
        upgrade(f"sqlite:///{tmp_path / 'data' / 'records.db'}")
