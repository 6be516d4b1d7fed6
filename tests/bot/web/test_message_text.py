"""A user's message, cleaned."""

from __future__ import annotations

import pytest

from bot.web.errors import ApiError
from bot.web.message_text import clean_message, for_rasa, from_rasa


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  how   long \n is it ", "how long is it"),
        ("ho\u200bw lo\u00adng\u202e", "how long"),
        ("\x1b[31mred\x07", "[31mred"),
        ("ﬁne ＷＳＯ", "fine WSO"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("/restart", "/restart"),
    ],
)
def test_cleaning(typed: str, cleaned: str) -> None:
    assert clean_message(typed) == cleaned


def test_length_counts_after_cleaning() -> None:
    assert len(clean_message("x" * 500 + " " * 200)) == 500
    with pytest.raises(ApiError, match="longer than 500"):
        clean_message("x " * 251)


@pytest.mark.parametrize("text", ["/restart", "/ask{}", "/", "//x", "plain"])
def test_rasa_never_sees_a_command_and_the_text_comes_back(text: str) -> None:
    assert not for_rasa(text).startswith("/")
    assert from_rasa(for_rasa(text)) == text
