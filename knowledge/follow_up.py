"""Messages that lean on the answer before them ("and who pays for that?"), ranked with that answer's question.

A message is ranked alone and behind the last question. The fewer words with a subject of their own it has, the more the
second ranking counts, and the more the last topic and its related ones are favoured. A logistic regression on the lines
of `calibration/follow_ups.yml`, and on the other calibration questions as changes of subject, gives the probability
that the first candidate is right.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np
from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.entries import Slug
from knowledge.ranking import Candidate, Ranked
from knowledge.yaml_file import read_yaml

# a message of so many words with a subject is not ranked with the last question at all
MOST_WORDS = 5
# how much the last topic, and each of its related ones, is favoured (chosen on follow_ups.yml)
LAST, RELATED = 0.2, 0.2
# the least probabilities of an answer that needs no runner-up beside it, of an answer, and of a choice: the share of
# answers that are right hardly changes between 0.3 and 0.8, so an answer with runners-up beats asking back
SURE_FROM, ANSWER_FROM, ASK_FROM = 0.9, 0.35, 0.15


class FollowUp(BaseModel):
    """A message after an answer on `topic`, and the entries of which any one is a right answer (none: no entry is)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: Slug
    text: str
    entries: list[Slug]


def load_follow_ups(folder: Path) -> list[FollowUp]:
    """Return the calibration lines; raises ContentError."""
    return read_yaml(folder / "follow_ups.yml", TypeAdapter(list[FollowUp]))


def leans(words: int) -> bool:
    """Return whether a message with so many words of a subject may lean on the last answer."""
    return words <= MOST_WORDS


def in_context(alone: Ranked, behind: Ranked, topic: str, related: Collection[str], words: int) -> Ranked:
    """Return the ranking of a message after an answer on `topic`, with the features of its probability.

    `alone` ranks the message, `behind` the last question and the message in one text; `words` counts its words with a
    subject of their own.
    """
    weight = 1.0 / (1 + words)
    of_alone, of_behind = ({found.topic: found.score for found in ranked.candidates} for ranked in (alone, behind))

    def score(candidate: Candidate) -> float:
        favour = LAST * (candidate.topic == topic) + RELATED * (candidate.topic in related)
        return candidate.score + weight * (of_behind[candidate.topic] + favour)

    ordered = sorted((replace(found, score=score(found)) for found in alone.candidates), key=lambda found: -found.score)
    first, scores = ordered[0].topic, [found.score for found in ordered]
    features = [
        scores[0],
        scores[0] - scores[min(1, len(scores) - 1)],
        scores[0] - scores[min(3, len(scores) - 1)],
        of_alone[first],
        of_behind[first],
        float(first == topic),
        float(first == alone.candidates[0].topic),
        float(words),
        *alone.features,
        # without the log-odds of the subject: those are of the last question too
        *behind.features[:-2],
    ]
    return Ranked(ordered, np.array(features, dtype=np.float64))


def some_topic(text: str, topics: Sequence[str]) -> str:
    """Return a topic for a line that has none, to stand for the subject before it: always the same for a line."""
    return topics[crc32(text.encode()) % len(topics)]
