"""How unlike everything it learned from an example is.

Mahalanobis distance to the nearest class mean under one covariance shared by the classes (Lee et al.,
https://arxiv.org/abs/1807.03888), with the covariance shrunk towards a ball (oracle approximating shrinkage, Chen et
al., https://arxiv.org/abs/0907.4698), because there are far fewer examples than features. Only the widest directions are
kept apart; the others share one variance. Distances are given in units of the usual one, measured out of fold, so 1 is
ordinary and 2 is twice as far away as usual.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_DIRECTIONS = 64
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Surroundings:
    """Where the classes lie.

    Attributes
    ----------
    means : array of shape (classes, dimensions)
    directions : array of shape (kept, dimensions)
        Orthonormal; the widest spread within the classes.
    extra_precision : array of shape (kept,)
        One over the variance along each, minus `precision`.
    precision : float
        One over the variance in every other direction.
    """

    means: Matrix
    directions: Matrix
    extra_precision: Matrix
    precision: float

    def distance(self, X: Matrix) -> Matrix:
        """Distance to the nearest class mean, shape (n,)."""
        squares = (X**2).sum(axis=1)[:, None] - 2.0 * X @ self.means.T + (self.means**2).sum(axis=1)
        along = (X @ self.directions.T)[:, None, :] - self.means @ self.directions.T
        total = np.clip(squares, 0.0, None) * self.precision + along**2 @ self.extra_precision
        return np.asarray(np.sqrt(np.clip(total.min(axis=1), 0.0, None)))


def fit_surroundings(
    X: Matrix, codes: NDArray[np.intp], classes: int, *, dimensions: int
) -> Surroundings:
    """Learn where the classes lie from normalised features X and class codes 0 to classes-1; every class has to occur.

    `dimensions` is that of the space the features live in, also when X gives them in fewer coordinates of their span.
    """
    n = len(X)
    counts = np.bincount(codes, minlength=classes)
    means = np.zeros((classes, X.shape[1]))
    np.add.at(means, codes, X)
    means /= np.maximum(counts, 1)[:, None]
    within = X - means[codes]
    freedom = max(n - classes, 1)
    _, spread, rows = np.linalg.svd(within, full_matrices=False)
    variances = spread**2 / freedom
    trace, trace_of_square = float(variances.sum()), float((variances**2).sum())
    if (
        trace <= 1e-12
    ):  # identical examples: nothing is known about the spread, so every direction counts the same
        return Surroundings(means, np.zeros((0, X.shape[1])), np.zeros(0), 1.0)
    numerator = (1.0 - 2.0 / dimensions) * trace_of_square + trace**2
    denominator = (freedom + 1.0 - 2.0 / dimensions) * (trace_of_square - trace**2 / dimensions)
    shrinkage = 1.0 if denominator <= 0 else min(1.0, numerator / denominator)
    ball = trace / dimensions
    kept = min(MOST_DIRECTIONS, len(variances))
    left_over = (trace - float(variances[:kept].sum())) / max(dimensions - kept, 1)
    along = (1.0 - shrinkage) * variances[:kept] + shrinkage * ball
    elsewhere = (1.0 - shrinkage) * left_over + shrinkage * ball
    elsewhere = max(elsewhere, 1e-3 * ball)
    return Surroundings(means, rows[:kept], 1.0 / along - 1.0 / elsewhere, 1.0 / elsewhere)
