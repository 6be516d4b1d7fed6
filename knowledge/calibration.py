"""From scores to a probability that the first answer is right, and from that to a level.

Method: logistic regression on decision scores (Platt, "Probabilistic outputs for support vector machines", 1999),
with the margin over the runner-up beside the score, fitted on the questions in `calibration/`: ones the entries
answer, written apart from the phrasings, and ones they do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, TypeAdapter
from sklearn.linear_model import LogisticRegression

from knowledge.entries import Slug
from knowledge.ranking import Candidate
from knowledge.results import Level
from knowledge.yaml_file import read_yaml

# The share of shown answers that must be right, and of the lines out of scope that must not reach "ask".
WANTED_PRECISION = 0.95
WANTED_REFUSAL = 0.60


class InScope(BaseModel):
    """A question and the entries of which any one is a right answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    entries: list[Slug]


class OutOfScope(BaseModel):
    """Messages that no entry answers: close to the subject, and far from it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    near: list[str]
    far: list[str]


class Calibration(BaseModel):
    """A fitted calibration: weights of the features, and the two bands."""

    model_config = ConfigDict(frozen=True)

    weights: list[float]
    bias: float
    answer_from: float
    ask_from: float

    def probability(self, candidates: Sequence[Candidate]) -> float:
        """Return the probability that the first candidate is a right answer."""
        score = float(np.dot(self.weights, features(candidates)) + self.bias)
        return float(1.0 / (1.0 + np.exp(-score)))

    def level(self, probability: float) -> Level:
        """Return the level of a probability."""
        if probability >= self.answer_from:
            return "answer"
        return "ask" if probability >= self.ask_from else "none"


def features(candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    """Return [score, probability, cosine, margin over the second, margin over the fourth] of ranked candidates."""
    if not candidates:
        return np.zeros(5)
    first = candidates[0]
    second = candidates[1].score if len(candidates) > 1 else 0.0
    fourth = candidates[3].score if len(candidates) > 3 else second
    return np.array([first.score, first.probability, first.cosine, first.score - second, first.score - fourth])


def load_questions(folder: Path) -> tuple[list[InScope], OutOfScope]:
    """Return the calibration questions; raises ContentError."""
    inside = read_yaml(folder / "in_scope.yml", TypeAdapter(list[InScope]))
    outside = read_yaml(folder / "out_of_scope.yml", TypeAdapter(OutOfScope))
    return inside, outside


def fit(rows: NDArray[np.float64], right: NDArray[np.bool_], inside: NDArray[np.bool_]) -> Calibration:
    """Fit on `rows` of shape (n, 5): `right` says that the first candidate was right, `inside` that any could be."""
    model = LogisticRegression(C=10.0, class_weight=None).fit(rows, right)
    probabilities = model.predict_proba(rows)[:, 1]
    answer_from = _band(probabilities, right)
    ask_from = min(float(np.quantile(probabilities[~inside], WANTED_REFUSAL)), answer_from)
    return Calibration(
        weights=[float(weight) for weight in model.coef_[0]],
        bias=float(model.intercept_[0]),
        answer_from=answer_from,
        ask_from=ask_from,
    )


def _band(probabilities: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The lowest probability from which the share of right answers is the wanted one."""
    order = np.argsort(-probabilities)
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(precision >= WANTED_PRECISION)
    return float(probabilities[order[good[-1]]]) if len(good) else 1.0
