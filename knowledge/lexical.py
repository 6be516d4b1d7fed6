"""Lexical evidence: linear classifiers over hashed words and character n-grams, weighted by TF-IDF.

Character n-grams within words (Cavnar and Trenkle, "N-Gram-Based Text Categorization", 1994) keep misspelt words near
their right spelling; hashing (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009) needs no
stored vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from knowledge.classifier import INSIDE, OUTSIDE

BUCKETS = 2**16
WORDS = HashingVectorizer(
    ngram_range=(1, 2), token_pattern=r"[a-z0-9$]+", n_features=BUCKETS, alternate_sign=False, norm=None
)
CHARACTERS = HashingVectorizer(
    analyzer="char_wb", ngram_range=(2, 5), n_features=BUCKETS, alternate_sign=False, norm=None
)
# the penalty of the support vector machine and of the logistic regression, chosen on the calibration questions
SVM_C = 0.3
SCOPE_C = 20.0


@dataclass(frozen=True)
class LexicalFeatures:
    """TF-IDF of hashed words (one and two) and of character n-grams (2 to 5): rows of 2 x 65,536 columns."""

    idf: NDArray[np.float32]

    @classmethod
    def fit(cls, texts: Sequence[str]) -> LexicalFeatures:
        """Take the inverse document frequencies from `texts`."""
        counts = (vectorizer.transform(texts) for vectorizer in (WORDS, CHARACTERS))
        return cls(np.concatenate([TfidfTransformer().fit(part).idf_ for part in counts]).astype(np.float32))

    def rows(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return one row per text; each half has length 1."""
        halves = []
        for vectorizer, idf in zip((WORDS, CHARACTERS), np.split(self.idf, 2), strict=True):
            counts = vectorizer.transform(texts).astype(np.float32)
            counts.data = (1 + np.log(counts.data)) * idf[counts.indices]
            lengths = np.sqrt(counts.multiply(counts).sum(axis=1)).A1
            halves.append(sparse.diags(1 / np.maximum(lengths, 1e-9)) @ counts)
        return sparse.csr_matrix(sparse.hstack(halves), dtype=np.float32)


@dataclass(frozen=True)
class LexicalClassifier:
    """Weights of shape (columns, labels) and one bias per label, labels sorted."""

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    biases: NDArray[np.float32]

    def scores(self, rows: sparse.csr_matrix) -> NDArray[np.float32]:
        """Return scores of shape (rows, labels)."""
        return np.asarray(rows @ self.weights + self.biases, dtype=np.float32)


def fit_topics(rows: sparse.csr_matrix, topics: Sequence[str]) -> LexicalClassifier:
    """Return a linear support vector machine, one topic against the rest."""
    model = LinearSVC(C=SVM_C, random_state=0).fit(rows, list(topics))
    return _classifier(model)


def fit_scope(inside: sparse.csr_matrix, outside: sparse.csr_matrix) -> LexicalClassifier:
    """Return the classifier of messages inside the subject against messages outside it; its score is the log-odds."""
    labels = [INSIDE] * inside.shape[0] + [OUTSIDE] * outside.shape[0]
    model = LogisticRegression(C=SCOPE_C, class_weight="balanced", solver="liblinear", random_state=0)
    return _classifier(model.fit(sparse.vstack([inside, outside]).tocsr(), labels))


def inside_odds(scope: LexicalClassifier, rows: sparse.csr_matrix) -> NDArray[np.float32]:
    """Return the log-odds that each row is inside the subject."""
    return np.asarray(scope.scores(rows)[:, scope.labels.index(INSIDE)], dtype=np.float32)


def _classifier(model: LinearSVC | LogisticRegression) -> LexicalClassifier:
    weights, biases = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:
        # scikit-learn keeps only the second label's column then; the first one's is its opposite
        weights, biases = np.hstack([-weights, weights]), np.append(-biases, biases)
    return LexicalClassifier(
        tuple(map(str, model.classes_)),
        np.ascontiguousarray(weights, dtype=np.float32),
        biases.astype(np.float32),
    )
