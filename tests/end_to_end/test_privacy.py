"""What is never kept: personal data, and messages on a person's case."""

from __future__ import annotations

import pytest

from tests.running import Bot


@pytest.mark.parametrize(
    ("text", "secret", "reason"),
    [
        ("is Hortensio Quillfeather in custody wanted by ICE", b"Quillfeather", "live_case"),
        ("we booked A 987 654 321 tonight", b"987 654 321", "personal_data"),
    ],
)
def test_nothing_of_it_is_on_the_disk_and_the_conversation_goes_on(
    bot: Bot, text: str, secret: bytes, reason: str
) -> None:
    conversation = bot.ask("How long is TFM training?")["conversation"]
    reply = bot.reply(text, conversation)
    assert (reply["kind"], reply["reason"]) == ("refusal", reason)
    assert bot.reply("and for WSO?", conversation)["entry"] == "training-length"
    kept = [file for file in bot.data.rglob("*") if file.is_file() and secret in file.read_bytes()]
    assert kept == []
