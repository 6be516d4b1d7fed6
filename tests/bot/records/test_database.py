"""Many at once, and what the errors and the file give away."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, StatementError

from bot.records.database import Database
from bot.records.models import Turn, User
from bot.user_error import UserError
from tests.factories import a_turn


def test_eight_writers_at_once_lose_nothing(database: Database) -> None:
    def write(writer: int) -> None:
        for number in range(25):
            with database.write() as session:
                # read first: a plain SQLite transaction would now fail when another one writes
                session.scalar(select(func.count()).select_from(Turn))
                session.add(a_turn(id=f"{writer}-{number}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Turn)) == 200


def test_a_failed_change_leaves_nothing_behind(database: Database) -> None:
    def change() -> None:
        with database.write() as session:
            session.add(a_turn(id="1"))
            session.flush()
            session.add_all([User(name="one", role="viewer"), User(name="one", role="admin")])

    with pytest.raises(IntegrityError):
        change()
    with database.read() as session:
        assert session.get(Turn, "1") is None


def test_times_come_back_as_they_were_in_utc(database: Database) -> None:
    noon = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=-5)))
    with database.write() as session:
        session.add(a_turn(id="1", time=noon))
    with database.read() as session:
        found = session.get_one(Turn, "1").time
        assert found == noon
        assert found.tzinfo == UTC
        assert str(session.scalar(select(func.date(Turn.time)))) == "2026-07-01"


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="no time zone"), database.write() as session:
        session.add(a_turn(time=datetime(2026, 7, 1)))


def test_errors_do_not_repeat_what_people_typed(sqlite: Database) -> None:
    def change() -> None:
        with sqlite.write() as session:
            session.add(a_turn(id="1", text="private words"))
            session.flush()
            session.execute(Turn.__table__.insert(), {"id": "1", "text": "private words", "kind": "x"})  # type: ignore

    with pytest.raises(IntegrityError) as caught:
        change()
    assert "private words" not in str(caught.value)


def test_the_file_is_for_the_bots_account_alone(sqlite: Database) -> None:
    assert sqlite.file
    assert sqlite.file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("url", ["", "records.db", "mysql://bot:hunter2@host/x", "sqlite://", "postgresql://h/x"])
def test_an_address_of_another_kind_is_refused_with_the_right_form(url: str) -> None:
    with pytest.raises(UserError, match=r"postgresql\+psycopg://") as caught:
        Database(url)
    assert "hunter2" not in str(caught.value)
