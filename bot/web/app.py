"""The app factory of the web process."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask

from bot import logs
from bot.settings import Settings
from bot.web import (
    answer_pages,
    api,
    chat_page,
    console,
    document_pages,
    embed,
    errors,
    feedback,
    health,
    idempotency,
    notices,
    roster_csv,
    security,
    signed_in,
    template_filters,
    transcripts,
)
from bot.web.handoff import handoff_pages
from bot.web.services import Services, services_of
from bot.web.services import init_app as init_services

MOST_BYTES = 64 * 1024
# static files carry their version in the address, so a browser may keep each for good
YEAR_SECONDS = 365 * 24 * 3600
PAGES = (
    answer_pages,
    api,
    chat_page,
    document_pages,
    embed,
    feedback,
    handoff_pages,
    health,
    notices,
    roster_csv,
    transcripts,
)


def create_app(settings: Settings, services: Services | None = None) -> Flask:
    """Return the app; tests give their own services."""
    app = Flask(__package__)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    init_services(app, services or Services.of(settings))
    errors.init_app(app)
    logs.init_app(app)
    idempotency.init_app(app)
    template_filters.init_app(app)
    signed_in.init_app(app)
    for pages in PAGES:
        app.register_blueprint(pages.blueprint)
    console.init_app(app, settings)
    security.init_app(app, settings)
    app.context_processor(
        lambda: {"settings": settings, "new_id": chat_page.new_id, "switched": services_of(app).switches.read}
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
