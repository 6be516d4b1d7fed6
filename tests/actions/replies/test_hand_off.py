"""The reference, the form's address, and what a hand-off says is missing."""

from __future__ import annotations

import re

import msgspec

from actions.replies.hand_off import form_link, hand_off, law_reply, new_reference
from actions.replies.reply import Referral
from knowledge.results import Form
from tests.factories import an_entry

FORM = Form("TFM", "ERO287g@ice.dhs.gov", "https://www.ice.gov/identify-and-arrest/287g", None, None, None)
POLICE = Referral("TFM", "police", "TX")
LAW = an_entry("any", states=("TX",))


def test_a_reference_is_easy_to_read_out_and_new_each_time() -> None:
    references = {new_reference() for _ in range(200)}
    assert len(references) == 200
    assert all(re.fullmatch(r"V-[2-9A-HJKMNP-Z]{4}-\d{2}", reference) for reference in references)


def test_the_bots_own_form_is_linked_where_there_is_no_other() -> None:
    assert form_link(FORM, POLICE, "V-7F3K-29") == "/volunteer/V-7F3K-29"


def test_blanks_are_filled_in_and_encoded() -> None:
    form = msgspec.structs.replace(FORM, form_url="https://forms.example/{program}?a={kind}&b={state}&c={ref}")
    odd = Referral("TFM", "a&b /c", None)
    assert form_link(form, odd, "V-7F3K-29") == "https://forms.example/TFM?a=a%26b%20%2Fc&b=&c=V-7F3K-29"


def test_templates_that_are_not_on_file_are_said_so() -> None:
    (_, reply) = hand_off(FORM, POLICE, LAW)
    assert "No address of ICE's template for the letter of interest or the agreement is on file" in reply.text


def test_templates_on_file_are_linked() -> None:
    address = "https://www.ice.gov/letter.pdf"
    form = msgspec.structs.replace(FORM, letter_of_interest=address, agreement=address)
    (_, reply) = hand_off(form, POLICE, LAW)
    assert [link.url for link in reply.links].count(address) == 2
    assert "No address" not in reply.text


def test_every_hand_off_links_to_its_checklist_and_says_that_nothing_was_sent() -> None:
    (_, reply) = hand_off(FORM, POLICE, LAW)
    assert f"/handoff/{reply.reference}" in [link.url for link in reply.links]
    assert "has sent nothing to ICE" in reply.text
    assert "voluntary" in reply.text


def test_a_state_that_the_sources_do_not_name_gets_the_general_law() -> None:
    assert law_reply(LAW, "OH").text == "any answer"
    assert law_reply(LAW, "TX").text == "TX answer"
