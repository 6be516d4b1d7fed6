"""The lists over the knowledge service."""

from __future__ import annotations

import msgspec
from flask import Flask

from knowledge.results import FiguresTable, RosterFilter, RosterRows
from knowledge.roster.roster_routes import blueprint
from knowledge.roster.roster_service import RosterService


def test_rows_and_figures_are_given_out(roster_service: RosterService) -> None:
    app = Flask(__name__)
    app.register_blueprint(blueprint(roster_service))
    http = app.test_client()
    rows = http.post("/roster", data=msgspec.json.encode(RosterFilter(states=["KS"])))
    assert [agency.state for agency in msgspec.json.decode(rows.data, type=RosterRows).agencies] == ["KS"]
    table = msgspec.json.decode(http.get("/figures").data, type=FiguresTable)
    assert table.as_of == "2026-05-18"
    assert "Oklahoma" in {count.name for count in table.counts}


def test_a_list_that_is_not_on_file_is_not_found(tmp_path) -> None:  # type: ignore[no-untyped-def]
    app = Flask(__name__)
    app.register_blueprint(blueprint(RosterService(tmp_path)))
    assert app.test_client().post("/roster", data=b"{}").status_code == 404
