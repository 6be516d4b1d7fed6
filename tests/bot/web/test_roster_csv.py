"""The rows of the list as a file."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.web import roster_csv
from knowledge.client import KnowledgeUnavailableError
from knowledge.results import Holding, RosterAgency, RosterFilter, RosterRows
from tests.stand_ins import SmallKnowledge


class Lists(SmallKnowledge):
    """Stands in for the knowledge service with a list of 45 agencies."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[RosterFilter] = []
        self.missing = False

    def roster(self, asked: RosterFilter) -> RosterRows | None:
        if self.down:
            raise KnowledgeUnavailableError("down")
        self.asked.append(asked)
        held = [Holding("TFM", "2025-09-22", "https://www.ice.gov/a.pdf"), Holding("WSO")]
        agencies = [RosterAgency(f"=Town{number} PD", "OK", None, "Municipality", held) for number in range(45)]
        return None if self.missing else RosterRows("2026-05-18", agencies)


@pytest.fixture
def knowledge() -> Lists:
    return Lists()


@pytest.fixture
def http(app: Flask) -> FlaskClient:
    if "roster" not in app.blueprints:
        app.register_blueprint(roster_csv.blueprint)
    return app.test_client()


def test_a_row_per_agreement_with_heads(http: FlaskClient, knowledge: Lists) -> None:
    response = http.get("/roster.csv?state=ok&program=TFM&kind=police&from=2026-01-01&county=Ellis+County")
    assert response.content_type == "text/csv; charset=utf-8"
    assert 'filename="agencies-2026-05-18-OK-TFM.csv"' in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert len(rows) == 90
    assert (rows[0]["State"], rows[0]["Program"], rows[0]["Signed"]) == ("Oklahoma", "TFM", "2025-09-22")
    assert (rows[1]["Program"], rows[1]["Signed"], rows[1]["List of"]) == ("WSO", "", "2026-05-18")
    assert knowledge.asked == [RosterFilter(["OK"], ["TFM"], "Ellis County", "police", first="2026-01-01")]


def test_a_cell_that_looks_like_a_formula_is_text(http: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(http.get("/roster.csv").text)))
    assert rows[0]["Agency"] == "'=Town0 PD"


def test_a_page_has_twenty_agencies(http: FlaskClient) -> None:
    lengths = [len(http.get(f"/roster.csv?page={page}").text.splitlines()) - 1 for page in (1, 2, 3, 4)]
    assert lengths == [40, 40, 10, 0]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=ZZ", "state"),
        ("program=XYZ", "program"),
        ("kind=army", "kind"),
        ("list=all", "list"),
        ("from=yesterday", "from"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=99999999", "page"),
    ],
)
def test_a_value_that_is_not_known_is_named(http: FlaskClient, query: str, field: str) -> None:
    response = http.get(f"/roster.csv?{query}", headers={"Accept": "application/json"})
    assert response.status_code == 400
    assert response.json
    assert response.json["error"]["field"] == field


def test_without_a_list_the_reader_is_told_so(http: FlaskClient, knowledge: Lists) -> None:
    knowledge.missing = True
    assert http.get("/roster.csv?list=pending").status_code == 404
    knowledge.down = True
    assert http.get("/roster.csv").status_code == 503
