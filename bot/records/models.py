"""The tables. Times are in UTC; texts are redacted before they come here and erased after the retention time."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import JSON, DateTime, Dialect, Enum, ForeignKey, Index, MetaData, String, Text, false
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

Channel = Literal["page", "api"]
ReferralStatus = Literal["new", "contacted", "sent", "closed"]
ReviewReason = Literal["missed", "none_of_these", "not_helpful", "close_call"]
ReviewStatus = Literal["open", "added", "drafted", "out_of_scope", "dismissed"]
Role = Literal["reader", "viewer", "editor", "admin"]
DraftStatus = Literal["waiting", "published", "discarded"]
SwitchName = Literal["pause", "notice"]


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware and in UTC in Python, with the zone in PostgreSQL, without it in SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone: it would be stored as another one."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone; use now()")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


def now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a fresh id of 32 characters."""
    return uuid.uuid4().hex


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """A row; its constructor takes the columns by name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        Literal: Enum("", native_enum=False, create_constraint=False, length=16),
    }


class Turn(Base):
    """A message and what came back.

    `id` is the `message` id that the API gave out; `text` is None when it was refused for personal data or has been
    erased; `reason` is the code of why it was not answered.
    """

    __tablename__ = "turns"
    __table_args__ = (
        Index(None, "time"),
        Index(None, "kind", "time"),
        Index(None, "entry", "time"),
        Index(None, "conversation", "time"),
        # all that figures are counted from, so that no text is read for them
        Index("ix_turns_figures", "time", "kind", "entry", "second_entry", "program", "reason", "milliseconds"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation: Mapped[str | None] = mapped_column(String(36))
    channel: Mapped[Channel]
    text: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(32))
    milliseconds: Mapped[int]
    index_version: Mapped[str | None] = mapped_column(String(64))
    entry: Mapped[str | None] = mapped_column(String(100), default=None)
    second_entry: Mapped[str | None] = mapped_column(String(100), default=None)
    program: Mapped[str | None] = mapped_column(String(8), default=None)
    level: Mapped[str | None] = mapped_column(String(16), default=None)
    reason: Mapped[str | None] = mapped_column(String(64), default=None)
    time: Mapped[datetime] = mapped_column(default_factory=now)


class Feedback(Base):
    """Whether an answer helped: one a message, the last one given counts."""

    __tablename__ = "feedback"
    __table_args__ = (Index(None, "time"),)

    message: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation: Mapped[str | None] = mapped_column(String(36))
    helpful: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(Text, default=None)
    time: Mapped[datetime] = mapped_column(default_factory=now)


class Referral(Base):
    """An agency's wish to take part, as it came out of the conversation; contact details are in `contact` alone."""

    __tablename__ = "referrals"
    __table_args__ = (Index(None, "time"), Index(None, "status", "time"))

    reference: Mapped[str] = mapped_column(String(16), primary_key=True)
    program: Mapped[str] = mapped_column(String(8))
    agency_kind: Mapped[str | None] = mapped_column(String(32), default=None)
    state: Mapped[str | None] = mapped_column(String(2), default=None)
    runs_jail: Mapped[bool | None] = mapped_column(default=None)
    status: Mapped[ReferralStatus] = mapped_column(default="new")
    notes: Mapped[str] = mapped_column(Text, default="")
    time: Mapped[datetime] = mapped_column(default_factory=now)
    contact: Mapped[Contact | None] = relationship(
        back_populates="referral", cascade="all, delete-orphan", passive_deletes=True, default=None, repr=False
    )


class Contact(Base):
    """Whom to call about a referral; erased with it."""

    __tablename__ = "contacts"

    reference: Mapped[str] = mapped_column(ForeignKey(Referral.reference, ondelete="CASCADE"), primary_key=True)
    agency: Mapped[str] = mapped_column(String(200), repr=False)
    contact_person: Mapped[str] = mapped_column(String(200), repr=False)
    email: Mapped[str] = mapped_column(String(254), repr=False)
    phone: Mapped[str] = mapped_column(String(40), repr=False)
    nominees: Mapped[int] = mapped_column(repr=False)
    remarks: Mapped[str] = mapped_column(Text, default="", repr=False)
    time: Mapped[datetime] = mapped_column(default_factory=now)
    referral: Mapped[Referral] = relationship(back_populates="contact", init=False, repr=False)


class ReviewItem(Base):
    """A message that the coordinator should look at, and what was decided."""

    __tablename__ = "review_items"
    __table_args__ = (Index(None, "status", "time"), Index(None, "message"))

    message: Mapped[str | None] = mapped_column(String(36))
    conversation: Mapped[str | None] = mapped_column(String(36))
    text: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[ReviewReason]
    entry: Mapped[str | None] = mapped_column(String(100), default=None)
    status: Mapped[ReviewStatus] = mapped_column(default="open")
    decided_by: Mapped[str | None] = mapped_column(String(100), default=None)
    decided: Mapped[datetime | None] = mapped_column(default=None)
    decision: Mapped[str | None] = mapped_column(Text, default=None)
    time: Mapped[datetime] = mapped_column(default_factory=now)
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default_factory=new_id)


class User(Base):
    """Someone who may sign in.

    `password` is an argon2 hash, None for those who sign in elsewhere; `reads_marked` is the permission to see passages
    with handling marks, which comes with no role by itself.
    """

    __tablename__ = "users"

    name: Mapped[str] = mapped_column(String(100), unique=True)
    role: Mapped[Role]
    password: Mapped[str | None] = mapped_column(String(255), default=None, repr=False)
    active: Mapped[bool] = mapped_column(default=True)
    reads_marked: Mapped[bool] = mapped_column(default=False, server_default=false())
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(default=None)
    created: Mapped[datetime] = mapped_column(default_factory=now)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)


class AuditEntry(Base):
    """A change that someone made in the console: who, when, what, on what, why."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "time"),)

    who: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(String(64))
    target: Mapped[str | None] = mapped_column(String(200), default=None)
    why: Mapped[str | None] = mapped_column(Text, default=None)
    detail: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    time: Mapped[datetime] = mapped_column(default_factory=now)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)


class Draft(Base):
    """An edit of the content that waits to be published.

    The JSON of an edit (see knowledge/entries/edits.py), and the review items that it answers. `version` tells two
    editors of one draft apart.
    """

    __tablename__ = "drafts"
    __table_args__ = (Index(None, "status"),)

    edit: Mapped[dict[str, Any]]
    title: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(100))
    items: Mapped[list[str]] = mapped_column(default_factory=list)
    status: Mapped[DraftStatus] = mapped_column(default="waiting")
    publication: Mapped[int | None] = mapped_column(default=None)
    time: Mapped[datetime] = mapped_column(default_factory=now)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    version: Mapped[int] = mapped_column(init=False)
    __mapper_args__ = {"version_id_col": version}


class Publication(Base):
    """A time that drafts were published; the former files are kept in a folder named after `id`."""

    __tablename__ = "publications"

    who: Mapped[str] = mapped_column(String(100))
    files: Mapped[list[str]]
    content: Mapped[str] = mapped_column(String(16))
    undone_by: Mapped[str | None] = mapped_column(String(100), default=None)
    time: Mapped[datetime] = mapped_column(default_factory=now)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)


class Switch(Base):
    """A switch that is on, with the words that users see."""

    __tablename__ = "switches"

    name: Mapped[SwitchName] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(100))
    time: Mapped[datetime] = mapped_column(default_factory=now)
