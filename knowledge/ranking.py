"""Which topics fit a message: nearest wordings by FAISS, a topic classifier, and a little lexical evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.classifier import LinearClassifier
from knowledge.encoder import DIMENSIONS, Vectors
from knowledge.lexical import Lexicon

# A convex sum, not rank fusion: cosine + 0.2 x b / (b + 10), b the raw BM25 score. On 20 public FAQ and intent
# sets reciprocal-rank fusion was worse than the cosine alone, this sum about one point better.
LEXICAL_WEIGHT = 0.2
LEXICAL_HALF = 10.0
# The classifier sees all wordings of a topic at once, the nearest wording only one: together they are better than
# either. The weight was chosen on the calibration questions.
CLASSIFIER_WEIGHT = 0.5


@dataclass(frozen=True)
class Candidate:
    """A topic with its score, the classifier's probability, and its best item with that item's cosine."""

    topic: str
    score: float
    probability: float
    cosine: float
    item: int


class TopicRanker:
    """Ranks topics by their best item (a question, a phrasing, or a question with an answer) and the classifier."""

    def __init__(
        self, texts: Sequence[str], topics: Sequence[str], vectors: Vectors, classifier: LinearClassifier
    ) -> None:
        """Take `vectors` of shape (len(texts), 384), rows of length 1, and a classifier of the same topics."""
        self.texts = tuple(texts)
        self.topics = tuple(topics)
        self._classifier = classifier
        self._topic_of = np.searchsorted(np.array(classifier.labels), np.array(self.topics))
        self._faiss = vector_index(vectors)
        self._lexicon = Lexicon(self.texts)

    def rank(self, text: str, vector: Vectors, exclude: frozenset[str] = frozenset()) -> list[Candidate]:
        """Return all topics but `exclude`, best first, for a message and its vector of shape (384,)."""
        cosines = self._cosines(vector)
        bm25 = self._lexicon.scores(text)
        evidence = cosines + LEXICAL_WEIGHT * bm25 / (bm25 + LEXICAL_HALF)
        best = self._best_items(evidence)
        probabilities = self._classifier.probabilities(vector)
        scores = evidence[best] + CLASSIFIER_WEIGHT * probabilities
        return [
            Candidate(
                topic=self._classifier.labels[topic],
                score=float(scores[topic]),
                probability=float(probabilities[topic]),
                cosine=float(cosines[best[topic]]),
                item=int(best[topic]),
            )
            for topic in np.argsort(-scores, kind="stable")
            if self._classifier.labels[topic] not in exclude
        ]

    def _cosines(self, vector: Vectors) -> NDArray[np.float32]:
        found, ids = self._faiss.search(vector.reshape(1, -1), len(self.texts))
        cosines = np.empty(len(self.texts), dtype=np.float32)
        cosines[ids[0]] = found[0]
        return cosines

    def _best_items(self, scores: NDArray[np.float32]) -> NDArray[np.intp]:
        """The best item of each topic, in the classifier's order: sorted by topic and score, the last of each run."""
        order = np.lexsort((scores, self._topic_of))
        last = np.flatnonzero(np.append(np.diff(self._topic_of[order]), 1))
        return np.asarray(order[last])


def vector_index(vectors: Vectors) -> faiss.IndexIDMap2:
    """Return an exact inner-product index with explicit ids 0 to len(vectors) - 1."""
    index = faiss.IndexIDMap2(faiss.IndexFlatIP(DIMENSIONS))
    index.add_with_ids(np.ascontiguousarray(vectors), np.arange(len(vectors), dtype=np.int64))
    return index
