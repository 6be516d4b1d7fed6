"""What the web process loads."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"faiss", "numpy", "rasa_sdk", "scipy", "sentence_transformers", "sklearn", "spacy", "torch", "transformers"}


def test_the_web_process_loads_no_model_no_index_and_no_rasa() -> None:
    """In a fresh process, since these tests load all of them."""
    code = f"import sys, bot.web.app, bot.web.web_server; print(sorted({HEAVY!r} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
