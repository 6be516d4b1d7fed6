"""The web process: page, API and health behind one port."""

from __future__ import annotations

from flask import Flask, Response

from bot import logs
from bot.settings import Settings
from bot.web import api, console, errors, handoff, health, page, sessions
from bot.web.markdown import to_html
from bot.web.services import Services
from bot.web.services import init_app as init_services

MOST_BYTES = 64 * 1024
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def create_app(settings: Settings, services: Services | None = None) -> Flask:
    """Return the app; tests give their own services."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    init_services(app, services or Services.of(settings))
    errors.init_app(app)
    logs.init_app(app)
    sessions.init_app(app, settings)
    for module in (api, handoff, health, page):
        app.register_blueprint(module.blueprint)
    console.init_app(app, settings)
    app.add_template_filter(to_html, "markdown")
    app.after_request(_add_headers)
    return app


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
