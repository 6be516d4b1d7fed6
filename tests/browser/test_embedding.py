"""The chat on an intranet page of another origin."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.chat import Chat
from tests.browser.conftest import Intranet, WebProcess
from tests.running import Bot


@pytest.fixture
def opened(bot: Bot, intranet: Intranet, page: Page) -> Chat:
    page.goto(intranet.page(bot.url))
    page.get_by_role("button", name="287(g) questions").click()
    return Chat(page, bot.url, page.frame_locator("iframe"))


def test_a_launcher_opens_a_panel_that_answers_and_keeps_the_conversation(opened: Chat) -> None:
    expect(opened.box).to_be_focused()
    expect(opened.ask("how long is the TFM training?")).to_contain_text("40 hours")
    opened.page.get_by_role("button", name="Close").click()
    expect(opened.page.get_by_role("dialog")).to_be_hidden()
    opened.page.reload()
    opened.page.get_by_role("button", name="287(g) questions").click()
    expect(opened.replies).to_have_count(1)


def test_escape_closes_the_panel_and_gives_the_focus_back(opened: Chat) -> None:
    launcher = opened.page.get_by_role("button", name="287(g) questions")
    expect(launcher).to_have_attribute("aria-expanded", "true")
    expect(opened.box).to_be_focused()
    opened.page.keyboard.press("Escape")
    expect(opened.page.get_by_role("dialog")).to_be_hidden()
    expect(launcher).to_be_focused()
    opened.page.keyboard.press("Enter")
    expect(opened.box).to_be_focused()


def test_escape_closes_an_explanation_before_the_panel(opened: Chat) -> None:
    opened.ask("how long is the TFM training?").get_by_role("button", name="DHS").click()
    tip = opened.root.locator(".tip:popover-open")
    expect(tip).to_be_visible()
    opened.page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    expect(opened.page.get_by_role("dialog")).to_be_visible()


def test_clearing_stays_in_the_panel(opened: Chat) -> None:
    opened.ask("how long is the TFM training?")
    opened.root.get_by_role("button", name="Clear the conversation").click()
    expect(opened.replies).to_have_count(0)
    expect(opened.root.locator("body.panel")).to_be_visible()


def test_position_colour_and_title_are_set_by_the_page(bot: Bot, intranet: Intranet, page: Page) -> None:
    page.goto(intranet.page(bot.url, title="Ask about 287(g)", position="left", color="#ffdd55"))
    launcher = page.get_by_role("button", name="Ask about 287(g)")
    box = launcher.bounding_box()
    assert box
    assert box["x"] < 100
    colors = launcher.evaluate("button => [getComputedStyle(button).backgroundColor, getComputedStyle(button).color]")
    assert colors == ["rgb(255, 221, 85)", "rgb(0, 0, 0)"]
    launcher.click()
    expect(page.get_by_role("dialog", name="Ask about 287(g)")).to_be_visible()


def test_a_site_that_is_not_allowed_cannot_show_the_chat(
    intranet: Intranet, web: WebProcess, context: BrowserContext
) -> None:
    closed = web(BOT_FRAME_ANCESTORS="")
    page = context.new_page()
    refused = []
    page.on("console", lambda message: refused.append(message.text) if "frame-ancestors" in message.text else None)
    page.goto(intranet.page(closed))
    page.get_by_role("button", name="287(g) questions").click()
    page.wait_for_event("console", lambda message: "frame-ancestors" in message.text)
    expect(page.frame_locator("iframe").get_by_label("Your question")).to_have_count(0)


def test_the_intranet_page_loads_nothing_before_the_panel_is_opened(bot: Bot, intranet: Intranet, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(intranet.page(bot.url))
    expect(page.get_by_role("button", name="287(g) questions")).to_be_visible()
    assert [url for url in asked if url.startswith(bot.url)] == [f"{bot.url}/embed.js"]
