"""The web process: page, API and health behind one port."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask

from bot import logs
from bot.settings import Settings
from bot.web import (
    answers,
    api,
    console,
    documents,
    embedding,
    errors,
    feedback,
    handoff,
    health,
    notices,
    once,
    page,
    roster,
    security,
    shown,
    signed_in,
    transcripts,
)
from bot.web.services import Services, services_of
from bot.web.services import init_app as init_services

MOST_BYTES = 64 * 1024
# static files carry their version in the address, so a browser may keep each for good
YEAR_SECONDS = 365 * 24 * 3600


def create_app(settings: Settings, services: Services | None = None) -> Flask:
    """Return the app; tests give their own services."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    init_services(app, services or Services.of(settings))
    errors.init_app(app)
    logs.init_app(app)
    once.init_app(app)
    shown.init_app(app)
    signed_in.init_app(app)
    for module in (answers, api, documents, embedding, feedback, handoff, health, notices, page, roster, transcripts):
        app.register_blueprint(module.blueprint)
    console.init_app(app, settings)
    security.init_app(app, settings)
    app.context_processor(
        lambda: {"settings": settings, "new_id": page.new_id, "switched": services_of(app).switches.read}
    )
    _version_static_files(app)
    return app


def _version_static_files(app: Flask) -> None:
    folder = Path(app.static_folder or "")
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(folder.iterdir()))).hexdigest()[:12]

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static":
            values.setdefault("v", digest)

    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR_SECONDS
