"""The content as it is now, for forms and lists; loaded again only when a file changed."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from bot.web.errors import ApiError
from bot.web.services import services
from knowledge import Content, ContentError, Entry, digest_of, load_content

_LOCK = threading.Lock()
_loaded: dict[Path, tuple[str, Content]] = {}


def content() -> Content:
    """Return the content. Raises ApiError when a file has a fault."""
    folder = services().settings.content
    with _LOCK:
        digest, loaded = digest_of(folder), _loaded.get(folder)
        if loaded is None or loaded[0] != digest:
            try:
                loaded = _loaded[folder] = digest, load_content(folder)
            except ContentError as error:
                raise ApiError(
                    500, "faulty_content", f"The content files have faults; mend them first. {error}"
                ) from error
        return loaded[1]


def entries() -> dict[str, Entry]:
    """Return the entries by id."""
    return content().knowledge.entries


def question_of(entry: str | None) -> str | None:
    """Return an entry's question, its id when the entry is gone."""
    return entries()[entry].question if entry in entries() else entry


def areas() -> list[str]:
    """Return the names of the files that entries stand in."""
    return sorted(path.stem for path in (services().settings.content / "faq").glob("*.yml"))


def lines(text: str) -> list[str]:
    """Return the lines of a form's text field that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def words(text: str) -> list[str]:
    """Return the parts of a form's field that commas or lines separate."""
    return [part.strip() for line in text.splitlines() for part in line.split(",") if part.strip()]


def joined(values: Sequence[str]) -> str:
    """Return values as a form shows them, one a line."""
    return "\n".join(values)
