"""Messages that lean on the answer before them ("and who pays for that?"), ranked with that answer's question.

A message is ranked alone and behind the last question. The fewer words with a subject of their own it has, the more the
second ranking counts, and the more the last entry and its related ones are favored. A logistic regression on the lines
of `calibration/follow_ups.yml`, and on the other calibration questions as changes of subject, gives the probability
that the first candidate is right.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from zlib import crc32

import numpy as np

from knowledge.retrieval.ranking import Candidate, Ranked

# a message of so many words with a subject is not ranked with the last question at all
MOST_WORDS = 5
# how much the last entry, and each of its related ones, is favored (chosen on follow_ups.yml)
LAST, RELATED = 0.2, 0.2


def leans(words: int) -> bool:
    """Return whether a message with so many words of a subject may lean on the last answer."""
    return words <= MOST_WORDS


def in_context(alone: Ranked, behind: Ranked, last_entry: str, related: Collection[str], words: int) -> Ranked:
    """Return the ranking of a message after an answer with `last_entry`, with the features of its probability.

    `alone` ranks the message, `behind` the last question and the message in one text; `words` counts its words with a
    subject of their own.
    """
    weight = 1.0 / (1 + words)
    of_alone, of_behind = ({found.entry: found.score for found in ranked.candidates} for ranked in (alone, behind))

    def score(candidate: Candidate) -> float:
        favor = LAST * (candidate.entry == last_entry) + RELATED * (candidate.entry in related)
        return candidate.score + weight * (of_behind[candidate.entry] + favor)

    ordered = sorted((replace(found, score=score(found)) for found in alone.candidates), key=lambda found: -found.score)
    first, scores = ordered[0].entry, [found.score for found in ordered]
    features = [
        scores[0],
        scores[0] - scores[min(1, len(scores) - 1)],
        scores[0] - scores[min(3, len(scores) - 1)],
        of_alone[first],
        of_behind[first],
        float(first == last_entry),
        float(first == alone.candidates[0].entry),
        float(words),
        *alone.features,
        # without the log-odds of the subject: those are of the last question too
        *behind.features[:-2],
    ]
    return Ranked(ordered, np.array(features, dtype=np.float64))


def some_entry(text: str, entries: Sequence[str]) -> str:
    """Return an entry for a line that has none, to stand for the subject before it: always the same for a line."""
    return entries[crc32(text.encode()) % len(entries)]
