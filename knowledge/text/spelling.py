"""Spelling correction by edit distance (optimal string alignment), toward the content's words first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
CAPITALS = re.compile(r"[A-Z].*[A-Z]")
# a word is known to the content from its second use, and worth correcting to from its third: wordings hold typing
# errors of their own
KNOWN_FROM, CORRECT_TO_FROM = 2, 3
SHORTEST = 3
# longer words may differ by two letters
TWO_ERRORS_FROM = 7
NEAREST = 12


class Speller:
    """Corrects words that neither the content nor the encoder's vocabulary knows.

    Acronyms (two capitals or more) and words with digits (statutes, forms) are never touched.
    """

    def __init__(self, texts: Iterable[str], common: Sequence[str]) -> None:
        """Take the content's words from `texts`; `common` are other right words, the most frequent first."""
        counts = Counter(word.lower() for text in texts for word in WORD.findall(text))
        self._known = frozenset(common) | {word for word, count in counts.items() if count >= KNOWN_FROM}
        # of equally near words the first is taken: the content's by frequency, then the others by theirs
        own = [word for word, count in counts.most_common() if count >= CORRECT_TO_FROM]
        self._words = [word for word in dict.fromkeys([*own, *common]) if len(word) >= SHORTEST]

    def correct(self, text: str) -> str:
        """Return `text` with its misspelled words corrected."""
        return WORD.sub(lambda match: self._word(match.group()), text)

    def _word(self, word: str) -> str:
        lower = word.lower()
        if len(word) < SHORTEST or CAPITALS.search(word) or lower in self._known:
            return word
        most = 2 if len(word) >= TWO_ERRORS_FROM else 1
        near = process.extract(lower, self._words, scorer=OSA.distance, score_cutoff=most, limit=NEAREST)
        return min(near, key=lambda found: (found[1], found[2]))[0] if near else word
