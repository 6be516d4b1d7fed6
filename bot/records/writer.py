"""The writer: rows go into a queue, and one thread writes them; an answer never waits for it."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from prometheus_client import Counter
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError, StatementError

from bot.records.database import Database
from bot.records.migrator import upgrade
from bot.records.retention import purge
from bot.records.upsert import Row, save
from bot.user_error import UserError

log = logging.getLogger(__name__)

FAILURES = Counter(
    "bot_record_failures_total",
    "Rows or runs that failed: a write that is tried again, a row that no database takes, one dropped from a full "
    "queue or at the end, a failed purge",
    ["reason"],
)
MOST = 10_000
BATCH = 200
FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0
LAST_WAIT = 0.2
DAY = 24 * 3600.0


class Recorder:
    """Keeps rows without ever blocking or failing who gives them. Thread-safe."""

    def __init__(self, database: Database, text_days: int, conversations: Path | None = None, most: int = MOST) -> None:
        """At most `most` rows wait.

        Texts older than `text_days` are erased at the start and then daily, those of the dialogue's store in the file
        `conversations` too.
        """
        self._database = database
        self._text_days = text_days
        self._conversations = conversations
        self._rows: deque[Row] = deque()
        self._in_hand: list[Row] = []
        self._most = most
        self._changed = threading.Condition()
        self._closing = False
        self._schema_ready = False
        self._next_purge = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    def start(self) -> None:
        """Start the thread, which also brings the schema up to date."""
        self._thread.start()

    def record(self, row: Row) -> None:
        """Queue a row; when the queue is full, the oldest one is dropped and counted."""
        with self._changed:
            if len(self._rows) >= self._most:
                self._drop_oldest()
            self._rows.append(row)
            self._changed.notify()

    def close(self, seconds: float = 5.0) -> None:
        """Write what waits, for at most `seconds`, and stop; what is still there then is counted and lost."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join(seconds)
        lost = len(self._rows) + len(self._in_hand)
        if lost:
            FAILURES.labels("closed").inc(lost)
            log.error("%d records were lost: the database could not be written before the end", lost)

    def _run(self) -> None:
        wait = FIRST_WAIT
        while self._next_rows():
            failed = self._write(self._in_hand)
            wait = min(2 * wait, LONGEST_WAIT) if failed else FIRST_WAIT
            if failed:
                self._put_back()
                self._pause(wait)
            self._in_hand = []

    def _next_rows(self) -> list[Row]:
        """Wait for rows, purging when it is time; take them in hand and return them, none at the end."""
        while True:
            if time.monotonic() >= self._next_purge and not self._closing:
                self._purge()
            with self._changed:
                until_purge = max(0.0, self._next_purge - time.monotonic())
                self._changed.wait_for(lambda: self._rows or self._closing, until_purge)
                if self._rows or self._closing:
                    self._in_hand = [self._rows.popleft() for _ in range(min(BATCH, len(self._rows)))]
                    return self._in_hand

    def _put_back(self) -> None:
        """Queue the rows in hand again, before the others."""
        with self._changed:
            self._rows.extendleft(reversed(self._in_hand))
            self._in_hand = []
            while len(self._rows) > self._most:
                self._drop_oldest()

    def _pause(self, seconds: float) -> None:
        """Wait before the next try; at the end not for long, since `close` has a time limit."""
        with self._changed:
            closing = self._changed.wait_for(lambda: self._closing, seconds)
        if closing:
            time.sleep(LAST_WAIT)

    def _drop_oldest(self) -> None:
        self._rows.popleft()
        FAILURES.labels("queue_full").inc()

    def _write(self, rows: Sequence[Row]) -> bool:
        """Write rows together; return whether that failed and should be tried again."""
        try:
            self._prepare()
            with self._database.write() as session:
                for row in rows:
                    save(session, row)
        except Exception as error:  # whatever it is, this thread must live on
            if not _passes(error):
                return self._write_singly(rows)
            FAILURES.labels("write").inc()
            self._schema_ready = False
            log.warning("%d records wait, the database cannot be written: %s", len(rows), _cause(error))
            return True
        return False

    def _write_singly(self, rows: Sequence[Row]) -> bool:
        """Write the good rows of a batch of which one can never be written, and give that one up."""
        if len(rows) > 1:
            return any([self._write([row]) for row in rows])
        FAILURES.labels("bad_row").inc()
        log.error("a record was lost: the database does not take this %s", type(rows[0]).__name__)
        return False

    def _prepare(self) -> None:
        if not self._schema_ready:
            upgrade(self._database.url.render_as_string(hide_password=False))
            self._schema_ready = True

    def _purge(self) -> None:
        try:
            self._prepare()
            purged = purge(self._database, self._text_days, self._conversations)
        except Exception as error:  # as above
            FAILURES.labels("purge").inc()
            log.warning("texts past their time could not be erased, next try in a minute: %s", _cause(error))
            self._next_purge = time.monotonic() + LONGEST_WAIT
            return
        log.info("texts erased after %d days: %s", self._text_days, purged)
        self._next_purge = time.monotonic() + DAY


def _passes(error: Exception) -> bool:
    """Return whether the fault lies with the database or the disk, which recover, and not with a row."""
    if isinstance(error, StatementError) and not isinstance(error, DBAPIError):
        return False
    return isinstance(error, (SQLAlchemyError, UserError, OSError)) and not isinstance(
        error, (IntegrityError, DataError)
    )


def _cause(error: Exception) -> str:
    # the driver's own words: SQLAlchemy's repeat the statement
    return str(getattr(error, "orig", None) or error).strip()
