"""The accessibility statement and the privacy page."""

from __future__ import annotations

from flask import Blueprint, render_template

from bot.web.services import services

blueprint = Blueprint("notices", __name__)


@blueprint.get("/accessibility")
def accessibility() -> str:
    """Say how accessible the page is and whom to tell of a barrier."""
    return render_template("accessibility.html")


@blueprint.get("/privacy")
def privacy() -> str:
    """Say what is kept, where, and for how long."""
    return render_template("privacy.html", text_days=services().settings.text_days)
