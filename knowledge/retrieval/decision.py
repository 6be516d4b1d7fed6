"""From a ranking to a decision: the probability that its first candidate is right, and the level that follows."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.results import Level
from knowledge.retrieval.calibration import Calibration
from knowledge.retrieval.logistic import Logistic
from knowledge.retrieval.ranking import Ranked

# for messages after an answer, the least probabilities of an answer that needs no runner-up beside it, of an answer,
# and of a choice: the share of answers that are right hardly changes between 0.3 and 0.8, so an answer with runners-up
# beats asking back
SURE_FROM, ANSWER_FROM, ASK_FROM = 0.9, 0.35, 0.15


@dataclass(frozen=True)
class Decision:
    """A ranking, the probability that its first candidate is right, and what follows from that."""

    ranked: Ranked
    probability: float
    level: Level
    sure: bool


def decide_alone(ranked: Ranked, calibration: Calibration) -> Decision:
    """Decide on a message by itself."""
    probability = calibration.probability(ranked.features)
    return Decision(ranked, probability, calibration.level(probability), probability >= calibration.sure_from)


def decide_in_context(ranked: Ranked, follow_ups: Logistic) -> Decision:
    """Decide on a message that leans on the answer before it."""
    probability = follow_ups.probability(ranked.features)
    level: Level = "answer" if probability >= ANSWER_FROM else "ask" if probability >= ASK_FROM else "none"
    return Decision(ranked, probability, level, probability >= SURE_FROM)
