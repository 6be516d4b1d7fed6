"""No connection, a slow or failing server, a reload or a second click too early: nothing is lost or doubled."""

from __future__ import annotations

from threading import Timer

import httpx
from playwright.sync_api import BrowserContext, Route, expect

from tests.browser.chat import Chat

QUESTION = "how long is the TFM training?"


def test_a_message_that_failed_keeps_its_text_and_is_sent_once_by_its_button(chat: Chat) -> None:
    """The answer of the first attempt is lost on its way back, so the server has the message already."""
    lost = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    chat.page.route("**/", lose)
    chat.box.fill(QUESTION)
    chat.box.press("Enter")
    again = chat.page.get_by_role("button", name="Send again")
    expect(again).to_be_visible()
    expect(chat.messages).to_contain_text(QUESTION)
    expect(chat.page.locator(".failed")).to_contain_text("No answer: there is no connection.")
    again.click()
    expect(chat.replies).to_have_count(1)
    expect(again).to_be_hidden()
    expect(chat.box).to_be_focused()
    chat.page.reload()
    expect(chat.messages).to_have_count(1)


def test_offline_is_said_and_so_is_being_back(context: BrowserContext, chat: Chat) -> None:
    chat.box.fill(QUESTION)
    context.set_offline(True)
    expect(chat.page.get_by_text("You are offline.").first).to_be_visible()
    chat.box.press("Enter")
    expect(chat.page.get_by_role("button", name="Send again")).to_be_visible()
    context.set_offline(False)
    expect(chat.page.locator(".bar.online")).to_be_visible()
    expect(chat.page.locator(".bar.offline")).to_have_count(0)
    chat.page.get_by_role("button", name="Send again").click()
    expect(chat.replies).to_contain_text("40 hours")


def test_a_slow_answer_is_said_to_be_slow(chat: Chat) -> None:
    chat.page.clock.install()
    held: list[Route] = []
    chat.page.route("**/", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    chat.box.fill(QUESTION)
    with chat.page.expect_request(lambda request: request.method == "POST"):
        chat.box.press("Enter")
    expect(chat.page.get_by_text("Looking it up")).to_be_visible()
    chat.page.clock.fast_forward(5000)
    expect(chat.page.locator(".bar.slow")).to_contain_text("Still working on it")
    while not held:
        # the request has left; its way to this process is what is waited for
        chat.page.wait_for_timeout(50)
    held[0].continue_()
    expect(chat.replies).to_have_count(1)
    expect(chat.page.locator(".bar.slow")).to_have_count(0)


def test_a_reload_in_the_middle_of_a_reply_shows_it_once(chat: Chat) -> None:
    chat.page.route(
        "**/", lambda route: route.fetch() and None if route.request.method == "POST" else route.continue_()
    )
    chat.box.fill(QUESTION)
    chat.box.press("Enter")
    expect(chat.page.get_by_text("Looking it up")).to_be_visible()
    chat.page.unroute_all(behavior="ignoreErrors")
    chat.page.reload()
    expect(chat.replies).to_have_count(1)
    chat.page.reload()
    expect(chat.messages).to_have_count(1)
    expect(chat.replies).to_have_count(1)


def test_a_message_that_never_arrived_is_sent_after_a_reload(chat: Chat) -> None:
    chat.page.route("**/", lambda route: None if route.request.method == "POST" else route.continue_())
    chat.box.fill(QUESTION)
    chat.box.press("Enter")
    expect(chat.page.get_by_text("Looking it up")).to_be_visible()
    chat.page.unroute_all(behavior="ignoreErrors")
    chat.page.reload()
    expect(chat.replies).to_contain_text("40 hours")
    expect(chat.messages).to_have_count(1)


def test_two_quick_sends_are_one_message(chat: Chat) -> None:
    chat.box.fill(QUESTION)
    chat.page.evaluate("() => { const send = document.querySelector('.send'); send.click(); send.click(); }")
    expect(chat.replies).to_have_count(1)
    chat.page.reload()
    expect(chat.messages).to_have_count(1)


def test_a_double_click_on_a_plain_form_is_one_message(plain: Chat) -> None:
    """Both requests of a form that was sent twice carry the same id, token and cookies."""
    fields = {name: plain.page.locator(f".ask [name={name}]").input_value() for name in ("csrf_token", "id")} | {
        "text": QUESTION
    }
    cookies = {cookie["name"]: cookie["value"] for cookie in plain.page.context.cookies()}
    with httpx.Client(base_url=plain.url, cookies=cookies, timeout=30) as http:
        second = Timer(0.01, http.post, args=["/"], kwargs={"data": fields})
        second.start()
        assert http.post("/", data=fields).status_code == 303
        second.join()
    plain.open()
    expect(plain.messages).to_have_count(1)


def test_a_refused_message_says_when_to_try_again(chat: Chat) -> None:
    body = '{"error": {"code": "too_many_requests", "message": "Try again in 23 seconds.", "field": null}}'
    chat.page.route(
        "**/",
        lambda route: (
            route.fulfill(status=429, content_type="application/json", body=body)
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    chat.box.fill(QUESTION)
    chat.box.press("Enter")
    expect(chat.page.locator(".failed")).to_contain_text("Not answered. Try again in 23 seconds.")
    chat.page.unroute_all()
    chat.page.get_by_role("button", name="Send again").click()
    expect(chat.replies).to_contain_text("40 hours")
