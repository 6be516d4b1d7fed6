"""Messages that ask two things."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.entries.calibration_questions import InScope
from knowledge.retrieval.query_splitter import best_split, fit, split_candidates
from knowledge.retrieval.ranking import Candidate, Ranked


def ranked(**scores: float) -> Ranked:
    candidates = [Candidate(name, score, 0) for name, score in sorted(scores.items(), key=lambda item: -item[1])]
    return Ranked(candidates, np.zeros(10))


@pytest.mark.parametrize(
    ("text", "cuts"),
    [
        ("how long is it and who pays", [("how long is it", "who pays")]),
        ("how long is it? who pays for it?", [("how long is it?", "who pays for it?")]),
        ("how long is the training", []),
        ("deputies and officers", []),
    ],
)
def test_where_a_message_can_be_cut(text: str, cuts: list[tuple[str, str]]) -> None:
    assert split_candidates(text) == cuts


def test_many_cuts_are_kept_few() -> None:
    assert len(split_candidates(", and ".join(["one two three"] * 12))) == 4


def test_halves_on_two_topics_make_a_clear_cut_and_halves_on_one_do_not() -> None:
    whole = ranked(length=1.2, cost=1.1, other=0.2)
    cut = best_split("x", whole, [(ranked(length=1.5, cost=0.3, other=0.1), ranked(cost=1.5, length=0.4, other=0.1))])
    assert cut is not None
    assert (cut.first, cut.second) == ("length", "cost")
    same = best_split("x", whole, [(ranked(length=1.5, cost=0.1), ranked(length=1.4, cost=0.1))])
    assert same is not None
    assert same.features[0] < 0 < cut.features[0]
    assert best_split("x", whole, []) is None


def test_the_decision_is_learned_from_questions() -> None:
    whole = ranked(length=1.2, cost=1.1, other=0.2)
    clear = best_split("x", whole, [(ranked(length=1.9, cost=0.1), ranked(cost=1.9, length=0.1))])
    weak = best_split("x", whole, [(ranked(length=0.5, cost=0.45), ranked(cost=0.6, length=0.3))])
    two, one = InScope(text="x", entries=["length", "cost"]), InScope(text="x", entries=["length"])
    cutter = fit([clear, clear, weak, weak, None], [two, two, one, one, one])
    assert clear is not None
    assert weak is not None
    assert cutter.is_real(clear)
    assert not cutter.is_real(weak)
    assert not fit([None], [one]).is_real(clear)
