"""What is never searched, and what is said instead."""

from __future__ import annotations

import pytest

from actions.replies.refusals import SPANISH, TEXTS, fixed_reply, personal_data_reply


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("emergency", "call 911"),
        ("crisis", "988"),
        ("live_case", "do not keep what you wrote"),
        ("legal_advice", "your agency's counsel"),
        ("abuse", "leave that unanswered"),
        ("other_language", "English"),
    ],
)
def test_each_says_what_to_do(act: str, words: str) -> None:
    reply = fixed_reply(act)
    assert (reply.kind, reply.level, reply.reason) == ("refusal", "none", act)
    assert words in reply.text


def test_no_act_is_left_without_a_test() -> None:
    assert set(TEXTS) == {"emergency", "crisis", "live_case", "legal_advice", "abuse", "other_language"}


def test_spanish_is_answered_in_spanish_too() -> None:
    assert fixed_reply("other_language", "es").text.startswith(SPANISH)
    assert SPANISH not in fixed_reply("other_language", "fr").text
    assert fixed_reply("emergency", "es").text.startswith(SPANISH)


def test_danger_comes_without_anything_to_read_first() -> None:
    for act in ("emergency", "crisis"):
        reply = fixed_reply(act)
        assert not reply.links
        assert not reply.choices
        assert reply.text.startswith("**If")


def test_personal_data_is_named_by_kind_only() -> None:
    reply = personal_data_reply(["A-number", "phone"])
    assert (reply.kind, reply.reason) == ("refusal", "personal_data")
    assert "(A-number, phone)" in reply.text
    assert "not kept it" in reply.text
