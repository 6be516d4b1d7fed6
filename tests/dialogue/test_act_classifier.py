"""What the classifier of acts reads from a model file, in the dialogue environment."""

from __future__ import annotations

import subprocess

import pytest

from bot.processes import environment
from bot.settings import ROOT, Settings

LOAD = """
import os, sys, tempfile
from contextlib import contextmanager
from pathlib import Path
import skops.io
from scipy.sparse import csc_matrix, csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from bot.dialogue.components.act_classifier import FILE, ActClassifier

class Storage:
    @contextmanager
    def read_from(self, resource):
        yield folder

with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    words = TfidfVectorizer().fit(["hello there", "help me"])
    model = LogisticRegression().fit(words.transform(["hello", "help"]), ["greet", "help"])
    skops.io.dump(({held}, model), folder / FILE)
    try:
        ActClassifier.load({{}}, Storage(), None, None)
    except skops.io.exceptions.UntrustedTypesFoundException as error:
        print("refused", error)
    else:
        print("loaded")
"""


@pytest.mark.parametrize(
    ("held", "said"), [("words", "loaded"), ("os.getcwd", "refused"), ("csc_matrix([[1.0]])", "refused")]
)
def test_a_model_with_another_type_than_a_classifier_holds_is_refused(held: str, said: str) -> None:
    settings = Settings()
    output = subprocess.check_output(
        [settings.dialogue_python, "-c", LOAD.format(held=held)], cwd=ROOT, env=environment(settings), text=True
    )
    assert output.split()[0] == said, output
