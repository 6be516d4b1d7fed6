"""The lists in the knowledge service: `POST /roster` (a filter's rows) and `GET /figures` (numbers by state)."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, abort, request

from knowledge.responses import as_json
from knowledge.results import RosterFilter
from knowledge.roster.roster_service import RosterService


def blueprint(roster_service: RosterService) -> Blueprint:
    """Return the routes over `roster_service`."""
    routes = Blueprint("roster", __name__)

    @routes.post("/roster")
    def roster() -> Response:
        rows = roster_service.rows(msgspec.json.decode(request.get_data(), type=RosterFilter))
        if rows is None:
            abort(404, "no such list is on file")
        return as_json(rows)

    @routes.get("/figures")
    def figures() -> Response:
        return as_json(roster_service.table())

    return routes
