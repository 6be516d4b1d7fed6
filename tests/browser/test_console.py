"""The console in a browser: each page with axe at two widths and in the dark, and a miss on its way to an answer."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from knowledge.entries.regression import load_promoted
from tests.browser.console_fixtures import Site, arrive, faults_of_access, is_too_wide, site
from tests.knowledge.entries.overlays import as_data, entry_of

__all__ = ["arrive", "site"]

Arrive = Callable[..., Page]

PAGES = (
    "",
    "review/",
    "entries/",
    "entries/new",
    "entries/how-to-join",
    "publish/",
    "content/",
    "content/confused",
    "referrals/",
    "switches/",
    "audit/",
    "entries/nothing",
)
LOOKS = [(1366, False), (390, False), (1366, True)]


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture where BOT_PICTURES says, for a person to look at."""
    folder = os.environ.get("BOT_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def wait_for_groups(page: Page) -> None:
    while page.get_by_text("not grouped yet").count():
        page.wait_for_timeout(300)
        page.reload()


def good(page: Page, name: str) -> None:
    keep_picture(page, name)
    assert not is_too_wide(page), name
    assert not faults_of_access(page), f"{name}\n{faults_of_access(page)}"


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_every_page_is_accessible_and_fits(arrive: Arrive, site: Site, width: int, dark: bool) -> None:
    look = f"{width}{'-dark' if dark else ''}"
    nobody = arrive(None, width, dark)
    nobody.goto("/console/")
    expect(nobody.get_by_role("heading", name="Sign in")).to_be_visible()
    good(nobody, f"sign-in-{look}")
    admin = arrive("admin", width, dark)
    for path in PAGES:
        admin.goto(f"/console/{path}")
        good(admin, f"{path.strip('/').replace('/', '-') or 'overview'}-{look}")
    admin.goto("/console/review/")
    wait_for_groups(admin)
    good(admin, f"review-{look}")
    admin.locator(".cards a").first.click()
    good(admin, f"group-{look}")
    admin.goto("/console/referrals/")
    admin.locator("tbody a").first.click()
    good(admin, f"referral-{look}")


def test_a_chart_has_a_table_behind_it(arrive: Arrive) -> None:
    page = arrive("viewer")
    chart = page.get_by_role("img", name=re.compile("Questions a day by outcome"))
    expect(chart).to_be_visible()
    page.get_by_text("Table", exact=True).click()
    expect(page.get_by_role("columnheader", name="Not covered").first).to_be_visible()
    page.get_by_role("link", name="7 days").click()
    expect(page.get_by_role("link", name="7 days")).to_have_attribute("aria-current", "true")


def test_a_miss_becomes_a_live_answer_and_is_taken_back(arrive: Arrive, site: Site) -> None:
    page = arrive("editor")
    page.goto("/console/review/")
    wait_for_groups(page)
    question = page.locator(".cards a").first.inner_text()
    page.locator(".cards a").first.click()
    page.get_by_label("Another entry").select_option("supervision")
    page.get_by_role("button", name="Draft the wording").click()
    page.get_by_role("link", name="Publish").click()
    expect(page.get_by_text(f"Wording for supervision: “{question}”").first).to_be_visible()
    page.get_by_role("link", name="See the difference").click()
    expect(page.get_by_role("heading", name="Lines of the content")).to_be_visible()
    good(page, "difference-1366")
    page.set_viewport_size({"width": 390, "height": 844})
    good(page, "difference-390")
    assert site.knowledge.search(question).matches[0].entry != "supervision"
    page.get_by_role("button", name="Publish 1 draft").click()
    expect(page.get_by_role("status")).to_contain_text("is live")
    good(page, "published-1366")
    found = site.knowledge.search(question)
    assert found.best is not None
    assert found.best.entry == "supervision"
    assert load_promoted(site.settings.content, site.settings.overlay_folder)[-1].text == question
    page.get_by_role("button", name=re.compile("Take back")).first.click()
    expect(page.get_by_role("status")).to_contain_text("was taken back")
    assert site.knowledge.search(question).matches[0].entry != "supervision"


def test_two_editors_at_once_the_second_is_told(arrive: Arrive) -> None:
    first, second = arrive("editor"), arrive("admin")
    for page in (first, second):
        page.goto("/console/entries/how-to-join")
        page.get_by_label("To be reviewed by").fill("2028-01-31")
    for page in (first, second):
        page.get_by_role("button", name="Check and keep as a draft").click()
    expect(second.get_by_role("alert")).to_contain_text("how-to-join was changed since it was opened")
    expect(second.get_by_label("To be reviewed by")).to_have_value("2028-01-31")
    good(second, "entry-told-1366")
    draft = first.locator(".cards li", has_text="Change of how-to-join")
    draft.get_by_text(re.compile("^Discard Change")).click()
    draft.get_by_label("Reason").fill("only a try")
    draft.get_by_role("button", name="Discard the draft").click()
    expect(draft).to_have_count(0)


def test_an_entry_overtaken_by_an_upgrade_shows_both_texts(arrive: Arrive, site: Site) -> None:
    shipped = entry_of(site.settings.content, "how-to-join")
    file = site.settings.overlay_folder / "faq" / "joining.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    # it does not name the shipped form that it was made from
    file.write_text(yaml.safe_dump([as_data(shipped, question="By what steps does this county join?")]))
    try:
        for width in (1366, 390):
            page = arrive("editor", width)
            page.goto("/console/content/")
            page.locator("#superseded-how-to-join summary").click()
            row = page.get_by_role("row", name=re.compile("^Question"))
            expect(row).to_contain_text(shipped.question)
            expect(row).to_contain_text("By what steps does this county join?")
            expect(page.get_by_role("button", name="Draft the shipped form")).to_be_visible()
            good(page, f"superseded-{width}")
    finally:
        file.unlink()


def test_an_admin_pauses_the_bot_and_the_log_says_so(arrive: Arrive) -> None:
    page = arrive("admin")
    page.goto("/console/switches/")
    form = page.locator("form", has_text="Pause the bot")
    form.get_by_label("What users see").fill("The rules changed; back on Wednesday.")
    form.get_by_label("Reason, for the audit log").fill("new memorandum")
    form.get_by_role("button", name="Switch on").click()
    expect(page.get_by_text("The bot is paused")).to_be_visible()
    good(page, "paused-1366")
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_text("The bot is paused")).to_have_count(0)
    page.get_by_role("link", name="Audit log").click()
    expect(page.get_by_role("row", name=re.compile("pause on.*new memorandum"))).to_be_visible()


def test_a_referral_is_moved_on_with_a_note(arrive: Arrive) -> None:
    page = arrive("editor")
    page.goto("/console/referrals/?status=new")
    page.locator("tbody a").first.click()
    page.get_by_label("Status").select_option("contacted")
    page.get_by_label("Notes").fill("called on Monday")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Status")).to_have_value("contacted")
    expect(page.get_by_label("Notes")).to_have_value("called on Monday")
