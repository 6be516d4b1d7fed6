"""Chatting in the browser, with the script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.chat import Chat
from tests.running import Bot


def test_a_question_is_answered_without_a_reload(chat: Chat) -> None:
    chat.page.evaluate("window.sameDocument = true")
    reply = chat.ask("how long is the TFM training?")
    expect(reply).to_contain_text("40 hours")
    expect(reply.locator(".badge")).to_contain_text("TFM")
    expect(reply.locator(".sources")).to_contain_text("as of Feb 2026")
    assert chat.page.evaluate("window.sameDocument")
    expect(chat.messages).to_have_text(re.compile("how long is the TFM training"))


def test_enter_sends_and_shift_enter_breaks_the_line(chat: Chat) -> None:
    expect(chat.page.get_by_text("Enter sends, Shift+Enter breaks the line")).to_be_visible()
    chat.box.press_sequentially("how long is")
    chat.box.press("Shift+Enter")
    chat.box.press_sequentially("the TFM training?")
    assert chat.box.input_value() == "how long is\nthe TFM training?"
    chat.box.press("Enter")
    expect(chat.replies).to_contain_text("40 hours")
    expect(chat.box).to_have_value("")
    expect(chat.box).to_be_focused()


def test_the_state_of_sending_shows_within_100_ms(chat: Chat) -> None:
    held: list[Route] = []
    chat.page.route("**/", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    chat.box.fill("how long is the TFM training?")
    shown = chat.page.evaluate(
        """() => new Promise((resolve) => {
            const started = performance.now();
            const done = () => requestAnimationFrame(() => resolve(performance.now() - started));
            new MutationObserver((_, observer) => {
                if (document.querySelector('.typing')) { observer.disconnect(); done(); }
            }).observe(document.getElementById('log'), {childList: true});
            document.querySelector('.send').click();
        })"""
    )
    assert shown < 100
    expect(chat.page.get_by_text("Looking it up")).to_be_visible()
    held[0].continue_()
    expect(chat.replies).to_contain_text("40 hours")


def test_choices_send_and_stay_readable_after_use(chat: Chat) -> None:
    chat.ask("how long is the TFM training?")
    choice = chat.replies.last.locator(".choices button").first
    text = choice.inner_text()
    choice.click()
    expect(chat.messages).to_have_count(2)
    expect(chat.replies).to_have_count(2)
    used = chat.replies.first.locator(".choices button.used")
    expect(used).to_be_visible()
    expect(used).to_be_enabled()
    assert text in used.inner_text()
    chat.page.reload()
    expect(chat.replies.first.locator(".choices button.used")).to_contain_text(text)


def test_a_choice_can_be_typed_by_number_and_by_name(chat: Chat) -> None:
    reply = chat.ask("sign us up")
    expect(reply).to_contain_text("type its number")
    third = reply.locator(".choices button").nth(2).get_attribute("value") or ""
    expect(chat.ask("3")).to_contain_text("Volunteering for WSO")
    expect(chat.messages.last.locator(".said")).to_have_text(third)
    expect(chat.ask("sheriff's office")).to_contain_text("state")


def test_questions_to_start_with_are_there_by_role_and_answer(chat: Chat) -> None:
    for role in ("Officer", "Jail staff", "Chief or sheriff", "Counsel", "IT and budget"):
        expect(chat.page.get_by_role("heading", name=role, exact=True)).to_be_visible()
    chat.page.get_by_role("button", name="How long may a person be held for ICE?").click()
    expect(chat.replies.first.locator(".question")).to_contain_text("How long may a person be held")


def test_the_counter_comes_at_80_percent_and_too_long_a_text_is_not_sent(chat: Chat) -> None:
    counter = chat.page.locator("#counter")
    chat.box.fill("x" * 399)
    expect(counter).to_have_text("")
    chat.box.fill("x" * 400)
    expect(counter).to_have_text("100 characters left")
    chat.box.fill("x" * 512)
    expect(counter).to_have_text("12 characters too many")
    chat.box.press("Enter")
    expect(chat.messages).to_have_count(0)
    assert len(chat.box.input_value()) == 512


def test_an_acronym_explains_itself_by_click_and_keyboard(chat: Chat) -> None:
    reply = chat.ask("how long is the TFM training?")
    term = reply.get_by_role("button", name="DHS")
    term.click()
    tip = chat.page.locator(".tip:popover-open")
    expect(tip).to_contain_text("Department of Homeland Security")
    chat.page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    term.focus()
    chat.page.keyboard.press("Enter")
    expect(tip).to_be_visible()


def test_markup_typed_is_shown_as_text(chat: Chat) -> None:
    chat.ask("<img src=x onerror=alert(1)> how long is the TFM training?")
    expect(chat.messages.first).to_contain_text("<img src=x onerror=alert(1)>")
    expect(chat.messages.first.locator("img")).to_have_count(0)


def test_the_conversation_comes_back_after_a_reload_and_can_be_cleared(chat: Chat) -> None:
    chat.ask("how long is the TFM training?")
    chat.page.reload()
    expect(chat.replies).to_have_count(1)
    chat.page.get_by_role("button", name="Clear the conversation").click()
    expect(chat.replies).to_have_count(0)
    expect(chat.page.get_by_text("What is the 287(g) program?")).to_be_visible()
    chat.page.reload()
    expect(chat.replies).to_have_count(0)


def test_a_draft_survives_a_reload(chat: Chat) -> None:
    chat.box.fill("half a quest")
    chat.page.reload()
    expect(chat.box).to_have_value("half a quest")


def test_another_tab_sees_what_was_said_and_cleared(bot: Bot, context: BrowserContext, chat: Chat) -> None:
    second = Chat(context.new_page(), bot.url).open()
    chat.ask("how long is the TFM training?")
    expect(second.replies).to_have_count(1)
    second.ask("and for WSO?")
    expect(chat.replies).to_have_count(2)
    chat.page.get_by_role("button", name="Clear the conversation").click()
    expect(second.replies).to_have_count(0)
    expect(second.page.get_by_role("heading", name="Jail staff")).to_be_visible()


def test_the_back_button_returns_to_the_conversation(bot: Bot, chat: Chat) -> None:
    chat.ask("how long is the TFM training?")
    chat.page.get_by_role("link", name="Page of this answer").click()
    expect(chat.page.get_by_role("heading", level=1)).to_have_text("How long is the training?")
    chat.page.go_back()
    expect(chat.replies).to_have_count(1)
    expect(chat.messages).to_have_count(1)
    expect(chat.ask("and for WSO?")).to_contain_text("eight hours")


def test_an_answer_is_rated_with_a_reason_and_no_message_is_posted(chat: Chat) -> None:
    chat.ask("whats a good chili recipe")
    reply = chat.replies.last
    reply.get_by_role("button", name="Not helpful").click()
    reason = reply.get_by_label("What was missing or wrong?")
    expect(reason).to_be_visible()
    expect(reply.get_by_role("button", name="Not helpful")).to_be_focused()
    expect(reply.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")
    reason.fill("I hoped for lunch")
    reason.press("Enter")
    expect(reply.get_by_text("Your reason is noted")).to_be_visible()
    chat.page.reload()
    expect(chat.messages).to_have_count(1)


def test_an_answer_is_copied_as_a_citation(bot: Bot, context: BrowserContext, chat: Chat) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=bot.url)
    chat.ask("how long is the TFM training?")
    chat.page.get_by_role("button", name="Copy as a citation").click()
    expect(chat.page.get_by_role("button", name="Copied")).to_be_visible()
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("How long is the training? [Task Force Model (TFM)]")
    assert "As of Feb 2026" in copied
    assert f"{bot.url}/answers/training-length#tfm" in copied


def test_without_the_clipboard_the_citation_is_selected(chat: Chat) -> None:
    chat.page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    chat.ask("how long is the TFM training?")
    chat.page.get_by_role("button", name="Copy as a citation").click()
    expect(chat.page.locator(".citation")).to_be_visible()
    assert "As of Feb 2026" in chat.page.evaluate("getSelection().toString()")


@pytest.mark.parametrize("ending", ["txt", "docx"])
def test_the_transcript_is_saved(chat: Chat, ending: str) -> None:
    chat.ask("how long is the TFM training?")
    with chat.page.expect_download() as download:
        chat.page.get_by_role("link", name=f"Save as .{ending}").click()
    assert download.value.suggested_filename.endswith(f".{ending}")
    assert download.value.path().stat().st_size > 500


def test_the_conversation_prints_to_pdf(chat: Chat) -> None:
    chat.ask("what is the difference between the three models?")
    chat.page.emulate_media(media="print")
    expect(chat.replies.first.locator("table")).to_be_visible()
    for gone in (".composer", ".choices", ".tools", ".starters"):
        expect(chat.page.locator(gone).first).to_be_hidden()
    pdf = chat.page.pdf(format="Letter")
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 10_000


def test_links_to_sources_open_in_a_new_tab_and_say_so(page: Page, chat: Chat) -> None:
    reply = chat.ask("how long is the TFM training?")
    link = reply.locator(".sources a").first
    expect(link).to_contain_text("(new tab)")
    assert link.get_attribute("target") == "_blank"
    assert "noopener" in (link.get_attribute("rel") or "")
