"""When a passage is sure enough to be quoted: a logistic regression on what search found, fitted on questions.

The weights in calibration.json were fitted by `python -m knowledge.documents.quote_trainer` on the questions in
calibration_questions.yml, asked of three signed agreements, and on the messages out of scope of the entries.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge.retrieval.logistic import Logistic

FILE = Path(__file__).with_name("calibration.json")


class DocumentCalibration(BaseModel):
    """The model of the features, and from where on it counts.

    A passage is quoted from the probability `quote_from`, and supports an answer from the cosine `support_from`.
    """

    model_config = ConfigDict(frozen=True)

    model: Logistic
    quote_from: float
    support_from: float


@lru_cache(maxsize=1)
def load_calibration() -> DocumentCalibration:
    """Return the calibration that comes with the code."""
    return DocumentCalibration.model_validate_json(FILE.read_bytes())
