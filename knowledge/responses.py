"""What the service's routes answer with: JSON, and errors in the one shape."""

from __future__ import annotations

import msgspec
from flask import Response


def as_json(value: object, status: int = 200) -> Response:
    """Return a value as JSON."""
    return Response(msgspec.json.encode(value), status=status, mimetype="application/json")


def as_error(status: int, code: str, message: str) -> Response:
    """Return an error: `code` for programs, `message` for people."""
    return as_json({"error": {"code": code, "message": message, "field": None}}, status)
