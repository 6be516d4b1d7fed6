"""What protects the page: headers, forged forms, too many messages, and proxies.

Forms carry a token (Flask-WTF). The JSON API uses no cookie, so a foreign page can gain nothing by it; what a browser
sends there from another origin is refused all the same (Fetch metadata, `Sec-Fetch-Site`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

import limits
from flask import Flask, Response, request
from flask_limiter import Limiter, RateLimitExceeded
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from bot.secret import derived_key
from bot.settings import Settings
from bot.web.cookies import Sessions, conversation_of_request
from bot.web.errors import ApiError, show_error
from bot.web.services import services

# many people may share an address; all of them together have so many times one conversation's limit
PEOPLE_PER_ADDRESS = 10
# pages that the sites of BOT_FRAME_ANCESTORS may show in a frame, by blueprint; all others never are
FRAMED = {"page", "answers", "feedback", "transcripts", "notices", "embedding"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors {ancestors}"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}

View = TypeVar("View", bound=Callable[..., Any])

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://")


def init_app(app: Flask, settings: Settings) -> None:
    """Protect the app."""
    key = derived_key(settings.data, "session")
    # the token lasts as long as the session: a page left open over night still sends
    app.config.update(SECRET_KEY=key, WTF_CSRF_TIME_LIMIT=None)
    app.session_interface = Sessions()
    app.before_request(_refuse_foreign_calls)
    csrf.init_app(app)
    csrf.exempt(app.blueprints["api"])
    limiter.init_app(app)
    app.register_error_handler(RateLimitExceeded, lambda error: show_error(explained(error)))
    app.register_error_handler(CSRFError, lambda error: show_error(explained(error)))
    app.after_request(_add_headers)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_prefix=count
        )


def limited(view: View) -> View:
    """Hold a view to BOT_RATE_LIMIT: per conversation, and per address ten times that."""
    per_conversation = limiter.shared_limit(_limit, "messages", key_func=_conversation, exempt_when=_unlimited)
    per_address = limiter.shared_limit(_address_limit, "addresses", key_func=_address, exempt_when=_unlimited)
    return cast(View, per_address(per_conversation(view)))


def explained(error: CSRFError | RateLimitExceeded) -> ApiError:
    """Return a denied request in words, with the time to try again where there is one."""
    if isinstance(error, CSRFError):
        message = "This page was open for too long, or cookies are switched off. Reload the page and send it again."
        return ApiError(400, "csrf", message)
    limit = limiter.current_limit
    seconds = max(1, round(limit.reset_at - time.time())) if limit else 60
    message = f"Too many messages in a short time. Try again in {seconds} second{'s'[: seconds != 1]}."
    return ApiError(429, "too_many_requests", message, retry_after=seconds)


def _limit() -> str:
    return services().settings.rate_limit


def _unlimited() -> bool:
    return _limit() == "off"


def _address_limit() -> str:
    found = limits.parse(_limit())
    return f"{found.amount * PEOPLE_PER_ADDRESS} per {found.multiples} {found.GRANULARITY.name}"


def _address() -> str:
    return f"address {get_remote_address()}"


def _conversation() -> str:
    given = conversation_of_request()
    if given is None and request.is_json:
        body = request.get_json(silent=True)
        given = str(body["conversation"]) if isinstance(body, dict) and body.get("conversation") else None
    return f"conversation {given}" if given else _address()


def _refuse_foreign_calls() -> None:
    if request.path.startswith("/api/") and request.headers.get("Sec-Fetch-Site", "none") not in {
        "none",
        "same-origin",
    }:
        raise ApiError(403, "cross_site", "Pages of other sites cannot call this API from the browser.")


def _add_headers(response: Response) -> Response:
    ancestors = services().settings.frame_ancestors if request.blueprint in FRAMED else ""
    response.headers.setdefault("Content-Security-Policy", POLICY.format(ancestors=ancestors or "'none'"))
    if not ancestors:
        response.headers.setdefault("X-Frame-Options", "DENY")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
