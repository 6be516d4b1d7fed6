"""The hand-off's pages with the shipped content, and what an agency does on them."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.records.database import Database
from bot.records.models import Referral
from bot.records.referrals import keep_referral
from bot.records.writer import Recorder
from knowledge.entries.loader import load_knowledge
from knowledge.entries.schema import Knowledge as Content
from tests.bot.web.person import MakeApp
from tests.stand_ins import ShippedKnowledge

REFERENCE = "V-7F3K-29"
FORM, CHECKLIST = f"/volunteer/{REFERENCE}", f"/handoff/{REFERENCE}"
GIVEN = {
    "agency": "Sample County Sheriff's Office",
    "contact_person": "Alex Sample",
    "email": "alex.sample@sample-county.gov",
    "phone": "(302) 555-0142",
    "nominees": "6",
    "remarks": "Two shifts.\r\nNights first.",
}
PRIVATE = ("Sample County", "Alex Sample", "alex.sample", "555-0142", "Nights first")


@pytest.fixture(scope="module")
def content() -> Content:
    return load_knowledge()


@pytest.fixture
def knowledge(content: Content) -> ShippedKnowledge:
    return ShippedKnowledge(content)


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """The app as it is served, forms with their token."""
    return make_app(csrf=True)


def a_referral(database: Database, **fields: object) -> None:
    values = {"reference": REFERENCE, "program": "JEM", "agency_kind": "sheriff", "state": "DE", "runs_jail": True}
    keep_referral(database, Recorder(database, 90), Referral(**{**values, **fields}))  # type: ignore[arg-type]


def page(http: FlaskClient, path: str) -> str:
    with http.get(path, headers={"Accept": "text/html"}) as response:
        assert response.status_code == 200, response.get_data(as_text=True)
        return response.get_data(as_text=True)


def token_of(http: FlaskClient, path: str = FORM) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page(http, path))
    return found[1] if found else ""


def send(http: FlaskClient, **changes: str) -> TestResponse:
    """Fill in the form as the page shows it and send it."""
    token = token_of(http, FORM if "correct" not in changes else f"{FORM}?correct=1")
    changes.pop("correct", None)
    return http.post(FORM, data={**GIVEN, **changes, "csrf_token": token})
