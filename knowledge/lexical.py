"""Lexical evidence: BM25 (Robertson and Zaragoza, 2009) over the index's texts, by the bm25s library."""

from __future__ import annotations

from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

from knowledge.mentions import WORD

# words of English that tell nothing about the topic
STOP_WORDS = frozenset(
    """
    a an and are as at be by can could did do does for from had has have how i if in is it its me my of on or our so
    that the their them they this to was we what when where which who will with would you your
    """.split()  # noqa: SIM905
)


def tokens(text: str) -> list[str]:
    """Return the words of `text` in lower case, without stop words."""
    return [word for word in WORD.findall(text.lower()) if word not in STOP_WORDS]


class Lexicon:
    """BM25 scores of a query against fixed texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._bm25 = bm25s.BM25()
        self._bm25.index([tokens(text) for text in texts], show_progress=False)
        self._known = frozenset(self._bm25.vocab_dict)

    def scores(self, query: str) -> NDArray[np.float32]:
        """Return one score of 0 or more per text, in their order."""
        known = [word for word in tokens(query) if word in self._known]
        if not known:
            return np.zeros(self._bm25.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)
