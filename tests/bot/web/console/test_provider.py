"""Signing in at the agency's own provider, with a real one run for the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from werkzeug.test import TestResponse

from bot.accounts.users import add_user, disable
from bot.records.database import Database
from bot.records.writer import Recorder
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.conversations import Conversations
from bot.web.services import Services
from tests.bot.web.console.provider import CLIENT, SECRET, Provider, running
from tests.bot.web.person import PASSWORD
from tests.stand_ins import Dialogue, SmallKnowledge


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as provider:
        yield provider


@pytest.fixture
def http(provider: Provider, database: Database, tmp_path: Path) -> FlaskClient:
    settings = Settings(data=tmp_path, oidc_issuer=provider.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET)
    recorder = Recorder(database, settings.text_days)
    services = Services(settings, Dialogue(), SmallKnowledge(), Conversations(b"secret"), database, recorder)
    add_user(database, "editor@example.org", "editor", None, "test")
    add_user(database, "local", "admin", PASSWORD, "test")
    return create_app(settings, services).test_client()


def sign_in(http: FlaskClient) -> TestResponse:
    """Follow the browser's way to the provider and back."""
    there = http.get("/console/sign-in/provider?then=/console/review/")
    assert there.status_code == 302, there.text
    back = httpx.get(there.headers["Location"]).headers["Location"]
    return http.get(back.removeprefix("http://localhost"))


def test_someone_whom_the_provider_knows_is_signed_in_with_the_role_of_the_account(http: FlaskClient) -> None:
    assert "agency" in http.get("/console/sign-in").text
    done = sign_in(http)
    assert done.status_code == 303
    assert done.headers["Location"] == "/console/review/"
    page = http.get("/console/audit/").text
    assert "editor@example.org (editor)" in page
    assert "by: provider" in page


def test_a_name_without_an_account_is_told_what_to_ask_for(http: FlaskClient, provider: Provider) -> None:
    provider.claims["email"] = "someone@example.org"
    denied = sign_in(http)
    assert denied.status_code == 403
    assert "user add someone@example.org" in denied.text
    assert http.get("/console/").status_code == 303


def test_an_address_that_the_provider_has_not_verified_is_not_taken(http: FlaskClient, provider: Provider) -> None:
    provider.claims["email_verified"] = False
    denied = sign_in(http)
    assert denied.status_code == 403
    assert "4711" in denied.text


def test_an_account_with_a_password_is_not_opened_by_the_provider(http: FlaskClient, provider: Provider) -> None:
    provider.claims["email"] = "local"
    assert sign_in(http).status_code == 403


def test_a_disabled_account_stays_out(http: FlaskClient, database: Database) -> None:
    disable(database, "editor@example.org", "test")
    assert sign_in(http).status_code == 403


@pytest.mark.parametrize("fault", ["key", "audience", "nonce", "refusal", "state"])
def test_what_the_provider_did_not_say_for_us_is_refused(http: FlaskClient, provider: Provider, fault: str) -> None:
    if fault == "key":
        provider.signing_key = RSAKey.generate_key(2048, {"kid": "one"})
    if fault == "audience":
        provider.audience = "another client"
        provider.claims["azp"] = CLIENT
    if fault == "nonce":
        provider.claims["nonce"] = "of another sign-in"
    provider.refuse = fault == "refusal"
    if fault == "state":
        response = http.get("/console/sign-in/provider/back?code=stolen&state=made-up")
    else:
        response = sign_in(http)
    assert response.status_code == 401
    assert "failed" in response.text
    assert http.get("/console/").status_code == 303


def test_a_provider_that_is_down_is_said_so(provider: Provider, database: Database, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, oidc_issuer="http://127.0.0.1:9", oidc_client_id=CLIENT)
    recorder = Recorder(database, settings.text_days)
    services = Services(settings, Dialogue(), SmallKnowledge(), Conversations(b"secret"), database, recorder)
    response = create_app(settings, services).test_client().get("/console/sign-in/provider")
    assert response.status_code == 503
    assert "does not answer" in response.text


def test_without_a_provider_there_is_no_way_to_it(database: Database, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    recorder = Recorder(database, settings.text_days)
    services = Services(settings, Dialogue(), SmallKnowledge(), Conversations(b"secret"), database, recorder)
    http = create_app(settings, services).test_client()
    assert "agency" not in http.get("/console/sign-in").text.split("<main")[1]
    assert http.get("/console/sign-in/provider").status_code == 404
