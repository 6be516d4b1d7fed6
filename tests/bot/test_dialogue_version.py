"""When the dialogue model is another one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.dialogue_version import model_version
from bot.settings import ROOT
from knowledge import ContentError

NLU = "bot/dialogue/nlu/smalltalk.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of all that the dialogue is trained from."""
    for name in ("config.yml", "domain.yml", "requirements.txt", "knowledge/content/vocabulary.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "bot" / "dialogue", tmp_path / "bot" / "dialogue")
    return tmp_path


def edit(file: Path, pattern: str, replacement: str) -> None:
    before = file.read_text(encoding="utf-8")
    after = re.sub(pattern, replacement, before, count=1, flags=re.MULTILINE)
    assert after != before
    file.write_text(after, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "pattern", "replacement"),
    [
        (NLU, r"^      - .*", r"\g<0>\n      - howdy there partner"),
        ("bot/dialogue/rules/smalltalk.yml", r"action: \w+", "action: action_answer_otherwise"),
        ("config.yml", r"threshold: 0\.5", "threshold: 0.6"),
        ("domain.yml", r"^slots:", "slots:\n  shoe_size: {type: text, mappings: []}"),
        ("knowledge/content/vocabulary.yml", r"\Z", "shoe_sizes: {}\n"),
        ("requirements.txt", r"^rasa==\S+", "rasa==3.6.20"),
        ("requirements.txt", r'^scikit-learn==\S+( ; python_version < "3.11")', r"scikit-learn==1.2.0\1"),
    ],
)
def test_a_change_of_what_it_is_trained_from_asks_for_another_model(
    root: Path, name: str, pattern: str, replacement: str
) -> None:
    before = model_version(root)
    edit(root / name, pattern, replacement)
    assert model_version(root) != before


@pytest.mark.parametrize(
    ("name", "pattern", "replacement"),
    [
        (NLU, r"\A", "# of no use to the model\n"),
        ("config.yml", r"\A", "# of no use to the model\n\n"),
        ("knowledge/content/vocabulary.yml", r"\A", "# of no use to the model\n"),
        ("requirements.txt", r"^flask==\S+", "flask==9.9.9"),
        ("requirements.txt", r'^scikit-learn==\S+( ; python_version >= "3.11")', r"scikit-learn==9.9.9\1"),
        ("bot/dialogue/endpoints.yml", r"\A", "# of no use to the model\n"),
        ("bot/dialogue/components/act_classifier.py", r"\A", "# of no use to the model\n"),
    ],
)
def test_comments_and_what_it_is_not_trained_from_keep_the_model(
    root: Path, name: str, pattern: str, replacement: str
) -> None:
    before = model_version(root)
    edit(root / name, pattern, replacement)
    assert model_version(root) == before


def test_a_moved_file_of_examples_keeps_the_model_and_a_removed_one_does_not(root: Path) -> None:
    before = model_version(root)
    (root / "bot/dialogue/nlu/small").mkdir()
    moved = (root / NLU).rename(root / "bot/dialogue/nlu/small/talk.yml")
    assert model_version(root) == before
    moved.unlink()
    assert model_version(root) != before


def test_a_broken_file_is_named_with_its_line(root: Path) -> None:
    (root / NLU).write_text("nlu:\n  - intent: [greet\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"smalltalk\.yml:\d+: not valid YAML"):
        model_version(root)
