"""Switches of the whole bot: a pause with its reason, and a notice."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.records.audit import audit
from bot.records.database import Database
from bot.records.models import Switch, SwitchName

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Switches:
    """The words that users see while the bot is paused, and those of the notice; None when it is off."""

    pause: str | None = None
    notice: str | None = None


def switches(database: Database) -> Switches:
    """Return the switches; all off when the database cannot be read, for a fault there must not stop the bot."""
    try:
        with database.read() as session:
            return Switches(**{switch.name: switch.text for switch in session.scalars(select(Switch))})
    except SQLAlchemyError as error:
        log.warning("the switches cannot be read: %s", type(error).__name__)
        return Switches()


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
