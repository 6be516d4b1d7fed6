"""The page without JavaScript."""

from __future__ import annotations

import msgspec
import pytest
from flask.testing import FlaskClient

from actions.replies.reply import Reply
from tests.bot.web.person import MakeApp
from tests.factories import ANSWER
from tests.stand_ins import Dialogue, SmallKnowledge


def test_the_empty_page_says_what_it_is_and_offers_questions(http: FlaskClient) -> None:
    page = http.get("/").get_data(as_text=True)
    assert "automated program, not a person" in page
    assert "How does an agency join?" in page
    for role in ("Officer", "Jail staff", "Chief or sheriff", "Counsel", "IT and budget"):
        assert f">{role}</h3>" in page


def test_a_question_is_answered_on_the_page(http: FlaskClient) -> None:
    response = http.post("/", data={"text": "how long is the TFM training?"})
    assert (response.status_code, response.headers["Location"]) == (303, "/#latest")
    page = http.get("/").get_data(as_text=True)
    assert "how long is the TFM training?" in page
    assert "<strong>40 hours</strong>" in page
    assert "Task Force agreement" in page
    assert "section VIII" in page
    assert ">10 Apr 2025</time>" in page
    assert "not official" in page
    assert 'value="Who pays for it?"' in page


def test_markup_is_shown_and_never_run(http: FlaskClient) -> None:
    http.post("/", data={"text": "<img src=x onerror=alert(1)>"})
    page = http.get("/").get_data(as_text=True)
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "<img" not in page


def test_an_empty_message_is_said_so_and_nothing_is_lost(http: FlaskClient, dialogue: Dialogue) -> None:
    http.post("/", data={"text": "first"})
    response = http.post("/", data={"text": "   "})
    assert response.status_code == 400
    page = response.get_data(as_text=True)
    assert "The message is empty" in page
    assert "first" in page


def test_a_message_that_could_not_be_answered_stays_in_the_box(
    http: FlaskClient, dialogue: Dialogue, knowledge: SmallKnowledge
) -> None:
    dialogue.down = knowledge.down = True
    response = http.post("/", data={"text": "my question"})
    page = response.get_data(as_text=True)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "I cannot answer at the moment" in page
    assert ">my question</textarea>" in page


def test_while_the_dialogue_is_down_the_search_alone_answers_on_the_page(http: FlaskClient, dialogue: Dialogue) -> None:
    dialogue.down = True
    response = http.post("/", data={"text": "how long may we hold?"})
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    assert '<p class="said">how long may we hold?</p>' in page
    assert "from the search alone" in page
    assert '<textarea id="text" name="text" rows="2" required' in page
    assert "></textarea>" in page


@pytest.mark.parametrize("script", [False, True])
def test_a_message_with_personal_data_is_shown_once_with_its_refusal_and_not_kept(
    http: FlaskClient, dialogue: Dialogue, script: bool
) -> None:
    http.post("/", data={"text": "how long"})
    headers = {"X-Requested-With": "fetch"} if script else {}
    response = http.post("/", data={"text": "my number is 302-555-0142", "id": "message-2"}, headers=headers)
    shown = response.get_data(as_text=True)
    assert response.status_code == 200
    assert shown.count("302-555-0142") == 1
    assert 'kind-refusal">' in shown
    assert ('<p class="said">how long</p>' in shown) is not script
    # the box is empty: what was refused is not offered again
    assert script or "></textarea>" in shown
    assert dialogue.texts() == ["how long"]
    for path in ("/", "/transcript.txt"):
        assert "0142" not in http.get(path).get_data(as_text=True)


def test_a_refused_message_in_the_panel_stays_in_the_panel(http: FlaskClient) -> None:
    page = http.post("/", data={"text": "my number is 302-555-0142", "panel": "1"}).get_data(as_text=True)
    assert "302-555-0142" in page
    assert 'name="panel" value="1"' in page
    assert "<header" not in page


def test_a_new_conversation_forgets_the_old_one(http: FlaskClient) -> None:
    http.post("/", data={"text": "first"})
    http.post("/clear")
    assert "first" not in http.get("/").get_data(as_text=True)


def test_a_forged_cookie_starts_anew(http: FlaskClient) -> None:
    http.set_cookie("conversation", "00000000-0000-4000-8000-000000000000")
    assert http.get("/").status_code == 200
    assert http.post("/", data={"text": "x"}).status_code == 303


def test_a_text_that_is_too_long_is_kept_whole(http: FlaskClient) -> None:
    text = "why " * 200
    response = http.post("/", data={"text": text})
    assert response.status_code == 400
    assert f">{text}</textarea>" in response.get_data(as_text=True)


def test_a_conversation_that_cannot_be_read_is_not_shown_as_empty(http: FlaskClient, dialogue: Dialogue) -> None:
    http.post("/", data={"text": "first"})
    dialogue.down = True
    assert "It is not lost" in http.get("/").get_data(as_text=True)
    fragment = http.get("/", headers={"X-Requested-With": "fetch"})
    assert (fragment.status_code, fragment.get_json()["error"]["code"]) == (503, "unavailable")


def test_the_script_gets_the_same_markup_as_the_page(http: FlaskClient) -> None:
    script = {"X-Requested-With": "fetch"}
    sent = http.post("/", data={"text": "how long", "id": "message-1"}, headers=script).get_data(as_text=True)
    assert sent.lstrip().startswith('<section class="exchange" id="m-message-1"')
    assert "<html" not in sent
    shown = http.get("/", headers=script).get_data(as_text=True)
    assert shown.count("<article") == sent.count("<article") == 2


def test_a_typed_number_chooses(http: FlaskClient, dialogue: Dialogue) -> None:
    http.post("/", data={"text": "how long"})
    http.post("/", data={"text": "1"})
    assert dialogue.texts() == ["how long", "Who pays for it?"]


def test_a_choice_stays_and_is_marked_after_use(http: FlaskClient) -> None:
    http.post("/", data={"text": "how long"})
    http.post("/", data={"text": "Who pays for it?"})
    assert 'value="Who pays for it?" class="used"' in http.get("/").get_data(as_text=True)


def test_an_answer_says_where_its_links_open_and_has_its_citation(http: FlaskClient) -> None:
    http.post("/", data={"text": "how long"})
    page = http.get("/").get_data(as_text=True)
    assert page.count('target="_blank"') == page.count("(new tab)") >= 2
    assert '<a href="http://localhost/volunteer/V-7F3K-29?program=TFM" target="_blank">' in page
    assert '<p class="citation">How long is the training? [Task Force Model (TFM)]' in page


def test_an_answer_past_its_review_date_is_marked(http: FlaskClient, dialogue: Dialogue) -> None:
    dialogue.reply = msgspec.structs.replace(ANSWER, due=True)
    http.post("/", data={"text": "how long"})
    assert "Due for review" in http.get("/").get_data(as_text=True)


def test_a_refused_message_is_answered_though_it_is_not_kept(
    http: FlaskClient, dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = Reply(kind="refusal", text="Please leave names out.")
    monkeypatch.setattr(dialogue, "send", lambda *_: [refusal])
    page = http.post("/", data={"text": "someone else"}).get_data(as_text=True)
    assert "Please leave names out." in page
    assert ">someone else</p>" in page
    assert "someone else" not in http.get("/").get_data(as_text=True)


def test_a_miss_is_asked_about_and_smalltalk_is_not(http: FlaskClient, dialogue: Dialogue) -> None:
    dialogue.reply = msgspec.structs.replace(ANSWER, kind="out_of_scope", level="none")
    http.post("/", data={"text": "pizza"})
    assert "Did this help?" in http.get("/").get_data(as_text=True)
    http.post("/clear")
    dialogue.reply = msgspec.structs.replace(ANSWER, kind="smalltalk")
    http.post("/", data={"text": "hello"})
    assert "Did this help?" not in http.get("/").get_data(as_text=True)


def test_banner_and_agency_are_shown_on_every_page(make_app: MakeApp) -> None:
    http = make_app(banner="Official <use> only.", agency="Example County").test_client()
    for path in ("/", "/embed", "/answers", "/privacy"):
        page = http.get(path).get_data(as_text=True)
        assert "Official &lt;use&gt; only." in page
    assert "Example County" in http.get("/").get_data(as_text=True)


def test_the_privacy_page_says_what_a_kiosk_keeps(make_app: MakeApp) -> None:
    assert "shared machine" not in make_app().test_client().get("/privacy").get_data(as_text=True)
    page = make_app(kiosk_minutes=5).test_client().get("/privacy").get_data(as_text=True)
    assert "cleared after 5 minutes" in page
    assert "10 minutes" in page


def test_the_privacy_page_says_how_long_texts_are_kept_and_what_is_not(make_app: MakeApp) -> None:
    page = make_app(text_days=30).test_client().get("/privacy").get_data(as_text=True)
    assert "lose their text after 30 days" in page
    assert "is refused: its text is neither passed on nor kept" in page
    assert "until the coordinator deletes the reference" in page


def test_the_panel_keeps_to_itself(http: FlaskClient) -> None:
    page = http.get("/embed").get_data(as_text=True)
    assert 'name="panel" value="1"' in page
    assert "<header" not in page
    sent = http.post("/", data={"text": "x", "panel": "1"})
    assert sent.headers["Location"] == "/embed#latest"
    assert http.post("/clear", data={"panel": "1"}).headers["Location"] == "/embed"


def test_a_browser_gets_errors_as_a_page_and_a_program_as_json(http: FlaskClient) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
    assert http.get("/answers/nothing", headers={"Accept": browser}).mimetype == "text/html"
    for accepted in ("*/*", "application/json", "application/json, text/html"):
        assert http.get("/answers/nothing", headers={"Accept": accepted}).mimetype == "application/json"
