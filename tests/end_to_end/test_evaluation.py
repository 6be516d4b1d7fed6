"""The development sets through the real bot, against the reference run.

Needs ../shared beside the checkout and says so when it is not there.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.factories import SHARED
from tests.running import Bot

REFERENCE = ROOT / "tests" / "bot" / "evaluation" / "reference.json"


@pytest.mark.skipif(not (SHARED / "evaluation").is_dir(), reason="needs ../shared/evaluation beside the checkout")
def test_no_figure_drops_by_more_than_its_noise(bot: Bot, tmp_path: Path) -> None:
    run = bot.command("evaluate", "--reference", str(REFERENCE), "--out", str(tmp_path))
    assert run.returncode == 0, run.stderr
    assert "first answer right" in run.stdout
    assert (tmp_path / "index.html").stat().st_size > 10_000
