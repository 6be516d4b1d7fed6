"""Log lines: text or JSON, with the id of their request, and never the text of a message."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from bot.logs import configure
from bot.settings import Settings


@pytest.fixture(autouse=True)
def former_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_lines_are_json_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings(log_format="json"))
    logging.getLogger("bot.web.message_handler").error("no reply from %s", "the dialogue")
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"], line["logger"]) == (
        "no reply from the dialogue",
        "error",
        "bot.web.message_handler",
    )
    assert line["timestamp"].endswith("Z")


def test_a_fault_is_one_line_of_json_with_its_trace(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings(log_format="json"))
    try:
        raise ValueError("a fault")
    except ValueError:
        logging.getLogger("bot").exception("unexpected")
    line = json.loads(capsys.readouterr().err)
    assert line["exception"][0]["exc_type"] == "ValueError"


def test_lines_are_plain_text_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings(log_format="text", log_level="WARNING"))
    logging.getLogger("bot").info("quiet")
    logging.getLogger("bot").warning("loud")
    out = capsys.readouterr().err
    assert "loud" in out
    assert "quiet" not in out
    assert "\x1b" not in out


def test_a_request_has_an_id_in_its_lines_and_its_response(
    http: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(Settings(log_format="json"))
    given = http.get("/healthz", headers={"X-Request-ID": "from-the-proxy-1"})
    assert given.headers["X-Request-ID"] == "from-the-proxy-1"
    assert len(http.get("/healthz", headers={"X-Request-ID": "new\tline" * 20}).headers["X-Request-ID"]) == 32


def test_no_text_of_a_message_is_logged_above_debug(http: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings(log_format="json", log_level="INFO"))
    http.post("/api/messages", json={"text": "a very particular question"})
    http.post("/api/messages", json={"text": "a very particular question", "conversation": "unknown"})
    assert "particular" not in capsys.readouterr().err
