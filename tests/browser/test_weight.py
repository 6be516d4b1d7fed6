"""What the page weighs, that it asks nobody else, and how soon an answer is painted."""

from __future__ import annotations

import gzip
import statistics
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.chat import Chat
from tests.page_benchmark import MEASURE, QUESTIONS
from tests.running import Bot

MOST_BYTES = 60 * 1024


def test_the_page_weighs_60_kb_or_less_and_asks_nobody_else(bot: Bot, page: Page) -> None:
    bodies: dict[str, bytes] = {}
    page.on("response", lambda response: bodies.setdefault(response.url, response.body()))
    chat = Chat(page, bot.url).open()
    page.wait_for_load_state("networkidle")
    weights = {urlsplit(url).path: len(gzip.compress(body)) for url, body in bodies.items()}
    assert {"/", "/static/style.css", "/static/chat.js"} <= set(weights)
    assert sum(weights.values()) <= MOST_BYTES, weights
    chat.ask("what is the difference between the three models?")
    expect(chat.replies.first.locator("table")).to_be_visible()
    assert {urlsplit(url).netloc for url in bodies} == {urlsplit(bot.url).netloc}


def test_an_answer_is_painted_soon(chat: Chat) -> None:
    """A bound for a busy machine; `python -m tests.page_benchmark` measures, 150 ms is the aim on a quiet one."""
    chat.ask("hello")
    times = [chat.page.evaluate(MEASURE, question) for question in QUESTIONS[:5]]
    assert statistics.median(times) < 1500, times
