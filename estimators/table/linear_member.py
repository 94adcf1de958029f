"""Logistic, ridge and Huber regression in which no column moves the answer the way that it may not.

Huber regression (Huber 1964, https://doi.org/10.1214/aoms/1177703732) is off least by squares of what is near and by absolute error of what
is far off. It is found by weighing each row anew by how far off it is, so that it takes as long as some ridge regressions.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.head.linear import fit_logistic
from estimators.table.target import Doubles

Line = tuple[Doubles, Doubles]
"""The weights, shape (outputs, columns), and the intercept, shape (outputs,)."""
Signs = NDArray[np.int_]
_STEPS, _NEAR = 20, 1.0
"""How often rows are weighed anew, and up to how many times the median error one counts as near."""


def logistic_line(Z: Doubles, codes: NDArray[np.intp], k: int, C: float, signs: Signs) -> Line:
    """Logistic regression of `k` classes. `signs`: as `DesignMatrix.linear_signs` has them, of the second of two classes."""

    def fitted(seen: Doubles) -> Line:
        head, _ = fit_logistic(seen, codes, k, C, tolerance=1e-3)
        return head.weights, head.intercept

    return _signed(fitted, Z, signs)


def ridge_line(Z: Doubles, y: Doubles, signs: Signs) -> tuple[Line, float]:
    """Ridge regression, and the strength of its penalty, chosen by leaving out one row after the other."""
    from sklearn.linear_model import RidgeCV

    line = RidgeCV(alphas=(0.1, 1.0, 10.0, 100.0, 1e3, 1e4))

    def fitted(seen: Doubles) -> Line:
        line.fit(seen, y)
        return line.coef_.reshape(1, -1), np.atleast_1d(line.intercept_)

    return _signed(fitted, Z, signs), float(line.alpha_)


def huber_line(Z: Doubles, y: Doubles, signs: Signs, alpha: float) -> Line:
    """Huber regression with ridge regression's penalty `alpha`: a few numbers that are far off pull it no further than others."""

    def fitted(seen: Doubles) -> Line:
        beside = np.column_stack([seen, np.ones(len(seen))])
        penalty = np.diag(np.append(np.full(seen.shape[1], alpha), 1e-9))
        weights = np.ones(len(y))
        line: Doubles = np.zeros(len(penalty))
        for _ in range(_STEPS):
            weighed = beside * weights[:, None]
            line = np.asarray(np.linalg.solve(weighed.T @ beside + penalty, weighed.T @ y), float)
            off = np.abs(y - beside @ line)
            weights = 1.0 / np.maximum(off, max(_NEAR * float(np.median(off)), 1e-9))
            weights /= weights.mean()
        return line[None, :-1], line[-1:]

    return _signed(fitted, Z, signs)


def _signed(fit: Callable[[Doubles], Line], seen: Doubles, signs: Signs) -> Line:
    """What is fitted without the columns that would move the answer the wrong way."""
    while True:
        weights, intercept = fit(seen)
        # From the first class to the last: classes stand in their order, and what is told is the difference.
        slope = weights[-1] - weights[0] if len(weights) > 1 else weights[0]
        wrong = slope * signs < 0
        if not wrong.any():
            return weights, intercept
        seen = np.where(wrong, 0.0, seen)
        signs = np.where(wrong, 0, signs)
