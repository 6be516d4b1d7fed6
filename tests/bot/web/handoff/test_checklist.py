"""The checklist: state law first, what to send where, and the answers of the model."""

from __future__ import annotations

import io
import re

import pdfplumber
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from bot.records.database import Database
from tests.bot.web.handoff.conftest import CHECKLIST, a_referral, page
from tests.stand_ins import ShippedKnowledge


def test_the_checklist_puts_the_states_law_first_with_source_and_date(http: FlaskClient, database: Database) -> None:
    a_referral(database)
    shown = page(http, CHECKLIST)
    law = shown.index("Delaware forbids it")
    assert law < shown.index("HB 182", law) < shown.index("14 Jul 2025") < shown.index("What to send where")
    assert shown.index("Ask your counsel") < shown.index("What to send where")


def test_the_checklist_holds_papers_people_money_limits_and_the_way_out(http: FlaskClient, database: Database) -> None:
    a_referral(database, state="TX")
    shown = page(http, CHECKLIST)
    # an acronym is a button, with its meaning beside it
    read = re.sub(r"<span popover.*?</span>|<[^>]+>", "", shown)
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
        assert words in read
    assert shown.count("Sources, as of") == shown.count('class="text"') >= 14
    assert "Task Force officer may not" not in read
    assert "is eligible" not in shown


def test_a_configured_template_is_linked(http: FlaskClient, database: Database, knowledge: ShippedKnowledge) -> None:
    a_referral(database)
    assert page(http, CHECKLIST).count("not configured here") == 2
    knowledge.template = "https://www.ice.gov/example-letter"
    shown = page(http, CHECKLIST)
    assert 'href="https://www.ice.gov/example-letter"' in shown
    assert shown.count("not configured here") == 1


def test_a_state_that_is_not_on_file_is_said_so(http: FlaskClient, database: Database) -> None:
    a_referral(database, state="WY", program="TFM", runs_jail=None, agency_kind=None)
    shown = page(http, CHECKLIST)
    assert "nothing on Wyoming itself" in shown
    assert "Forbid, end or limit" in shown


def test_an_agency_without_a_jail_is_told_what_the_model_needs(http: FlaskClient, database: Database) -> None:
    a_referral(database, runs_jail=False, program="WSO")
    shown = page(http, CHECKLIST)
    assert "runs no jail" in shown
    assert shown.index("Who may take part?") < shown.index("letter of interest and where")


def test_a_tribal_agency_reads_of_the_tribal_model_before_the_others(http: FlaskClient, database: Database) -> None:
    a_referral(database, agency_kind="tribal", program="TFM")
    shown = page(http, CHECKLIST)
    assert "25 U.S.C. 2804" in shown[: shown.index("letter of interest and where")]


def test_acronyms_are_explained_under_ids_that_are_unique(http: FlaskClient, database: Database) -> None:
    a_referral(database)
    shown = page(http, CHECKLIST)
    ids = re.findall(r' id="([^"]+)"', shown)
    targets = re.findall(r'popovertarget="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    assert len(targets) > 2
    assert set(targets) <= set(ids)


def test_the_checklist_prints_on_two_or_three_pages(http: FlaskClient, browser: Browser, database: Database) -> None:
    a_referral(database, state=None, program="TFM")
    shown = page(http, CHECKLIST)
    styles = "".join(page(http, path) for path in re.findall(r'rel="stylesheet" href="([^"]+)"', shown))
    sheet = browser.new_page()
    sheet.set_content(re.sub(r"<link[^>]*>", "", shown).replace("</head>", f"<style>{styles}</style></head>"))
    printed = sheet.pdf(format="Letter")
    sheet.close()
    assert len(pdfplumber.open(io.BytesIO(printed)).pages) in {2, 3}


def test_the_checklist_takes_one_request_for_entries(
    http: FlaskClient, database: Database, knowledge: ShippedKnowledge
) -> None:
    a_referral(database, agency_kind="tribal", runs_jail=False)
    http.get(CHECKLIST)
    assert [len(entries) for entries in knowledge.fetched] == [16]


def test_a_checklist_that_lacks_an_answer_says_so_and_is_not_shown_in_part(
    http: FlaskClient, database: Database, knowledge: ShippedKnowledge, caplog: pytest.LogCaptureFixture
) -> None:
    a_referral(database)
    knowledge.missing = {"liability"}
    response = http.get(CHECKLIST)
    assert response.status_code == 500
    assert "not on file" in response.get_data(as_text=True)
    assert "liability" in caplog.text
