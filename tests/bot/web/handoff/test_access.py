"""The hand-off's pages in a browser, for everyone."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from bot.records.database import Database
from tests.bot.web.handoff.conftest import FORM, GIVEN, a_referral


@pytest.fixture
def url(app: Flask) -> Iterator[str]:
    """The address of the app on a free port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def check_access(sheet: Page) -> None:
    """Nothing that axe finds, and no scrolling sideways, in light, dark, and 320 pixels wide."""
    for scheme, width in (("light", 900), ("dark", 900), ("light", 320)):
        sheet.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        sheet.set_viewport_size({"width": width, "height": 800})
        results = Axe().run(sheet)
        assert results.violations_count == 0, f"{scheme} {width}: {results.generate_report()}"
        assert sheet.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_pages_can_be_read_and_filled_in_by_everyone(browser: Browser, url: str, database: Database) -> None:
    a_referral(database)
    sheet = browser.new_page()
    sheet.goto(url + FORM)
    check_access(sheet)
    sheet.get_by_label("E-mail").fill("alex@")
    sheet.get_by_role("button", name="File for the coordinator").click()
    expect(sheet.get_by_role("alert")).to_contain_text("The form is not complete")
    check_access(sheet)
    sheet.get_by_role("link", name="E-mail:").click()
    expect(sheet.get_by_label("E-mail")).to_be_focused()
    sheet.context.clear_cookies()
    sheet.get_by_label("Contact person").fill(GIVEN["contact_person"])
    sheet.get_by_role("button", name="File for the coordinator").click()
    expect(sheet.get_by_role("alert")).to_contain_text("send the form again")
    expect(sheet.get_by_label("Contact person")).to_have_value(GIVEN["contact_person"])
    check_access(sheet)
    for name, value in GIVEN.items():
        sheet.locator(f"#{name}").fill(value)
    sheet.get_by_role("button", name="File for the coordinator").click()
    expect(sheet.get_by_role("heading", name="is filed")).to_be_visible()
    check_access(sheet)
    sheet.get_by_role("link", name="Checklist to print").click()
    expect(sheet.get_by_role("button", name="Print")).to_be_visible()
    check_access(sheet)
    sheet.close()
