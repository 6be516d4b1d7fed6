"""The switches of the whole bot."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.records.database import Database
from bot.records.models import AuditEntry
from bot.records.switches import KnownSwitches, Switches, switch_off, switch_on


def test_a_switch_is_off_until_it_is_switched_on(database: Database) -> None:
    switches = KnownSwitches(database)
    assert switches.read() == Switches()
    switch_on(database, "pause", "Back on Wednesday.", "admin", "new rules")
    switch_on(database, "notice", "New templates.", "admin", "")
    assert switches.read() == Switches("Back on Wednesday.", "New templates.")
    switch_on(database, "pause", "Back on Friday.", "admin", "")
    switch_off(database, "notice", "admin", "")
    assert switches.read() == Switches("Back on Friday.")


def test_each_change_is_in_the_audit_log(database: Database) -> None:
    switch_on(database, "pause", "Back on Wednesday.", "admin", "new rules")
    switch_off(database, "pause", "admin", "done")
    switch_off(database, "pause", "admin", "again, which changes nothing")
    with database.read() as session:
        found = [(entry.what, entry.why, entry.detail["text"]) for entry in session.scalars(select(AuditEntry))]
    assert found == [("pause on", "new rules", "Back on Wednesday."), ("pause off", "done", "Back on Wednesday.")]


def test_a_database_that_is_down_pauses_nothing(caplog: pytest.LogCaptureFixture) -> None:
    assert KnownSwitches(Database("postgresql+psycopg://bot@127.0.0.1:9/records")).read() == Switches()
    assert "the switches cannot be read" in caplog.text


def test_a_pause_outlasts_a_fault_and_the_database_is_not_asked_for_each_message(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    switches, asked = KnownSwitches(sqlite), []
    switch_on(sqlite, "pause", "Back on Wednesday.", "admin", "new rules")
    switches.read()

    def down() -> None:
        asked.append(1)
        raise OperationalError("select", {}, Exception("gone"))

    with monkeypatch.context() as fault:
        fault.setattr(sqlite, "read", down)
        assert [switches.read().pause for _ in range(3)] == ["Back on Wednesday."] * 3
        assert len(asked) == 1
    switch_off(sqlite, "pause", "admin", "done")
    switches._not_before = 0.0
    assert switches.read() == Switches()
