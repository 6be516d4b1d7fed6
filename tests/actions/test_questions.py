"""Questions, and what is said about the last answer."""

from __future__ import annotations

import msgspec
import pytest

from knowledge.results import DocumentSearchResult, RosterContext, RosterFilter
from tests.actions.chat import Chat
from tests.factories import PASSAGE, an_entry, found, roster_found

IN_TEXAS = RosterContext("list", RosterFilter(states=["TX"]))


def test_a_question_is_searched_with_its_topic(chat: Chat) -> None:
    chat.knowledge.result, chat.slots = found(an_entry("any")), {"entry": "training-length"}
    assert chat.say("action_answer", "how long").kind == "answer"
    assert chat.knowledge.asked == [("how long", "training-length", ())]
    assert chat.slots["entry"] == "hold-time"


def test_an_answer_on_the_choice_offers_the_form(chat: Chat) -> None:
    chat.knowledge.result = found(msgspec.structs.replace(an_entry("any"), entry="choose-model"))
    assert chat.say("action_answer", "which one is best").choices[0].text == "Help me choose a model"


def test_without_any_answer_the_agencys_own_document_is_quoted(chat: Chat) -> None:
    chat.slots = {"listed": msgspec.to_builtins(IN_TEXAS)}
    chat.knowledge.documents = DocumentSearchResult([PASSAGE], sure=True)
    reply = chat.say("action_answer", "when may it be revoked")
    assert reply.kind == "answer"
    assert reply.text.startswith("No reviewed answer fits")
    assert chat.slots["listed"] is None
    assert chat.knowledge.permitted == [False]


def test_beside_candidates_it_is_quoted_too(chat: Chat) -> None:
    chat.knowledge.documents = DocumentSearchResult([PASSAGE], sure=True)
    chat.knowledge.result = found(None, level="ask")
    first, second = chat.run("action_answer", "when may it be revoked")
    assert first.kind == "clarify"
    assert second.text.startswith("One of your agency's own documents may help")
    assert chat.slots["offered"] == ["one", "two", "three"]


def test_beside_an_answer_it_is_not(chat: Chat) -> None:
    chat.knowledge.documents = DocumentSearchResult([PASSAGE], sure=True)
    chat.knowledge.result = found(an_entry("any"))
    assert chat.say("action_answer", "when may it be revoked").entry == "hold-time"


def test_marked_passages_are_searched_for_who_may_see_them(chat: Chat) -> None:
    chat.metadata = {"reads_marked": True}
    chat.run("action_answer", "when may it be revoked")
    assert chat.knowledge.permitted == [True]


def test_a_question_on_who_takes_part_is_remembered_until_another_is_answered(chat: Chat) -> None:
    listed = roster_found("list", total_agencies=2, context=IN_TEXAS)
    for name, result in (
        ("action_answer", found(None, roster=listed)),
        ("action_compare", found(None, roster=listed)),
        ("action_answer", found(an_entry("any"))),
        ("action_answer", found(None)),
    ):
        chat.knowledge.result = result
        chat.say(name, "which agencies")
    assert chat.knowledge.listed == [None, None, IN_TEXAS, None]


def test_what_may_be_a_wish_is_asked_back(chat: Chat) -> None:
    chat.ranking = {"ask": 0.45, "volunteer": 0.4}
    reply = chat.say("action_answer", "the board is leaning to it", "nlu_fallback")
    assert reply.kind == "clarify"
    assert "take part now" in reply.text
    assert [choice.text for choice in reply.choices] == ["We want to volunteer", "How does an agency join?"]


def test_what_may_be_a_wish_and_has_an_answer_gets_both(chat: Chat) -> None:
    chat.ranking = {"volunteer": 0.4}
    chat.knowledge.result = found(an_entry("any"), "JEM")
    reply = chat.say("action_answer", "we like JEM", "nlu_fallback")
    assert reply.kind == "answer"
    assert reply.choices[0].text == "We want to volunteer for JEM"


def test_nobody_in_a_form_is_asked_whether_he_wants_to_take_part(volunteering: Chat) -> None:
    volunteering.ranking = {"volunteer": 0.4}
    assert volunteering.say("action_answer", "the board is leaning to it").kind == "out_of_scope"


def test_a_search_that_is_down_is_said_so_and_the_question_is_noted_on_a_yes(chat: Chat) -> None:
    chat.slots, chat.knowledge.down = {"program": "JEM"}, True
    reply = chat.say("action_answer", "how long")
    assert reply.kind == "error"
    assert "not available" in reply.text
    assert "ERO287g@ice.dhs.gov" in reply.text
    assert chat.slots == {"program": "JEM", "unanswered": "how long"}
    chat.knowledge.down = False
    noted = chat.say("action_affirm", "yes", "affirm")
    assert (noted.kind, noted.note) == ("contact", "how long")
    assert chat.slots["unanswered"] is None


def test_a_yes_is_known_while_the_search_is_down(chat: Chat) -> None:
    """Without the knowledge service the dialogue tells no act: every message is searched."""
    chat.knowledge.down = True
    (button,) = chat.say("action_answer", "how long").choices
    assert chat.say("action_answer", button.text, "nlu_fallback").note == "how long"


def test_the_offer_to_note_ends_with_the_next_message(chat: Chat) -> None:
    chat.knowledge.down = True
    chat.say("action_answer", "how long")
    chat.knowledge.down = False
    chat.say("action_smalltalk", "thanks", "thanks")
    assert chat.say("action_affirm", "yes", "affirm").note is None


@pytest.mark.parametrize(("text", "entry"), [("2", "two"), ("the last one", "three"), ("the first", "one")])
def test_a_candidate_is_picked_by_number_or_ordinal(chat: Chat, text: str, entry: str) -> None:
    chat.slots = {"offered": ["one", "two", "three"], "program": "JEM"}
    reply = chat.say("action_pick", text, "pick")
    assert (reply.kind, reply.entry, reply.program) == ("answer", entry, "JEM")
    assert chat.slots["offered"] == []


def test_a_candidate_may_be_an_entry_for_one_program(chat: Chat) -> None:
    chat.slots = {"offered": ["hold-time:JEM", "hold-time:WSO"]}
    reply = chat.say("action_pick", "the second one", "pick")
    assert (reply.text, reply.program) == ("WSO answer", "WSO")


def test_a_pick_without_candidates_is_searched(chat: Chat) -> None:
    chat.say("action_pick", "the second one", "pick")
    assert chat.knowledge.asked


def test_none_of_these_twice_turns_down_each_once(chat: Chat) -> None:
    chat.slots = {"offered": ["one:JEM", "one:WSO", "two"], "entry": "one"}
    reply = chat.say("action_none_of_these", "none of these", "none_of_these")
    assert reply.kind == "contact"
    assert "ERO287g@ice.dhs.gov" in reply.text
    chat.say("action_none_of_these", "none of these", "none_of_these")
    assert chat.slots["rejected"] == ["one", "two"]
    chat.say("action_answer", "in other words")
    assert chat.knowledge.asked[0][2] == ("one", "two")


@pytest.mark.parametrize("name", ["action_repeat", "action_simpler", "action_where_stated"])
def test_without_an_answer_there_is_nothing_to_say_again(chat: Chat, name: str) -> None:
    reply = chat.say(name)
    assert reply.kind == "smalltalk"
    assert "not answered anything yet" in reply.text


def test_the_last_answer_is_repeated_for_the_program_in_force(chat: Chat) -> None:
    chat.slots = {"entry": "hold-time", "program": "WSO"}
    assert chat.say("action_repeat", "again", "repeat").text == "WSO answer"


def test_the_last_answer_in_short(chat: Chat) -> None:
    chat.slots = {"entry": "hold-time", "program": "WSO"}
    assert chat.say("action_simpler", "shorter", "simpler").text == "In short: WSO short"
    chat.slots = {"entry": "state-law", "state": "DE"}
    assert chat.say("action_simpler", "shorter", "simpler").text == "In short: DE short"


def test_the_last_answers_sources_with_their_place(chat: Chat) -> None:
    chat.slots = {"entry": "hold-time", "program": "JEM"}
    reply = chat.say("action_where_stated", "where does it say that", "where_stated")
    assert "- Agreement, section V (2025-03-07)" in reply.text
    assert "**Jail agreement, V. Custody**, retold:" in reply.text
    assert reply.text.endswith("word ...")
    assert reply.sources
    assert reply.entry == "hold-time"


def test_the_last_answers_sources_for_all_programs(chat: Chat) -> None:
    chat.slots = {"entry": "hold-time"}
    reply = chat.say("action_where_stated", "source?", "where_stated")
    assert reply.kind == "answer"
    assert "Agreement, section V" in reply.text


def test_a_person_is_named(chat: Chat) -> None:
    assert chat.say("action_contact_person", "a human please", "contact_person").entry == "human-contact"


def test_yes_takes_the_only_candidate(chat: Chat) -> None:
    chat.slots = {"offered": ["hold-time"]}
    assert chat.say("action_affirm", "yes", "affirm").entry == "hold-time"


def test_yes_to_nothing(chat: Chat) -> None:
    assert chat.say("action_affirm", "yes", "affirm").kind == "smalltalk"


def test_an_answer_that_is_gone_is_said_to_be_not_on_file(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    chat.knowledge.missing, chat.slots = {"training-cost"}, {"entry": "training-cost", "program": "TFM"}
    reply = chat.say("action_repeat", "again", "repeat")
    assert "not on file" in reply.text
    assert "not available" not in reply.text
    assert (reply.reason, reply.note) == ("not_on_file", None)
    assert "training-cost" in caplog.text
    assert (chat.slots["entry"], chat.slots["program"]) == (None, "TFM")


def test_turning_down_candidates_or_an_answer_has_its_reason_whatever_the_words(chat: Chat) -> None:
    chat.slots = {"offered": ["one", "two"]}
    assert chat.say("action_none_of_these", "nope not those", "none_of_these").reason == "none_of_these"
    chat.slots = {"entry": "hold-time"}
    assert chat.say("action_none_of_these", "that is not it", "none_of_these").reason == "none_of_these"
    chat.slots = {}
    assert chat.say("action_none_of_these", "none of these", "none_of_these").reason is None
