"""Who may open what: every route of the console, for every role and for nobody."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.routing import Rule

from bot.accounts.users import disable, set_password
from bot.records.database import Database
from bot.web import signed_in
from bot.web.console.access import ROLES
from tests.bot.web.person import PASSWORD, Person

Arrive = Callable[[str | None], Person]

# what each route needs, said here a second time on purpose: a route without a line fails the test
NEEDED = {
    "console.sign_in.form": None,
    "console.sign_in.enter": None,
    "console.sign_in.to_provider": None,
    "console.sign_in.from_provider": None,
    "console.sign_in.leave": "reader",
    "console.overview.show": "viewer",
    "console.overview.export": "viewer",
    "console.review.queue": "viewer",
    "console.review.group": "viewer",
    "console.review.add_wording": "editor",
    "console.review.out_of_scope": "editor",
    "console.review.dismiss": "editor",
    "console.drafting.index": "viewer",
    "console.drafting.new": "editor",
    "console.drafting.create": "editor",
    "console.drafting.change": "editor",
    "console.drafting.save_change": "editor",
    "console.drafting.draft": "editor",
    "console.drafting.save_draft_again": "editor",
    "console.drafting.discard": "editor",
    "console.drafting.follow_shipped": "editor",
    "console.publish.show": "viewer",
    "console.publish.difference": "editor",
    "console.publish.publish": "editor",
    "console.publish.undo": "editor",
    "console.content_health.show": "viewer",
    "console.content_health.confused": "viewer",
    "console.content_health.links": "editor",
    "console.referrals.index": "editor",
    "console.referrals.export": "editor",
    "console.referrals.detail": "editor",
    "console.referrals.change": "editor",
    "console.referrals.erase": "admin",
    "console.switching.show": "admin",
    "console.switching.turn": "admin",
    "console.audit_log.show": "editor",
}
VALUES = {"item": "none", "name": "none", "number": 0, "reference": "V-7F3K-29"}


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/console")]


def address(app: Flask, rule: Rule) -> str:
    with app.test_request_context():
        built = app.url_map.bind("localhost").build(rule.endpoint, {name: VALUES[name] for name in rule.arguments})
    return str(built)


def test_every_route_is_listed_here(app: Flask) -> None:
    assert {rule.endpoint for rule in rules(app)} == set(NEEDED)


@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_route_lets_in_who_may_and_nobody_else(app: Flask, person: Arrive, role: str | None) -> None:
    somebody = person(role)
    # those that change who is signed in come last
    for rule in sorted(rules(app), key=lambda rule: rule.endpoint.startswith("console.sign_in")):
        needed = NEEDED[rule.endpoint]
        allowed = needed is None or (role is not None and ROLES.index(role) >= ROLES.index(needed))  # type: ignore[arg-type]
        for method in (rule.methods or set()) & {"GET", "POST"}:
            path = address(app, rule)
            response = somebody.get(path) if method == "GET" else somebody.post(path)
            case = f"{role} {method} {path}: {response.status_code}"
            to_sign_in = response.status_code == 303 and "/console/sign-in?" in response.headers["Location"]
            if role is None and needed is not None:
                assert to_sign_in, case
            elif allowed:
                assert response.status_code not in {403, 500}, case
                assert not to_sign_in, case
            else:
                assert response.status_code == 403, case


@pytest.mark.parametrize("role", [None, "admin"])
def test_no_form_is_taken_without_its_token(app: Flask, person: Arrive, role: str | None) -> None:
    somebody = person(role)
    for rule in rules(app):
        if "POST" in (rule.methods or set()):
            response = somebody.http.post(address(app, rule), data={"csrf_token": "forged"})
            assert response.status_code == 400, rule.rule
            assert "open for too long" in response.text, rule.rule


def test_the_cookie_is_hidden_from_scripts_and_other_sites(person: Arrive) -> None:
    cookie = person(None).sign_in("viewer").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_reader_is_led_to_the_chat_and_sees_there_who_is_signed_in(person: Arrive) -> None:
    reader = person(None)
    assert reader.sign_in("reader").headers["Location"] == "/"
    assert "Signed in as reader" in reader.get("/").text
    assert reader.post("/console/sign-out", {"then": "/"}, token_from="/").headers["Location"] == "/"
    assert "Signed in" not in reader.get("/").text


def test_after_signing_in_the_page_asked_for_is_shown(person: Arrive) -> None:
    nobody = person(None)
    asked = nobody.get("/console/review/?x=1").headers["Location"]
    page = nobody.get(asked).text
    assert 'value="/console/review/?x=1"' in page
    done = nobody.post("/console/sign-in", {"name": "viewer", "password": PASSWORD, "then": "/console/review/?x=1"})
    assert done.headers["Location"] == "/console/review/?x=1"


@pytest.mark.parametrize(
    "then", ["https://elsewhere.example/", "//elsewhere.example", "/console/\\elsewhere", "elsewhere"]
)
def test_signing_in_never_leads_to_another_site(person: Arrive, then: str) -> None:
    done = person(None).post("/console/sign-in", {"name": "viewer", "password": PASSWORD, "then": then})
    assert done.headers["Location"] == "/console/"


def test_a_session_ends_without_use_and_after_its_longest_time(person: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = person("viewer")
    now = time.time()
    assert viewer.get("/console/").status_code == 200
    monkeypatch.setattr(signed_in.time, "time", lambda: now + signed_in.IDLE_SECONDS + 5)
    assert viewer.get("/console/").status_code == 303
    monkeypatch.setattr(signed_in.time, "time", lambda: now)
    viewer = person("viewer")
    for minutes in range(20, signed_in.LONGEST_SECONDS // 60 + 40, 20):
        monkeypatch.setattr(signed_in.time, "time", lambda seconds=minutes * 60: now + seconds)
        status = viewer.get("/console/").status_code
    assert status == 303


def test_signing_out_ends_the_session(person: Arrive) -> None:
    viewer = person("viewer")
    viewer.post("/console/sign-out", token_from="/console/")
    assert viewer.get("/console/").status_code == 303


def test_a_disabled_account_and_a_new_password_end_open_sessions(person: Arrive, database: Database) -> None:
    viewer, editor = person("viewer"), person("editor")
    disable(database, "viewer", "test")
    set_password(database, "editor", "another long password", "test")
    assert viewer.get("/console/").status_code == editor.get("/console/").status_code == 303


def test_a_forged_cookie_is_nobody(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie(signed_in.COOKIE, '{"user":1}.forged')
    assert client.get("/console/").status_code == 303


def test_a_wrong_password_says_no_more_than_an_unknown_name(person: Arrive) -> None:
    wrong, unknown = person(None).sign_in("viewer", "wrong"), person(None).sign_in("nobody", "wrong")
    assert wrong.status_code == unknown.status_code == 401
    assert "Name or password is wrong" in wrong.text
    assert "Name or password is wrong" in unknown.text


def test_five_wrong_passwords_close_the_account_for_a_while(person: Arrive) -> None:
    for _ in range(5):
        person(None).sign_in("viewer", "wrong password")
    assert person(None).sign_in("viewer").status_code == 401


def test_many_attempts_from_one_address_are_held_back(person: Arrive) -> None:
    statuses = [person(None).sign_in("nobody", "wrong").status_code for _ in range(11)]
    assert statuses[:10] == [401] * 10
    assert statuses[10] == 429
