"""The index of passages in memory: vectors in FAISS, terms beside them; marked passages apart from the others.

Exact search over half floats: 100,000 passages take 77 MB and about 2 ms on one core, so that nothing needs training or
keeping on disk, and making it takes seconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.documents.document_store import Searchable
from knowledge.documents.term_index import TermIndex, Terms
from knowledge.retrieval.encoder import DIMENSIONS, Vectors

BY_MEANING, BY_WORDS = 60, 40
AT_ONCE = 10_000


@dataclass(frozen=True)
class Candidate:
    """A passage with its cosine, its lexical score and the program of its documents."""

    passage: int
    cosine: float
    lexical: float
    program: str | None


class PassageIndex:
    """Finds passages near in meaning or in words."""

    def __init__(self, found: Searchable, rows: NDArray[np.int64]) -> None:
        """Take the passages of `rows`."""
        self._ids = found.ids[rows]
        self._programs = [found.programs[row] for row in rows]
        self._faiss = faiss.IndexScalarQuantizer(DIMENSIONS, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        self._faiss.train(np.zeros((1, DIMENSIONS), np.float32))
        for start in range(0, len(rows), AT_ONCE):
            self._faiss.add(found.vectors[rows[start : start + AT_ONCE]].astype(np.float32))
        self._terms = TermIndex([found.terms[row] for row in rows])

    def candidates(self, vector: Vectors, query: Terms) -> list[Candidate]:
        """Return the passages nearest to a vector of shape (384,) and those with the query's terms."""
        if not len(self._ids):
            return []
        vector = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
        _, near = self._faiss.search(vector, min(BY_MEANING, len(self._ids)))
        lexical = self._terms.scores(query)
        worded = np.argpartition(-lexical, min(BY_WORDS, len(lexical) - 1))[:BY_WORDS]
        rows = np.union1d(near[0], worded[lexical[worded] > 0])
        cosines = self._faiss.reconstruct_batch(rows) @ vector[0]
        return [
            Candidate(int(self._ids[row]), float(cosine), float(lexical[row]), self._programs[row])
            for row, cosine in zip(rows, cosines, strict=True)
        ]


@dataclass(frozen=True)
class DocumentIndex:
    """Open passages, and marked ones, which are searched only for readers with the permission."""

    version: int
    count: int
    open: PassageIndex
    marked: PassageIndex

    @classmethod
    def of(cls, found: Searchable, version: int) -> DocumentIndex:
        """Make the index of what a store holds."""
        rows = np.arange(len(found.ids))
        return cls(
            version,
            len(rows),
            PassageIndex(found, rows[~found.restricted]),
            PassageIndex(found, rows[found.restricted]),
        )

    def candidates(self, vector: Vectors, query: Terms, permitted: bool) -> list[Candidate]:
        """Return candidates, marked ones only where the reader is `permitted` to see them."""
        found = self.open.candidates(vector, query)
        return found + self.marked.candidates(vector, query) if permitted else found
