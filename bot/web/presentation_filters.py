"""How things are put into words on the page: dates, citations, the glossary, and addresses of entries."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import date

import us
from flask import Flask, current_app, g, url_for
from markupsafe import Markup

from actions.replies.reply import merged_sources
from bot.web.markdown import acronyms, to_html, to_text
from bot.web.services import services
from knowledge import PROGRAM_NAMES, written
from knowledge.client import KnowledgeUnavailableError
from knowledge.results import Source

log = logging.getLogger(__name__)

GLOSSARY_SECONDS = 60.0


class Glossary:
    """The glossary's acronyms, asked for again each minute; while the service is down, as last known."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = float("-inf")
        self._terms: dict[str, str] = {}

    def terms(self) -> Mapping[str, str]:
        """Return acronyms with their meanings."""
        with self._lock:
            if time.monotonic() - self._asked > GLOSSARY_SECONDS:
                self._asked = time.monotonic()
                try:
                    found = services().knowledge.glossary()
                    self._terms = acronyms((term.term, term.meaning) for term in found)
                except KnowledgeUnavailableError as error:
                    log.warning("no glossary: %s", error)
        return self._terms


def init_app(app: Flask) -> None:
    """Give the templates these words."""
    app.extensions["glossary"] = Glossary()
    app.add_template_filter(answer_html, "markdown")
    app.add_template_filter(day, "day")
    app.add_template_filter(scope_name, "scope_name")
    app.add_template_global(citation)
    app.add_template_global(entry_page)
    app.add_template_global(merged_sources)


def answer_html(text: str, name: str = "") -> Markup:
    """Return an answer's Markdown as HTML with its acronyms explained.

    `name` is unique on the page; a page that is rendered at once needs none.
    """
    if not name:
        g.texts = g.get("texts", 0) + 1
        name = f"text-{g.texts}"
    return to_html(text, current_app.extensions["glossary"].terms(), name)


def day(text: str) -> str:
    """Return a date as far as it is known, as it is read: `2025-04-16` is `16 Apr 2025`, `2025-04` is `Apr 2025`."""
    return written(text, short=True)


def scope_name(scope: str) -> str:
    """Return what an answer holds for, in words; empty for any."""
    if scope in PROGRAM_NAMES:
        return f"{PROGRAM_NAMES[scope]} ({scope})"
    state = us.states.lookup(scope, field="abbr") if len(scope) == 2 else None
    return str(state.name) if state else ""


def entry_page(entry: str | None, scope: str | None = None) -> str | None:
    """Return the whole address of an entry's own page; None for what is no entry, such as a quoted section."""
    if not entry or ":" in entry:
        return None
    anchor = scope.lower() if scope and scope != "any" else None
    return url_for("answers.show", entry=entry, _anchor=anchor, _external=True)


def citation(
    question: str | None, scope: str | None, text: str, sources: Sequence[Source], as_of: str | None, page: str | None
) -> str:
    """Return an answer as it is cited in a memo: question, answer, sources, date, address of the entry."""
    name = scope_name(scope or "any")
    parts = [f"{question}{f' [{name}]' if name else ''}"] if question else []
    parts.append(to_text(text))
    if sources:
        parts.append("Sources: " + "; ".join(map(source_text, sources)) + ".")
    today = date.today()
    dated = f"As of {day(as_of)}. " if as_of else ""
    parts.append(f"{dated}From the 287(g) program questions page{f', {page}' if page else ''}, read {day(str(today))}.")
    return "\n".join(parts)


def source_text(source: Source) -> str:
    """Return a source in words."""
    section = f", section {source.section}" if source.section else ""
    dated = f" ({day(source.as_of)})" if source.as_of else ""
    return f"{source.title}{section}{dated}{f', {source.url}' if source.url else ''}"
