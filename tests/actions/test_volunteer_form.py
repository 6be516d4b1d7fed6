"""The form that an agency fills before it gets its link."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from actions.replies.reply import Referral
from tests.actions.chat import FORM_URL, Chat

REFERENCE = re.compile(r"V-[2-9A-HJKMNP-Z]{4}-\d{2}")


def test_sign_us_up_asks_which_model(volunteering: Chat) -> None:
    (reply,) = volunteering.asked()
    assert reply.kind == "volunteer"
    assert "Which model" in reply.text
    assert [choice.text for choice in reply.choices] == [
        "We want to volunteer for JEM",
        "We want to volunteer for TFM",
        "We want to volunteer for WSO",
        "I am not sure which model",
    ]


def test_the_program_that_is_named_or_in_force_is_not_asked_for(chat: Chat) -> None:
    chat.loop = "volunteer_form"
    assert chat.tell("put us down for TFM", "volunteer", program="TFM") == "agency_kind"
    chat.slots = {"program": "JEM"}
    assert chat.tell("ok, sign us up", "volunteer") == "agency_kind"
    assert chat.slots["volunteer_program"] == "JEM"


def test_the_second_one_of_a_comparison_is_taken_up(chat: Chat) -> None:
    chat.loop, chat.slots = "volunteer_form", {"compared": ["JEM", "WSO"], "program": None}
    chat.tell("we want the second one", "volunteer")
    assert chat.slots["volunteer_program"] == "WSO"


@pytest.mark.parametrize(("text", "program"), [("2", "TFM"), ("the last model", None), ("the third one", "WSO")])
def test_a_model_is_picked_by_number(volunteering: Chat, text: str, program: str | None) -> None:
    volunteering.tell(text, "pick")
    assert volunteering.slots.get("volunteer_program") == (program or "undecided")


@pytest.mark.parametrize("text", ["not sure", "I am not sure which model", "no idea", "i don\u2019t know", "4"])
def test_who_is_not_sure_of_the_model_goes_on_to_choosing(volunteering: Chat, text: str) -> None:
    assert volunteering.tell(text) is None
    assert volunteering.slots["undecided"] is True


def test_two_models_at_once_are_asked_apart(volunteering: Chat) -> None:
    assert volunteering.tell("JEM and WSO", program=("JEM", "WSO")) == "volunteer_program"
    assert "did not understand" in volunteering.asked()[0].text


def test_everything_in_one_message_needs_one_more_answer(chat: Chat) -> None:
    chat.loop = "volunteer_form"
    said = "Ohio sheriff here, put us down for WSO"
    assert chat.tell(said, "volunteer", program="WSO", agency_kind="sheriff", state="OH") == "runs_jail"
    assert chat.tell("yes", "affirm") is None


def test_an_answer_is_corrected_in_the_middle(volunteering: Chat) -> None:
    volunteering.tell("JEM", program="JEM")
    volunteering.tell("police department", agency_kind="police")
    assert volunteering.tell("no, I meant WSO", "deny", program="WSO") == "agency_state"
    assert volunteering.slots["volunteer_program"] == "WSO"
    assert volunteering.tell("sorry, we are a sheriff's office in Ohio", agency_kind="sheriff", state="OH")
    assert (volunteering.slots["agency_kind"], volunteering.slots["agency_state"]) == ("sheriff", "OH")


def test_a_question_in_the_middle_fills_nothing(volunteering: Chat) -> None:
    volunteering.tell("TFM", program="TFM")
    before = dict(volunteering.slots)
    assert volunteering.tell("does the sheriff in Texas pay for it?", "ask", agency_kind="sheriff", state="TX")
    assert volunteering.slots == before


def test_what_another_action_has_answered_fills_nothing_and_is_no_misunderstanding(volunteering: Chat) -> None:
    volunteering.tell("TFM", program="TFM")
    volunteering.before = [{"event": "action", "name": "action_answer"}]
    assert volunteering.tell("what about WSO", "ask", program="WSO") == "agency_kind"
    assert volunteering.slots["volunteer_program"] == "TFM"
    assert "did not understand" not in volunteering.asked()[0].text


def test_no_ends_the_form_and_keeps_nothing(volunteering: Chat) -> None:
    volunteering.tell("TFM", program="TFM")
    volunteering.tell("we are a sheriff's office", agency_kind="sheriff")
    assert volunteering.tell("no", "deny") is None
    assert volunteering.say("action_hand_off").kind == "smalltalk"
    assert not any(volunteering.slots.get(name) for name in ("volunteer_program", "agency_kind", "agency_state"))


def test_an_agency_on_patrol_is_not_asked_for_a_jail(volunteering: Chat) -> None:
    volunteering.tell("TFM", program="TFM")
    volunteering.tell("police", agency_kind="police")
    assert volunteering.tell("Ohio", state="OH") is None


def hand_off(chat: Chat, **answers: object) -> Chat:
    chat.slots |= {"volunteer_program": "WSO", "agency_kind": "sheriff", "agency_state": "OH", "runs_jail": True}
    chat.slots |= answers
    return chat


def test_the_hand_off_gives_link_reference_papers_and_referral(chat: Chat) -> None:
    reply = hand_off(chat).say("action_hand_off")
    assert (reply.kind, reply.program) == ("handoff", "WSO")
    assert reply.reference
    assert REFERENCE.fullmatch(reply.reference)
    assert reply.links[0].url == f"/volunteer/{reply.reference}"
    assert reply.referral == Referral("WSO", "sheriff", "OH", True)
    assert "letter of interest" in reply.text
    assert "ERO287g@ice.dhs.gov" in reply.text
    assert "nothing on the law of OH" in reply.text
    assert chat.slots["volunteer_program"] is None
    assert chat.slots["program"] == "WSO"


def test_what_is_not_known_is_left_out_of_the_referral(chat: Chat) -> None:
    reply = hand_off(chat, agency_kind="unknown", agency_state="unknown", runs_jail="unknown").say("action_hand_off")
    assert reply.referral == Referral("WSO", None, None, None)


def test_a_jail_model_without_a_jail_is_warned_of(chat: Chat) -> None:
    assert "runs none" in hand_off(chat, runs_jail=False).say("action_hand_off").text


def test_a_law_that_forbids_comes_before_any_link(volunteering: Chat) -> None:
    volunteering.tell("TFM", program="TFM")
    volunteering.tell("police", agency_kind="police")
    assert volunteering.tell("Delaware", state="DE") == "law_noted"
    law, question = volunteering.asked()
    assert law.text == "Delaware bars agreements."
    assert law.sources
    assert law.as_of
    assert "counsel" in question.text
    assert not law.links
    assert not question.links
    assert volunteering.tell("Yes, give me the link", "affirm") is None
    reply = volunteering.say("action_hand_off")
    assert reply.kind == "handoff"


def test_a_law_that_forbids_can_end_it(volunteering: Chat) -> None:
    volunteering.tell("TFM", program="TFM")
    volunteering.tell("police in Delaware", agency_kind="police", state="DE")
    assert volunteering.tell("no", "deny") is None
    assert volunteering.say("action_hand_off").kind == "smalltalk"


def test_another_state_than_the_one_that_forbids(volunteering: Chat) -> None:
    volunteering.tell("TFM", program="TFM")
    volunteering.tell("police in Delaware", agency_kind="police", state="DE")
    assert volunteering.tell("I mean Maryland, sorry", state="MD") is None
    assert volunteering.say("action_hand_off").kind == "handoff"


def test_a_law_that_requires_comes_before_the_hand_off(chat: Chat) -> None:
    law, reply = hand_off(chat, agency_state="FL").run("action_hand_off")
    assert law.text == "Florida requires agreements."
    assert reply.kind == "handoff"
    assert "nothing on the law" not in reply.text


def test_the_agencys_own_form_gets_every_blank_url_encoded(chat: Chat) -> None:
    chat.knowledge.form_url = FORM_URL
    reply = hand_off(chat).say("action_hand_off")
    assert parse_qs(urlsplit(reply.links[0].url).query) == {
        "p": ["WSO"],
        "k": ["sheriff"],
        "s": ["OH"],
        "r": [reply.reference],
    }


def test_with_the_search_down_the_agencys_answers_wait(chat: Chat) -> None:
    chat.knowledge.down = True
    assert hand_off(chat).say("action_hand_off").kind == "error"
    chat.knowledge.down = False
    chat.loop = "volunteer_form"
    assert chat.tell("sign us up", "volunteer") is None
    assert chat.say("action_hand_off").kind == "handoff"


def test_the_form_stays_where_it_is_while_the_search_is_down(volunteering: Chat) -> None:
    volunteering.tell("TFM", program="TFM")
    volunteering.tell("police in Ohio", agency_kind="police")
    volunteering.knowledge.down = True
    assert volunteering.tell("Ohio", state="OH") == "agency_state"
    volunteering.knowledge.down = False
    assert volunteering.tell("Ohio", state="OH") is None


def test_state_law_is_fetched_once_for_all_actions_of_a_message(volunteering: Chat) -> None:
    volunteering.tell("TFM, we are a sheriff's office", program="TFM", agency_kind="sheriff")
    volunteering.message_id = "m1"
    assert volunteering.tell("Delaware", state="DE") == "law_noted"
    law, _ = volunteering.asked()
    assert law.text == "Delaware bars agreements."
    assert volunteering.knowledge.fetched == [("state-law",)]
    volunteering.message_id = "m2"
    assert volunteering.tell("yes, give me the link", "affirm") is None
    assert volunteering.run("action_hand_off")[-1].kind == "handoff"
    assert volunteering.knowledge.fetched == [("state-law",)] * 2


def test_without_the_entry_on_state_law_the_form_says_so(volunteering: Chat) -> None:
    volunteering.tell("TFM, we are a sheriff's office", program="TFM", agency_kind="sheriff")
    volunteering.knowledge.missing = {"state-law"}
    volunteering.slots |= {"agency_state": "DE"}
    reply = volunteering.say("action_hand_off")
    assert (reply.kind, reply.reason) == ("out_of_scope", "not_on_file")
    assert "not on file" in reply.text
