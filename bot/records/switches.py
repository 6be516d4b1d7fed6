"""Switches of the whole bot: a pause with its reason, and a notice."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.records.audit import audit
from bot.records.database import Database
from bot.records.models import Switch, SwitchName

log = logging.getLogger(__name__)

RETRY_SECONDS = 15.0


@dataclass(frozen=True)
class Switches:
    """The words that users see while the bot is paused, and those of the notice; None when it is off."""

    pause: str | None = None
    notice: str | None = None


class KnownSwitches:
    """The switches as a database has them.

    While it cannot be read they stay as they were last, and it is left alone for some time, so that no message waits
    for it. Thread-safe.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last = Switches()
        self._not_before = 0.0

    def read(self) -> Switches:
        """Return the switches."""
        if time.monotonic() < self._not_before:
            return self._last
        try:
            with self._database.read() as session:
                self._last = Switches(**{switch.name: switch.text for switch in session.scalars(select(Switch))})
        except SQLAlchemyError as error:
            log.warning("the switches cannot be read, they stay as they were: %s", type(error).__name__)
            self._not_before = time.monotonic() + RETRY_SECONDS
        return self._last


def switch_on(database: Database, name: SwitchName, text: str, who: str, why: str) -> None:
    """Switch on, or change the words. Raises SQLAlchemyError."""
    with database.write() as session:
        session.merge(Switch(name=name, text=text, who=who))
        audit(session, who, f"{name} on", why=why, detail={"text": text})


def switch_off(database: Database, name: SwitchName, who: str, why: str) -> None:
    """Switch off. Raises SQLAlchemyError."""
    with database.write() as session:
        switch = session.get(Switch, name)
        if switch:
            session.delete(switch)
            audit(session, who, f"{name} off", why=why, detail={"text": switch.text})
