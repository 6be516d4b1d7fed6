"""What goes wrong in the console, on a page of the console."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, make_response, render_template
from flask_limiter import RateLimitExceeded
from sqlalchemy.exc import SQLAlchemyError

from bot.web.errors import ApiError

log = logging.getLogger(__name__)


def init_blueprint(console: Blueprint) -> None:
    """Show the console's faults in its own frame."""
    console.register_error_handler(ApiError, _show)
    console.register_error_handler(RateLimitExceeded, _too_often)
    console.register_error_handler(SQLAlchemyError, _no_database)


def _show(error: ApiError) -> Response:
    return make_response(render_template("console/error.html", message=error.message), error.status)


def _too_often(error: RateLimitExceeded) -> Response:
    return _show(ApiError(429, "too_many_requests", "Too many attempts. Wait a minute and try again."))


def _no_database(error: SQLAlchemyError) -> Response:
    log.error("the records database cannot be used: %s", getattr(error, "orig", None) or type(error).__name__)
    message = "The records database cannot be used at the moment. Nothing was changed; try again in a minute."
    return _show(ApiError(503, "no_database", message))
