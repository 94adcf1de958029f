"""Linear heads that learn from some of the rows that are there."""

import numpy as np
import pytest

from estimators.classifier.head.linear import EXACT, fit_logistic, fit_spread, fit_spread_without
from tests.estimators.classifier.head.blobs import blobs


@pytest.mark.parametrize("classes", [2, 3])
def test_rows_left_out_count_for_nothing(classes: int) -> None:
    X, codes = blobs(40, 6, classes, 0.5)
    learned = np.random.default_rng(1).random(len(X)) < 0.7
    X[~learned] += 100  # whatever they are
    some, _ = fit_logistic(X, codes, classes, 10.0, rows=learned, tolerance=EXACT)
    alone, _ = fit_logistic(X[learned], codes[learned], classes, 10.0, tolerance=EXACT)
    np.testing.assert_allclose(some.weights, alone.weights, atol=1e-4)
    np.testing.assert_allclose(some.intercept, alone.intercept, atol=1e-3)


def test_the_spread_without_some_is_that_of_the_others() -> None:
    X, codes = blobs(40, 6, 3, 0.5)
    X -= X.mean(axis=0)
    axes = X @ np.linalg.svd(X, full_matrices=False)[2].T  # in them the products are a diagonal
    out = np.random.default_rng(1).random(len(X)) < 0.3
    without, others = (
        fit_spread_without(axes, codes, 3, out),
        fit_spread(axes[~out], codes[~out], 3),
    )
    np.testing.assert_allclose(without.means, others.means, atol=1e-9)
    np.testing.assert_allclose(without.scatter, others.scatter, atol=1e-9)
    assert without.counts.tolist() == others.counts.tolist()
