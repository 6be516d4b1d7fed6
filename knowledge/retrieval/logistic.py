"""Logistic regression on a few features, as kept in an index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# a bias by which nothing is probable
NEVER = -100.0


class Logistic(BaseModel):
    """A fitted model: a weight a feature, and the bias."""

    model_config = ConfigDict(frozen=True)

    weights: list[float]
    bias: float

    @classmethod
    def fit(cls, rows: NDArray[np.float64], labels: Sequence[bool] | NDArray[np.bool_]) -> Logistic:
        """Fit on `rows` of shape (examples, features), which are scaled first; the scaling goes into the weights.

        With labels of one kind only, nothing is probable.
        """
        if len(set(map(bool, labels))) < 2:
            return cls(weights=[0.0] * rows.shape[1], bias=NEVER)
        scaler = StandardScaler()
        model = make_pipeline(scaler, LogisticRegression(max_iter=300)).fit(rows, labels)
        weights = model[-1].coef_[0] / scaler.scale_
        return cls(weights=weights.tolist(), bias=float(model[-1].intercept_[0] - weights @ scaler.mean_))

    def probabilities(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of each row of features."""
        return np.asarray(1.0 / (1.0 + np.exp(-(rows @ np.array(self.weights) + self.bias))))

    def probability(self, row: NDArray[np.float64]) -> float:
        """Return the probability of one row of features."""
        return float(self.probabilities(row))
