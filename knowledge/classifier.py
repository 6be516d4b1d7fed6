"""A topic classifier over sentence vectors: multinomial logistic regression on the phrasings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from knowledge.encoder import Vectors

# the inverse of the L2 penalty, for vectors of length 1 and some 35 phrasings a topic
INVERSE_PENALTY = 20.0


@dataclass(frozen=True)
class TopicClassifier:
    """Weights of shape (topics, 384) and one bias per topic."""

    topics: tuple[str, ...]
    weights: NDArray[np.float32]
    biases: NDArray[np.float32]

    @classmethod
    def fit(cls, vectors: Vectors, topics: Sequence[str]) -> TopicClassifier:
        """Fit on vectors of shape (n, 384) with one topic each; at least two topics."""
        model = LogisticRegression(C=INVERSE_PENALTY, max_iter=300).fit(vectors, list(topics))
        return cls(
            tuple(str(topic) for topic in model.classes_),
            np.asarray(model.coef_, dtype=np.float32),
            np.asarray(model.intercept_, dtype=np.float32),
        )

    def probabilities(self, vector: Vectors) -> NDArray[np.float32]:
        """Return one probability per topic, in the order of `topics`, for a vector of shape (384,)."""
        scores = self.weights @ vector + self.biases
        powers = np.exp(scores - scores.max())
        return np.asarray(powers / powers.sum(), dtype=np.float32)
