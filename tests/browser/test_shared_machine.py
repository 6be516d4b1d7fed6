"""A kiosk: nothing kept in the browser, cleared after a quiet time with a warning that can be extended."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import Chat

MINUTE = 60_000


@pytest.fixture
def kiosk(shared_machine: str, page: Page) -> Chat:
    page.clock.install()
    return Chat(page, shared_machine).open()


def test_after_a_quiet_time_the_conversation_is_cleared(kiosk: Chat) -> None:
    kiosk.ask("how long is the TFM training?")
    kiosk.page.clock.fast_forward(4 * MINUTE + 1000)
    expect(kiosk.page.get_by_role("dialog")).to_contain_text("cleared in 60 seconds")
    with kiosk.page.expect_navigation():
        kiosk.page.clock.run_for(MINUTE)
    expect(kiosk.replies).to_have_count(0)
    expect(kiosk.page.get_by_role("dialog")).to_be_hidden()
    kiosk.page.reload()
    expect(kiosk.replies).to_have_count(0)
    expect(kiosk.page.get_by_role("heading", name="Jail staff")).to_be_visible()


def test_the_warning_can_be_extended(kiosk: Chat) -> None:
    kiosk.ask("how long is the TFM training?")
    kiosk.page.clock.fast_forward(4 * MINUTE + 1000)
    expect(kiosk.page.get_by_role("button", name="Keep it")).to_be_focused()
    kiosk.page.keyboard.press("Enter")
    kiosk.page.clock.fast_forward(3 * MINUTE)
    expect(kiosk.page.get_by_role("dialog")).to_be_hidden()
    expect(kiosk.replies).to_have_count(1)


def test_use_puts_the_warning_off(kiosk: Chat) -> None:
    for _ in range(3):
        kiosk.page.clock.fast_forward(3 * MINUTE)
        kiosk.box.press("a")
    expect(kiosk.page.get_by_role("dialog")).to_be_hidden()


def test_nothing_is_kept_in_the_browser(kiosk: Chat) -> None:
    kiosk.ask("how long is the TFM training?")
    kiosk.box.fill("half a quest")
    assert kiosk.page.evaluate("sessionStorage.length + localStorage.length") == 0
    kiosk.page.reload()
    expect(kiosk.box).to_have_value("")


def test_banner_and_agency_are_shown(kiosk: Chat) -> None:
    expect(kiosk.page.get_by_role("region", name="System use notification")).to_contain_text("official business only")
    expect(kiosk.page.get_by_role("banner")).to_contain_text("Example County Sheriff's Office")
