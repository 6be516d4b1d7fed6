"""The coordinator's console: what was asked, what was missed, and better answers."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_wtf.csrf import generate_csrf

from bot.publishing import Publisher
from bot.settings import Settings
from bot.web.console import (
    access,
    audit_log,
    content_health,
    drafting,
    faults,
    overview,
    publish,
    referrals,
    review,
    sign_in,
    switching,
)
from bot.web.console.grouping import Grouper
from bot.web.services import services_of


def init_app(app: Flask, settings: Settings) -> None:
    """Add the console below /console."""
    console = Blueprint("console", __name__, url_prefix="/console")
    console.before_request(access.guard)
    console.context_processor(lambda: {"may": access.may, "csrf_token": generate_csrf})
    faults.init_blueprint(console)
    for module in (sign_in, overview, review, drafting, publish, content_health, referrals, switching, audit_log):
        console.register_blueprint(module.blueprint)
    app.register_blueprint(console)
    sign_in.init_app(app, settings)
    found = services_of(app)
    app.extensions["publisher"] = Publisher(settings, found.database, found.knowledge)
    app.extensions["grouper"] = Grouper(found.knowledge)
