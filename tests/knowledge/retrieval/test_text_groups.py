"""Texts of one meaning stand together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from knowledge.results import TextGroup
from knowledge.retrieval.encoder import Vectors
from knowledge.retrieval.text_groups import TextGrouper
from tests.stand_ins import WordEncoder

UNIFORM = ["badge uniform worn outside", "badge uniform worn", "badge uniform worn inside"]


def test_texts_of_one_meaning_stand_together_around_the_nearest_to_all(encoder: WordEncoder) -> None:
    found = TextGrouper(encoder, str).groups([*UNIFORM, "helicopter landing pad", UNIFORM[0]])
    assert found.waiting == []
    assert {(group.middle, frozenset(group.texts)) for group in found.groups} == {
        ("badge uniform worn", frozenset(UNIFORM)),
        ("helicopter landing pad", frozenset({"helicopter landing pad"})),
    }
    assert all(group.texts[0] == group.middle for group in found.groups)


def test_a_text_is_encoded_once_and_as_it_is_prepared(encoder: WordEncoder) -> None:
    grouper = TextGrouper(encoder, str.upper)
    for _ in range(2):
        assert grouper.groups(["who pays"]).groups == [TextGroup("who pays", ["who pays"])]
    assert encoder.encoded == ["WHO PAYS"]


class SlowEncoder(WordEncoder):
    """Encodes when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def encode(self, texts: Sequence[str], progress: Callable[[int], object] | None = None) -> Vectors:
        self.go.wait(30)
        return super().encode(texts, progress)


def test_a_request_does_not_wait_for_slow_vectors() -> None:
    encoder = SlowEncoder()
    grouper = TextGrouper(encoder, str)
    first = grouper.groups(UNIFORM)
    assert (first.groups, first.waiting) == ([], UNIFORM)
    encoder.go.set()
    assert grouper.groups(UNIFORM).waiting == []


def test_nothing_is_in_no_group(encoder: WordEncoder) -> None:
    assert TextGrouper(encoder, str).groups([]).groups == []
