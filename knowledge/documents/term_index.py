"""Lexical evidence of passages: BM25 over word stems, kept as numbers so that an index of them is quick to make.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009). A stem is a word's first six
letters, which brings "terminate" and "termination" together without a dictionary. The scores are those of bm25s, which
a test holds; that library takes five times as long to make an index of 100,000 passages.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

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
        lengths = np.array([len(passage) for passage in passages], dtype=np.int64)
        places = np.repeat(np.arange(len(passages), dtype=np.int32), lengths)
        every = np.concatenate([*passages, np.empty(0, np.uint32)])
        # by term, then passage; the counts of equal pairs
        pairs, counts = np.unique(
            every.astype(np.uint64) << np.uint64(32) | places.astype(np.uint64), return_counts=True
        )
        self._vocabulary, starts = np.unique((pairs >> np.uint64(32)).astype(np.uint32), return_index=True)
        self._bounds = np.append(starts, len(pairs))
        self._passages = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32)
        self._count = len(passages)
        found = np.diff(self._bounds)
        self._rarity = np.log1p((self._count - found + 0.5) / (found + 0.5)).astype(np.float32)
        norm = 1 - LENGTH + LENGTH * lengths / max(1.0, float(lengths.mean()) if len(lengths) else 1.0)
        weights = counts * (SATURATION + 1) / (counts + SATURATION * norm[self._passages])
        self._weights = weights.astype(np.float32)

    def scores(self, query: Terms) -> NDArray[np.float32]:
        """Return a score from 0 to about 1 for each passage."""
        scores = np.zeros(self._count, np.float32)
        most = 0.0
        for term in np.unique(query):
            at = int(np.searchsorted(self._vocabulary, term))
            if at == len(self._vocabulary) or self._vocabulary[at] != term:
                # a word that no passage holds counts like the rarest, so that such questions score low
                most += float(np.log1p(2 * self._count + 1))
                continue
            rows = slice(self._bounds[at], self._bounds[at + 1])
            if rows.stop - rows.start > max(FEW, COMMON_SHARE * self._count):
                continue
            scores[self._passages[rows]] += self._rarity[at] * self._weights[rows]
            most += float(self._rarity[at]) * (SATURATION + 1)
        return scores / max(most, 1e-9)
