"""Referrals: an agency's wish to take part, and whom to call about it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.records.database import Database
from bot.records.models import Contact, Referral
from bot.records.upsert import save_referral
from bot.records.writer import Recorder

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """A referral, and the contact details filed for it, if any."""

    referral: Referral
    contact: Contact | None


def keep_referral(database: Database, recorder: Recorder, referral: Referral) -> None:
    """Keep a referral now, so that its link works at once; when the database is down, as soon as it is back."""
    try:
        with database.write() as session:
            save_referral(session, referral)
    except SQLAlchemyError as error:
        log.error("referral %s waits for the database: %s", referral.reference, type(error).__name__)
        recorder.record(referral)


def find_referral(database: Database, reference: str) -> Found | None:
    """Return the referral of a reference with its contact, or None. Raises SQLAlchemyError."""
    with database.read() as session:
        referral = session.get(Referral, reference)
        return Found(referral, referral.contact) if referral else None


def file_contact(database: Database, contact: Contact, correct: bool) -> bool:
    """Keep contact details; `correct` allows replacing those that are there. Raises SQLAlchemyError.

    Returns False when somebody has filed before and `correct` is not given, or the referral is gone.
    """
    try:
        with database.write() as session:
            if session.get(Referral, contact.reference) is None:
                return False
            if session.get(Contact, contact.reference) and not correct:
                return False
            session.merge(contact)
    except IntegrityError:
        # two people filed at the same moment, or the referral was deleted meanwhile: the first one counts
        return False
    return True


def delete_referral(database: Database, reference: str) -> bool:
    """Erase a referral and its contact details; return whether it was there. Raises SQLAlchemyError."""
    with database.write() as session:
        referral = session.get(Referral, reference)
        if referral is None:
            return False
        session.delete(referral)
    database.fold_log()
    return True
