"""How far an example looks like the common background of its kind instead of like what was learned.

A few dozen examples do not show in which directions other things lie, so a distance to them alone finds texts of another
sort badly. A fixed background (of texts: sentences of all sorts, written for this) shows it: a linear discriminant between
one's own examples and the background, ridge regression on the two halves as equals (outlier exposure, Hendrycks et al.,
https://arxiv.org/abs/1812.04606, without training a network). Decision 0123.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.measures import auroc

Matrix = NDArray[np.float64]

_SHRINKAGE = 0.01  # of the trace; 0.003 to 0.1 came to the same


@dataclass(frozen=True)
class BackgroundDiscriminant:
    """Unfamiliar is ``offset - Z @ weights``: -1 is as one's own examples are, 1 as the background is.

    Attributes
    ----------
    weights : array of shape (columns,)
    offset : float
    """

    weights: Matrix
    offset: float

    def background_score(self, Z: Matrix) -> Matrix:
        """Shape (n,), of all views side by side; columns that the background does not have say nothing."""
        return np.asarray(self.offset - Z[:, : len(self.weights)] @ self.weights)


@dataclass(frozen=True)
class FittedBackground:
    """What was found out with a background.

    Attributes
    ----------
    discriminant : BackgroundDiscriminant
    usual : array of shape (n,)
        How unfamiliar the examples are to discriminants that left out their fold.
    apart : float
        0 if own examples and background can't be told apart, 1 if always, out of fold.
    """

    discriminant: BackgroundDiscriminant
    usual: Matrix
    apart: float


@dataclass(frozen=True)
class _Moments:
    n: int
    total: Matrix
    products: Matrix

    @classmethod
    def of(cls, Z: Matrix) -> "_Moments":
        return cls(len(Z), Z.sum(axis=0, dtype=np.float64), (Z.T @ Z).astype(np.float64))

    def without(self, Z: Matrix) -> "_Moments":
        left = _Moments.of(Z)
        return _Moments(self.n - left.n, self.total - left.total, self.products - left.products)


def fit_background(own: Matrix, background: Matrix, fold: NDArray[np.intp]) -> FittedBackground:
    """Learn to tell own examples (n, columns) from the background (m, columns), and how well that goes out of fold.

    Parameters
    ----------
    own, background : arrays of shape (n, columns) and (m, columns)
        In the same views.
    fold : int array of shape (n,)
        Of each own example; -1 is never left out.
    """
    ours, theirs = _Moments.of(own), _Moments.of(background)
    whole = _discriminant(ours, theirs)
    usual, outliers = whole.background_score(own), whole.background_score(background)
    folds = int(fold.max()) + 1
    dealt = np.arange(len(background)) % max(folds, 1)
    for number in range(folds):
        out, beyond = fold == number, dealt == number
        if not out.any() or ours.n - out.sum() < 2 or theirs.n - beyond.sum() < 2:
            continue
        part = _discriminant(ours.without(own[out]), theirs.without(background[beyond]))
        usual[out], outliers[beyond] = (
            part.background_score(own[out]),
            part.background_score(background[beyond]),
        )
    told = auroc(usual[fold >= 0].tolist(), outliers.tolist())
    return FittedBackground(whole, usual, max(0.0, 2.0 * (told or 0.5) - 1.0))


def _discriminant(ours: _Moments, theirs: _Moments) -> BackgroundDiscriminant:
    from scipy.linalg import solve

    mean, other = ours.total / ours.n, theirs.total / theirs.n
    middle = (mean + other) / 2
    spread = (ours.products / ours.n + theirs.products / theirs.n) / 2 - np.outer(middle, middle)
    ball = max(_SHRINKAGE * float(np.trace(spread)), 1e-12)
    spread.flat[:: len(spread) + 1] += ball
    weights = solve(spread, (mean - other) / 2, assume_a="pos", check_finite=False)
    return BackgroundDiscriminant(weights, float(weights @ middle))
