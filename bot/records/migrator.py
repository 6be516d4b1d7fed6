"""The schema's way up and down: Alembic's migrations, run from here and never from a command of their own."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from bot.records.database import Database
from bot.user_error import UserError

MIGRATIONS = Path(__file__).parent / "migrations"
# any number will do, as long as every process takes the same one
LOCK = 28_700_287
# Alembic keeps what it works on in the module: one migration at a time in a process
_one_at_a_time = threading.Lock()


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` up to date; harmless when it is, and when several processes do it at once.

    Raises UserError, which says what to do, when the database cannot be reached or is newer than this version.
    """
    _migrate(url, revision, up=True)


def downgrade(url: str, revision: str = "base") -> None:
    """Take the database at `url` back to `revision`; tables that it does not have are lost. Raises UserError."""
    _migrate(url, revision, up=False)


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for a connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _migrate(url: str, revision: str, up: bool) -> None:
    with _one_at_a_time, closing(Database(url)) as database:
        shown = database.url.render_as_string(hide_password=True)
        try:
            with database.write_connection() as connection:
                # SQLite's writing transaction keeps others out by itself
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SET LOCAL lock_timeout = 0"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                (command.upgrade if up else command.downgrade)(configuration(connection), revision)
        except CommandError as error:
            raise UserError(
                f"the records database {shown} was made by a newer version of the bot ({error}); start that version, "
                "or give BOT_DATABASE another database"
            ) from error
        except SQLAlchemyError as error:
            cause = getattr(error, "orig", None) or error
            raise UserError(
                f"the records database {shown} cannot be used: {str(cause).strip()}; check that it runs, that "
                "BOT_DATABASE is right, and that the bot may write there"
            ) from error
