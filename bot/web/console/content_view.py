"""The content as it is now, for forms and lists; loaded again only when a file of either layer changed."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from bot.web.errors import ApiError
from bot.web.services import services
from knowledge import Content, ContentError, Entry, Superseded, digest_of, load_content, superseded

# one request loads, the others wait for what it loaded
_LOCK = threading.Lock()


def content() -> Content:
    """Return the content. Raises ApiError when a file has a fault."""
    return _layers()[0]


def superseded_entries() -> list[Superseded]:
    """Return the agency's entries whose shipped ones changed since. Raises ApiError when a file has a fault."""
    return _layers()[1]


def entries() -> dict[str, Entry]:
    """Return the entries by id."""
    return content().knowledge.entries


def question_of(entry: str | None) -> str | None:
    """Return an entry's question, its id when the entry is gone."""
    return entries()[entry].question if entry in entries() else entry


def areas() -> list[str]:
    """Return the names of the areas that entries are in."""
    return sorted({entry.area for entry in entries().values()})


def lines(text: str) -> list[str]:
    """Return the lines of a form's text field that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def words(text: str) -> list[str]:
    """Return the parts of a form's field that commas or lines separate."""
    return [part.strip() for line in text.splitlines() for part in line.split(",") if part.strip()]


def joined(values: Sequence[str]) -> str:
    """Return values as a form shows them, one a line."""
    return "\n".join(values)


def _layers() -> tuple[Content, list[Superseded]]:
    shipped, overlay = services().settings.content, services().settings.overlay_folder
    with _LOCK:
        try:
            return _load(shipped, overlay, digest_of(shipped, overlay))
        except ContentError as error:
            raise ApiError(500, "faulty_content", f"The content files have faults; fix them first. {error}") from error


@lru_cache(maxsize=1)
def _load(shipped: Path, overlay: Path, digest: str) -> tuple[Content, list[Superseded]]:
    return load_content(shipped, overlay), superseded(shipped, overlay)
