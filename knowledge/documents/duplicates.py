"""Near duplicates: signatures by MinHash (datasketch), and the bands by which alike ones are found.

Two passages of a hundred signed copies of one template are one passage with many holders. Passages whose numbers or
negations differ ("48 hours", "72 hours") are never one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

# Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4: with b bands of r rows, passages of a
# similarity of (1/b)^(1/r), here 0.68, are candidates as often as not; they are then compared
BANDS, ROWS = 16, 8
PERMUTATIONS = BANDS * ROWS
SHINGLE = 3
ALIKE = 0.8
DECISIVE = re.compile(r"\d+|\b(?:not|no|nor|never|unless|except|only|without|cannot|must|shall|may)\b")

Signature = NDArray[np.uint32]


def signature(text: str) -> Signature:
    """Return the MinHash of a text's runs of three words: 128 numbers."""
    words = re.findall(r"[a-z]+", text.lower())
    shingles = [" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))]
    found = MinHash(PERMUTATIONS)
    found.update_batch([shingle.encode() for shingle in shingles])
    return np.asarray(found.hashvalues, dtype=np.uint32)


def bands(of: Signature) -> Iterator[tuple[int, bytes]]:
    """Yield number and content of each band; passages that share one are candidates."""
    for number, band in enumerate(of.reshape(BANDS, ROWS)):
        yield number, band.tobytes()


def alike(one: Signature, other: Signature) -> bool:
    """Return whether the estimated share of common runs of words is high."""
    return float((one == other).mean()) >= ALIKE


def same_terms(one: str, other: str) -> bool:
    """Return whether two texts have the same numbers, duties and negations."""
    return Counter(DECISIVE.findall(one.lower())) == Counter(DECISIVE.findall(other.lower()))
