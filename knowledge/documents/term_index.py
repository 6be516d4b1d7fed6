"""Lexical evidence of passages: BM25 (by bm25s) over word stems, which are kept as numbers.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009). A stem is a word's first six
letters, which brings "terminate" and "termination" together without a dictionary.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

STEM = 6
SATURATION, LENGTH = 1.2, 0.5
# in many passages, a term that more than this share of them holds says little and costs the most
FEW, COMMON_SHARE = 1000, 0.1
COMMON = """
a about after all also an and any are as at be been but by can could did do does for from get had has have he
her his how i if in into is it its me my no not of on one or our out she should so some that the their them then
there they this to under up us was we were what when where which who whom whose why will with would you your
agreement moa say says tell please must shall may
"""
STOP_WORDS = frozenset(COMMON.split())

Terms = NDArray[np.uint32]


def terms_of(text: str) -> Terms:
    """Return the terms of a text in order, as numbers; common words are left out."""
    words = (word for word in re.findall(r"[a-z0-9]+", text.lower().replace("'s", "")) if word not in STOP_WORDS)
    return np.array([zlib.crc32(word[:STEM].encode()) for word in words], dtype=np.uint32)


class TermIndex:
    """Scores all passages for a query by BM25, as the share of the score that a passage of nothing else would have."""

    def __init__(self, passages: Sequence[Terms]) -> None:
        every = np.concatenate([*passages, np.empty(0, np.uint32)])
        self._vocabulary, numbers = np.unique(every, return_inverse=True)
        self._count = len(passages)
        self._index = bm25s.BM25(k1=SATURATION, b=LENGTH, method="atire", idf_method="lucene")
        if len(self._vocabulary):
            rows = np.split(numbers, np.cumsum([len(passage) for passage in passages])[:-1])
            names = {str(term): number for number, term in enumerate(self._vocabulary)}
            self._index.index(([row.tolist() for row in rows], names), create_empty_token=False, show_progress=False)

    def scores(self, query: Terms) -> NDArray[np.float32]:
        """Return a score from 0 to about 1 for each passage."""
        terms = np.unique(query)
        known = np.flatnonzero(np.isin(self._vocabulary, terms))
        # a word that no passage holds counts like the rarest, so that such questions score low
        most = float(np.log1p(2 * self._count + 1)) * (len(terms) - len(known))
        if not len(known):
            return np.zeros(self._count, np.float32)
        holders = np.diff(self._index.scores["indptr"])[known]
        telling = holders <= max(FEW, COMMON_SHARE * self._count)
        rarity = np.log1p((self._count - holders[telling] + 0.5) / (holders[telling] + 0.5))
        most += float(rarity.sum()) * (SATURATION + 1)
        scores = self._index.get_scores_from_ids(known[telling].tolist())
        return np.asarray(scores / max(most, 1e-9), dtype=np.float32)
