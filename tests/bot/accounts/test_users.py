"""Accounts: added at the command line, checked at sign-in, closed after wrong passwords."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner
from sqlalchemy import select

from bot import cli
from bot.accounts import users
from bot.accounts.users import (
    MOST_FAILURES,
    add_user,
    disable,
    list_users,
    set_password,
    sign_in,
    sign_in_from_provider,
)
from bot.records.database import Database
from bot.records.migrator import upgrade
from bot.records.models import AuditEntry, User, now
from bot.settings import ROOT, Settings
from bot.user_error import UserError

PASSWORD = "correct horse battery"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr(users, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    url = Settings(data=tmp_path).database_url
    upgrade(url)
    database = Database(url)
    add_user(database, "editor", "editor", PASSWORD, "test")
    yield database
    database.close()


def test_the_right_password_signs_in_whatever_the_case_of_the_name(database: Database) -> None:
    found = sign_in(database, " Editor ", PASSWORD)
    assert found is not None
    assert found.role == "editor"
    assert sign_in(database, "editor", PASSWORD.upper()) is None
    assert sign_in(database, "nobody", PASSWORD) is None


def test_a_password_is_kept_as_an_argon2_hash_alone(database: Database) -> None:
    stored = list_users(database)[0].password
    assert stored is not None
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored
    assert stored not in repr(list_users(database)[0])


def test_wrong_passwords_close_the_account_for_a_quarter_of_an_hour(database: Database) -> None:
    for _ in range(MOST_FAILURES):
        assert sign_in(database, "editor", "wrong") is None
    assert sign_in(database, "editor", PASSWORD) is None
    with database.write() as session:
        user = session.scalars(select(User)).one()
        assert user.locked_until is not None
        assert user.locked_until - now() > timedelta(minutes=14)
        user.locked_until = now() - timedelta(seconds=1)
    assert sign_in(database, "editor", PASSWORD) is not None
    assert list_users(database)[0].failed_sign_ins == 0


def test_a_new_password_opens_a_closed_account(database: Database) -> None:
    for _ in range(MOST_FAILURES):
        sign_in(database, "editor", "wrong")
    set_password(database, "editor", "another long password", "test")
    assert sign_in(database, "editor", "another long password") is not None


def test_a_disabled_account_stays_out(database: Database) -> None:
    disable(database, "editor", "test")
    assert sign_in(database, "editor", PASSWORD) is None


def test_an_account_without_a_password_signs_in_at_the_provider_alone(database: Database) -> None:
    add_user(database, "chief@example.org", "viewer", None, "test")
    assert sign_in(database, "chief@example.org", "") is None
    assert sign_in_from_provider(database, "chief@example.org") is not None
    assert sign_in_from_provider(database, "editor") is None


def test_what_cannot_be_done_is_said_so(database: Database) -> None:
    with pytest.raises(UserError, match="too short; it needs 12"):
        add_user(database, "new", "viewer", "short", "test")
    with pytest.raises(UserError, match="there is an account EDITOR already"):
        add_user(database, "EDITOR", "viewer", PASSWORD, "test")
    with pytest.raises(UserError, match="no account nobody"):
        disable(database, "nobody", "test")
    with pytest.raises(UserError, match="1 to 100 printable"):
        add_user(database, "a\nb", "viewer", PASSWORD, "test")


def test_every_change_of_an_account_is_in_the_audit_log(database: Database) -> None:
    set_password(database, "editor", "another long password", "operator")
    disable(database, "editor", "operator")
    with database.read() as session:
        found = [(entry.who, entry.what, entry.target) for entry in session.scalars(select(AuditEntry))]
    assert found == [
        ("test", "account added", "editor"),
        ("operator", "password changed", "editor"),
        ("operator", "account disabled", "editor"),
    ]


def test_the_command_line_asks_for_the_password_and_never_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "load_settings", lambda: Settings(data=tmp_path))
    run = CliRunner().invoke
    added = run(cli.cli, ["user", "add", "chief", "--role", "admin"], input=f"{PASSWORD}\n{PASSWORD}\n")
    assert added.exit_code == 0
    assert "account chief added as admin" in added.output
    assert PASSWORD not in added.output
    provider = run(cli.cli, ["user", "add", "deputy@example.org", "--role", "viewer", "--provider"])
    assert provider.exit_code == 0
    assert "Password" not in provider.output
    assert run(cli.cli, ["user", "disable", "chief"]).exit_code == 0
    listed = run(cli.cli, ["user", "list"]).output
    assert "chief\tadmin\tpassword\tdisabled" in listed
    assert "deputy@example.org\tviewer\tprovider\tactive" in listed
    assert run(cli.cli, ["user", "password", "chief"], input="one\ntwo\n").exit_code != 0
    assert run(cli.cli, ["user", "add", "x", "--role", "owner"]).exit_code != 0


def test_a_password_on_the_command_line_is_not_taken(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "user", "add", "chief", PASSWORD, "--role", "admin"]
    environment = {**os.environ, "BOT_DATA": str(tmp_path)}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert "unexpected extra argument" in run.stderr
