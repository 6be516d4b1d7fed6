"""What the coordinator finds in the review queue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.replies.reply import Reply
from bot.records.database import Database
from bot.records.models import Feedback, ReviewItem, Turn, now
from bot.records.turns import turn_of
from bot.records.upsert import Row, save
from tests.factories import a_turn


def queue(database: Database, rows: Iterable[Row]) -> list[tuple[str | None, str]]:
    """Save rows and return text and reason of each review item."""
    for row in rows:
        with database.write() as session:
            save(session, row)
    with database.read() as session:
        return [(item.text, item.reason) for item in session.scalars(select(ReviewItem).order_by(ReviewItem.time))]


def test_a_question_that_was_not_covered_is_a_miss(database: Database) -> None:
    missed = a_turn(kind="out_of_scope", level="none", text="do we get a badge")
    assert queue(database, [a_turn(), missed]) == [("do we get a badge", "missed")]


@pytest.mark.parametrize("said", ["None of these", "nope, none of those", "no, something else"])
def test_candidates_turned_down_queue_the_question_whatever_the_words(database: Database, said: str) -> None:
    asked = a_turn(kind="clarify", level="ask", text="the jail thing", time=now() - timedelta(minutes=1))
    elsewhere = a_turn(conversation="c2", text="something else", time=now() - timedelta(seconds=1))
    assert queue(database, [asked, elsewhere]) == [("the jail thing", "close_call")]
    assert queue(database, [a_turn(text=said, kind="contact", reason="none_of_these")]) == [
        ("the jail thing", "none_of_these")
    ]


def test_a_question_back_about_the_program_is_no_close_call(database: Database) -> None:
    assert queue(database, [a_turn(kind="clarify", level="ask", entry="hold-time")]) == []


def test_an_answer_that_did_not_help_is_queued_with_what_was_shown(database: Database) -> None:
    turn = a_turn(id="m1", text="who pays for gas", entry="travel-cost")
    assert queue(database, [turn, Feedback(message="m1", conversation="c1", helpful=False)]) == [
        ("who pays for gas", "not_helpful")
    ]
    with database.read() as session:
        item = session.scalars(select(ReviewItem)).one()
        assert (item.entry, item.message, item.status) == ("travel-cost", "m1", "open")


def test_the_last_word_on_an_answer_counts(database: Database) -> None:
    words = [Feedback(message="m1", conversation="c1", helpful=helpful) for helpful in (True, False)]
    assert queue(database, [a_turn(id="m1", text="who pays"), *words]) == [("who pays", "not_helpful")]
    with database.read() as session:
        assert [found.helpful for found in session.scalars(select(Feedback))] == [False]


def test_saving_again_after_a_failure_queues_nothing_twice(database: Database) -> None:
    rows = [a_turn(id="m1", kind="out_of_scope"), Feedback(message="m1", conversation="c1", helpful=False)]
    assert len(queue(database, [*rows, *rows])) == 1


def test_a_decided_item_stays_decided(database: Database) -> None:
    queue(database, [a_turn(id="m1", kind="out_of_scope")])
    with database.write() as session:
        session.scalars(select(ReviewItem)).one().status = "dismissed"
    assert queue(database, [Feedback(message="m1", conversation="c1", helpful=False)])[0][1] == "missed"


def test_nothing_of_a_refused_message_is_queued(database: Database) -> None:
    refused = a_turn(id="m1", kind="refusal", text=None, reason="personal_data")
    assert queue(database, [refused, Feedback(message="m1", conversation="c1", helpful=False)]) == []


def test_the_row_of_a_two_part_answer_names_both_entries(database: Database) -> None:
    replies = [
        Reply(kind="answer", text="a", entry="training-length", program="TFM", level="answer"),
        Reply(kind="answer", text="b", entry="who-signs"),
    ]
    turn = turn_of("m1", "c1", "page", "how long and who signs", replies, 0.0426, index_version="7")
    assert queue(database, [turn]) == []
    with database.read() as session:
        kept = session.get_one(Turn, "m1")
        assert (kept.entry, kept.second_entry, kept.program, kept.milliseconds) == (
            "training-length",
            "who-signs",
            "TFM",
            43,
        )
