"""Lexical features: hashed words and character n-grams, weighted by TF-IDF.

Character n-grams within words (Cavnar and Trenkle, "N-Gram-Based Text Categorization", 1994) keep misspelled words near
their right spelling; hashing (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009) needs no
stored vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

BUCKETS = 2**16
WORDS = HashingVectorizer(
    ngram_range=(1, 2),
    token_pattern=r"[a-z0-9$]+",
    n_features=BUCKETS,
    alternate_sign=False,
    norm=None,
    dtype=np.float32,
)
CHARACTERS = HashingVectorizer(
    analyzer="char_wb", ngram_range=(2, 5), n_features=BUCKETS, alternate_sign=False, norm=None, dtype=np.float32
)


class LexicalFeatures:
    """TF-IDF of hashed words (one and two) and of character n-grams (2 to 5): rows of 2 x 65,536 columns.

    Term frequencies count by their logarithm (`sublinear_tf`); each half of a row has length 1.
    """

    def __init__(self, idf: NDArray[np.float32]) -> None:
        """Take the inverse document frequencies, an array of 2 x 65,536 numbers."""
        self.idf = idf
        self._weights = [_transformer(half) for half in np.split(idf, 2)]

    @classmethod
    def fit(cls, texts: Sequence[str]) -> LexicalFeatures:
        """Take the inverse document frequencies from `texts`."""
        counts = (vectorizer.transform(texts) for vectorizer in (WORDS, CHARACTERS))
        return cls(np.concatenate([TfidfTransformer().fit(part).idf_ for part in counts]).astype(np.float32))

    def rows(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return one row per text."""
        pairs = zip((WORDS, CHARACTERS), self._weights, strict=True)
        halves = [weights.transform(vectorizer.transform(texts)) for vectorizer, weights in pairs]
        return sparse.csr_matrix(sparse.hstack(halves), dtype=np.float32)


def _transformer(idf: NDArray[np.float32]) -> TfidfTransformer:
    transformer = TfidfTransformer(sublinear_tf=True)
    transformer.idf_ = idf
    return transformer
