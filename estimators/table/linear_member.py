"""Logistic and ridge regression in which no column moves the answer the way that it may not."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.head.linear import fit_logistic
from estimators.table.target import Doubles

Line = tuple[Doubles, Doubles]
"""The weights, shape (outputs, columns), and the intercept, shape (outputs,)."""
Signs = NDArray[np.int_]


def logistic_line(
    Z: NDArray[np.float32], codes: NDArray[np.intp], k: int, C: float, signs: Signs
) -> Line:
    """Logistic regression of `k` classes. `signs`: as `DesignMatrix.linear_signs` has them, of the second of two classes."""

    def fitted(seen: Doubles) -> Line:
        head, _ = fit_logistic(seen, codes, k, C, tolerance=1e-3)
        return head.weights, head.intercept

    return _signed(fitted, Z, signs)


def ridge_line(Z: NDArray[np.float32], y: Doubles, signs: Signs) -> tuple[Line, float]:
    """Ridge regression, and the strength of its penalty, chosen by leaving out one row after the other."""
    from sklearn.linear_model import RidgeCV

    line = RidgeCV(alphas=(0.1, 1.0, 10.0, 100.0, 1e3, 1e4))

    def fitted(seen: Doubles) -> Line:
        line.fit(seen, y)
        return line.coef_.reshape(1, -1), np.atleast_1d(line.intercept_)

    return _signed(fitted, Z, signs), float(line.alpha_)


def _signed(fit: Callable[[Doubles], Line], Z: NDArray[np.float32], signs: Signs) -> Line:
    """What is fitted without the columns that would move the answer the wrong way."""
    seen = Z.astype(np.float64)
    while True:
        weights, intercept = fit(seen)
        # From the first class to the last: classes stand in their order, and what is told is the difference.
        slope = weights[-1] - weights[0] if len(weights) > 1 else weights[0]
        wrong = slope * signs < 0
        if not wrong.any():
            return weights, intercept
        seen[:, wrong] = 0.0
        signs = np.where(wrong, 0, signs)
