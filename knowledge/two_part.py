"""Messages that ask two things: where to cut them, and whether to.

Each cut is scored by how clearly its halves are on two topics of their own; a logistic regression on the questions in
`calibration/two_part.yml` decides whether the best cut is a real one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.calibration import InScope
from knowledge.logistic import Logistic
from knowledge.ranking import Ranked
from knowledge.yaml_file import read_yaml

BOUNDARY = re.compile(
    r"(?<=[?!.;])\s+|\s*[;–—]\s*|\s+-+\s+|,\s*(?:and|also|plus|then)\s+|\s+(?:and|also|plus|&)\s+|,\s+", re.IGNORECASE
)
FEWEST_WORDS = 2
MOST_CUTS = 4
# how much the whole message counts beside a half: halves share their subject ("JEM training: how long, and where")
WHOLE_WEIGHT = 0.8
# the share of cut messages that must be real two-part messages, given as many of either kind
CUT_FROM = 0.4
FEATURES = 7


class TwoPart(BaseModel):
    """Messages that ask two things, and messages that look as if they did and ask one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    two: list[InScope]
    one: list[InScope]


class Cutter(BaseModel):
    """The fitted decision."""

    model_config = ConfigDict(frozen=True)

    model: Logistic

    def is_real(self, cut: Cut) -> bool:
        """Return whether a cut is that of a message which asks two things."""
        return self.model.probability(cut.features) >= CUT_FROM


@dataclass(frozen=True)
class Cut:
    """The best cut of a message: the topics of its halves, and what tells whether it is real."""

    first: str
    second: str
    features: NDArray[np.float64]


def load_two_part(folder: Path) -> TwoPart:
    """Return the calibration questions; raises ContentError."""
    return read_yaml(folder / "two_part.yml", TypeAdapter(TwoPart))


def halves(text: str) -> list[tuple[str, str]]:
    """Return the ways to cut a message in two, the most even ones when there are many."""
    cuts = [(text[: match.start()].strip(), text[match.end() :].strip()) for match in BOUNDARY.finditer(text)]
    long_enough = [cut for cut in cuts if min(len(half.split()) for half in cut) >= FEWEST_WORDS]
    return sorted(long_enough, key=lambda cut: abs(len(cut[0]) - len(cut[1])))[:MOST_CUTS]


def best_cut(text: str, whole: Ranked, cuts: Sequence[tuple[Ranked, Ranked]]) -> Cut | None:
    """Return the cut whose halves are most clearly on two topics; None without a cut."""
    scores = _scores(whole)
    best: tuple[float, Cut] | None = None
    for first, second in cuts:
        one, two = _scores(first), _scores(second)
        topic = _best(one, scores)
        other = _best({name: score for name, score in two.items() if name != topic}, scores)
        margin = min(one[topic] - one[other], two[other] - two[topic])
        if best and margin <= best[0]:
            continue
        whole_margin = whole.candidates[0].score - whole.candidates[1].score
        features = [margin, scores[topic], scores[other], one[topic], two[other], whole_margin, len(text.split())]
        best = margin, Cut(topic, other, np.array(features))
    return best[1] if best else None


def fit(cuts: Sequence[Cut | None], questions: Sequence[InScope]) -> Cutter:
    """Fit on the best cuts of messages: a cut is real when its topics are the two asked for, in order."""
    pairs = [(cut, question) for cut, question in zip(cuts, questions, strict=True) if cut]
    real = [[cut.first, cut.second] == question.entries for cut, question in pairs]
    rows = np.vstack([cut.features for cut, _ in pairs]) if pairs else np.zeros((0, FEATURES))
    return Cutter(model=Logistic.fit(rows, real))


def _best(half: dict[str, float], whole: dict[str, float]) -> str:
    return max(half, key=lambda name: half[name] + WHOLE_WEIGHT * whole[name])


def _scores(ranked: Ranked) -> dict[str, float]:
    return {candidate.topic: candidate.score for candidate in ranked.candidates}
