"""How much each of the models that answer together counts: what would have served best on rows that they were not shown."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax, softmax

from estimators.table.target import Doubles

Rows = NDArray[np.intp]
_ROUNDED = 0.3
"""The share of the mean error within which an absolute error is rounded off, so that there is a slope to follow."""


def weigh_classes(scores: Doubles, truth: Rows) -> tuple[Doubles, float]:
    """The weights and the sharpness under which the scores, shape (members, rows, classes), lose least.

    With the belief of one row that all members are worth the same: of few rows no member is dropped by luck.
    """
    from scipy.optimize import minimize

    m, n, _ = scores.shape
    if not n:
        return np.full(m, 1.0 / m), 1.0
    rows = np.arange(n)

    def loss(flat: Doubles) -> float:
        logs = log_softmax(flat[:m])
        blend = np.exp(flat[m]) * np.tensordot(np.exp(logs), scores, 1)
        told = log_softmax(blend, axis=1)[rows, truth]
        # The second part is the row believed in, the third pulls the sharpness towards one.
        return float(-told.sum() - logs.sum() / m + 0.5 * flat[m] ** 2)

    found = minimize(loss, np.zeros(m + 1), method="L-BFGS-B", options={"maxiter": 60})
    return np.asarray(softmax(found.x[:m])), float(np.exp(found.x[m]))


def weigh_numbers(said: Doubles, y: Doubles) -> Doubles:
    """The weights, adding up to one, under which the mean of the answers, shape (members, rows), has the least absolute error.

    With the belief of one row that all members are worth the same.
    """
    from scipy.optimize import minimize

    m = len(said)
    unit = float(np.mean(np.abs(y - said.mean(axis=0)))) or 1.0

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        logs = log_softmax(flat)
        weights = np.exp(logs)
        less = y - weights @ said
        off = np.hypot(less, _ROUNDED * unit)
        pull = -(said @ (less / off)) / unit
        slope = weights * (pull - weights @ pull) + weights - 1.0 / m
        return float(off.sum() / unit - logs.sum() / m), slope

    found = minimize(loss, np.zeros(m), jac=True, method="L-BFGS-B", options={"maxiter": 100})
    return np.asarray(softmax(found.x))
