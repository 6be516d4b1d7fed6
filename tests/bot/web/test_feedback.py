"""Whether an answer helped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.web.ratings import Feedback
from tests.bot.web.conftest import Dialogue

ID = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def kept(app: Flask) -> list[Feedback]:
    """What the app hands over of ratings."""
    found: list[Feedback] = []
    app.extensions["bot"] = replace(app.extensions["bot"], feedback=found.append)
    return found


def rate(http: FlaskClient, **fields: str) -> str:
    response = http.post("/feedback", data={"message": ID, "number": "0", "helpful": "no", **fields})
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_a_rating_is_kept_and_asked_why_and_posts_no_message(
    http: FlaskClient, dialogue: Dialogue, kept: list[Feedback]
) -> None:
    http.post("/", data={"text": "how long", "id": ID})
    assert f'name="message" value="{ID}"' in http.get("/").get_data(as_text=True)
    page = rate(http)
    assert "You can say why" in page and 'name="reason"' in page
    assert "Your reason is noted" in rate(http, reason="  it is\nout of date ")
    assert [(rating.message, rating.helpful, rating.reason) for rating in kept] == [
        (ID, False, None),
        (ID, False, "it is out of date"),
    ]
    assert dialogue.texts() == ["how long"]


def test_a_helpful_answer_is_not_asked_why(http: FlaskClient, kept: list[Feedback]) -> None:
    http.post("/", data={"text": "how long", "id": ID})
    assert 'name="reason"' not in rate(http, helpful="yes")
    assert kept[0].helpful


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
def test_a_bad_rating_is_refused(http: FlaskClient, kept: list[Feedback], fields: dict[str, str], status: int) -> None:
    http.get("/")
    response = http.post("/feedback", data={"message": ID, "number": "0", "helpful": "no", **fields})
    assert response.status_code == status and not kept


def test_a_stranger_cannot_rate(http: FlaskClient, kept: list[Feedback]) -> None:
    assert http.post("/feedback", data={"message": ID, "number": "0", "helpful": "no"}).status_code == 404
    assert not kept


def test_ratings_are_counted(http: FlaskClient) -> None:
    http.post("/", data={"text": "how long", "id": ID})
    rate(http)
    assert 'bot_feedback_total{helpful="no"}' in http.get("/metrics").get_data(as_text=True)
