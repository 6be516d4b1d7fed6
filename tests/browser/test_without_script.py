"""The chat in a browser without JavaScript."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chat import Chat


def test_a_conversation_by_forms_alone(plain: Chat) -> None:
    expect(plain.page.get_by_text("Enter sends")).to_be_hidden()
    expect(plain.ask("how long is the TFM training?")).to_contain_text("40 hours")
    plain.replies.last.locator(".choices button").first.click()
    expect(plain.messages).to_have_count(2)
    expect(plain.replies.first.locator(".choices .used")).to_be_visible()
    plain.page.get_by_role("button", name="Clear the conversation").click()
    expect(plain.messages).to_have_count(0)


def test_a_starter_and_a_typed_number(plain: Chat) -> None:
    plain.page.get_by_role("button", name="Which model fits our agency?").click()
    expect(plain.replies).to_have_count(1)
    plain.ask("sign us up")
    expect(plain.ask("1")).to_contain_text("Volunteering for JEM")


def test_feedback_with_a_reason(plain: Chat) -> None:
    plain.ask("whats a good chili recipe")
    plain.page.get_by_role("button", name="Not helpful").click()
    plain.page.get_by_label("What was missing or wrong?").fill("I hoped for lunch")
    plain.page.get_by_role("button", name="Send the reason").click()
    expect(plain.page.get_by_text("Your reason is noted")).to_be_visible()
    plain.page.get_by_role("link", name="Back to the conversation").click()
    expect(plain.messages).to_have_count(1)


def test_personal_data_is_refused_and_not_kept(plain: Chat) -> None:
    expect(plain.ask("does A-number 123 456 789 need a warrant?")).to_contain_text("not")
    plain.open()
    expect(plain.messages).to_have_count(0)


def test_the_citation_can_be_read(plain: Chat) -> None:
    plain.ask("how long is the TFM training?")
    plain.page.get_by_text("Citation", exact=True).click()
    expect(plain.page.locator(".citation")).to_contain_text("As of Feb 2026")
    expect(plain.page.get_by_role("button", name="Copy as a citation")).to_be_hidden()


def test_acronyms_explain_themselves(plain: Chat) -> None:
    reply = plain.ask("how long is the TFM training?")
    reply.get_by_role("button", name="DHS").click()
    expect(plain.page.locator(".tip:popover-open")).to_contain_text("Department of Homeland Security")


def test_a_message_that_is_too_long_stays_in_the_box(plain: Chat) -> None:
    plain.box.fill("why " * 150)
    plain.page.get_by_role("button", name="Send").click()
    expect(plain.page.get_by_role("alert")).to_contain_text("longer than 500")
    expect(plain.box).to_have_value("why " * 150)


def test_the_back_button_posts_nothing_again(plain: Chat) -> None:
    plain.ask("how long is the TFM training?")
    plain.page.get_by_role("link", name="Page of this answer").click()
    plain.page.go_back()
    plain.page.reload()
    expect(plain.messages).to_have_count(1)


def test_the_answers_are_searched_and_read(plain: Chat) -> None:
    plain.page.get_by_role("link", name="All answers").click()
    plain.page.get_by_label("Search the answers").fill("how long is the course for task force")
    plain.page.get_by_role("button", name="Search").click()
    plain.page.locator("section[aria-labelledby=found] a").first.click()
    expect(plain.page.get_by_role("heading", level=1)).to_have_text("How long is the training?")
    plain.page.get_by_role("button", name="Ask this in the chat").click()
    expect(plain.messages).to_contain_text("How long is the training?")
