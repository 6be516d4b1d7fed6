"""A browser on the real bot: Debian's chromium, a second web process with other settings, a second site that embeds."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from bot.settings import ROOT
from tests.browser.chat import Chat
from tests.running import Bot, free_ports, wait_for

BANNER = "This is a government system.\nUse it for official business only; activity may be monitored."


@pytest.fixture(scope="session")
def intranet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Intranet]:
    folder = tmp_path_factory.mktemp("intranet")
    handler = partial(QuietHandler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Intranet(folder, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, format: str, *arguments: object) -> None:
        pass


class Intranet:
    """A site of another origin, with the repository's example page."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        self.url = url

    def page(self, bot: str, **data: str) -> str:
        """Return the address of the example page for a bot, with other data attributes if given."""
        text = (ROOT / "examples" / "intranet.html").read_text(encoding="utf-8")
        text = text.replace('src="http://127.0.0.1:8000/', f'src="{bot}/')
        for name, value in data.items():
            start = text.index(f'data-{name}="') + len(f'data-{name}="')
            text = text[:start] + value + text[text.index('"', start) :]
        name = f"page-{len(list(self._folder.iterdir()))}.html"
        (self._folder / name).write_text(text, encoding="utf-8")
        return f"{self.url}/{name}"


WebProcess = Callable[..., str]


@pytest.fixture(scope="session")
def web(bot: Bot) -> Iterator[WebProcess]:
    """Start a further web process on the same bot with other settings; return its address."""
    started: list[subprocess.Popen[bytes]] = []

    def start(**settings: str) -> str:
        (port,) = free_ports(1)
        environment = {**bot.environment, "BOT_PORT": str(port), **settings}
        command = [sys.executable, "-m", "bot.web.web_server"]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL))
        url = f"http://127.0.0.1:{port}"
        assert wait_for(lambda: _answers(url), 20)
        return url

    yield start
    for process in started:
        process.terminate()
        process.wait()


@pytest.fixture(scope="session")
def shared_machine(web: WebProcess) -> str:
    """The address of a kiosk with a banner and the agency's name."""
    return web(BOT_KIOSK_MINUTES="5", BOT_BANNER=BANNER, BOT_AGENCY="Example County Sheriff's Office")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1366, "height": 768})
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test when its script fails or its policy is broken."""
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    yield made
    assert not faults


@pytest.fixture
def chat(bot: Bot, page: Page) -> Chat:
    """The chat page, opened."""
    return Chat(page, bot.url).open()


@pytest.fixture
def plain(bot: Bot, browser: Browser) -> Iterator[Chat]:
    """The chat page in a browser without JavaScript."""
    made = browser.new_context(java_script_enabled=False)
    made.set_default_timeout(10_000)
    yield Chat(made.new_page(), bot.url).open()
    made.close()


def _answers(url: str) -> Any:
    try:
        return httpx.get(f"{url}/healthz", timeout=1).is_success
    except httpx.HTTPError:
        return False
