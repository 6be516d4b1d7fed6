"""Messages that lean on the answer before them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml

from knowledge.entries.loader import load_content
from knowledge.entries.yaml_file import ContentError
from knowledge.retrieval.context import MOST_WORDS, in_context, leans, some_entry
from knowledge.retrieval.ranking import Candidate, Ranked


def ranked(**scores: float) -> Ranked:
    """Return entries with these scores, best first, with ten features as a ranking has."""
    ordered = sorted(scores.items(), key=lambda pair: -pair[1])
    return Ranked([Candidate(entry, score, 0) for entry, score in ordered], np.zeros(10))


def first(words: int, entry: str = "training", related: tuple[str, ...] = ()) -> str:
    """Return the first entry of a message that alone is on `pay`, and behind the last question on `travel`."""
    alone = ranked(pay=1.0, travel=0.8, training=0.5)
    behind = ranked(travel=1.5, training=1.0, pay=0.5)
    return in_context(alone, behind, entry, related, words).candidates[0].entry


def test_a_message_without_a_subject_is_read_with_the_last_question() -> None:
    assert first(words=0) == "travel"


def test_a_message_with_a_subject_of_its_own_is_read_alone() -> None:
    assert first(words=MOST_WORDS) == "pay"


def test_the_last_entries_related_ones_are_favored() -> None:
    alone, behind = ranked(a=1.0, b=0.95, last=0.0), ranked(a=0.5, b=0.5, last=0.0)
    assert in_context(alone, behind, "last", [], 0).candidates[0].entry == "a"
    assert in_context(alone, behind, "last", ["b"], 0).candidates[0].entry == "b"


def test_each_message_has_the_same_number_of_features() -> None:
    features = [in_context(ranked(a=1.0, b=0.5), ranked(a=0.5, b=1.0), "a", [], words).features for words in (0, 5)]
    assert features[0].shape == features[1].shape
    assert np.isfinite(features).all()


def test_only_short_messages_lean() -> None:
    assert leans(0)
    assert leans(MOST_WORDS)
    assert not leans(MOST_WORDS + 1)


def test_a_line_without_an_entry_always_gets_the_same() -> None:
    entries = ["a", "b", "c"]
    assert some_entry("who pays", entries) == some_entry("who pays", entries)
    assert {some_entry(f"line {number}", entries) for number in range(50)} == set(entries)


def test_the_shipped_lines_are_about_entries() -> None:
    content = load_content()
    names = set(content.knowledge.entries)
    assert all({line.last_entry, *line.entries} <= names for line in content.follow_ups)


def test_a_line_on_an_entry_that_is_not_there_is_said_so(content: Path) -> None:
    file = content / "calibration" / "follow_ups.yml"
    file.write_text(yaml.safe_dump([{"last_entry": "nothing", "text": "why", "entries": []}]))
    with pytest.raises(ContentError, match=r"follow_ups.yml: unknown entries .*nothing"):
        load_content(content)


def test_a_line_of_another_shape_is_said_so(content: Path) -> None:
    (content / "calibration" / "follow_ups.yml").write_text("- text: why\n")
    with pytest.raises(ContentError, match=r"follow_ups.yml"):
        load_content(content)
