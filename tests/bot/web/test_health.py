"""Alive, ready, metrics."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from bot.web import services
from tests.stand_ins import Dialogue


def test_alive(http: FlaskClient) -> None:
    assert http.get("/healthz").get_json() == {"alive": True}


def test_ready_names_each_process(http: FlaskClient, dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_answers", lambda url: True)
    assert http.get("/readyz").get_json() == {
        "ready": True,
        "processes": {"knowledge": True, "actions": True, "dialogue": True},
    }
    dialogue.down = True
    response = http.get("/readyz")
    assert response.status_code == 503
    assert response.get_json()["processes"]["dialogue"] is False


def test_metrics_count_replies(http: FlaskClient) -> None:
    http.post("/api/messages", json={"text": "x"})
    assert 'bot_replies_total{kind="answer"}' in http.get("/metrics").get_data(as_text=True)
