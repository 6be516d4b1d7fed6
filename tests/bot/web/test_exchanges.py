"""What was said, in pairs, and choices by number."""

from __future__ import annotations

from actions.replies.reply import Choice, Reply
from bot.web.dialogue_client import Turn
from bot.web.exchanges import choice_by_number, exchanges

ASKED = Reply(kind="clarify", text="Which?", choices=[Choice("One", "What is one?"), Choice("Two", "What is two?")])


def test_replies_belong_to_the_message_before_them() -> None:
    shown = exchanges([Turn(text="a", message="id-a"), Turn(reply=ASKED), Turn(reply=ASKED), Turn(text="b")])
    assert [(item.name, item.text, len(item.replies)) for item in shown] == [("id-a", "a", 2), ("turn-1", "b", 0)]


def test_a_choice_that_was_used_is_marked() -> None:
    first, _ = exchanges([Turn(text="a"), Turn(reply=ASKED), Turn(text="What is two?")])
    assert [first.chosen(choice) for choice in ASKED.choices] == [False, True]


def test_a_number_names_a_choice_of_the_last_reply() -> None:
    shown = exchanges([Turn(text="a"), Turn(reply=ASKED)])
    assert [choice_by_number(typed, shown) for typed in ("2", "1.", "3", "0", "no")] == [
        "What is two?",
        "What is one?",
        "3",
        "0",
        "no",
    ]
    assert choice_by_number("1", []) == "1"
