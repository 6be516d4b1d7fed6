"""The hand-off's pages: form, confirmation, checklist and letter, with the shipped content."""

from __future__ import annotations

import io
import logging
import re
import shutil
from collections.abc import Iterator
from datetime import date

import pdfplumber
import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import sync_playwright
from werkzeug.test import TestResponse

from bot.records.database import Database
from bot.records.models import Contact, Referral
from bot.records.referrals import delete_referral, find_referral, keep_referral
from bot.records.writer import Recorder
from bot.settings import Settings
from bot.web import create_app
from bot.web.conversations import Conversations
from bot.web.services import Services
from knowledge.client import KnowledgeUnavailableError
from knowledge.entries import Knowledge as Content
from knowledge.entries import load_knowledge
from knowledge.render import render_entry
from knowledge.results import Entry, Form
from tests.bot.web.conftest import Dialogue

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


class ShippedKnowledge:
    """Stands in for the knowledge service with the shipped content."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self.down = False
        self.template: str | None = None

    def form(self, program: str) -> Form:
        if self.down:
            raise KnowledgeUnavailableError("down")
        forms = self._content.forms
        return Form(program, forms.mailbox, forms.program_page, self.template, None, None)

    def entry(self, entry: str) -> Entry | None:
        if self.down:
            raise KnowledgeUnavailableError("down")
        found = self._content.entries.get(entry)
        return found and render_entry(self._content, found, date(2026, 6, 1))


@pytest.fixture(scope="module")
def content() -> Content:
    return load_knowledge()


@pytest.fixture
def knowledge(content: Content) -> ShippedKnowledge:
    return ShippedKnowledge(content)


@pytest.fixture
def app(knowledge: ShippedKnowledge, dialogue: Dialogue, database: Database, tmp_path) -> Iterator[Flask]:  # type: ignore
    settings = Settings(data=tmp_path)
    recorder = Recorder(database, settings.text_days)
    services = Services(settings, dialogue, knowledge, Conversations(b"secret"), database, recorder)  # type: ignore
    yield create_app(settings, services)


def a_referral(database: Database, **fields: object) -> None:
    values = {"reference": REFERENCE, "program": "JEM", "agency_kind": "sheriff", "state": "DE", "runs_jail": True}
    keep_referral(database, Recorder(database, 90), Referral(**{**values, **fields}))  # type: ignore[arg-type]


def page(http: FlaskClient, path: str) -> str:
    response = http.get(path, headers={"Accept": "text/html"})
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_data(as_text=True)


def send(http: FlaskClient, **changes: str) -> TestResponse:
    """Fill in the form as the page shows it and send it."""
    shown = page(http, FORM if "correct" not in changes else f"{FORM}?correct=1")
    changes.pop("correct", None)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown)
    return http.post(FORM, data={**GIVEN, **changes, "csrf_token": token.group(1) if token else ""})


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
    assert 'href="/handoff/V-7F3K-29"' in shown and "<script" not in shown


def test_a_filed_form_is_kept_and_answered_with_what_to_send_where(http: FlaskClient, database: Database) -> None:
    a_referral(database)
    response = send(http)
    assert (response.status_code, response.headers["Location"]) == (303, FORM)
    shown = page(http, FORM)
    for words in ("is filed", "Nothing was sent to ICE by this bot", "ERO287g@ice.dhs.gov", "Letter of interest"):
        assert words in shown
    assert "not configured here" in shown
    contact = kept(database)
    assert contact and (contact.agency, contact.nominees, contact.phone) == (GIVEN["agency"], 6, GIVEN["phone"])
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
    assert contact and contact.phone == "302 555 0199"


def test_somebody_elses_form_is_not_overwritten(app: Flask, http: FlaskClient, database: Database) -> None:
    a_referral(database)
    other = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page(other, FORM))
    send(http)
    response = other.post(FORM, data={**GIVEN, "agency": "Another", "csrf_token": token.group(1) if token else ""})
    assert response.status_code == 409 and "is filed" in response.get_data(as_text=True)
    contact = kept(database)
    assert contact and contact.agency == GIVEN["agency"]


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
    assert told and words in told.group(1)
    control = re.search(rf'<(?:input|textarea)[^>]*id="{field}"[^>]*>', shown)
    assert control and f"{field}-error" in control.group() and 'aria-invalid="true"' in control.group()
    for name in GIVEN.keys() - {field, "remarks", "agency"}:
        assert f'value="{GIVEN[name]}"' in shown
    assert kept(database) is None


def test_a_form_without_its_token_is_refused_with_what_was_typed(http: FlaskClient, database: Database) -> None:
    a_referral(database)
    response = http.post(FORM, data=GIVEN)
    shown = response.get_data(as_text=True)
    assert response.status_code == 400 and "send the form again" in shown and GIVEN["email"] in shown
    assert kept(database) is None


def test_a_database_that_fails_costs_the_agency_nothing_it_typed(
    http: FlaskClient, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    a_referral(database)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page(http, FORM))
    with database.write() as session:
        session.connection().exec_driver_sql("DROP TABLE contacts")
        session.connection().exec_driver_sql("CREATE TABLE contacts (reference VARCHAR)")
    response = http.post(FORM, data={**GIVEN, "csrf_token": token.group(1) if token else ""})
    assert response.status_code == 503
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
        assert "ask the bot for a new one" in shown and "ERO287g@ice.dhs.gov" in shown
    assert http.get(f"/handoff/{reference}").get_json()["error"]["code"] == "unknown_reference"


def test_the_checklist_puts_the_states_law_first_with_source_and_date(http: FlaskClient, database: Database) -> None:
    a_referral(database)
    shown = page(http, CHECKLIST)
    law = shown.index("Delaware forbids it")
    assert law < shown.index("HB 182", law) < shown.index("as of 2025-07-14") < shown.index("What to send where")
    assert shown.index("Ask your counsel") < shown.index("What to send where")


def test_the_checklist_holds_papers_people_money_limits_and_the_way_out(http: FlaskClient, database: Database) -> None:
    a_referral(database, state="TX")
    shown = page(http, CHECKLIST)
    for words in (
        "Texas",
        "Memorandum of agreement for JEM",
        "ERO287g@ice.dhs.gov",
        "The head of the agency signs",
        "a US citizen",
        "four weeks",
        "salaries, benefits and overtime",
        "may not use immigration authority outside the agency",
        "ICE supervises and directs",
        "Either side can end a JEM agreement",
    ):
        assert words in shown
    assert shown.count("Sources (as of") == shown.count('class="text"') >= 14
    assert "Task Force officer may not" not in shown
    assert "is eligible" not in shown


def test_a_configured_template_is_linked(http: FlaskClient, database: Database, knowledge: ShippedKnowledge) -> None:
    a_referral(database)
    assert page(http, CHECKLIST).count("not configured here") == 2
    knowledge.template = "https://www.ice.gov/example-letter"
    shown = page(http, CHECKLIST)
    assert 'href="https://www.ice.gov/example-letter"' in shown and shown.count("not configured here") == 1


def test_a_state_that_is_not_on_file_is_said_so(http: FlaskClient, database: Database) -> None:
    a_referral(database, state="WY", program="TFM", runs_jail=None, agency_kind=None)
    shown = page(http, CHECKLIST)
    assert "nothing on Wyoming itself" in shown and "Forbid, end or limit" in shown


def test_an_agency_without_a_jail_is_told_what_the_model_needs(http: FlaskClient, database: Database) -> None:
    a_referral(database, runs_jail=False, program="WSO")
    shown = page(http, CHECKLIST)
    assert "runs no jail" in shown and shown.index("Who may take part?") < shown.index("letter of interest and where")


def test_the_letter_names_model_state_and_reference_and_binds_nobody(http: FlaskClient, database: Database) -> None:
    a_referral(database, program="TFM", agency_kind="police")
    response = http.get(f"{CHECKLIST}/letter.docx")
    assert f"letter-of-interest-{REFERENCE}.docx" in response.headers["Content-Disposition"]
    letter = Document(io.BytesIO(response.data))
    text = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    for words in (
        "Task Force Model (TFM)",
        "police department in Delaware",
        REFERENCE,
        "ICE's own template prevails",
        "binds nobody",
        "[Name of the agency]",
        "[Date]",
        "Signed for the agency:",
        "____",
    ):
        assert words in text
    headings = [p.text for p in letter.paragraphs if p.style and p.style.name and p.style.name.startswith("Heading")]
    assert headings == ["Letter of interest: Task Force Model (TFM)", "Before you send it", "The letter"]
    assert text.index("counsel what the law of Delaware") < text.index("is interested in taking part")
    properties = letter.core_properties
    assert (properties.language, properties.author) == ("en-US", "") and "TFM" in properties.title
    assert 'w:lang w:val="en-US"' in letter.styles["Normal"].element.xml


def test_a_tribal_agency_reads_of_the_tribal_model_before_the_others(http: FlaskClient, database: Database) -> None:
    a_referral(database, agency_kind="tribal", program="TFM")
    shown = page(http, CHECKLIST)
    assert "25 U.S.C. 2804" in shown[: shown.index("letter of interest and where")]


@pytest.mark.parametrize("kind", [None, "other"])
def test_the_letter_leaves_blank_what_is_not_known(http: FlaskClient, database: Database, kind: str | None) -> None:
    a_referral(database, agency_kind=kind, state=None)
    letter = Document(io.BytesIO(http.get(f"{CHECKLIST}/letter.docx").data))
    assert "a [kind of agency] in [state]" in "\n".join(paragraph.text for paragraph in letter.paragraphs)


def test_without_the_knowledge_service_the_form_still_works(
    http: FlaskClient, database: Database, knowledge: ShippedKnowledge
) -> None:
    a_referral(database)
    knowledge.down = True
    assert send(http).status_code == 303
    shown = page(http, FORM)
    assert "is filed" in shown and "cannot be shown at the moment" in shown and "ERO287g@ice.dhs.gov" in shown
    for path in (CHECKLIST, f"{CHECKLIST}/letter.docx"):
        assert http.get(path).status_code == 503


def test_the_checklist_prints_on_two_or_three_pages(http: FlaskClient, database: Database) -> None:
    a_referral(database, state=None, program="TFM")
    shown = page(http, CHECKLIST)
    styles = "".join(page(http, path) for path in re.findall(r'rel="stylesheet" href="([^"]+)"', shown))
    with sync_playwright() as playwright:
        executable = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        sheet = browser.new_page()
        sheet.set_content(re.sub(r"<link[^>]*>", "", shown).replace("</head>", f"<style>{styles}</style></head>"))
        printed = sheet.pdf(format="Letter")
        browser.close()
    assert len(pdfplumber.open(io.BytesIO(printed)).pages) in {2, 3}
