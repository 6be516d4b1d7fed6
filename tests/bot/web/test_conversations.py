"""Conversation ids."""

from __future__ import annotations

import stat
import uuid
from pathlib import Path

import pytest

from bot.secret import load_secret
from bot.web.conversations import Conversations
from bot.web.errors import ApiError


def test_an_id_is_known_again_and_only_here() -> None:
    ours = Conversations(b"secret")
    made = ours.new()
    assert ours.check(made) == made == str(uuid.UUID(made))
    assert ours.check(made.upper()) == made
    with pytest.raises(ApiError, match="No conversation"):
        Conversations(b"other").check(made)


def test_ids_differ() -> None:
    assert len({Conversations(b"s").new() for _ in range(1000)}) == 1000


def test_the_secret_is_made_once_and_is_private(tmp_path: Path) -> None:
    first = load_secret(tmp_path)
    assert load_secret(tmp_path) == first
    assert len(first) == 32
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
