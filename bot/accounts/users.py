"""Accounts: added and changed at the command line, checked at sign-in."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.records.audit import audit
from bot.records.database import Database
from bot.records.models import Role, User, now
from bot.user_error import UserError

SHORTEST_PASSWORD = 12
# after so many wrong passwords in a row the account is closed for a while
MOST_FAILURES = 5
LOCKED = timedelta(minutes=15)

_HASHER = PasswordHasher()


def add_user(
    database: Database, name: str, role: Role, password: str | None, who: str, reads_marked: bool = False
) -> None:
    """Add an account; without a password it can only sign in at the agency's provider. Raises UserError."""
    name = _clean_name(name)
    hashed = _hash(password) if password is not None else None
    with database.write() as session:
        if _find(session, name):
            raise UserError(
                f"there is an account {name} already; `python -m bot user password` gives it a new password"
            )
        session.add(User(name=name, role=role, password=hashed, reads_marked=reads_marked))
        audit(session, who, "account added", name, detail={"role": role, "reads_marked": reads_marked})


def list_users(database: Database) -> list[User]:
    """Return all accounts by name."""
    with database.read() as session:
        return list(session.scalars(select(User).order_by(User.name)))


def set_password(database: Database, name: str, password: str, who: str) -> None:
    """Give an account a new password, which ends its open sessions and its lock. Raises UserError."""
    hashed = _hash(password)
    with database.write() as session:
        user = _known(session, name)
        user.password, user.failed_sign_ins, user.locked_until = hashed, 0, None
        audit(session, who, "password changed", user.name)


def allow_marked(database: Database, name: str, allowed: bool, who: str) -> None:
    """Give an account the permission for passages with handling marks, or take it away at once. Raises UserError."""
    with database.write() as session:
        user = _known(session, name)
        user.reads_marked = allowed
        audit(session, who, "marked passages allowed" if allowed else "marked passages withdrawn", user.name)


def disable(database: Database, name: str, who: str) -> None:
    """Close an account and its open sessions. Raises UserError."""
    with database.write() as session:
        user = _known(session, name)
        user.active = False
        audit(session, who, "account disabled", user.name)


def sign_in(database: Database, name: str, password: str) -> User | None:
    """Return the account when name and password are right and it is neither disabled nor locked."""
    with database.read() as session:
        found = _find(session, name)
    # not in the transaction below: it takes long on purpose
    right = _verify(found.password if found and found.password else _no_ones(), password)
    with database.write() as session:
        user = session.get(User, found.id) if found else None
        if (
            user is None
            or user.password is None
            or not user.active
            or (user.locked_until and user.locked_until > now())
        ):
            return None
        if right:
            user.failed_sign_ins, user.locked_until = 0, None
            if _HASHER.check_needs_rehash(user.password):
                user.password = _HASHER.hash(password)
            audit(session, user.name, "signed in")
            return user
        user.failed_sign_ins += 1
        if user.failed_sign_ins % MOST_FAILURES == 0:
            user.locked_until = now() + LOCKED
            audit(session, user.name, "account locked", detail={"minutes": int(LOCKED.total_seconds() // 60)})
        return None


def sign_in_from_provider(database: Database, name: str) -> User | None:
    """Return the account of a name that the provider vouches for; an account with a password is not for that way."""
    with database.write() as session:
        user = _find(session, name)
        if user is None or not user.active or user.password is not None:
            return None
        audit(session, user.name, "signed in", detail={"by": "provider"})
        return user


def find_user(database: Database, number: int) -> User | None:
    """Return an account by its number, unless it is disabled."""
    with database.read() as session:
        user = session.get(User, number)
        return user if user and user.active else None


def _find(session: Session, name: str) -> User | None:
    return session.scalar(select(User).where(func.lower(User.name) == name.strip().lower()))


def _known(session: Session, name: str) -> User:
    user = _find(session, name)
    if user is None:
        raise UserError(f"there is no account {name}; `python -m bot user list` shows all")
    return user


def _clean_name(name: str) -> str:
    name = name.strip()
    if not 1 <= len(name) <= 100 or not name.isprintable():
        raise UserError("a name has 1 to 100 printable characters; give another one")
    return name


def _hash(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise UserError(f"the password is too short; it needs {SHORTEST_PASSWORD} characters or more")
    return _HASHER.hash(password)


@cache
def _no_ones() -> str:
    """A hash to verify when there is no such account, so that the time of an answer does not tell."""
    return _HASHER.hash("nobody has this password")


def _verify(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except VerificationError:
        return False
