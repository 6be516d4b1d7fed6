"""Settings from the environment."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import ROOT, Settings, load_settings, settings_help
from bot.user_error import UserError


def test_defaults_keep_to_this_machine() -> None:
    settings = Settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.index_folder == ROOT / "var" / "index"
    assert settings.knowledge_url == "http://127.0.0.1:8003"


def test_the_environment_sets_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BOT_PORT", "9000")
    monkeypatch.setenv("BOT_HOST", "0.0.0.0")
    monkeypatch.setenv("BOT_DATA", str(tmp_path))
    settings = Settings()
    assert settings.web_url == "http://127.0.0.1:9000"
    assert settings.log_folder == tmp_path / "log"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_PORT", "0"),
        ("BOT_PORT", "eight"),
        ("BOT_LOG_LEVEL", "loud"),
        ("BOT_ANSWER_SECONDS", "-1"),
        ("BOT_RATE_LIMIT", "a lot"),
        ("BOT_FRAME_ANCESTORS", "https://intranet.example; script-src *"),
        ("BOT_KIOSK_MINUTES", "-5"),
    ],
)
def test_a_bad_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    load_settings.cache_clear()
    with pytest.raises(UserError, match=re.escape(f"{name}='{value}'")):
        load_settings()
    load_settings.cache_clear()


def test_help_lists_every_setting() -> None:
    for name in Settings.model_fields:
        assert f"BOT_{name.upper()} " in settings_help()
