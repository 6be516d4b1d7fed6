"""The real bot, shared by all tests over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.settings import Settings
from tests.running import Bot, running


@pytest.fixture(scope="session")
def bot(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with running(built, tmp_path_factory.mktemp("bot")) as started:
        yield started
