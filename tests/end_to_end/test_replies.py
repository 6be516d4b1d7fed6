"""Every reply to the development sets and to our own conversations is the recorded one.

Needs ../shared beside the checkout and says so when it is not there.
"""

from __future__ import annotations

import pytest

from tests.replies import SETS, differences, read_recorded, replies_of
from tests.running import Bot


@pytest.mark.skipif(not SETS.is_dir(), reason="needs ../shared/evaluation, the development sets, beside the checkout")
def test_the_bot_says_what_it_said_when_the_replies_were_recorded(bot: Bot) -> None:
    changed = differences(replies_of(bot.url), read_recorded())
    assert changed == [], (
        "replies differ from tests/data/replies.jsonl; if each is meant, record them anew from a running bot:"
        " `BOT_RATE_LIMIT=off python -m bot up`, then `python -m tests.replies http://127.0.0.1:8000 --record`"
    )
