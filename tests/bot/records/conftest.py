"""Every test of the records runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot.records.database import Database
from bot.records.migrator import upgrade
from tests.bot.records.postgres import running_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server."""
    with running_server() as address:
        yield address


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """The address of a fresh, empty database on it."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(f"{postgres}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield f"{postgres}/{name}".replace("postgresql://", "postgresql+psycopg://")
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgres_url"))])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'records.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A database with its tables."""
    upgrade(url)
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def sqlite(tmp_path: Path, empty_records: Path) -> Iterator[Database]:
    """A SQLite database with its tables."""
    shutil.copy(empty_records, tmp_path / "records.db")
    database = Database(f"sqlite:///{tmp_path / 'records.db'}")
    yield database
    database.close()
