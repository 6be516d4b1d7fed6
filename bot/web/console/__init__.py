"""The coordinator's console: what was asked, what was missed, and better answers."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_wtf.csrf import generate_csrf

from bot.publisher import Publisher
from bot.settings import Settings
from bot.web.console import (
    access,
    audit_log,
    content_health,
    drafts,
    error_pages,
    overview,
    publication_pages,
    referral_pages,
    review_pages,
    sign_in,
    switch_pages,
)
from bot.web.services import services_of

PAGES = (
    sign_in,
    overview,
    review_pages,
    drafts,
    publication_pages,
    content_health,
    referral_pages,
    switch_pages,
    audit_log,
)


def init_app(app: Flask, settings: Settings) -> None:
    """Add the console below /console."""
    console = Blueprint("console", __name__, url_prefix="/console")
    console.before_request(access.guard)
    console.context_processor(lambda: {"may": access.may, "csrf_token": generate_csrf})
    error_pages.init_blueprint(console)
    for pages in PAGES:
        console.register_blueprint(pages.blueprint)
    app.register_blueprint(console)
    sign_in.init_app(app, settings)
    found = services_of(app)
    app.extensions["publisher"] = Publisher(settings, found.database, found.knowledge)
