"""Logistic regression on a few features."""

from __future__ import annotations

import numpy as np

from knowledge.retrieval.logistic import Logistic

ROWS = np.array([[1000.0, 0.1], [2000.0, 0.2], [3000.0, 0.8], [4000.0, 0.9]])


def test_rows_like_the_right_ones_are_probable() -> None:
    model = Logistic.fit(ROWS, [False, False, True, True])
    probabilities = model.probabilities(ROWS)
    assert (np.diff(probabilities) > 0).all()
    assert probabilities[0] < 0.5 < probabilities[3]
    assert np.isclose(model.probability(ROWS[3]), probabilities[3])


def test_the_unit_of_a_feature_does_not_matter() -> None:
    labels = [False, False, True, True]
    small = ROWS * np.array([0.001, 1.0])
    assert np.allclose(Logistic.fit(ROWS, labels).probabilities(ROWS), Logistic.fit(small, labels).probabilities(small))


def test_without_a_right_row_nothing_is_probable() -> None:
    assert Logistic.fit(ROWS, [False] * 4).probability(ROWS[3]) < 1e-9


def test_it_is_read_back_as_it_was_written() -> None:
    model = Logistic.fit(ROWS, [False, True, True, True])
    assert Logistic.model_validate_json(model.model_dump_json()) == model
