"""Screen readers, keyboard, zoom, colors: axe in every state, and what axe cannot see."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.chat import Chat
from tests.browser.conftest import Intranet
from tests.running import Bot

State = Callable[[Chat], object]


def check(page: Page) -> None:
    """No violations, of best practices neither."""
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def failed(chat: Chat) -> None:
    chat.page.route("**/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    chat.box.fill("how long is the TFM training?")
    chat.box.press("Enter")
    expect(chat.page.get_by_role("button", name="Send again")).to_be_visible()


def typing(chat: Chat) -> None:
    chat.page.route("**/", lambda route: None if route.request.method == "POST" else route.continue_())
    chat.box.fill("how long is the TFM training?")
    chat.box.press("Enter")
    expect(chat.page.get_by_text("Looking it up")).to_be_visible()


def rated(chat: Chat) -> None:
    chat.ask("how long is the TFM training?")
    chat.page.get_by_role("button", name="Not helpful").click()
    expect(chat.page.get_by_label("What was missing or wrong?")).to_be_visible()


def explained(chat: Chat) -> None:
    chat.ask("how long is the TFM training?").get_by_role("button", name="DHS").click()


def handed_off(chat: Chat, link: int) -> None:
    for text in ("We want to volunteer for WSO", "Sheriff's office", "Texas", "yes"):
        reply = chat.ask(text)
    chat.page.goto(reply.locator(".links a").nth(link).get_attribute("href") or "")


STATES: dict[str, State] = {
    "empty": lambda chat: None,
    "answer": lambda chat: chat.ask("how long is the TFM training?"),
    "explained": explained,
    "table": lambda chat: chat.ask("what is the difference between the three models?"),
    "clarify": lambda chat: chat.ask("sign us up"),
    "miss": lambda chat: chat.ask("whats a good chili recipe"),
    "rated": rated,
    "typing": typing,
    "error": failed,
    "counter": lambda chat: chat.box.fill("x" * 512),
    "answers": lambda chat: chat.open("/answers?q=how long is the training"),
    "entry": lambda chat: chat.open("/answers/training-length"),
    "states": lambda chat: chat.open("/answers/state-law"),
    "privacy": lambda chat: chat.open("/privacy"),
    "accessibility": lambda chat: chat.open("/accessibility"),
    "missing": lambda chat: chat.open("/answers/no-such-answer"),
    "hand-off form": lambda chat: handed_off(chat, 0),
    "hand-off checklist": lambda chat: handed_off(chat, 1),
    "panel": lambda chat: chat.open("/embed").ask("how long is the TFM training?"),
}


def looks(page: Page) -> Iterator[str]:
    """Show the page in each look in turn."""
    page.emulate_media(color_scheme="light")
    yield "light"
    page.emulate_media(color_scheme="dark")
    yield "dark"
    page.emulate_media(forced_colors="active")
    yield "forced colors"
    page.emulate_media(forced_colors="none")
    page.set_viewport_size({"width": 320, "height": 640})
    yield "320 pixels wide"


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(chat: Chat, state: str) -> None:
    STATES[state](chat)
    for look in looks(chat.page):
        results = Axe().run(chat.page)
        assert results.violations_count == 0, f"{look}: {results.generate_report()}"
        width = chat.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{look}: scrolls sideways by {width} px"


def test_axe_finds_nothing_in_an_open_panel_and_a_kiosks_warning(
    bot: Bot, intranet: Intranet, shared_machine: str, page: Page
) -> None:
    page.goto(intranet.page(bot.url))
    page.get_by_role("button", name="287(g) questions").click()
    expect(page.frame_locator("iframe").get_by_label("Your question")).to_be_focused()
    check(page)
    page.clock.install()
    page.goto(shared_machine)
    page.clock.fast_forward(4 * 60_000 + 1000)
    expect(page.get_by_role("dialog")).to_be_visible()
    check(page)


def test_the_whole_chat_by_keyboard_alone(chat: Chat) -> None:
    keys = chat.page.keyboard
    keys.press("Tab")
    expect(chat.page.get_by_role("link", name="Skip to the main part")).to_be_focused()
    keys.press("Enter")
    focused(chat, "What is the 287(g) program?")
    keys.press("Enter")
    expect(chat.replies).to_have_count(1)
    # the answer did not take the focus away
    assert chat.page.evaluate("document.activeElement.value") == "What is the 287(g) program?"
    focused(chat, "Helpful")
    keys.press("Space")
    expect(chat.page.locator(".thanks")).to_have_text("Thank you, noted.")
    for _ in range(40):
        if chat.box.evaluate("box => box === document.activeElement"):
            break
        keys.press("Tab")
    keys.type("and the difference between the models?")
    keys.press("Enter")
    expect(chat.replies).to_have_count(2)
    expect(chat.box).to_be_focused()


def focused(chat: Chat, name: str) -> None:
    """Tab on until the element of this text has the focus, and its outline can be seen."""
    for _ in range(60):
        chat.page.keyboard.press("Tab")
        if chat.page.evaluate("document.activeElement.textContent.trim()") == name:
            assert chat.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    pytest.fail(f"{name} cannot be reached by Tab")


def test_the_live_region_says_each_reply_once(chat: Chat) -> None:
    chat.page.evaluate(
        """() => {
            window.heard = [];
            new MutationObserver(() => heard.push(document.getElementById('live').textContent))
                .observe(document.getElementById('live'), {childList: true});
        }"""
    )
    chat.ask("how long is the TFM training?")
    heard = chat.page.evaluate("heard")
    assert heard[0] == "Sending."
    assert len(heard) == 2
    assert heard[1].count("40 hours") == 1
    assert heard[1].endswith("4 choices follow.")
    assert "Department of Homeland Security" not in heard[1]
    assert chat.page.locator("#log").get_attribute("aria-live") == "off"
    assert chat.page.locator("#live").get_attribute("aria-live") == "polite"


def test_headings_landmarks_and_language(chat: Chat) -> None:
    chat.ask("how long is the TFM training?")
    page = chat.page
    assert page.locator("html").get_attribute("lang") == "en"
    for role in ("banner", "main", "navigation", "contentinfo", "log"):
        expect(page.get_by_role(role)).to_have_count(1)
    names = page.locator("#log :is(h2, h3)").all_inner_texts()
    assert names[:2] == ["You", "Bot"]
    assert "How long is the training?" in names[2]


def test_targets_are_24_pixels_and_more(bot: Bot, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    chat = Chat(context.new_page(), bot.url).open()
    chat.ask("how long is the TFM training?")
    small = chat.page.evaluate(
        """() => [...document.querySelectorAll('button, a, input:not([type=hidden]), summary, textarea')]
            .filter((target) => target.checkVisibility() && !target.closest('p, .text, .skip'))
            .map((target) => [target.textContent.trim(), target.getBoundingClientRect()])
            .filter(([, box]) => box.height && (box.height < 24 || box.width < 24))
            .map(([text, box]) => `${text}: ${box.width} x ${box.height}`)"""
    )
    assert small == []
    context.close()


def test_at_400_percent_zoom_the_box_does_not_cover_the_answer(bot: Bot, browser: Browser) -> None:
    """400 % of 1280 by 1024 is a page of 320 by 256 pixels."""
    context = browser.new_context(viewport={"width": 320, "height": 256})
    chat = Chat(context.new_page(), bot.url).open()
    chat.ask("how long is the TFM training?")
    assert chat.page.locator(".composer").evaluate("box => getComputedStyle(box).position") == "static"
    context.close()


def test_a_table_is_stacked_at_320_pixels_and_each_cell_names_its_column(bot: Bot, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    chat = Chat(context.new_page(), bot.url).open()
    cell = chat.ask("what is the difference between the three models?").locator("tbody td").first
    label = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert "Jail Enforcement Model" in label
    expect(chat.page.get_by_role("table")).to_be_visible()
    expect(chat.page.get_by_role("rowheader", name="Training", exact=True)).to_be_visible()
    context.close()


def test_nothing_moves_for_those_who_want_less_motion(bot: Bot, browser: Browser) -> None:
    context = browser.new_context(reduced_motion="reduce")
    chat = Chat(context.new_page(), bot.url).open()
    held: list[Route] = []
    chat.page.route("**/", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    chat.box.fill("how long is the TFM training?")
    chat.box.press("Enter")
    dot = chat.page.locator(".dots i").first
    assert dot.evaluate("dot => getComputedStyle(dot).animationName") == "none"
    assert chat.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    context.close()
