"""The web process: the app behind waitress."""

from __future__ import annotations

import signal
import sys

import waitress

from bot import logs
from bot.settings import load_settings
from bot.web.app import MOST_BYTES, create_app
from bot.web.services import Services


def main() -> None:
    """Serve the page and the API until stopped."""
    settings = load_settings()
    logs.configure(settings)
    services = Services.of(settings)
    app = create_app(settings, services)
    # supervisor ends processes with SIGTERM: what waits to be written is written first
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    services.recorder.start()
    try:
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
    finally:
        services.recorder.close()


if __name__ == "__main__":
    main()
