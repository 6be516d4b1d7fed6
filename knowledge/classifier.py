"""Linear classifiers over sentence vectors: which topic a message is on, and whether it is on any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from knowledge.encoder import Vectors

# the inverse of the L2 penalty, for vectors of length 1 and some dozens of wordings a label
INVERSE_PENALTY = 20.0
INSIDE, OUTSIDE = "inside", "outside"


@dataclass(frozen=True)
class LinearClassifier:
    """Multinomial logistic regression: weights of shape (labels, 384) and one bias per label, labels sorted."""

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    biases: NDArray[np.float32]

    @classmethod
    def fit(cls, vectors: Vectors, labels: Sequence[str], balanced: bool = False) -> LinearClassifier:
        """Fit on vectors of shape (n, 384) with one label each, two labels or more.

        `balanced` weighs each label by the inverse of its frequency.
        """
        model = LogisticRegression(C=INVERSE_PENALTY, max_iter=300, class_weight="balanced" if balanced else None).fit(
            vectors, list(labels)
        )
        weights, biases = model.coef_, model.intercept_
        if len(model.classes_) == 2:
            # scikit-learn keeps only the second label's row then; the first one's is zero
            weights, biases = np.vstack([np.zeros_like(weights), weights]), np.append(0.0, biases)
        return cls(tuple(map(str, model.classes_)), weights.astype(np.float32), biases.astype(np.float32))

    def log_odds(self, vector: Vectors, label: str) -> float:
        """Return the logarithm of P(label) / P(another label) for a vector of shape (384,)."""
        probability = float(self.probabilities(vector)[self.labels.index(label)])
        clipped = min(max(probability, 1e-6), 1 - 1e-6)
        return float(np.log(clipped / (1 - clipped)))

    def probabilities(self, vector: Vectors) -> NDArray[np.float32]:
        """Return one probability per label, in the order of `labels`, for a vector of shape (384,)."""
        return softmax(self.weights @ vector + self.biases)


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return shares that sum to 1, in the proportions of the scores' powers of e."""
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)


def fit_scope(inside: Vectors, outside: Vectors) -> LinearClassifier:
    """Return the classifier of messages inside the subject against messages outside it."""
    labels = [INSIDE] * len(inside) + [OUTSIDE] * len(outside)
    return LinearClassifier.fit(np.vstack([inside, outside]), labels, balanced=True)
