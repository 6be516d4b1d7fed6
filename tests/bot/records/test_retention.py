"""After the retention time no text is left; the counts are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from bot.cli import cli
from bot.records.database import Database
from bot.records.models import Feedback, ReviewItem, Turn, now
from bot.records.retention import EVENTS_AT_ONCE, Purged, purge, purge_conversations
from bot.settings import load_settings
from tests.factories import a_turn

OLD, NEW = timedelta(days=91), timedelta(days=89)


def fill(database: Database) -> None:
    with database.write() as session:
        for name, age in (("old", OLD), ("new", NEW)):
            time, words = now() - age, f"{name} private words"
            session.add(a_turn(id=name, text=words, time=time, entry="hold-time"))
            session.add(Feedback(message=name, conversation="c1", helpful=False, reason=words, time=time))
            session.add(ReviewItem(message=name, conversation="c1", text=words, reason="missed", time=time))


def test_old_texts_and_conversations_go_and_the_rows_stay(database: Database) -> None:
    fill(database)
    assert purge(database, 90) == Purged(turns=1, feedback=1, review_items=1)
    with database.read() as session:
        old, new = session.get_one(Turn, "old"), session.get_one(Turn, "new")
        assert (old.text, old.conversation, old.entry, old.kind) == (None, None, "hold-time", "answer")
        assert (new.text, new.conversation) == ("new private words", "c1")
        for model in (Feedback, ReviewItem):
            kept = session.scalars(select(model).order_by(model.time)).all()
            assert [row.conversation for row in kept] == [None, "c1"]
        assert set(session.scalars(select(Feedback.reason))) == {None, "new private words"}
        assert set(session.scalars(select(ReviewItem.text))) == {None, "new private words"}
    assert purge(database, 90) == Purged(0, 0, 0)


def test_nothing_of_an_erased_text_is_left_in_the_files(sqlite: Database) -> None:
    fill(sqlite)
    purge(sqlite, 90)
    assert sqlite.file
    written = b"".join(file.read_bytes() for file in sqlite.file.parent.glob("records.db*"))
    assert b"new private words" in written
    assert b"old private words" not in written


def test_the_command_erases_and_prints_the_counts(
    sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(sqlite)
    monkeypatch.setenv("BOT_DATA", str(tmp_path))
    load_settings.cache_clear()
    output = CliRunner().invoke(cli, ["purge"]).output
    monkeypatch.setenv("BOT_TEXT_DAYS", "30")
    load_settings.cache_clear()
    shorter = CliRunner().invoke(cli, ["purge"]).output
    load_settings.cache_clear()
    assert "older than 90 days: 1 of messages, 1 of feedback, 1 of the review queue" in output
    assert "older than 30 days: 1 of messages" in shorter


def test_conversations_lose_what_is_old_and_nothing_of_it_is_left_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "conversations.db"
    assert purge_conversations(file, 90) == 0
    with closing(sqlite3.connect(file)) as store, store:
        store.execute("create table events (id integer primary key, timestamp float, data text)")
        for age in (OLD, NEW):
            said = f"{'old' if age is OLD else 'new'} private words"
            rows = [((now() - age).timestamp(), said) for _ in range(EVENTS_AT_ONCE + 1)]
            store.executemany("insert into events (timestamp, data) values (?, ?)", rows)
    assert purge_conversations(file, 90) == EVENTS_AT_ONCE + 1
    written = file.read_bytes()
    assert b"new private words" in written
    assert b"old private words" not in written
    with closing(sqlite3.connect(file)) as store:
        assert store.execute("select count(*) from events").fetchone()[0] == EVENTS_AT_ONCE + 1


@pytest.mark.slow
def test_a_hundred_thousand_turns_are_purged_and_counted_fast(sqlite: Database) -> None:
    start = now() - timedelta(days=90)
    with sqlite.write() as session:
        rows = [
            {
                "id": f"{number:032}",
                "conversation": f"{number // 5:032}",
                "channel": "page",
                "text": f"how long is the training of number {number}",
                "kind": ("answer", "clarify", "out_of_scope", "refusal")[number % 4],
                "milliseconds": number % 900,
                "entry": f"entry-{number % 100}",
                "time": start + timedelta(seconds=77.76 * number),
            }
            for number in range(100_000)
        ]
        session.execute(Turn.__table__.insert(), rows)  # type: ignore[attr-defined]
    clock = now()
    with sqlite.read() as session:
        days = session.execute(
            select(func.date(Turn.time), Turn.kind, func.count(), func.avg(Turn.milliseconds))
            .where(Turn.time >= start)
            .group_by(func.date(Turn.time), Turn.kind)
        ).all()
    assert sum(day[2] for day in days) == 100_000
    assert now() - clock < timedelta(seconds=1)
    clock = now()
    assert purge(sqlite, 45).turns == pytest.approx(50_000, abs=10)
    # the writer waits three seconds for the lock before it counts a failure
    assert now() - clock < timedelta(seconds=3)
