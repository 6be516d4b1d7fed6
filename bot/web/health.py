"""Whether the bot lives, whether it is ready, and its metrics."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.web.services import services

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """Say that this process lives."""
    return Response(b'{"alive":true}', mimetype="application/json")


@blueprint.get("/readyz")
def ready() -> Response:
    """Say of each process whether it is ready; 503 unless all are."""
    parts = services().ready()
    all_ready = all(parts.values())
    body = msgspec.json.encode({"ready": all_ready, "processes": parts})
    return Response(body, status=200 if all_ready else 503, mimetype="application/json")


@blueprint.get("/metrics")
def metrics() -> Response:
    """Give the metrics in Prometheus' text format."""
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
