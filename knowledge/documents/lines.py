"""What extraction gives: the lines of a document, in reading order."""

from __future__ import annotations

import msgspec


class Line(msgspec.Struct, frozen=True):
    """A line of text on a page (from 1). `level` of a heading that the file itself marks (1 is the highest), else 0.

    `new` says that a paragraph or a list item starts here.
    """

    text: str
    page: int = 1
    level: int = 0
    new: bool = False


class Extracted(msgspec.Struct, frozen=True):
    """A document as extracted. `running` are heads and feet that the file keeps apart from its text.

    `part` names an attachment, and is empty for the file itself; `date` is a day in ISO form. `recognised` says that
    the text comes from recognition of a scan.
    """

    lines: list[Line]
    part: str = ""
    title: str | None = None
    date: str | None = None
    pages: int | None = None
    running: list[str] = []
    recognised: bool = False


class Fault(msgspec.Struct, frozen=True):
    """Why a file or an attachment was not taken in, and what to do."""

    name: str
    reason: str


class Extraction(msgspec.Struct, frozen=True):
    """All documents in a file (an e-mail holds several), and what could not be read."""

    documents: list[Extracted]
    faults: list[Fault] = []


class UnreadableError(Exception):
    """A file cannot be read; the text says why and what to do."""
