"""Headers, cookies, forged forms, too many messages, proxies."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from bot.records.database import Database
from bot.records.models import Referral
from bot.records.referrals import keep_referral
from bot.records.writer import Recorder
from tests.bot.web.person import MakeApp
from tests.stand_ins import Dialogue

HANDOFF = ("/volunteer/V-7F3K-29", "/handoff/V-7F3K-29")
PAGES = (
    "/",
    "/embed",
    "/answers",
    "/answers/hold-time",
    "/privacy",
    "/accessibility",
    "/nothing",
    "/healthz",
    *HANDOFF,
)


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.fixture(autouse=True)
def referral(database: Database) -> None:
    keep_referral(database, Recorder(database, 90), Referral(reference="V-7F3K-29", program="TFM", state="DE"))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_allows_only_our_own_files_and_nothing_inline(http: FlaskClient, path: str) -> None:
    response = http.get(path, headers={"Accept": "text/html"})
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    page = response.get_data(as_text=True)
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=\"", page)
    assert not re.search(r"<(?:script|link|img|iframe)[^>]*=\"(?:https?:)?//", page)


def test_only_the_sites_in_the_setting_may_frame_the_chat_and_nothing_may_frame_the_rest(make_app: MakeApp) -> None:
    http = make_app(frame_ancestors="https://intranet.example http://other.example:8080").test_client()
    policy = http.get("/embed").headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors https://intranet.example http://other.example:8080")
    assert "X-Frame-Options" not in http.get("/embed").headers
    for path in ("/readyz", *HANDOFF, f"{HANDOFF[1]}/letter.docx", "/volunteer/V-2222-22"):
        headers = http.get(path).headers
        assert headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"
    with http.get("/embed.js") as script:
        assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_cookies_stay_out_of_scripts_and_behind_tls(http: FlaskClient, make_app: MakeApp) -> None:
    for cookie in http.get("/").headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Secure" not in cookie
        assert "Expires" not in cookie
        assert "Max-Age" not in cookie
    secure = http.get("/", base_url="https://localhost")
    assert all("Secure" in cookie for cookie in secure.headers.getlist("Set-Cookie"))
    assert secure.headers["Strict-Transport-Security"]
    embedded = make_app(frame_ancestors="https://other.example").test_client().get("/", base_url="https://localhost")
    for cookie in embedded.headers.getlist("Set-Cookie"):
        assert "SameSite=None" in cookie
        assert "Secure" in cookie
        assert "Partitioned" in cookie


def test_a_kiosks_cookie_ends_by_itself(make_app: MakeApp) -> None:
    cookies = make_app(kiosk_minutes=5).test_client().get("/").headers.getlist("Set-Cookie")
    assert any(cookie.startswith("conversation=") and "Max-Age=600" in cookie for cookie in cookies)


def test_a_form_without_its_token_is_refused_and_keeps_the_text(make_app: MakeApp, dialogue: Dialogue) -> None:
    http = make_app(csrf=True).test_client()
    token = token_of(http.get("/").get_data(as_text=True))
    refused = http.post("/", data={"text": "my question"})
    assert refused.status_code == 400
    assert dialogue.texts() == []
    page = refused.get_data(as_text=True)
    assert "open for too long" in page
    assert ">my question</textarea>" in page
    assert http.post("/", data={"text": "my question", "csrf_token": token}).status_code == 303
    assert http.post("/clear").status_code == 400
    assert http.post("/feedback").get_json()["error"]["code"] == "csrf"


def test_the_api_needs_no_token_but_no_foreign_page_can_call_it(make_app: MakeApp, dialogue: Dialogue) -> None:
    http = make_app(csrf=True).test_client()
    assert http.post("/api/messages", json={"text": "x"}).status_code == 200
    for site in ("cross-site", "same-site"):
        refused = http.post("/api/messages", json={"text": "y"}, headers={"Sec-Fetch-Site": site})
        assert (refused.status_code, refused.get_json()["error"]["code"]) == (403, "cross_site")
    assert dialogue.texts() == ["x"]


def test_too_many_messages_are_told_when_to_try_again(make_app: MakeApp, dialogue: Dialogue) -> None:
    http = make_app(rate_limit="2 per minute").test_client()
    http.get("/")
    for text in ("one", "two"):
        assert http.post("/", data={"text": text}).status_code == 303
    page = http.post("/", data={"text": "three"})
    assert page.status_code == 429
    assert 1 <= int(page.headers["Retry-After"]) <= 61
    assert "Try again in" in page.get_data(as_text=True)
    assert ">three</textarea>" in page.get_data(as_text=True)
    script = http.post("/", data={"text": "three"}, headers={"X-Requested-With": "fetch"})
    error = script.get_json()["error"]
    assert (script.status_code, error["code"], set(error)) == (429, "too_many_requests", {"code", "message", "field"})
    assert dialogue.texts() == ["one", "two"]
    # reading is not held up
    assert http.get("/").status_code == 200


def test_one_conversation_does_not_use_up_anothers_limit(make_app: MakeApp) -> None:
    app = make_app(rate_limit="2 per minute")
    http = app.test_client()
    first = http.post("/api/messages", json={"text": "x"}).get_json()["conversation"]
    statuses = [http.post("/api/messages", json={"text": "x", "conversation": first}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    other = app.test_client()
    other.get("/")
    assert other.post("/", data={"text": "x"}).status_code == 303


def test_an_address_has_a_limit_too(make_app: MakeApp) -> None:
    app = make_app(rate_limit="1 per minute")
    statuses = []
    for _ in range(11):
        http = app.test_client()
        http.get("/")
        statuses.append(http.post("/", data={"text": "x"}).status_code)
    assert statuses == [303] * 10 + [429]


def test_limits_can_be_off(make_app: MakeApp) -> None:
    http = make_app(rate_limit="off").test_client()
    assert {http.post("/api/messages", json={"text": "x"}).status_code for _ in range(100)} == {200}


def test_proxy_headers_count_only_from_proxies_that_are_trusted(make_app: MakeApp) -> None:
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "faq.example", "X-Forwarded-For": "10.0.0.7"}
    direct = make_app().test_client().get("/answers/hold-time", headers=headers).get_data(as_text=True)
    assert "faq.example" not in direct
    behind = make_app(trusted_proxies=1).test_client().get("/answers/hold-time", headers=headers)
    assert "https://faq.example/answers/hold-time" in behind.get_data(as_text=True)
    assert "Strict-Transport-Security" in behind.headers


def test_static_files_are_kept_by_browsers_and_change_their_address(http: FlaskClient) -> None:
    page = http.get("/").get_data(as_text=True)
    found = re.search(r'href="(/static/style\.css\?v=\w+)"', page)
    assert found
    with http.get(found[1]) as style, http.get("/embed.js") as script:
        assert "max-age=31536000" in style.headers["Cache-Control"]
        assert script.headers["Cache-Control"] == "no-cache"
