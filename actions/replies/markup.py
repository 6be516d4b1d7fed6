"""Foreign text in a reply's Markdown."""

from __future__ import annotations

MARKUP = frozenset("\\`*_[]<>|#~")


def escaped(text: str) -> str:
    """Return a text so that what would be markup in it is shown as it is."""
    return "".join(f"\\{letter}" if letter in MARKUP else letter for letter in text)
