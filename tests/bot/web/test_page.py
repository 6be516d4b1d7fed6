"""The page without JavaScript."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.bot.web.conftest import Dialogue


def test_the_empty_page_says_what_it_is_and_offers_questions(http: FlaskClient) -> None:
    page = http.get("/").get_data(as_text=True)
    assert "automated program, not a person" in page
    assert "How does an agency join?" in page
    assert "<script" not in page


def test_a_question_is_answered_on_the_page(http: FlaskClient) -> None:
    response = http.post("/", data={"text": "how long is the TFM training?"})
    assert (response.status_code, response.headers["Location"]) == (303, "/#latest")
    page = http.get("/").get_data(as_text=True)
    assert "how long is the TFM training?" in page
    assert "<strong>40 hours</strong>" in page
    assert "Task Force agreement" in page and "section VIII" in page and "as of 2025-04-10" in page
    assert "not official" in page
    assert 'value="Who pays for it?"' in page


def test_markup_is_shown_and_never_run(http: FlaskClient) -> None:
    http.post("/", data={"text": "<img src=x onerror=alert(1)>"})
    page = http.get("/").get_data(as_text=True)
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "&lt;script&gt;" in page and "<script" not in page and "<img" not in page


def test_an_empty_message_is_said_so_and_nothing_is_lost(http: FlaskClient, dialogue: Dialogue) -> None:
    http.post("/", data={"text": "first"})
    response = http.post("/", data={"text": "   "})
    assert response.status_code == 400
    page = response.get_data(as_text=True)
    assert "The message is empty" in page and "first" in page


def test_a_message_that_could_not_be_answered_stays_in_the_box(http: FlaskClient, dialogue: Dialogue) -> None:
    dialogue.down = True
    page = http.post("/", data={"text": "my question"}).get_data(as_text=True)
    assert "I cannot answer at the moment" in page
    assert ">my question</textarea>" in page


def test_a_new_conversation_forgets_the_old_one(http: FlaskClient) -> None:
    http.post("/", data={"text": "first"})
    http.post("/clear")
    assert "first" not in http.get("/").get_data(as_text=True)


def test_a_forged_cookie_starts_anew(http: FlaskClient) -> None:
    http.set_cookie("conversation", "00000000-0000-4000-8000-000000000000")
    assert http.get("/").status_code == 200
    assert http.post("/", data={"text": "x"}).status_code == 303


def test_the_cookie_is_out_of_scripts_reach(http: FlaskClient) -> None:
    cookie = http.post("/", data={"text": "x"}).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_every_page_has_the_security_headers(http: FlaskClient) -> None:
    for path in ("/", "/volunteer/V-7F3K-29", "/nothing"):
        policy = http.get(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe-inline" not in policy
