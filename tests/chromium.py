"""The one browser of the tests: Debian's chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = "/usr/bin/chromium"
INSTALL = ["apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's chromium, installed now when it is missing and we may."""
    if not Path(CHROMIUM).exists():
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            pytest.fail(f"the browser tests need {CHROMIUM}; run: sudo {' '.join(INSTALL)}")
        for command in (["apt-get", "update"], INSTALL):
            run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode or not Path(CHROMIUM).exists():
            pytest.fail(f"chromium could not be installed; run: {' '.join(INSTALL)}\n{run.stderr[-2000:]}")
    return CHROMIUM


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # root has no use of the sandbox, and containers have little room in /dev/shm
        arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        launched = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield launched
        launched.close()
