"""A message sent twice is answered once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from actions.replies.reply import Reply
from bot.web.dialogue_client import DialogueUnavailableError, Turn
from tests.bot.web.person import MakeApp
from tests.factories import ANSWER
from tests.stand_ins import Dialogue, SmallKnowledge

ID = "11111111-2222-4333-8444-555555555555"


def test_the_api_gives_a_repeated_id_the_same_replies(http: FlaskClient, dialogue: Dialogue) -> None:
    conversation = http.post("/api/messages", json={"text": "first"}).get_json()["conversation"]
    body = {"text": "how long", "conversation": conversation, "id": ID}
    first, second = (http.post("/api/messages", json=body).get_json() for _ in range(2))
    assert first == second
    assert first["message"] == ID
    assert dialogue.texts() == ["first", "how long"]


def test_another_text_under_the_same_id_is_another_message(http: FlaskClient, dialogue: Dialogue) -> None:
    http.get("/")
    for text in ("one", "one", "two"):
        http.post("/", data={"text": text, "id": ID})
    assert dialogue.texts() == ["one", "two"]


@pytest.mark.parametrize("given", [7, "short", "x" * 65, "no spaces here", ["a"]])
def test_a_bad_id_is_said_so(http: FlaskClient, given: Any) -> None:
    response = http.post("/api/messages", json={"text": "x", "id": given})
    assert (response.status_code, response.get_json()["error"]["field"]) == (400, "id")


def test_two_clicks_at_once_are_one_message(app: Flask, dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch) -> None:
    http = app.test_client()
    http.get("/")
    cookie = http.get_cookie("conversation")
    assert cookie
    entered, leave = threading.Event(), threading.Event()
    send = dialogue.send

    def slow(*arguments: Any) -> list[Reply]:
        entered.set()
        assert leave.wait(5)
        return send(*arguments)

    monkeypatch.setattr(dialogue, "send", slow)

    def click() -> int:
        client = app.test_client()
        client.set_cookie("conversation", cookie.value)
        return client.post("/", data={"text": "how long", "id": ID}).status_code

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(click)
        assert entered.wait(5)
        second = pool.submit(click)
        leave.set()
        assert (first.result(), second.result()) == (303, 303)
    assert dialogue.texts() == ["how long"]


def test_a_message_that_failed_is_asked_again(http: FlaskClient, dialogue: Dialogue, knowledge: SmallKnowledge) -> None:
    http.get("/")
    dialogue.down = knowledge.down = True
    assert http.post("/", data={"text": "how long", "id": ID}).status_code == 503
    dialogue.down = False
    assert http.post("/", data={"text": "how long", "id": ID}).status_code == 303
    assert dialogue.texts() == ["how long"]


def test_a_reply_that_came_too_late_is_found_in_the_record(
    http: FlaskClient, dialogue: Dialogue, knowledge: SmallKnowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    http.get("/")
    knowledge.down = True

    def late(conversation: str, text: str, message: str | None = None, reads_marked: bool = False) -> list[Reply]:
        dialogue.said[conversation] = [Turn(text=text, message=message), Turn(reply=ANSWER)]
        raise DialogueUnavailableError("timed out")

    monkeypatch.setattr(dialogue, "send", late)
    script = {"X-Requested-With": "fetch"}
    assert http.post("/", data={"text": "how long", "id": ID}, headers=script).status_code == 503
    again = http.post("/", data={"text": "how long", "id": ID}, headers=script)
    assert again.status_code == 200
    assert "40 hours" in again.get_data(as_text=True)
    assert dialogue.texts() == ["how long"]


def test_a_second_try_after_a_restart_is_found_in_the_record(make_app: MakeApp, dialogue: Dialogue) -> None:
    http, fields = make_app().test_client(), {"text": "how long", "id": ID}
    http.get("/")
    cookie = http.get_cookie("conversation")
    assert cookie
    assert http.post("/", data=fields).status_code == 303
    restarted = make_app().test_client()
    restarted.set_cookie("conversation", cookie.value)
    assert restarted.post("/", data={**fields, "again": "1"}).status_code == 303
    assert dialogue.texts() == ["how long"]


def test_a_late_reply_and_the_searchs_own_are_not_both_shown(
    http: FlaskClient, dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    http.get("/")

    def late(conversation: str, text: str, message: str | None = None, reads_marked: bool = False) -> list[Reply]:
        dialogue.said[conversation] = [Turn(text=text, message=message), Turn(reply=ANSWER)]
        raise DialogueUnavailableError("timed out")

    monkeypatch.setattr(dialogue, "send", late)
    page = http.post("/", data={"text": "how long", "id": ID}).get_data(as_text=True)
    assert page.count('<p class="said">how long</p>') == 1 == page.count(f'id="m-{ID}"')
    assert "from the search alone" in page


def test_a_text_with_personal_data_does_not_stay_in_memory(http: FlaskClient, app: Flask) -> None:
    http.get("/")
    http.post("/", data={"text": "call 302-555-0142", "id": ID})
    http.post("/", data={"text": "call 302-555-0142", "id": ID})
    remembered = str(vars(app.extensions["once"]))
    assert ID in remembered
    assert "0142" not in remembered


def test_what_failed_and_was_sent_again_is_shown_once(http: FlaskClient, dialogue: Dialogue) -> None:
    http.get("/")
    dialogue.reply = msgspec.structs.replace(ANSWER, kind="error", text="The search is down.")
    assert http.post("/", data={"text": "how long", "id": ID}).status_code == 503
    dialogue.reply = ANSWER
    http.post("/", data={"text": "how long", "id": ID})
    page = http.get("/").get_data(as_text=True)
    assert page.count('<p class="said">how long</p>') == 1
    assert "The search is down." not in page
