"""From scores to a probability that the first answer is right, and from that to a level.

Method: logistic regression on decision scores (Platt, "Probabilistic outputs for support vector machines", 1999),
with the margins over the runners-up beside the score, fitted on the questions in `calibration/`: ones the entries
answer, written apart from the phrasings, and ones they do not. The latter also train the classifiers of the subject,
so their own features come from classifiers that have not seen them (cross-fitting in five folds).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from knowledge.results import Level
from knowledge.retrieval.logistic import Logistic

# What the bands must reach on the calibration questions: the share of shown answers that are right (and of those shown
# without a runner-up), the share of lines
# near the subject that get no answer, and the shares of lines near and far that do not even get a choice.
WANTED_PRECISION = 0.95
SURE_PRECISION = 0.99
WANTED_REFUSAL = 0.95
NEAR_WITHOUT_CHOICES = 0.50
FAR_WITHOUT_CHOICES = 0.99
# and the share of lines outside that no passage is quoted for
OUTSIDE_WITHOUT_PASSAGE = 0.99


class Calibration(BaseModel):
    """A fitted calibration: the model, the bands of probability, and the cosine from which a passage is quoted."""

    model_config = ConfigDict(frozen=True)

    model: Logistic
    sure_from: float
    answer_from: float
    ask_from: float
    passage_from: float

    def probability(self, row: NDArray[np.float64]) -> float:
        """Return the probability that the first candidate is a right answer, for its features."""
        return self.model.probability(row)

    def level(self, probability: float) -> Level:
        """Return the level of a probability."""
        if probability >= self.answer_from:
            return "answer"
        return "ask" if probability >= self.ask_from else "none"


def fit(
    inside: NDArray[np.float64],
    right: NDArray[np.bool_],
    near: NDArray[np.float64],
    far: NDArray[np.float64],
    passages: NDArray[np.float32],
) -> Calibration:
    """Fit on rows of features: of questions in scope (`right` says that the first candidate was), near, and far.

    `passages` are the cosines of lines outside the subject with their nearest passage.
    """
    rows = np.vstack([inside, near, far])
    model = Logistic.fit(rows, np.append(right, np.zeros(len(near) + len(far), bool)))
    of_inside, of_near, of_far = map(model.probabilities, (inside, near, far))
    answer_from = max(_precise_from(of_inside, right, WANTED_PRECISION), float(np.quantile(of_near, WANTED_REFUSAL)))
    ask_from = max(float(np.quantile(of_near, NEAR_WITHOUT_CHOICES)), float(np.quantile(of_far, FAR_WITHOUT_CHOICES)))
    return Calibration(
        model=model,
        sure_from=max(_precise_from(of_inside, right, SURE_PRECISION), answer_from),
        answer_from=answer_from,
        ask_from=min(ask_from, answer_from),
        passage_from=float(np.quantile(passages, OUTSIDE_WITHOUT_PASSAGE)) if len(passages) else 1.0,
    )


def _precise_from(probabilities: NDArray[np.float64], right: NDArray[np.bool_], wanted: float) -> float:
    """The lowest probability from which the share of right answers is the wanted one."""
    order = np.argsort(-probabilities)
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(precision >= wanted)
    return float(probabilities[order[good[-1]]]) if len(good) else 1.0
