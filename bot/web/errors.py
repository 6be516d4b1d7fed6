"""The one shape of errors: JSON for the API, the same words on a page for people."""

from __future__ import annotations

import logging

import msgspec
from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

log = logging.getLogger(__name__)


class ApiError(Exception):
    """A request that cannot be answered as it is: `code` for programs, `message` for people.

    `retry_after`: seconds after which the same request may succeed.
    """

    def __init__(
        self, status: int, code: str, message: str, field: str | None = None, retry_after: int | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.field = field
        self.retry_after = retry_after


def init_app(app: Flask) -> None:
    """Answer every error in the one shape."""
    app.register_error_handler(ApiError, show_error)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(Exception, _show_fault)


def show_error(error: ApiError) -> Response:
    """Return the error as JSON below /api and to programs, else as a page."""
    if request.path.startswith("/api/") or not _wants_page():
        body = {"error": {"code": error.code, "message": error.message, "field": error.field}}
        response = Response(msgspec.json.encode(body), mimetype="application/json")
    else:
        response = make_response(render_template("error.html", message=error.message))
    response.status_code = error.status
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _wants_page() -> bool:
    # a browser's list has more specific types too, so its first is not what it wants most
    wanted = request.accept_mimetypes
    return wanted["text/html"] > wanted["application/json"]


def _show_http_error(error: HTTPException) -> Response:
    code = error.name.lower().replace(" ", "_")
    return show_error(ApiError(error.code or 500, code, error.description or error.name))


def _show_fault(error: Exception) -> Response:
    log.exception("unexpected fault at %s", request.path)
    return show_error(ApiError(500, "internal", "Something went wrong on our side. Please try again."))
