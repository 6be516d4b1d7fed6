"""Everything that the repository itself says a user might write, and the development evaluation set."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.settings import ROOT
from tests.factories import SHARED

# Rasa's marks in an example: [sheriff](agency_kind)
ENTITY = re.compile(r"\[([^]]*)\][({][^)}]*[)}]")

NOT_ENGLISH = "other_language"


@pytest.fixture(scope="session")
def own_texts() -> list[str]:
    """Questions and phrasings of the entries, calibration questions, English examples of acts."""
    entries = [entry for path in _files("knowledge/content/faq") for entry in yaml.safe_load(path.read_text("utf-8"))]
    texts = [text for entry in entries for text in (entry["question"], *entry["phrasings"])]
    for path in _files("knowledge/content/calibration"):
        texts += _texts(yaml.safe_load(path.read_text("utf-8")))
    for path in _files("bot/dialogue/nlu"):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            if block.get("intent") != NOT_ENGLISH:
                texts += [ENTITY.sub(r"\1", line[2:]) for line in block.get("examples", "").splitlines()]
    return sorted(set(texts))


@pytest.fixture(scope="session")
def evaluation_texts() -> list[str]:
    folder = SHARED / "evaluation"
    if not folder.is_dir():
        pytest.skip("needs ../shared/evaluation, the development evaluation set, which is not part of the repository")
    lines = [json.loads(line) for path in folder.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    return [turn["text"] for line in lines for turn in line.get("turns", [line])]


def _files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).glob("*.yml"))


def _texts(data: object) -> Iterator[str]:
    """Every question in a calibration file: a line by itself, or the `text` of a mapping."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for item in data:
            yield from _texts(item)
    elif isinstance(data, dict):
        for item in [data["text"]] if "text" in data else data.values():
            yield from _texts(item)
