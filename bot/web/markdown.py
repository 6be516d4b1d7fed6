"""Markdown of answers to HTML; raw HTML in the text is shown as text."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markupsafe import Markup

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


def to_html(text: str) -> Markup:
    """Return safe HTML for an answer's Markdown."""
    # the renderer escapes text, since raw HTML is off
    return Markup(_MARKDOWN.render(text))  # noqa: S704
