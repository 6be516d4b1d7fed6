"""The form: shown, filed, corrected, refused, and in trouble."""

from __future__ import annotations

import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.records.database import Database
from bot.records.models import Contact
from bot.records.referrals import delete_referral, find_referral
from tests.bot.web.handoff.conftest import CHECKLIST, FORM, GIVEN, PRIVATE, REFERENCE, a_referral, page, send, token_of
from tests.bot.web.person import MakeApp
from tests.stand_ins import ShippedKnowledge


def kept(database: Database) -> Contact | None:
    found = find_referral(database, REFERENCE)
    return found.contact if found else None


def test_the_form_shows_what_the_agency_told_the_bot(http: FlaskClient, database: Database) -> None:
    a_referral(database)
    shown = page(http, FORM)
    for words in (
        REFERENCE,
        "Jail Enforcement Model",
        "Sheriff&#39;s office",
        "Delaware",
        "not sent to ICE",
        "ERO287g@ice.dhs.gov",
    ):
        assert words in shown
    assert 'href="/handoff/V-7F3K-29"' in shown
    assert "<script" not in shown


def test_a_filed_form_is_kept_and_answered_with_what_to_send_where(http: FlaskClient, database: Database) -> None:
    a_referral(database)
    response = send(http)
    assert (response.status_code, response.headers["Location"]) == (303, FORM)
    shown = page(http, FORM)
    for words in ("is filed", "Nothing was sent to ICE by this bot", "ERO287g@ice.dhs.gov", "Letter of interest"):
        assert words in shown
    assert "not configured here" in shown
    contact = kept(database)
    assert contact
    assert (contact.agency, contact.nominees, contact.phone) == (GIVEN["agency"], 6, GIVEN["phone"])
    assert contact.remarks == "Two shifts.\nNights first."


def test_only_the_browser_that_filed_may_see_and_correct_it(app: Flask, http: FlaskClient, database: Database) -> None:
    a_referral(database)
    send(http)
    other = app.test_client()
    for path in (FORM, f"{FORM}?correct=1", CHECKLIST):
        shown = page(other, path)
        assert not any(words in shown for words in PRIVATE)
    assert "shown only in the browser that filed it" in page(other, FORM)
    assert GIVEN["email"] in page(http, f"{FORM}?correct=1")
    assert send(http, correct="yes", phone="302 555 0199").status_code == 303
    contact = kept(database)
    assert contact
    assert contact.phone == "302 555 0199"


def test_somebody_elses_form_is_not_overwritten(app: Flask, http: FlaskClient, database: Database) -> None:
    a_referral(database)
    other = app.test_client()
    token = token_of(other)
    send(http)
    response = other.post(FORM, data={**GIVEN, "agency": "Another", "csrf_token": token})
    assert response.status_code == 409
    assert "is filed" in response.get_data(as_text=True)
    contact = kept(database)
    assert contact
    assert contact.agency == GIVEN["agency"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("agency", "  ", "Write the name of the agency"),
        ("contact_person", "", "Write who can be asked"),
        ("email", "alex@", "Write an e-mail address such as"),
        ("email", "alex.sample@sample county.gov", "Write an e-mail address such as"),
        ("phone", "call me", "Write a phone number with its area code"),
        ("nominees", "0", "whole number from 1 to 500"),
        ("nominees", "501", "whole number from 1 to 500"),
        ("nominees", "a few", "whole number from 1 to 500"),
        ("remarks", "x" * 1001, "longer than 1000 characters"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_typed_is_lost(
    http: FlaskClient, database: Database, field: str, value: str, words: str
) -> None:
    a_referral(database)
    response = send(http, **{field: value})
    shown = response.get_data(as_text=True)
    assert response.status_code == 400
    assert f'href="#{field}"' in shown
    told = re.search(rf'id="{field}-error">([^<]+)<', shown)
    assert told
    assert words in told.group(1)
    control = re.search(rf'<(?:input|textarea)[^>]*id="{field}"[^>]*>', shown)
    assert control
    assert f"{field}-error" in control.group()
    assert 'aria-invalid="true"' in control.group()
    for name in GIVEN.keys() - {field, "remarks", "agency"}:
        assert f'value="{GIVEN[name]}"' in shown
    assert kept(database) is None


def test_a_form_without_its_token_is_refused_with_what_was_typed(http: FlaskClient, database: Database) -> None:
    a_referral(database)
    response = http.post(FORM, data=GIVEN)
    shown = response.get_data(as_text=True)
    assert response.status_code == 400
    assert "send the form again" in shown
    assert "<title>Error: " in shown
    for name in GIVEN.keys() - {"remarks", "agency"}:
        assert f'value="{GIVEN[name]}"' in shown
    assert "Nights first." in shown
    assert "Sample County Sheriff&#39;s Office" in shown
    assert kept(database) is None
    # the page that says so has a token, so that sending again is enough
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown)
    assert token
    assert http.post(FORM, data={**GIVEN, "csrf_token": token[1]}).status_code == 303


def test_too_many_forms_are_told_when_to_try_again_with_what_was_typed(
    make_app: MakeApp, knowledge: ShippedKnowledge, database: Database
) -> None:
    a_referral(database)
    http = make_app(rate_limit="2 per minute").test_client()
    for _ in range(2):
        assert http.post(FORM, data={**GIVEN, "email": "alex@"}).status_code == 400
    response = http.post(FORM, data=GIVEN)
    shown = response.get_data(as_text=True)
    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 61
    assert "Try again in" in shown
    assert f'value="{GIVEN["email"]}"' in shown
    assert kept(database) is None
    # reading is not held up
    assert "Taking part in JEM" in page(http, FORM)


def test_clearing_the_conversation_also_forgets_what_this_browser_filed(http: FlaskClient, database: Database) -> None:
    a_referral(database)
    send(http)
    http.post("/clear", data={"csrf_token": token_of(http, "/")})
    shown = page(http, f"{FORM}?correct=1")
    assert "shown only in the browser that filed it" in shown
    assert not any(words in shown for words in PRIVATE)


def test_a_shared_machines_form_goes_away_by_itself_and_says_so(make_app: MakeApp, database: Database) -> None:
    a_referral(database)
    shown = page(make_app(kiosk_minutes=5).test_client(), FORM)
    assert '<meta http-equiv="refresh" content="600; url=/">' in shown
    assert "after 10 minutes" in shown
    # the browser offers nothing that somebody else typed before
    assert shown.count('autocomplete="off"') == len(GIVEN)
    assert 'autocomplete="email"' not in shown
    assert 'http-equiv="refresh"' not in page(make_app().test_client(), FORM)


@pytest.mark.parametrize("table", ["contacts", "referrals"])
def test_a_database_that_fails_costs_the_agency_nothing_it_typed(
    http: FlaskClient, database: Database, caplog: pytest.LogCaptureFixture, table: str
) -> None:
    a_referral(database)
    token = token_of(http)
    with database.write() as session:
        session.connection().exec_driver_sql(f"ALTER TABLE {table} RENAME TO elsewhere")
    response = http.post(FORM, data={**GIVEN, "csrf_token": token})
    shown = response.get_data(as_text=True)
    assert response.status_code == 503
    assert "could not be kept" in shown
    assert GIVEN["email"] in shown
    assert f'action="{FORM}"' in shown
    assert 'name="csrf_token"' in shown
    assert not any(words in caplog.text for words in PRIVATE)


def test_contact_details_reach_no_log_and_no_metric(
    http: FlaskClient, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    a_referral(database)
    response = send(http)
    seen = caplog.text + response.headers["Location"] + page(http, "/metrics") + page(http, FORM)
    assert not any(words in seen for words in PRIVATE)


def test_a_deleted_referral_takes_its_pages_along(http: FlaskClient, database: Database) -> None:
    a_referral(database)
    send(http)
    delete_referral(database, REFERENCE)
    for path in (FORM, CHECKLIST, f"{CHECKLIST}/letter.docx"):
        assert http.get(path).status_code == 404


@pytest.mark.parametrize("reference", ["V-2222-22", "nonsense", "V-7F3K-2O", "%3Cb%3E"])
def test_an_unknown_reference_says_what_to_do(http: FlaskClient, reference: str) -> None:
    for path in (f"/volunteer/{reference}", f"/handoff/{reference}", f"/handoff/{reference}/letter.docx"):
        response = http.get(path, headers={"Accept": "text/html"})
        shown = response.get_data(as_text=True)
        assert response.status_code == 404
        assert "ask the bot for a new one" in shown
        assert "ERO287g@ice.dhs.gov" in shown
    assert http.get(f"/handoff/{reference}").get_json()["error"]["code"] == "unknown_reference"


def test_without_the_knowledge_service_the_form_still_works(
    http: FlaskClient, database: Database, knowledge: ShippedKnowledge
) -> None:
    a_referral(database)
    knowledge.down = True
    assert send(http).status_code == 303
    shown = page(http, FORM)
    assert "is filed" in shown
    assert "cannot be shown at the moment" in shown
    assert "ERO287g@ice.dhs.gov" in shown
    for path in (CHECKLIST, f"{CHECKLIST}/letter.docx"):
        assert http.get(path).status_code == 503
