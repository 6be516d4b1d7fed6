"""The web process: the app behind waitress."""

from __future__ import annotations

import logging

import waitress

from bot.settings import load_settings
from bot.web import MOST_BYTES, create_app


def main() -> None:
    """Serve the page and the API until stopped."""
    settings = load_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel("WARNING")
    app = create_app(settings)
    waitress.serve(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        ident=None,
        # beyond this nothing is read; what is between it and the app's own limit gets the app's error
        max_request_body_size=16 * MOST_BYTES,
        # with trusted proxies, ProxyFix reads these headers; without, they never reach the app
        clear_untrusted_proxy_headers=settings.trusted_proxies == 0,
    )


if __name__ == "__main__":
    main()
