"""What is never kept: personal data, and messages on a person's case."""

from __future__ import annotations

import httpx
import pytest

from tests.running import Bot


@pytest.mark.parametrize(
    ("text", "secret", "reason"),
    [
        ("is Hortensio Quillfeather in custody wanted by ICE", b"Quillfeather", "live_case"),
        ("we booked A 987 654 321 tonight", b"987 654 321", "personal_data"),
    ],
)
def test_nothing_of_it_is_on_the_disk_and_the_page_goes_on(bot: Bot, text: str, secret: bytes, reason: str) -> None:
    with httpx.Client(base_url=bot.url, follow_redirects=True, timeout=30) as browser:
        browser.post("/", data={"text": "How long is TFM training?"})
        browser.post("/", data={"text": text})
        page = browser.post("/", data={"text": "and for WSO?"}).text
    answered = bot.ask(text)
    assert (answered["replies"][0]["kind"], answered["replies"][0]["reason"]) == ("refusal", reason)
    assert secret.decode() not in page and "How long is TFM training?" in page
    kept = [file for file in bot.data.rglob("*") if file.is_file() and secret in file.read_bytes()]
    assert kept == []
