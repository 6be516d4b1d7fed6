"""Whether an answer helped."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.records.database import Database
from bot.records.models import Feedback, ReviewItem
from tests.stand_ins import Dialogue

ID = "11111111-2222-4333-8444-555555555555"
Kept = Callable[[], list[Feedback]]


@pytest.fixture
def kept(app: Flask, database: Database) -> Kept:
    """Return what reads the ratings in the database, once all that waits is written."""

    def read() -> list[Feedback]:
        recorder = app.extensions["bot"].recorder
        recorder.start()
        recorder.close()
        with database.read() as session:
            return list(session.scalars(select(Feedback)))

    return read


def rate(http: FlaskClient, **fields: str) -> str:
    response = http.post("/feedback", data={"message": ID, "number": "0", "helpful": "no", **fields})
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_a_rating_is_kept_and_asked_why_and_posts_no_message(
    http: FlaskClient, dialogue: Dialogue, database: Database, kept: Kept
) -> None:
    http.post("/", data={"text": "how long", "id": ID})
    assert f'name="message" value="{ID}"' in http.get("/").get_data(as_text=True)
    page = rate(http)
    assert "You can say why" in page
    assert 'name="reason"' in page
    assert "Your reason is noted" in rate(http, reason="  it is\nout of date ")
    (rating,) = kept()
    assert (rating.message, rating.helpful, rating.reason) == (ID, False, "it is out of date")
    assert [rating.conversation] == list(dialogue.said)
    with database.read() as session:
        assert [(item.text, item.reason) for item in session.scalars(select(ReviewItem))] == [
            ("how long", "not_helpful")
        ]
    assert dialogue.texts() == ["how long"]


def test_personal_data_in_a_reason_is_not_kept(http: FlaskClient, kept: Kept) -> None:
    http.post("/", data={"text": "how long", "id": ID})
    rate(http, reason="call me at 302-555-0142")
    (rating,) = kept()
    assert rating.reason
    assert rating.reason.startswith("call me at [")
    assert "0142" not in rating.reason


def test_a_helpful_answer_is_not_asked_why_and_may_be_given_again(
    http: FlaskClient, dialogue: Dialogue, kept: Kept
) -> None:
    http.post("/", data={"text": "how long", "id": ID})
    assert 'name="reason"' not in rate(http, helpful="yes")
    (rating,) = kept()
    assert rating.helpful
    assert dialogue.turned_down == []


def test_an_answer_that_did_not_help_is_turned_down_in_the_conversation(http: FlaskClient, dialogue: Dialogue) -> None:
    http.post("/", data={"text": "how long", "id": ID})
    rate(http, number="1")
    (conversation,) = dialogue.said
    assert dialogue.turned_down == [(conversation, ID, 1)]


def test_a_rating_is_kept_while_the_dialogue_is_down(
    http: FlaskClient, dialogue: Dialogue, kept: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    http.post("/", data={"text": "how long", "id": ID})
    dialogue.down = True
    with caplog.at_level(logging.WARNING):
        assert "Thank you" in rate(http)
    assert "may be given again" in caplog.text
    assert len(kept()) == 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"helpful": "maybe"}, 400),
        ({"number": "-1"}, 400),
        ({"number": "99"}, 400),
        ({"message": ""}, 404),
        ({"reason": "x" * 501}, 400),
    ],
)
def test_a_bad_rating_is_refused(http: FlaskClient, kept: Kept, fields: dict[str, str], status: int) -> None:
    http.get("/")
    response = http.post("/feedback", data={"message": ID, "number": "0", "helpful": "no", **fields})
    assert response.status_code == status
    assert not kept()


def test_a_stranger_cannot_rate(http: FlaskClient, kept: Kept) -> None:
    assert http.post("/feedback", data={"message": ID, "number": "0", "helpful": "no"}).status_code == 404
    assert not kept()


def test_ratings_are_counted(http: FlaskClient) -> None:
    http.post("/", data={"text": "how long", "id": ID})
    rate(http)
    assert 'bot_feedback_total{helpful="no"}' in http.get("/metrics").get_data(as_text=True)
