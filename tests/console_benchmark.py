"""`python -m tests.console_benchmark`: how long each console page takes over 90 days and 100,000 turns, and the memory.

Uses the index in var/test (see the fixture `built`), a knowledge service of its own and a database in a new folder.
"""

from __future__ import annotations

import re
import resource
import statistics
import tempfile
import time
from pathlib import Path

from flask.testing import FlaskClient

from bot.accounts.users import add_user
from bot.dialogue_model import knowledge_running
from bot.records.database import Database
from bot.records.migrator import upgrade
from bot.records.writer import Recorder
from bot.settings import ROOT, Settings
from bot.web.app import create_app
from bot.web.conversations import Conversations
from bot.web.dialogue_client import DialogueClient
from bot.web.services import Services
from knowledge.client import KnowledgeClient
from knowledge.entries.loader import load_content
from tests.history import fill

TURNS, DAYS = 100_000, 90
PASSWORD = "a long password for this run"
PAGES = (
    "/console/",
    "/console/?period=90",
    "/console/?period=365",
    "/console/overview.csv?period=90",
    "/console/review/",
    "/console/review/{item}",
    "/console/entries/",
    "/console/entries/how-to-join",
    "/console/publish/",
    "/console/content/",
    "/console/referrals/",
    "/console/referrals/referrals.csv",
    "/console/switches/",
    "/console/audit/",
)
TIMES = 5


def main() -> None:
    """Fill a database, open each page several times, and print the times."""
    built = Settings(data=ROOT / "var" / "test")
    with tempfile.TemporaryDirectory() as folder, knowledge_running(built) as url:
        settings = Settings(data=Path(folder))
        upgrade(settings.database_url)
        database = Database(settings.database_url)
        started = time.perf_counter()
        fill(database, TURNS, DAYS, sorted(load_content(settings.content).knowledge.entries))
        print(f"{TURNS:,} turns written in {time.perf_counter() - started:.0f} s")
        services = Services(
            settings=settings,
            dialogue=DialogueClient(settings.dialogue_url, "", 1),
            knowledge=KnowledgeClient(url),
            conversations=Conversations(b"benchmark"),
            database=database,
            recorder=Recorder(database, settings.text_days),
        )
        add_user(database, "admin", "admin", PASSWORD, "benchmark")
        http = create_app(settings, services).test_client()
        _sign_in(http)
        _measure(http)


def _sign_in(http: FlaskClient) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', http.get("/console/sign-in").text)
    assert token
    form = {"csrf_token": token.group(1), "name": "admin", "password": PASSWORD}
    assert http.post("/console/sign-in", data=form).status_code == 303


def _measure(http: FlaskClient) -> None:
    while " are not grouped yet" in http.get("/console/review/").text:
        time.sleep(0.5)
    found = re.search(r"/console/review/([0-9a-f]{32})", http.get("/console/review/").text)
    assert found
    print(f"{'page':<40} median ms   slowest ms")
    for page in PAGES:
        path = page.format(item=found.group(1))
        times = [_open(http, path) for _ in range(TIMES)]
        print(f"{page:<40} {statistics.median(times):9.0f} {max(times):12.0f}")
    before = _megabytes()
    for _ in range(3):
        for page in PAGES:
            _open(http, page.format(item=found.group(1)))
    print(f"memory: {before:.0f} MB, after {3 * len(PAGES)} more pages {_megabytes():.0f} MB")


def _open(http: FlaskClient, path: str) -> float:
    started = time.perf_counter()
    response = http.get(path)
    assert response.status_code == 200, (path, response.text[:500])
    return 1000 * (time.perf_counter() - started)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
