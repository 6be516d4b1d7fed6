"""Messages that ask two things: where to split them, and whether to.

Each split is scored by how clearly its halves are on two entries of their own; a logistic regression on the questions
in `calibration/two_part.yml` decides whether the best split is a real one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from knowledge.entries.calibration_questions import InScope
from knowledge.retrieval.logistic import Logistic
from knowledge.retrieval.ranking import Ranked

BOUNDARY = re.compile(
    r"(?<=[?!.;])\s+|\s*[;–—]\s*|\s+-+\s+|,\s*(?:and|also|plus|then)\s+|\s+(?:and|also|plus|&)\s+|,\s+", re.IGNORECASE
)
FEWEST_WORDS = 2
MOST_SPLITS = 4
# how much the whole message counts beside a half: halves share their subject ("JEM training: how long, and where")
WHOLE_WEIGHT = 0.8
# the share of split messages that must be real two-part messages, given as many of either kind
SPLIT_FROM = 0.4
FEATURES = 7


class QuerySplitter(BaseModel):
    """The fitted decision."""

    model_config = ConfigDict(frozen=True)

    model: Logistic

    def is_real(self, split: Split) -> bool:
        """Return whether a split is that of a message which asks two things."""
        return self.model.probability(split.features) >= SPLIT_FROM


@dataclass(frozen=True)
class Split:
    """The best split of a message: the entries of its halves, and what tells whether it is real."""

    first: str
    second: str
    features: NDArray[np.float64]


def split_candidates(text: str) -> list[tuple[str, str]]:
    """Return the ways to split a message in two, the most even ones when there are many."""
    splits = [(text[: match.start()].strip(), text[match.end() :].strip()) for match in BOUNDARY.finditer(text)]
    long_enough = [split for split in splits if min(len(half.split()) for half in split) >= FEWEST_WORDS]
    return sorted(long_enough, key=lambda split: abs(len(split[0]) - len(split[1])))[:MOST_SPLITS]


def best_split(text: str, whole: Ranked, splits: Sequence[tuple[Ranked, Ranked]]) -> Split | None:
    """Return the split whose halves are most clearly on two entries; None without a split."""
    scores = _scores(whole)
    best: tuple[float, Split] | None = None
    for first, second in splits:
        one, two = _scores(first), _scores(second)
        entry = _best(one, scores)
        other = _best({name: score for name, score in two.items() if name != entry}, scores)
        margin = min(one[entry] - one[other], two[other] - two[entry])
        if best and margin <= best[0]:
            continue
        whole_margin = whole.candidates[0].score - whole.candidates[1].score
        features = [margin, scores[entry], scores[other], one[entry], two[other], whole_margin, len(text.split())]
        best = margin, Split(entry, other, np.array(features))
    return best[1] if best else None


def fit(splits: Sequence[Split | None], questions: Sequence[InScope]) -> QuerySplitter:
    """Fit on the best splits of messages: a split is real when its entries are the two asked for, in order."""
    pairs = [(split, question) for split, question in zip(splits, questions, strict=True) if split]
    real = [[split.first, split.second] == question.entries for split, question in pairs]
    rows = np.vstack([split.features for split, _ in pairs]) if pairs else np.zeros((0, FEATURES))
    return QuerySplitter(model=Logistic.fit(rows, real))


def _best(half: dict[str, float], whole: dict[str, float]) -> str:
    return max(half, key=lambda name: half[name] + WHOLE_WEIGHT * whole[name])


def _scores(ranked: Ranked) -> dict[str, float]:
    return {candidate.entry: candidate.score for candidate in ranked.candidates}
