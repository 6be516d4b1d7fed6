"""A referral and its contact details."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import func, select

from bot.records.database import Database
from bot.records.migrator import upgrade
from bot.records.models import Contact, Referral
from bot.records.referrals import delete_referral, file_contact, find_referral, keep_referral
from bot.records.writer import Recorder

REFERENCE = "V-7F3K-29"


def a_referral(**fields: object) -> Referral:
    return Referral(**{"reference": REFERENCE, "program": "JEM", **fields})  # type: ignore[arg-type]


def a_contact(**fields: object) -> Contact:
    values: dict[str, object] = {
        "reference": REFERENCE,
        "agency": "Sample County Sheriff's Office",
        "contact_person": "A. Sample",
        "email": "sample@agency.example",
        "phone": "555 0100",
        "nominees": 4,
    }
    return Contact(**{**values, **fields})  # type: ignore[arg-type]


@pytest.fixture
def recorder(database: Database) -> Recorder:
    return Recorder(database, text_days=90)


def test_a_referral_is_there_when_its_link_is_opened(database: Database, recorder: Recorder) -> None:
    keep_referral(database, recorder, a_referral(agency_kind="sheriff", state="DE", runs_jail=True))
    found = find_referral(database, REFERENCE)
    assert found
    assert found.contact is None
    kept = found.referral
    assert (kept.program, kept.agency_kind, kept.state, kept.runs_jail, kept.status) == (
        "JEM",
        "sheriff",
        "DE",
        True,
        "new",
    )
    assert find_referral(database, "V-2222-22") is None


@pytest.mark.slow
def test_a_referral_waits_for_a_locked_database(sqlite: Database) -> None:
    recorder = Recorder(sqlite, text_days=90)
    with closing(sqlite3.connect(str(sqlite.file), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        keep_referral(sqlite, recorder, a_referral())
    assert find_referral(sqlite, REFERENCE) is None
    recorder.start()
    recorder.close()
    assert find_referral(sqlite, REFERENCE)


def test_a_referral_waits_for_a_locked_table_of_postgres(postgres_url: str) -> None:
    """And not for ever: the table is locked until the hand-off is there."""
    upgrade(postgres_url)
    database = Database(postgres_url)
    recorder = Recorder(database, text_days=90)
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as other:
        other.execute("LOCK TABLE referrals")
        keep_referral(database, recorder, a_referral())
    assert find_referral(database, REFERENCE) is None
    recorder.start()
    recorder.close()
    assert find_referral(database, REFERENCE)
    database.close()


def test_a_reference_given_twice_keeps_the_first(database: Database, recorder: Recorder) -> None:
    keep_referral(database, recorder, a_referral(state="TX"))
    keep_referral(database, recorder, a_referral(state="OH"))
    found = find_referral(database, REFERENCE)
    assert found
    assert found.referral.state == "TX"


def test_contact_details_are_filed_once_and_corrected_only_by_whoever_filed(
    database: Database, recorder: Recorder
) -> None:
    keep_referral(database, recorder, a_referral())
    assert file_contact(database, a_contact(), correct=False)
    assert not file_contact(database, a_contact(phone="555 0199"), correct=False)
    assert file_contact(database, a_contact(phone="555 0142"), correct=True)
    found = find_referral(database, REFERENCE)
    assert found
    assert found.contact
    assert found.contact.phone == "555 0142"


def test_contact_details_need_a_referral(database: Database) -> None:
    assert not file_contact(database, a_contact(), correct=True)


def test_deleting_a_referral_erases_its_contact(database: Database, recorder: Recorder) -> None:
    keep_referral(database, recorder, a_referral())
    file_contact(database, a_contact(), correct=False)
    assert delete_referral(database, REFERENCE)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 0
    assert not delete_referral(database, REFERENCE)


def test_nothing_of_a_deleted_contact_is_left_in_the_files(sqlite: Database) -> None:
    keep_referral(sqlite, Recorder(sqlite, text_days=90), a_referral())
    file_contact(sqlite, a_contact(), correct=False)
    delete_referral(sqlite, REFERENCE)
    assert sqlite.file
    written = b"".join(file.read_bytes() for file in sqlite.file.parent.glob("records.db*"))
    assert b"sample@agency.example" not in written


def test_contact_details_do_not_show_in_a_log_line() -> None:
    shown = repr(a_contact())
    assert "Sample" not in shown
    assert "sample@" not in shown
    assert "555 0100" not in shown
