"""What the templates are given: filters for answers, dates and scopes, and functions for citations."""

from __future__ import annotations

from flask import Flask, current_app, g
from markupsafe import Markup

from actions.replies.reply import merged_sources
from bot.web.citations import citation, entry_page, scope_name
from bot.web.glossary import Glossary
from bot.web.markdown import to_html
from knowledge import written


def init_app(app: Flask) -> None:
    """Give them to the templates."""
    app.extensions["glossary"] = Glossary()
    app.add_template_filter(answer_html, "markdown")
    app.add_template_filter(day)
    app.add_template_filter(scope_name)
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
    """Return a date as far as it is known, as pages show it: `2025-04-16` is `16 Apr 2025`."""
    return written(text, short=True)
