"""How unlike everything it learned from an example is.

Two signs, because no single one does (decision 0082). The Mahalanobis distance to the nearest class mean under one
covariance shared by the classes (Lee et al., https://arxiv.org/abs/1807.03888), shrunk towards a ball (oracle approximating
shrinkage, Chen et al., https://arxiv.org/abs/0907.4698), tells things of another kind. The largest score (Hendrycks et al.,
"Scaling Out-of-Distribution Detection", https://arxiv.org/abs/1911.11132) tells a class that was left out. Each is put in
units of its own spread over the training examples out of fold, and they are added. The sum is given so that 1 is usual and 2
is as strange as the strangest tenth of ordinary examples. Where there is a background, looking more like it
than ordinary examples do is a third sign; looking less like it takes nothing away from the others.

A few dozen examples do not show in which directions other things lie, so a distance to them alone finds texts of another
sort badly. A fixed background (of texts: sentences of all sorts, written for this) shows it: a linear discriminant between
one's own examples and the background, ridge regression on the two halves as equals (outlier exposure, Hendrycks et al.,
https://arxiv.org/abs/1812.04606, without training a network). Decision 0123.
"""

from dataclasses import dataclass, replace

import numpy as np

from estimators.classifier.arrays import Doubles, Indices, by_blocks
from estimators.classifier.head.linear import Axes, Spread
from estimators.classifier.measures import auroc

MOST_DIRECTIONS = 64
_ITERATIONS = 3
MOST_OF_UNCERTAINTY = 2.0  # beyond that, distance decides
_OUTER_QUANTILE = 0.9

_SHRINKAGE = 0.01  # of the trace; 0.003 to 0.1 came to the same


@dataclass(frozen=True)
class ClassDistances:
    """Where the classes lie.

    - `means`: array of shape (classes, dimensions).
    - `directions`, array of shape (kept, dimensions): orthonormal.
    - `extra_precision`, array of shape (kept,): one over the variance along each, minus `precision`.
    - `precision`: one over the variance in every other direction.
    """

    means: Doubles
    directions: Doubles
    extra_precision: Doubles
    precision: float

    def distance(self, Z: Doubles) -> Doubles:
        """Distance to the nearest class mean, shape (n,)."""
        return by_blocks(self._distance, Z)

    def _distance(self, Z: Doubles) -> Doubles:
        squares = (Z**2).sum(axis=1)[:, None] - 2.0 * Z @ self.means.T + (self.means**2).sum(axis=1)
        evenly = np.clip(squares, 0.0, None) * self.precision
        along, means_along = Z @ self.directions.T, self.means @ self.directions.T
        weighted = along * self.extra_precision
        extra = (weighted * along).sum(axis=1)[:, None] - 2.0 * weighted @ means_along.T
        extra += (means_along**2) @ self.extra_precision
        return np.asarray(np.sqrt(np.clip((evenly + extra).min(axis=1), 0.0, None)))


def fit_class_distances(spread: Spread, *, dimensions: int) -> ClassDistances:
    """Learn where the classes lie, in principal axes (widest first) of examples that live in so many `dimensions`."""
    scatter = spread.scatter
    freedom = spread.freedom
    trace, trace_of_square = float(np.trace(scatter)), float((scatter**2).sum())
    # One example a class, or identical ones: the classes' own distance is all there is to go by.
    if trace <= 1e-12:
        apart = float(((spread.means - spread.means.mean(axis=0)) ** 2).sum())
        ball = apart / (dimensions * max(len(spread.means) - 1, 1))
        none = np.zeros((0, scatter.shape[0]))
        return ClassDistances(spread.means, none, np.zeros(0), 1.0 / ball if ball > 1e-12 else 1.0)
    numerator = (1.0 - 2.0 / dimensions) * trace_of_square + trace**2
    denominator = (freedom + 1.0 - 2.0 / dimensions) * (trace_of_square - trace**2 / dimensions)
    shrinkage = 1.0 if denominator <= 0 else min(1.0, numerator / denominator)
    ball = trace / dimensions
    variances, vectors = _widest(scatter)
    kept = len(variances)
    left_over = max(trace - float(variances.sum()), 0.0) / max(dimensions - kept, 1)
    along = (1.0 - shrinkage) * np.maximum(variances, 0.0) + shrinkage * ball
    elsewhere = (1.0 - shrinkage) * left_over + shrinkage * ball
    along, elsewhere = np.maximum(along, 1e-3 * ball), max(elsewhere, 1e-3 * ball)
    return ClassDistances(spread.means, vectors.T, 1.0 / along - 1.0 / elsewhere, 1.0 / elsewhere)


def _widest(scatter: Doubles) -> tuple[Doubles, Doubles]:
    """The largest eigenvalues and their vectors (d, kept), by subspace iteration from the first axes on.

    A whole eigendecomposition in every fold would be most of the time of a fit.
    """
    d = scatter.shape[0]
    if d <= 2 * MOST_DIRECTIONS:
        values, vectors = np.linalg.eigh(scatter)
        return values[-MOST_DIRECTIONS:], vectors[:, -MOST_DIRECTIONS:]
    small = scatter.astype(np.float32)
    basis = small[:, : MOST_DIRECTIONS + 16]  # what the first axes become
    for _ in range(_ITERATIONS - 1):
        basis = small @ np.linalg.qr(basis)[0]
    basis = np.linalg.qr(basis)[0].astype(np.float64)
    values, inside = np.linalg.eigh(basis.T @ (scatter @ basis))
    return values[-MOST_DIRECTIONS:], (basis @ inside)[:, -MOST_DIRECTIONS:]


def lifted(class_distances: ClassDistances, axes: Axes) -> ClassDistances:
    """The same in the space that the axes come from."""
    return ClassDistances(
        class_distances.means @ axes.axes.T + axes.centre,
        class_distances.directions @ axes.axes.T,
        class_distances.extra_precision,
        class_distances.precision,
    )


@dataclass(frozen=True)
class QuantileScale:
    """What is usual of a number: its median, and from there to what one in ten exceeds."""

    middle: float
    spread: float

    @classmethod
    def of(cls, values: Doubles) -> "QuantileScale":
        middle, high = np.quantile(values, [0.5, _OUTER_QUANTILE])
        spread = float(high - middle)
        return cls(float(middle), spread if spread > 1e-9 * max(abs(float(high)), 1e-3) else 1.0)

    def __call__(self, values: Doubles) -> Doubles:
        return np.asarray((values - self.middle) / self.spread)


@dataclass(frozen=True)
class OutOfDistributionScore:
    """The sum of the signs, in units in which 1 is usual and 2 as strange as the strangest tenth.

    - `distance`, `uncertainty`, `whole`: of the distance, of minus the largest score, and of the sum.
    - `weight`: what uncertainty counts beside distance.
    - `background_score`: of how unfamiliar it looks beside a background; None without one.
    - `apart`: what that counts.
    """

    distance: QuantileScale
    uncertainty: QuantileScale
    whole: QuantileScale
    weight: float
    background_score: QuantileScale | None = None
    apart: float = 0.0

    def __call__(
        self, distances: Doubles, largest_scores: Doubles, background_score: Doubles | None = None
    ) -> Doubles:
        """The score, shape (n,), at least 0."""
        total = self.signs(distances, largest_scores, background_score)
        return np.asarray(np.maximum(1.0 + self.whole(total), 0.0))

    def signs(
        self, distances: Doubles, largest_scores: Doubles, background_score: Doubles | None = None
    ) -> Doubles:
        uncertainty = np.clip(
            self.uncertainty(-largest_scores), -MOST_OF_UNCERTAINTY, MOST_OF_UNCERTAINTY
        )
        total = self.distance(distances) + self.weight * uncertainty
        if self.background_score is not None and background_score is not None:
            total = total + self.apart * np.maximum(self.background_score(background_score), 0.0)
        return np.asarray(total)


def fit_out_of_distribution_score(
    distances: Doubles,
    largest_scores: Doubles,
    classes: int,
    *,
    skill: float,
    background_score: Doubles | None = None,
    apart: float = 0.0,
) -> OutOfDistributionScore:
    """The scales, from out-of-fold distances and largest scores (centred over the classes) of ordinary examples.

    With two classes the score says little of strangers, with many as much as the distance; of classes that it can hardly
    tell apart it says nothing. `skill` is 0 for a head no better than always saying the commonest class, 1 for a perfect one.
    `background_score` (n,) and `apart` are a background's (`FittedBackground`), if there is one.
    """
    weight = skill * (1.0 - 1.0 / (classes - 0.5))
    parts = OutOfDistributionScore(
        QuantileScale.of(distances),
        QuantileScale.of(-largest_scores),
        QuantileScale(0.0, 1.0),
        weight,
        None if background_score is None else QuantileScale.of(background_score),
        apart,
    )
    whole = QuantileScale.of(parts.signs(distances, largest_scores, background_score))
    return replace(parts, whole=whole)


@dataclass(frozen=True)
class BackgroundDiscriminant:
    """Unfamiliar is ``offset - Z @ weights``: -1 is as one's own examples are, 1 as the background is.

    - `weights`: array of shape (columns,).
    """

    weights: Doubles
    offset: float

    def background_score(self, Z: Doubles) -> Doubles:
        """Shape (n,), of all views side by side; columns that the background does not have say nothing."""
        return np.asarray(self.offset - Z[:, : len(self.weights)] @ self.weights)


@dataclass(frozen=True)
class FittedBackground:
    """What was found out with a background.

    - `usual`, array of shape (n,): how unfamiliar the examples are to discriminants that left out their fold.
    - `apart`: 0 if own examples and background can't be told apart, 1 if always, out of fold.
    """

    discriminant: BackgroundDiscriminant
    usual: Doubles
    apart: float


@dataclass(frozen=True)
class _Moments:
    n: int
    total: Doubles
    products: Doubles

    @classmethod
    def of(cls, Z: Doubles) -> "_Moments":
        return cls(len(Z), Z.sum(axis=0, dtype=np.float64), (Z.T @ Z).astype(np.float64))

    def without(self, Z: Doubles) -> "_Moments":
        left = _Moments.of(Z)
        return _Moments(self.n - left.n, self.total - left.total, self.products - left.products)


def fit_background(own: Doubles, background: Doubles, fold: Indices) -> FittedBackground:
    """Learn to tell own examples (n, columns) from the background (m, columns), and how well that goes out of fold.

    - `own`, `background`, arrays of shape (n, columns) and (m, columns): in the same views.
    - `fold`, int array of shape (n,): of each own example; -1 is never left out.
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
