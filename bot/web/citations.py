"""Where an answer stands and what it rests on, in words: for pages, memos and transcripts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import url_for

from bot.web.markdown import to_text
from knowledge import PROGRAM_NAMES, STATE_NAMES, written
from knowledge.results import Source


def scope_name(scope: str) -> str:
    """Return what an answer holds for, in words; empty for any."""
    return f"{PROGRAM_NAMES[scope]} ({scope})" if scope in PROGRAM_NAMES else STATE_NAMES.get(scope, "")


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
    today = written(date.today().isoformat(), short=True)
    dated = f"As of {written(as_of, short=True)}. " if as_of else ""
    parts.append(f"{dated}From the 287(g) program questions page{f', {page}' if page else ''}, read {today}.")
    return "\n".join(parts)


def source_text(source: Source) -> str:
    """Return a source in words."""
    section = f", section {source.section}" if source.section else ""
    dated = f" ({written(source.as_of, short=True)})" if source.as_of else ""
    return f"{source.title}{section}{dated}{f', {source.url}' if source.url else ''}"
