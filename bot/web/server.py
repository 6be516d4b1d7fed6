"""The web process: the app behind waitress."""

from __future__ import annotations

import logging

import waitress

from bot.settings import load_settings
from bot.web import create_app


def main() -> None:
    """Serve the page and the API until stopped."""
    settings = load_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel("WARNING")
    app = create_app(settings)
    waitress.serve(app, host=settings.host, port=settings.port, threads=settings.threads, ident=None)


if __name__ == "__main__":
    main()
