"""Which entries fit a message: the nearest wording by FAISS, and classifiers of its meaning and of its letters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import faiss
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from knowledge.retrieval.classifiers import INSIDE, LinearClassifier, softmax
from knowledge.retrieval.encoder import DIMENSIONS, Vectors
from knowledge.retrieval.features import LexicalFeatures

# A convex sum of evidence: the cosine of the nearest wording, and two classifiers that see all wordings of an entry at
# once. The weights were chosen on the calibration questions; plain rank fusion was worse on 20 public sets.
DENSE_WEIGHT = 0.5
LEXICAL_WEIGHT = 0.5
# by how much the margins of the support vector machine are stretched before they are made shares of 1
LEXICAL_TEMPERATURE = 0.25

# the margin of the support vector machine by which two halves of a message must differ to be worth encoding
PARTED = 0.3

# Until the classifiers are fitted again, a wording that they have not seen stands in for them: not at all up to this
# cosine, wholly where the message is that wording. The rest is what they typically say of wordings they have seen.
UNSEEN_FROM = 0.6
# from this cosine on the message is that wording, which answers it whatever the classifiers say
SAME_FROM = 0.9995
SEEN_MARGIN, OTHER_MARGIN = 0.5, -1.0
SEEN_ODDS = (3.0, 5.0)


@dataclass(frozen=True)
class Candidate:
    """An entry with its score, and the number of its nearest wording."""

    entry: str
    score: float
    item: int


@dataclass(frozen=True)
class Ranked:
    """All entries, best first, and the features from which the probability that the first is right is computed."""

    candidates: list[Candidate]
    features: NDArray[np.float64]


@dataclass(frozen=True)
class Classifiers:
    """What was fitted on the wordings: entries and subject, by meaning and by letters."""

    entries: LinearClassifier
    scope: LinearClassifier
    lexical: LexicalFeatures
    lexical_entries: LinearClassifier
    lexical_scope: LinearClassifier


class EntryRanker:
    """Ranks entries for messages, whose programs are masked as the wordings' are."""

    def __init__(
        self,
        texts: Sequence[str],
        entries: Sequence[str],
        vectors: Vectors,
        classifiers: Classifiers,
        unseen: Collection[int] = (),
    ) -> None:
        """Take `vectors` of shape (len(texts), 384), rows of length 1, and classifiers of the same entries.

        `unseen` are the numbers of texts that the classifiers were not fitted on; their entries may be new.
        """
        self.texts = tuple(texts)
        self.names = tuple(sorted(set(entries)))
        self._classifiers = classifiers
        self._unseen = frozenset(unseen)
        labels = {label: column for column, label in enumerate(classifiers.entries.labels)}
        self._known = np.array([name in labels for name in self.names])
        self._columns = np.array([labels[name] for name in self.names if name in labels], dtype=np.int64)
        self._entry_of = np.searchsorted(np.array(self.names), np.array(entries))
        self._faiss = vector_index(vectors)

    def rank(self, text: str, vector: Vectors, scope: tuple[float, float] | None = None) -> Ranked:
        """Rank for a masked message and its vector of shape (384,); `scope` as in `rank_row`."""
        return self.rank_row(vector, self._classifiers.lexical.rows([text]), scope)

    def rank_row(self, vector: Vectors, row: sparse.csr_matrix, scope: tuple[float, float] | None = None) -> Ranked:
        """Rank for a vector and a row of lexical features.

        `scope` gives the log-odds of the subject, by meaning and by letters, in place of the classifiers' own.
        """
        nearest = self._nearest(vector)
        cosines = nearest[0]
        dense = self._of_names(self._classifiers.entries.probabilities(vector), 0.0)
        margins = self._of_names(self._classifiers.lexical_entries.scores(row)[0], OTHER_MARGIN)
        lexical = softmax(margins / LEXICAL_TEMPERATURE)
        odds = scope or self._scope(vector, row)
        entry = int(cosines.argmax())
        if nearest[1][entry] in self._unseen or cosines[entry] >= SAME_FROM:
            weight = max(0.0, float(cosines[entry]) - UNSEEN_FROM) / (1 - UNSEEN_FROM)
            dense = _moved(dense, entry, 1.0, 0.0, weight)
            lexical = _moved(lexical, entry, 1.0, 0.0, weight)
            margins = _moved(margins, entry, SEEN_MARGIN, OTHER_MARGIN, weight)
            odds = ((1 - weight) * odds[0] + weight * SEEN_ODDS[0], (1 - weight) * odds[1] + weight * SEEN_ODDS[1])
        scores = cosines + DENSE_WEIGHT * dense + LEXICAL_WEIGHT * lexical
        order = np.argsort(-scores, kind="stable")
        first, second, fourth = order[0], order[min(1, len(order) - 1)], order[min(3, len(order) - 1)]
        best_margins = np.sort(margins)[-2:]
        features = [
            scores[first],
            dense[first],
            lexical[first],
            cosines[first],
            scores[first] - scores[second],
            scores[first] - scores[fourth],
            margins[first],
            best_margins[-1] - best_margins[0],
            *odds,
        ]
        candidates = [Candidate(self.names[entry], float(scores[entry]), int(nearest[1][entry])) for entry in order]
        return Ranked(candidates, np.array(features, dtype=np.float64))

    def parted_by_letters(self, first: str, second: str) -> bool:
        """Return whether the classifier of letters puts two masked texts on clearly different entries."""
        one, two = self._classifiers.lexical_entries.scores(self._classifiers.lexical.rows([first, second]))
        entry, other = one.argmax(), two.argmax()
        return bool(min(one[entry] - one[other], two[other] - two[entry]) > PARTED)

    def _of_names(self, of_labels: NDArray[np.float32], missing: float) -> NDArray[np.float32]:
        """Bring a value per label of the classifiers into the order of the entries; new entries get `missing`."""
        values = np.full(len(self.names), missing, dtype=np.float32)
        values[self._known] = of_labels[self._columns]
        return values

    def _scope(self, vector: Vectors, row: sparse.csr_matrix) -> tuple[float, float]:
        by_meaning = self._classifiers.scope.log_odds(vector, INSIDE)
        return float(by_meaning), float(self._classifiers.lexical_scope.log_odds(row, INSIDE)[0])

    def _nearest(self, vector: Vectors) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """For each entry the cosine of its nearest wording and that wording's number."""
        cosines, items = self._faiss.search(vector.reshape(1, -1), len(self.texts))
        # from the farthest to the nearest, so that the nearest of each entry is written last
        entries = self._entry_of[items[0][::-1]]
        best = np.empty(len(self.names), dtype=np.float32)
        numbers = np.empty(len(self.names), dtype=np.int64)
        best[entries], numbers[entries] = cosines[0][::-1], items[0][::-1]
        return best, numbers


def _moved(values: NDArray[np.float32], entry: int, own: float, others: float, weight: float) -> NDArray[np.float32]:
    """Move `values` by `weight` (0 to 1) toward `own` at `entry` and `others` elsewhere."""
    target = np.full_like(values, others)
    target[entry] = own
    return np.asarray((1 - weight) * values + weight * target, dtype=np.float32)


def vector_index(vectors: Vectors) -> faiss.IndexIDMap2:
    """Return an exact inner-product index with explicit ids 0 to len(vectors) - 1."""
    index = faiss.IndexIDMap2(faiss.IndexFlatIP(DIMENSIONS))
    index.add_with_ids(np.ascontiguousarray(vectors), np.arange(len(vectors), dtype=np.int64))
    return index
