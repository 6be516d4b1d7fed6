"""When a passage is sure enough to be quoted: a logistic regression on what search found, fitted on questions.

The weights in calibration.json were fitted by `python -m knowledge.documents.quote_trainer` on the questions in
calibration_questions.yml, asked of three signed agreements, and on the messages out of scope of the entries.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("calibration.json")


class DocumentCalibration(BaseModel):
    """Weights of the features, and the probabilities from which a passage is quoted, and found to support an answer."""

    model_config = ConfigDict(frozen=True)

    weights: list[float]
    bias: float
    quote_from: float
    support_from: float

    def probability(self, row: NDArray[np.float64]) -> float:
        """Return the probability that the first passage is right."""
        return float(1.0 / (1.0 + np.exp(-(np.dot(self.weights, row) + self.bias))))


@lru_cache(maxsize=1)
def load_calibration() -> DocumentCalibration:
    """Return the calibration that comes with the code."""
    return DocumentCalibration.model_validate_json(FILE.read_bytes())
