"""The answers as pages."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.stand_ins import SmallKnowledge


def test_all_answers_are_listed_by_area(http: FlaskClient) -> None:
    page = http.get("/answers").get_data(as_text=True)
    titles = ("The program and its models", "Powers and limits", "New-area")
    places = [page.index(f"{title}</h2>") for title in titles]
    assert places == sorted(places)
    assert '<a href="/answers/hold-time">How long may a person be held under each model?</a>' in page


def test_the_search_shows_what_answers_and_what_is_near(http: FlaskClient) -> None:
    page = http.get("/answers?q=hold").get_data(as_text=True)
    found = page[page.index("Found for") : page.index('<nav class="areas"')]
    assert "/answers/hold-time" in found
    assert "Also near" in found
    assert "/answers/one" in found
    nothing = http.get("/answers?q=pizza").get_data(as_text=True)
    assert "No answer fits well" in nothing
    assert "pizza" in nothing


def test_a_search_that_is_too_long_is_said_so(http: FlaskClient) -> None:
    page = http.get("/answers?q=" + "x" * 501).get_data(as_text=True)
    assert "longer than 500" in page
    assert "Powers and limits" in page


def test_markup_in_a_search_is_shown_and_never_run(http: FlaskClient) -> None:
    page = http.get("/answers?q=<script>alert(1)</script>").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_an_entry_has_a_page_with_every_answer_sourced_and_dated(http: FlaskClient) -> None:
    page = http.get("/answers/hold-time").get_data(as_text=True)
    assert "<h1>How long may a person be held under each model?</h1>" in page
    for program, name in (("jem", "Jail Enforcement Model (JEM)"), ("wso", "Warrant Service Officer (WSO)")):
        assert f'id="{program}"' in page
        assert name in page
    assert page.count(">16 Apr 2025</time>") == 2
    assert "section V" in page
    assert 'href="/answers/detainer-hours"' in page
    assert "http://localhost/answers/hold-time#jem" in page


def test_an_entrys_states_have_their_names(http: FlaskClient) -> None:
    page = http.get("/answers/state-law").get_data(as_text=True)
    assert '<a href="#de">Delaware</a>' in page
    assert 'id="tx"' in page
    assert ">Texas</h2>" in page


def test_an_unknown_entry_and_a_missing_service_are_said_so(http: FlaskClient, knowledge: SmallKnowledge) -> None:
    headers = {"Accept": "text/html"}
    missing = http.get("/answers/nothing", headers=headers)
    assert missing.status_code == 404
    assert "no such answer" in missing.get_data(as_text=True)
    knowledge.down = True
    for path in ("/answers", "/answers/hold-time"):
        response = http.get(path, headers=headers)
        assert response.status_code == 503
        assert response.headers["Retry-After"]
