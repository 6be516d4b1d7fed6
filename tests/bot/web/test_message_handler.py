"""One message in, its replies out: what is kept of it, and what happens when a part is down."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from actions.replies.refusals import fixed_reply
from actions.replies.reply import Referral, Reply
from actions.replies.smalltalk import none_of_these, noted
from bot.records.database import Database
from bot.records.models import Referral as KeptReferral
from bot.records.models import ReviewItem, Turn
from bot.records.referrals import find_referral
from bot.records.switches import switch_off, switch_on
from bot.web.message_handler import Answered, answer_message
from bot.web.services import services
from tests.factories import ANSWER
from tests.stand_ins import Dialogue, SmallKnowledge

REFERENCE = "V-7F3K-29"
HAND_OFF = Reply(
    kind="handoff", text="Open the form.", program="WSO", reference=REFERENCE, referral=Referral("WSO", "sheriff", "OH")
)


def answer(app: Flask, text: str) -> Answered:
    with app.test_request_context():
        return answer_message("conversation", text)


def kept(app: Flask, database: Database) -> list[Turn]:
    """Return the turns in the records, once all that waits is written."""
    with app.app_context():
        services().recorder.start()
        services().recorder.close(seconds=30)
    with database.read() as session:
        return list(session.scalars(select(Turn)))


@pytest.mark.parametrize(
    "text",
    [
        "can we hold A 123 456 789",
        "his SSN is 123-45-6789, what now",
        "call me at (555) 867-5309 about the training",
        "write to jane.roe@example.com how long it takes",
    ],
)
def test_personal_data_reaches_neither_dialogue_nor_log_nor_records(
    app: Flask,
    dialogue: Dialogue,
    database: Database,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    text: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    (reply,) = answer(app, text).replies
    assert (reply.kind, reply.reason) == ("refusal", "personal_data")
    assert dialogue.said == {}
    (turn,) = kept(app, database)
    assert (turn.text, turn.reason) == (None, "personal_data")
    secret = next(word for word in ("123 456 789", "123-45-6789", "867-5309", "jane.roe") if word in text)
    assert secret not in caplog.text
    assert secret not in reply.text
    assert not any(secret.encode() in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


@pytest.mark.parametrize("text", ["what is 8 U.S.C. 1357(g)(10)", "form I-200 in 2025", "is 287(g) voluntary"])
def test_numbers_of_the_law_are_no_personal_data(app: Flask, dialogue: Dialogue, text: str) -> None:
    assert answer(app, text).replies[0].kind == "answer"
    assert dialogue.said


def test_nothing_is_kept_of_a_live_case(app: Flask, dialogue: Dialogue, database: Database) -> None:
    dialogue.replies = [fixed_reply("live_case")]
    answer(app, "is Juan Perez in your system")
    (turn,) = kept(app, database)
    assert (turn.text, turn.reason) == (None, "live_case")


def test_a_turn_is_kept_with_what_it_came_to(app: Flask, database: Database) -> None:
    answered = answer(app, "how long is the training")
    (turn,) = kept(app, database)
    assert (turn.id, turn.text, turn.kind, turn.entry) == (
        answered.message,
        "how long is the training",
        "answer",
        "training-length",
    )


def test_with_the_dialogue_down_the_search_alone_answers_and_says_so(
    app: Flask, dialogue: Dialogue, database: Database
) -> None:
    dialogue.down = True
    (reply,) = answer(app, "how long is the training").replies
    assert (reply.kind, reply.entry, reply.reason) == ("answer", "hold-time", "dialogue_down")
    assert reply.text.startswith("*A part of the bot is down.")
    assert "any answer" in reply.text
    assert kept(app, database)[0].reason == "dialogue_down"


def test_with_both_down_the_page_says_so(app: Flask, dialogue: Dialogue, knowledge: SmallKnowledge) -> None:
    dialogue.down = knowledge.down = True
    (reply,) = answer(app, "how long is the training").replies
    assert (reply.kind, reply.reason) == ("error", "unavailable")
    assert "again in a minute" in reply.text
    assert "ERO287g@ice.dhs.gov" in reply.text


def test_none_of_these_in_other_words_puts_the_question_into_the_review_queue(
    app: Flask, dialogue: Dialogue, database: Database
) -> None:
    dialogue.replies = [Reply(kind="clarify", text="Which of these?", level="ask")]
    answer(app, "the jail thing")
    dialogue.replies = [none_of_these(None, ["hold-time"])]
    answer(app, "nope, none of those")
    assert [turn.reason for turn in kept(app, database)] == [None, "none_of_these"]
    with database.read() as session:
        assert [(item.text, item.reason) for item in session.scalars(select(ReviewItem))] == [
            ("the jail thing", "none_of_these")
        ]


def test_a_noted_question_is_kept_for_the_coordinator(app: Flask, dialogue: Dialogue, database: Database) -> None:
    dialogue.replies = [noted("who pays for the radios")]
    answer(app, "yes")
    (turn,) = kept(app, database)
    assert (turn.text, turn.reason) == ("who pays for the radios", "noted")


def test_a_hand_off_leaves_a_referral_at_once(app: Flask, dialogue: Dialogue, database: Database) -> None:
    dialogue.replies = [ANSWER, HAND_OFF]
    answer(app, "sign us up")
    found = find_referral(database, REFERENCE)
    assert found
    assert isinstance(found.referral, KeptReferral)
    assert (found.referral.program, found.referral.agency_kind, found.referral.state) == ("WSO", "sheriff", "OH")
    assert found.contact is None


def test_a_database_that_is_down_costs_the_user_nothing(app: Flask, dialogue: Dialogue, database: Database) -> None:
    dialogue.replies = [HAND_OFF]
    with database.write() as session:
        session.connection().exec_driver_sql("DROP TABLE referrals")
    assert answer(app, "sign us up").replies == [HAND_OFF]


def test_links_to_our_own_pages_are_whole(app: Flask) -> None:
    (reply,) = answer(app, "x").replies
    assert reply.links[0].url.startswith("http://localhost/volunteer/")


def test_a_paused_bot_gives_the_reason_and_the_answers_to_read(
    app: Flask, dialogue: Dialogue, database: Database
) -> None:
    switch_on(database, "pause", "the agreement is being renewed.", "editor", "asked by counsel")
    (reply,) = answer(app, "how long is the training").replies
    assert (reply.kind, reply.reason) == ("contact", "paused")
    assert "the agreement is being renewed." in reply.text
    assert reply.links[0].url.endswith("/answers")
    assert dialogue.said == {}
    page = app.test_client().get("/answers").get_data(as_text=True)
    assert "The chat is paused: the agreement is being renewed." in page
    switch_off(database, "pause", "editor", "done")
    assert answer(app, "how long is the training").replies[0].kind == "answer"
