"""The way to the Rasa server."""

from __future__ import annotations

import httpx
import msgspec
import pytest

from bot.web.dialogue_client import DialogueClient, DialogueUnavailableError
from tests.factories import ANSWER


def client(status: int, body: object) -> DialogueClient:
    made = DialogueClient("http://rasa", "token", 1.0)
    made._http = httpx.Client(
        base_url="http://rasa", transport=httpx.MockTransport(lambda request: httpx.Response(status, json=body))
    )
    return made


def test_replies_come_back_typed() -> None:
    assert client(200, [{"recipient_id": "x", "custom": msgspec.to_builtins(ANSWER)}]).send("x", "hi") == [ANSWER]


@pytest.mark.parametrize(
    ("status", "body"), [(200, []), (500, {}), (200, [{"text": "plain"}]), (200, [{"custom": {"kind": "nonsense"}}])]
)
def test_anything_else_is_a_failure(status: int, body: object) -> None:
    with pytest.raises(DialogueUnavailableError):
        client(status, body).send("x", "hi")


def test_a_server_that_is_not_there_is_a_failure() -> None:
    with pytest.raises(DialogueUnavailableError):
        DialogueClient("http://127.0.0.1:9", "token", 0.5).send("x", "hi")
    assert not DialogueClient("http://127.0.0.1:9", "token", 0.5).ready()


def test_what_was_said_comes_back_in_order() -> None:
    events = [
        {"event": "action", "name": "action_listen"},
        {"event": "user", "text": "\N{FRACTION SLASH}restart"},
        {"event": "bot", "text": None, "data": {"custom": msgspec.to_builtins(ANSWER)}},
    ]
    turns = client(200, {"events": events}).turns("x")
    assert [(turn.text, turn.reply) for turn in turns] == [("/restart", None), (None, ANSWER)]


def test_a_message_of_which_no_text_is_kept_is_said_so() -> None:
    events = [{"event": "user", "text": None, "parse_data": {"intent": {"name": "live_case"}}}]
    (turn,) = client(200, {"events": events}).turns("x")
    assert turn.text == "(not kept)"
