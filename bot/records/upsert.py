"""How a row is saved, with what follows from it; saving it again changes nothing, so that a retry is safe."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.records.models import Feedback, Referral, Turn
from bot.records.review import after_feedback, after_turn

Row = Turn | Feedback | Referral


def save(session: Session, row: Row) -> None:
    """Save a row, and put into the review queue what belongs there."""
    match row:
        case Turn():
            after_turn(session, session.merge(row))
        case Feedback():
            after_feedback(session, session.merge(row))
        case Referral():
            save_referral(session, row)


def save_referral(session: Session, referral: Referral) -> None:
    """Add a referral unless its reference is there: what was filed under it is never overwritten."""
    if session.get(Referral, referral.reference) is None:
        session.merge(referral)
