"""The way to the database: SQLite by default, PostgreSQL by its address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from bot.user_error import UserError

# the longest wait for a connection or a lock: a hand-off waits for it before its rows are queued instead
SECONDS = 3
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "secure_delete = ON",
    f"busy_timeout = {SECONDS * 1000}",
)


class Database:
    """One per process; thread-safe. Opens no connection before the first use."""

    def __init__(self, url: str) -> None:
        """`url` is `sqlite:///<file>` or `postgresql+psycopg://...`. Raises UserError for anything else."""
        self.url = _checked(url)
        self.file = Path(self.url.database) if self.url.drivername == "sqlite" and self.url.database else None
        self._engine = _sqlite_engine(self.url) if self.file else _postgres_engine(self.url)
        self._writing = self._engine.execution_options(writing=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session to read with. Raises SQLAlchemyError."""
        with Session(self._engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session of which all changes are kept at its end, or none. Raises SQLAlchemyError."""
        self._make_file()
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def write_connection(self) -> Iterator[Connection]:
        """Give a bare connection in a writing transaction, for migrations. Raises SQLAlchemyError."""
        self._make_file()
        with self._writing.begin() as connection:
            yield connection

    def fold_log(self) -> None:
        """Fold SQLite's write-ahead log into the file: what was erased there would otherwise live on in the log."""
        if self.file:
            with closing(self._engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def _make_file(self) -> None:
        if self.file and not self.file.exists():
            try:
                self.file.parent.mkdir(parents=True, exist_ok=True)
                # contact details are kept here: for the bot's own account alone
                self.file.touch(mode=0o600)
            except OSError:
                # connecting fails next, with the same reason in the shape that callers handle
                return


def _checked(text: str) -> URL:
    advice = "set BOT_DATABASE to sqlite:///<file> or postgresql+psycopg://<user>@<host>/<database>"
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise UserError(f"the address of the records database cannot be read; {advice}") from error
    if url.drivername not in {"sqlite", "postgresql+psycopg"} or not url.database or url.database == ":memory:":
        raise UserError(f"the records database cannot be {url.render_as_string(hide_password=True)}; {advice}")
    return url


def _postgres_engine(url: URL) -> Engine:
    # days are counted in UTC on both databases
    options = {
        "connect_timeout": SECONDS,
        "tcp_user_timeout": SECONDS * 1000,
        "options": f"-c timezone=utc -c lock_timeout={SECONDS}s",
    }
    return create_engine(
        url, hide_parameters=True, pool_pre_ping=True, pool_size=8, max_overflow=24, connect_args=options
    )


def _sqlite_engine(url: URL) -> Engine:
    # hide_parameters: what people typed stays out of the texts of errors, which are logged
    # isolation_level None: sqlite3 would otherwise begin late and leave table definitions outside the transaction
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": SECONDS, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # a transaction that reads first and writes later fails at once when another one writes; this one waits
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
