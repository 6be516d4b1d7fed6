"""The browser's session: a signed cookie, its key derived from this installation's secret."""

from __future__ import annotations

import hmac
from hashlib import sha256

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

from bot.settings import Settings
from bot.web.conversations import load_secret


class Sessions(SecureCookieSessionInterface):
    """Signed cookies that are sent over https alone where the page is reached by it."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Return whether this request came by https."""
        return request.is_secure


def init_app(app: Flask, settings: Settings) -> None:
    """Give the app its key; a form stays valid as long as the session does."""
    app.secret_key = hmac.new(load_secret(settings.data), b"session", sha256).digest()
    app.session_interface = Sessions()
    app.config.update(SESSION_COOKIE_SAMESITE="Lax", WTF_CSRF_TIME_LIMIT=None)
