"""What the bot says needs no Rasa."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

from actions import replies


def test_the_replies_load_nothing_of_rasa() -> None:
    """In a fresh process, since these tests load it."""
    modules = [f"actions.replies.{found.name}" for found in pkgutil.iter_modules(replies.__path__)]
    assert len(modules) > 10
    code = f"import sys, {', '.join(modules)}; print([name for name in sys.modules if name.startswith('rasa')])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
