"""The trained model on lines that are in no training file."""

from __future__ import annotations

import json

import pytest
import yaml

from bot.settings import ROOT
from tests.dialogue.conftest import Act, yaml_files

FILE = ROOT / "tests" / "dialogue" / "acts.jsonl"
# what is no clear act is searched, as a question is
SEARCHED = {"ask", "nlu_fallback"}
WANTED = 0.8


@pytest.fixture(scope="module")
def taken_for(act: Act) -> list[tuple[str, str, str]]:
    """Each line's text, its right act, and the act that it was taken for."""
    lines = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    return [(line["text"], line["intent"], act(line["text"])) for line in lines]


def test_most_acts_are_told(taken_for: list[tuple[str, str, str]]) -> None:
    wrong = [line for line in taken_for if line[1] != line[2] and not (line[1] == "ask" and line[2] in SEARCHED)]
    assert 1 - len(wrong) / len(taken_for) >= WANTED, wrong


def test_no_question_starts_the_hand_off_or_gets_a_fixed_reply(taken_for: list[tuple[str, str, str]]) -> None:
    rules = yaml.safe_load((ROOT / "bot" / "dialogue" / "rules" / "fixed.yml").read_text(encoding="utf-8"))["rules"]
    never = {"volunteer", *(rule["steps"][0]["intent"] for rule in rules)}
    assert [line for line in taken_for if line[1] == "ask" and line[2] in never] == []


def test_no_line_is_a_training_example() -> None:
    trained = "\n".join(path.read_text(encoding="utf-8") for path in yaml_files(ROOT / "bot" / "dialogue" / "nlu"))
    examples = {line.removeprefix("      - ").strip().lower() for line in trained.splitlines()}
    texts = [json.loads(line)["text"] for line in FILE.read_text(encoding="utf-8").splitlines()]
    assert [text for text in texts if text.lower() in examples] == []
