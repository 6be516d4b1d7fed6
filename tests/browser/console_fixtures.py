"""The console as a person meets it: a browser, the app with a made-up history, and a real knowledge service."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from rich.console import Console
from werkzeug.serving import make_server

from bot.accounts.users import add_user
from bot.dialogue_model import knowledge_running
from bot.index_build import build_index
from bot.publisher import Publisher
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

PASSWORD = "correct horse battery"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Site:
    """The running console: its address, its settings, its database, and the search behind it."""

    def __init__(self, url: str, settings: Settings, database: Database, knowledge: KnowledgeClient) -> None:
        self.url = url
        self.settings = settings
        self.database = database
        self.knowledge = knowledge


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("console")
    settings = Settings(data=data)
    built = Settings(data=ROOT / "var" / "test")
    build_index(built, Console(stderr=True))
    shutil.copytree(built.index_folder, settings.index_folder)
    upgrade(settings.database_url)
    database = Database(settings.database_url)
    fill(database, 3000, 40, sorted(load_content(settings.content).knowledge.entries), misses=60, referrals=20)
    for role in ("viewer", "editor", "admin"):
        add_user(database, role, role, PASSWORD, "test")
    with knowledge_running(settings) as address:
        knowledge = KnowledgeClient(address, seconds=20)
        app = create_app(settings, _services(settings, database, knowledge))
        app.extensions["publisher"] = Publisher(settings, database, knowledge, refit=lambda: None)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield Site(f"http://127.0.0.1:{server.server_port}", settings, database, knowledge)
        server.shutdown()
        thread.join()
        server.server_close()


def _services(settings: Settings, database: Database, knowledge: KnowledgeClient) -> Services:
    return Services(
        settings=settings,
        dialogue=DialogueClient(settings.dialogue_url, "", 1),
        knowledge=knowledge,
        conversations=Conversations(b"test"),
        database=database,
        recorder=Recorder(database, settings.text_days),
    )


@pytest.fixture
def arrive(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Open a browser of someone signed in with a role, or of nobody."""
    contexts = []

    def open_page(role: str | None, width: int = 1366, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", base_url=site.url
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        if role:
            page.goto("/console/sign-in")
            page.get_by_label("Name").fill(role)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url("**/console/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def faults_of_access(page: Page) -> str:
    """Return what axe finds wrong, empty when nothing."""
    found = Axe().run(page, options=RULES)
    return "" if not found.violations_count else str(found.generate_report())


def is_too_wide(page: Page) -> bool:
    """Return whether the page has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
