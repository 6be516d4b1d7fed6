"""Overview, content health, referrals, switches and the audit log."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml
from flask import Flask

from bot.records.database import Database
from bot.records.models import Contact, Feedback, Referral, Turn, now
from bot.settings import Settings
from bot.web.console.content_health import _latest
from bot.web.services import services_of
from tests.bot.web.person import Person

REFERENCE = "V-7F3K-29"


@pytest.fixture
def referral(database: Database) -> str:
    with database.write() as session:
        session.add(Referral(reference=REFERENCE, program="TFM", agency_kind="sheriff", state="TX", notes="=1+1"))
        session.add(Referral(reference="V-8F3K-29", program="JEM", status="closed"))
        session.flush()
        session.add(
            Contact(
                reference=REFERENCE,
                agency="Example County",
                contact_person="The chief deputy",
                email="chief@example.org",
                phone="555-0100",
                nominees=3,
            )
        )
    return REFERENCE


@pytest.fixture
def asked(database: Database) -> None:
    with database.write() as session:
        for number, kind in enumerate(("answer", "answer", "clarify", "out_of_scope")):
            session.add(
                Turn(
                    id=f"t{number}",
                    conversation="c",
                    channel="page",
                    text="how long",
                    kind=kind,
                    entry="hold-time" if kind == "answer" else None,
                    milliseconds=40,
                    index_version="1",
                )
            )
        session.add(Feedback(message="t0", conversation="c", helpful=True))


def test_the_overview_has_figures_a_chart_and_its_table(editor: Person, asked: None) -> None:
    page = editor.get("/console/").text
    assert "50.0 %" in page
    assert "25.0 %" in page
    assert "40 ms" in page
    assert 'role="img" aria-label="Questions a day by outcome' in page
    assert f'<th scope="row">{now().date()}</th><td class="number">2</td><td class="number">1</td>' in page
    assert "style=" not in page
    assert "<script" not in page


def test_the_overview_of_another_period(editor: Person, asked: None) -> None:
    yesterday = now().date() - timedelta(days=1)
    page = editor.get(f"/console/?from={yesterday}&to={yesterday}").text
    assert "<dd>0</dd>" in page
    for wrong in ("from=2026-01-31", "from=2026-02-30&to=2026-03-01", "from=2026-03-01&to=2026-02-01"):
        assert editor.get(f"/console/?{wrong}").status_code == 400


def test_the_figures_as_csv(editor: Person, asked: None) -> None:
    response = editor.get("/console/overview.csv?period=7")
    rows = list(csv.reader(io.StringIO(response.text)))
    assert response.mimetype == "text/csv"
    assert rows[0] == ["section", "name", "value"]
    assert ["entries", "hold-time", "2"] in rows
    assert ["questions answered", now().date().isoformat(), "2"] in rows


def test_content_health_names_what_is_due_old_and_never_shown(editor: Person, asked: None, settings: Settings) -> None:
    file = settings.content / "faq" / "small.yml"
    entries = yaml.safe_load(file.read_text())
    entries[0]["review_by"] = "2020-01-01"
    file.write_text(yaml.safe_dump(entries, sort_keys=False))
    page = editor.get("/console/content/").text
    due = page.split("Past their review date</h2>")[1].split("</section>")[0]
    unseen = page.split("days</h2>")[-1].split("</section>")[0]
    assert "How long is the training?" in due
    assert "Who signs" not in due
    assert "Who signs" in unseen
    assert "How long may a person be held?" not in unseen
    assert "BOT_CHECK_LINKS" in page


@pytest.mark.parametrize(
    ("as_of", "last"),
    [
        ("2025", date(2025, 12, 31)),
        ("2025-02", date(2025, 2, 28)),
        ("2025-12", date(2025, 12, 31)),
        ("2025-04-16", date(2025, 4, 16)),
    ],
)
def test_a_date_known_in_part_may_be_its_last_day(as_of: str, last: date) -> None:
    assert _latest(as_of) == last


def test_pairs_that_the_stored_questions_confuse(editor: Person) -> None:
    page = editor.get("/console/content/confused")
    assert page.status_code == 200


@pytest.fixture
def site() -> Iterator[str]:
    """A server on which one page is there and one is not."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/good" else 404)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_links_are_checked_only_where_the_agency_allows_it(
    app: Flask, editor: Person, settings: Settings, site: str
) -> None:
    sources = {
        "statute": {"title": "8 U.S.C. 1357(g)", "url": f"{site}/good"},
        "ice-287g": {"title": "Gone", "url": f"{site}/gone"},
    }
    (settings.content / "sources.yml").write_text(yaml.safe_dump(sources))
    assert editor.post("/console/content/links").status_code == 303
    allowed = settings.model_copy(update={"check_links": True})
    object.__setattr__(services_of(app), "settings", allowed)
    page = editor.post("/console/content/links").text
    assert page.index("status 404") < page.index("answers")
    assert "links checked" in editor.get("/console/audit/").text


def test_referrals_are_listed_by_status(editor: Person, referral: str) -> None:
    assert "V-7F3K-29" in editor.get("/console/referrals/").text
    closed = editor.get("/console/referrals/?status=closed").text
    assert "V-8F3K-29" in closed
    assert "V-7F3K-29" not in closed


def test_a_referral_shows_its_contact_and_keeps_status_and_notes(editor: Person, referral: str) -> None:
    path = f"/console/referrals/{referral}"
    page = editor.get(path).text
    assert "chief@example.org" in page
    assert "555-0100" in page
    change = {"status": "sent", "notes": "forms sent", "seen_status": "new", "seen_notes": "=1+1"}
    assert editor.post(path, change).status_code == 303
    late = editor.post(path, {**change, "notes": "other"})
    assert late.status_code == 409
    assert "Another editor changed" in late.text
    page = editor.get(path).text
    assert "forms sent</textarea>" in page
    assert "<option selected>sent</option>" in page


def test_contact_details_are_on_no_page_but_the_referral(editor: Person, admin: Person, referral: str) -> None:
    for path in ("", "referrals/", "audit/", "review/", "publish/", "content/"):
        assert "chief@example.org" not in editor.get(f"/console/{path}").text
    editor.get("/console/referrals/referrals.csv")
    assert "chief@example.org" not in admin.get("/console/audit/").text


def test_the_csv_file_of_referrals_starts_no_formula_and_is_in_the_log(editor: Person, referral: str) -> None:
    rows = list(csv.DictReader(io.StringIO(editor.get("/console/referrals/referrals.csv").text)))
    first = next(row for row in rows if row["reference"] == REFERENCE)
    assert (first["e-mail"], first["state"], first["notes"]) == ("chief@example.org", "TX", "'=1+1")
    assert "referrals exported" in editor.get("/console/audit/").text


def test_erasing_a_referral_needs_a_reason_and_erases_the_contact(
    admin: Person, referral: str, database: Database
) -> None:
    path = f"/console/referrals/{referral}/erase"
    assert admin.post(path).status_code == 400
    assert admin.post(path, {"why": "asked for it"}).status_code == 303
    with database.read() as session:
        assert session.get(Contact, referral) is None
    assert admin.get(f"/console/referrals/{referral}").status_code == 404
    assert "asked for it" in admin.get("/console/audit/").text


def test_switches_are_turned_with_words_and_a_reason(admin: Person) -> None:
    assert admin.post("/console/switches/pause", {"turn": "on", "text": " "}).status_code == 400
    assert admin.post("/console/switches/lights", {"turn": "on", "text": "x"}).status_code == 404
    admin.post("/console/switches/pause", {"turn": "on", "text": "Back on Wednesday.", "why": "new rules"})
    assert "The bot is paused" in admin.get("/console/switches/").text
    log = admin.get("/console/audit/").text
    assert "pause on" in log
    assert "new rules" in log
    assert "Back on Wednesday." in log
    admin.post("/console/switches/pause", {"turn": "off"})
    assert "The bot is paused" not in admin.get("/console/switches/").text


def test_the_audit_log_goes_back_page_by_page(editor: Person, database: Database) -> None:
    from bot.records.audit import audit

    with database.write() as session:
        for number in range(150):
            audit(session, "test", f"change {number}")
    first = editor.get("/console/audit/").text
    assert "change 149" in first
    assert "change 20<" not in first
    older = first.split('href="/console/audit/?before=')[1].split('"')[0]
    assert "change 20<" in editor.get(f"/console/audit/?before={older}").text


def test_without_the_database_the_console_says_so(
    app: Flask, person: Callable[[str | None], Person], editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    object.__setattr__(services_of(app), "database", Database("postgresql+psycopg://bot@127.0.0.1:9/records"))
    response = editor.get("/console/")
    assert response.status_code == 503
    assert "records database cannot be used" in response.text
