"""The JSON API: one answer shape, one error shape."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.bot.web.person import MakeApp
from tests.stand_ins import Dialogue, SmallKnowledge


def post(http: FlaskClient, body: Any) -> Any:
    return http.post("/api/messages", json=body)


def test_a_message_is_answered_in_a_new_conversation(http: FlaskClient) -> None:
    body = post(http, {"text": "how long is it"}).get_json()
    assert set(body) == {"conversation", "message", "replies"}
    (reply,) = body["replies"]
    assert (reply["kind"], reply["entry"], reply["program"], reply["level"]) == (
        "answer",
        "training-length",
        "TFM",
        "answer",
    )
    assert reply["sources"][0] == {
        "title": "Task Force agreement",
        "section": "VIII",
        "url": "https://www.ice.gov/doclib/287gMOA/",
        "as_of": "2025-03-07",
    }


def test_links_to_our_own_pages_are_whole(http: FlaskClient) -> None:
    (reply,) = post(http, {"text": "x"}).get_json()["replies"]
    assert reply["links"][0]["url"] == "http://localhost/volunteer/V-7F3K-29?program=TFM"


def test_links_to_our_own_pages_are_whole_behind_a_proxy_with_a_path(make_app: MakeApp) -> None:
    http = make_app(trusted_proxies=1).test_client()
    headers = {"X-Forwarded-Host": "intranet.example", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/faq"}
    (reply,) = http.post("/api/messages", json={"text": "x"}, headers=headers).get_json()["replies"]
    assert reply["links"][0]["url"] == "https://intranet.example/faq/volunteer/V-7F3K-29?program=TFM"
    assert reply["sources"][0]["url"] == "https://www.ice.gov/doclib/287gMOA/"


def test_a_conversation_goes_on(http: FlaskClient, dialogue: Dialogue) -> None:
    first = post(http, {"text": "one"}).get_json()["conversation"]
    assert post(http, {"text": "two", "conversation": first}).get_json()["conversation"] == first
    assert [turn.text for turn in dialogue.said[first] if turn.text] == ["one", "two"]


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        ({}, 400, "wrong_type", "text"),
        ({"text": None}, 400, "wrong_type", "text"),
        ({"text": 7}, 400, "wrong_type", "text"),
        ({"text": ["a"]}, 400, "wrong_type", "text"),
        ({"text": ""}, 400, "empty", "text"),
        ({"text": " \t\u200b\x00 "}, 400, "empty", "text"),
        ({"text": "x" * 501}, 400, "too_long", "text"),
        ({"text": "x" * 60_000}, 400, "too_long", "text"),
        ([], 400, "wrong_type", None),
        ("text", 400, "wrong_type", None),
        ({"text": "x", "conversation": 7}, 400, "wrong_type", "conversation"),
        ({"text": "x", "conversation": "nonsense"}, 404, "unknown_conversation", "conversation"),
        (
            {"text": "x", "conversation": "00000000-0000-4000-8000-000000000000"},
            404,
            "unknown_conversation",
            "conversation",
        ),
    ],
)
def test_bad_input_gets_the_one_error_shape(
    http: FlaskClient, body: Any, status: int, code: str, field: str | None
) -> None:
    response = post(http, body)
    assert response.status_code == status
    error = response.get_json()["error"]
    assert (error["code"], error["field"]) == (code, field)
    assert error["message"]


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"text=hello"])
def test_what_is_not_json_is_said_so(http: FlaskClient, data: bytes) -> None:
    response = http.post("/api/messages", data=data)
    assert (response.status_code, response.get_json()["error"]["code"]) == (400, "not_json")


def test_too_large_a_body_is_refused(http: FlaskClient) -> None:
    response = http.post("/api/messages", data=b'{"text": "' + b"x" * 70_000 + b'"}')
    assert (response.status_code, response.get_json()["error"]["code"]) == (413, "request_entity_too_large")


def test_a_wrong_method_and_a_wrong_path(http: FlaskClient) -> None:
    assert http.get("/api/messages").get_json()["error"]["code"] == "method_not_allowed"
    assert http.get("/api/nothing").get_json()["error"]["code"] == "not_found"


def test_500_characters_are_allowed(http: FlaskClient) -> None:
    assert post(http, {"text": "x" * 500}).status_code == 200


def test_a_dialogue_and_a_search_that_are_down_get_a_clear_reply(
    http: FlaskClient, dialogue: Dialogue, knowledge: SmallKnowledge
) -> None:
    dialogue.down = knowledge.down = True
    response = post(http, {"text": "how long"})
    (reply,) = response.get_json()["replies"]
    assert (response.status_code, reply["kind"]) == (200, "error")
    assert "again in a minute" in reply["text"]


def test_a_fault_of_ours_is_an_error_and_shows_nothing_of_itself(
    http: FlaskClient, dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(dialogue, "send", fault)
    response = post(http, {"text": "x"})
    assert response.status_code == 500
    assert "secret" not in response.get_data(as_text=True)
    assert set(response.get_json()["error"]) == {"code", "message", "field"}
