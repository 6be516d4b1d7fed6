"""Linear classifiers over sentence vectors and over lexical features: which entry a message is on, and whether any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from knowledge.retrieval.encoder import Vectors

INSIDE, OUTSIDE = "inside", "outside"
# the inverse of the L2 penalty, for vectors of length 1 and some dozens of wordings a label
INVERSE_PENALTY = 20.0
# the same of the support vector machine over lexical features, chosen on the calibration questions
SVM_INVERSE_PENALTY = 0.3
SEED = 0

Rows = Vectors | sparse.csr_matrix


@dataclass(frozen=True)
class LinearClassifier:
    """Weights of shape (features, labels) and one bias per label, labels sorted."""

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    biases: NDArray[np.float32]

    def scores(self, rows: Rows) -> NDArray[np.float32]:
        """Return scores of shape (rows, labels), or (labels,) for one vector of shape (features,)."""
        return np.asarray(rows @ self.weights + self.biases, dtype=np.float32)

    def probabilities(self, rows: Rows) -> NDArray[np.float32]:
        """Return the softmax of the scores, of their shape."""
        return softmax(self.scores(rows))

    def log_odds(self, rows: Rows, label: str) -> NDArray[np.float32]:
        """Return the logarithm of P(label) / P(not label) for each row, of a classifier of two labels."""
        scores = self.scores(rows)
        at = self.labels.index(label)
        return np.asarray(scores[..., at] - scores[..., 1 - at], dtype=np.float32)


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return shares that sum to 1 in each row, in the proportions of the scores' powers of e."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def fit_entries(vectors: Vectors, entries: Sequence[str]) -> LinearClassifier:
    """Return multinomial logistic regression on vectors of shape (n, 384) with one entry each."""
    return _linear(LogisticRegression(C=INVERSE_PENALTY, max_iter=300).fit(vectors, list(entries)))


def fit_lexical_entries(rows: sparse.csr_matrix, entries: Sequence[str]) -> LinearClassifier:
    """Return a linear support vector machine on lexical features, one entry against the rest."""
    return _linear(LinearSVC(C=SVM_INVERSE_PENALTY, random_state=SEED).fit(rows, list(entries)))


def fit_scope(inside: Vectors, outside: Vectors) -> LinearClassifier:
    """Return the classifier of messages inside the subject against messages outside it, on vectors."""
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=300, class_weight="balanced")
    return _linear(model.fit(np.vstack([inside, outside]), _scope_labels(inside, outside)))


def fit_lexical_scope(inside: sparse.csr_matrix, outside: sparse.csr_matrix) -> LinearClassifier:
    """Return the same on lexical features."""
    model = LogisticRegression(
        C=INVERSE_PENALTY, class_weight="balanced", solver="liblinear", max_iter=100, random_state=SEED
    )
    return _linear(model.fit(sparse.vstack([inside, outside]).tocsr(), _scope_labels(inside, outside)))


def _scope_labels(inside: Rows, outside: Rows) -> list[str]:
    return [INSIDE] * inside.shape[0] + [OUTSIDE] * outside.shape[0]


def _linear(model: LogisticRegression | LinearSVC) -> LinearClassifier:
    weights, biases = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        # scikit-learn keeps only the second label's row then
        weights, biases = np.vstack([-weights, weights]) / 2, np.append(-biases, biases) / 2
    return LinearClassifier(
        tuple(map(str, model.classes_)),
        # by feature, so that a sparse row reads whole lines
        np.ascontiguousarray(weights.T, dtype=np.float32),
        biases.astype(np.float32),
    )
