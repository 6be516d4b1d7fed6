"""The switches of the whole bot."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.records.database import Database
from bot.records.models import AuditEntry
from bot.records.switches import Switches, switch_off, switch_on, switches


def test_a_switch_is_off_until_it_is_switched_on(database: Database) -> None:
    assert switches(database) == Switches()
    switch_on(database, "pause", "Back on Wednesday.", "admin", "new rules")
    switch_on(database, "notice", "New templates.", "admin", "")
    assert switches(database) == Switches("Back on Wednesday.", "New templates.")
    switch_on(database, "pause", "Back on Friday.", "admin", "")
    switch_off(database, "notice", "admin", "")
    assert switches(database) == Switches("Back on Friday.")


def test_each_change_is_in_the_audit_log(database: Database) -> None:
    switch_on(database, "pause", "Back on Wednesday.", "admin", "new rules")
    switch_off(database, "pause", "admin", "done")
    switch_off(database, "pause", "admin", "again, which changes nothing")
    with database.read() as session:
        found = [(entry.what, entry.why, entry.detail["text"]) for entry in session.scalars(select(AuditEntry))]
    assert found == [("pause on", "new rules", "Back on Wednesday."), ("pause off", "done", "Back on Wednesday.")]


def test_a_database_that_is_down_pauses_nothing(caplog: pytest.LogCaptureFixture) -> None:
    assert switches(Database("postgresql+psycopg://bot@127.0.0.1:9/records")) == Switches()
    assert "the switches cannot be read" in caplog.text
