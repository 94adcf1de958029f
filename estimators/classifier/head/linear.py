"""Linear heads: logistic regression, discriminant analysis and nearest mean, in the axes that the examples span.

Every head is a matrix of weights (classes, dimensions) and an intercept (classes,), both centred over the classes, so that
heads can be averaged: the mean of their scores is the score of their mean. Heads differ in how sure they are without being
righter, so each is scaled to the weights of logistic regression with C = 100; one temperature then suits them all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from estimators.base.sentence import tr
from estimators.classifier.arrays import (
    Doubles,
    Indices,
    Mask,
    inner_products,
    row_blocks,
)

LOGISTIC, DISCRIMINANT = "logistic regression", "discriminant analysis"
_REFERENCE_C = 100.0
CLOSE, EXACT = 1e-2, 1e-3
"""Largest slope of the loss at the end: in folds, and for the head that is kept."""


Starts = dict[float, Doubles]


@dataclass(frozen=True, order=True)
class Recipe:
    """How to make a head: the kind, and its C (logistic regression) or shrinkage (discriminant analysis, 0 to 1)."""

    kind: str
    strength: float

    def __str__(self) -> str:
        if self.kind == LOGISTIC:
            return f"{self.kind}, C = {self.strength:g}"
        if self.strength == 1.0:
            return tr("nearest mean")
        return tr("{kind}, shrinkage {strength}", kind=self.kind, strength=f"{self.strength:g}")


@dataclass(frozen=True)
class LinearHead:
    """Scores are ``A @ weights.T + intercept``."""

    weights: Doubles
    intercept: Doubles

    def scores(self, A: Doubles) -> Doubles:
        return np.asarray(A @ self.weights.T + self.intercept)


@dataclass(frozen=True)
class Axes:
    """The principal axes of some examples: in them nothing is lost and every fit costs n by n instead of n by dimensions.

    - `centre`: array of shape (dimensions,).
    - `axes`, array of shape (dimensions, kept): orthonormal, widest first.
    - `dimensions`: in how many the examples differ at all.
    """

    centre: Doubles
    axes: Doubles
    dimensions: int

    def coordinates(self, Z: Doubles) -> Doubles:
        return np.asarray((Z - self.centre) @ self.axes)

    def lift(self, head: LinearHead) -> LinearHead:
        """A head in these coordinates as one in the original ones."""
        weights = head.weights @ self.axes.T
        return LinearHead(weights, head.intercept - weights @ self.centre)


def fit_axes(Z: Doubles) -> tuple[Axes, Doubles]:
    """The axes of Z (n, dimensions), and Z in them; Z is spent, for of many examples it is most of the memory."""
    from scipy.linalg import eigh

    centre = Z.mean(axis=0, dtype=np.float64)
    dimensions = max(int((np.ptp(Z, axis=0) > 0).sum()), 1)
    Z -= centre.astype(Z.dtype)
    wide = Z.shape[0] < Z.shape[1]
    products = (
        (Z @ Z.T).astype(np.float64, copy=False)
        if wide
        else inner_products(Z[rows] for rows in row_blocks(len(Z)))
    )
    values, vectors = eigh(products, driver="evd", overwrite_a=True)
    values, vectors = values[::-1], vectors[:, ::-1]
    kept = max(1, int((values > 1e-9 * max(values[0], 1e-12)).sum()))
    if not wide:
        axes = np.ascontiguousarray(vectors[:, :kept])
        turned = axes.astype(Z.dtype)
        for rows in row_blocks(len(Z)):
            Z[rows, :kept] = Z[rows] @ turned
        return Axes(centre, axes, dimensions), Z[:, :kept]
    lengths = np.sqrt(np.maximum(values[:kept], 1e-12))
    axes = (Z.T @ vectors[:, :kept]) / lengths
    return Axes(centre, axes, dimensions), vectors[:, :kept] * lengths


@dataclass(frozen=True)
class Spread:
    """How the classes lie: means (classes, d) and the scatter within them, (d, d)."""

    means: Doubles
    scatter: Doubles
    counts: Indices

    @property
    def freedom(self) -> int:
        return int(max(self.counts.sum() - len(self.counts), 1))


def fit_spread(A: Doubles, codes: Indices, classes: int) -> Spread:
    """Learn it from A (n, d) and codes (n,) of 0 to classes-1; every class has to occur."""
    counts = np.bincount(codes, minlength=classes)
    means = _class_sums(A, codes, classes) / np.maximum(counts, 1)[:, None]
    own = means.astype(A.dtype)
    scatter = inner_products(A[rows] - own[codes[rows]] for rows in row_blocks(len(A)))
    return Spread(means, scatter / max(len(A) - classes, 1), counts)


def fit_spread_without(A: Doubles, codes: Indices, classes: int, out: Mask) -> Spread:
    """As `fit_spread` of all but those `out`, where A are all examples in their principal axes.

    In these axes the products of all examples are a diagonal, so that only those left out are multiplied.
    """
    counts = np.bincount(codes[~out], minlength=classes)
    means = _class_sums(A, np.where(out, -1, codes), classes) / np.maximum(counts, 1)[:, None]
    left_out = (A[rows][out[rows]].astype(np.float64, copy=False) for rows in row_blocks(len(A)))
    scatter = inner_products(chain([np.sqrt(counts)[:, None] * means], left_out))
    np.negative(scatter, out=scatter)
    scatter.flat[:: len(scatter) + 1] += np.einsum("ij,ij->j", A, A, dtype=np.float64)
    return Spread(means, scatter / max(int(counts.sum()) - classes, 1), counts)


def _class_sums(A: Doubles, codes: Indices, classes: int) -> Doubles:
    """The sum of each class's rows, shape (classes, d); rows of no class count for none."""
    sums = np.zeros((classes, A.shape[1]))
    for rows in row_blocks(len(A)):
        for code in range(classes):
            sums[code] += A[rows][codes[rows] == code].sum(axis=0, dtype=np.float64)
    return sums


def fit_heads(
    recipes: Sequence[Recipe],
    A: Doubles,
    codes: Indices,
    spread: Spread,
    *,
    dimensions: int,
    rows: Mask | None = None,
    tolerance: float = CLOSE,
    starts: Starts | None = None,
) -> dict[Recipe, LinearHead]:
    """A head for each recipe from coordinates A (n, kept) of examples that live in so many `dimensions`.

    With `rows`, only those are learned from, as they are in `spread`. `starts` says, for each C, where a fit in the same coordinates ended; where this one ends is put in its place.
    """
    classes = len(spread.counts)
    heads: dict[Recipe, LinearHead] = {}
    if tolerance >= CLOSE and A.dtype != np.float32:  # half the memory to go through
        A = (A if rows is None else A[rows]).astype(np.float32)
        codes, rows = codes if rows is None else codes[rows], None
    starts = {} if starts is None else starts
    strengths = sorted({r.strength for r in recipes if r.kind == LOGISTIC} | {_REFERENCE_C})
    start = None
    for C in strengths:  # from the smoothest on, each starting where the last one ended
        start = starts.get(C, start)
        head, start = fit_logistic(
            A, codes, classes, C, rows=rows, start=start, tolerance=tolerance
        )
        starts[C] = start
        heads[Recipe(LOGISTIC, C)] = head
    size = float(np.linalg.norm(heads[Recipe(LOGISTIC, _REFERENCE_C)].weights))
    for recipe in recipes:
        if recipe.kind == DISCRIMINANT:
            heads[recipe] = fit_discriminant(spread, recipe.strength, dimensions)
    return {recipe: _scaled(heads[recipe], size) for recipe in recipes}


def fit_discriminant(spread: Spread, shrinkage: float, dimensions: int) -> LinearHead:
    """Linear discriminant analysis with the covariance shrunk towards a ball; with shrinkage 1, the nearest mean.

    As in Friedman, "Regularized Discriminant Analysis" (https://doi.org/10.1080/01621459.1989.10478752).
    """
    from scipy.linalg import cho_factor, cho_solve

    means, d = spread.means, spread.scatter.shape[0]
    ball = float(np.trace(spread.scatter)) / dimensions
    ball = ball if ball > 1e-15 else 1.0  # identical examples: every direction counts the same
    if shrinkage >= 1.0:
        weights = means / ball
    else:
        # The ball keeps it far from singular, so single precision is enough, in half the time.
        covariance = ((1.0 - shrinkage) / ball * spread.scatter).astype(np.float32)
        covariance.flat[:: d + 1] += shrinkage
        factor = cho_factor(covariance, overwrite_a=True, check_finite=False)
        solved = cho_solve(factor, means.T.astype(np.float32), check_finite=False)
        weights = solved.T.astype(np.float64) / ball
    priors = np.log(spread.counts / spread.counts.sum())
    return _centred(weights, priors - 0.5 * (weights * means).sum(axis=1))


def fit_logistic(
    A: Doubles,
    codes: Indices,
    classes: int,
    C: float,
    *,
    rows: Mask | None = None,
    start: Doubles | None = None,
    tolerance: float = CLOSE,
) -> tuple[LinearHead, Doubles]:
    """Multinomial logistic regression with scikit-learn's penalty, and where it ended (a start for the next C).

    L-BFGS in coordinates in which the loss is about as curved in every direction: from three to five times faster than
    scikit-learn's on these features, and closer to the minimum (decision 0080). With `rows`, only those are learned from.
    The weights are turned into those coordinates and not A, of which a copy would be most of the memory of many examples.
    """
    from scipy.optimize import minimize

    d, every = A.shape[1], np.arange(len(A))
    learned = slice(None) if rows is None else rows
    left_out = None if rows is None else np.flatnonzero(~rows)
    n = len(codes[learned])
    centre, squares = _moments(A, rows)
    # Two mirrored rows share what one row would cost.
    penalty = 2.0 / C if classes == 2 else 1.0 / C
    steep = (1.0 - 1.0 / classes) / classes
    scale = 1.0 / np.sqrt(steep * squares + penalty)
    costs = penalty * scale**2
    bias = 1.0 / np.sqrt(n * steep)

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        V = flat.reshape(classes, d + 1)
        weights = V[:, :d] * scale
        S = A @ np.ascontiguousarray(weights.T, A.dtype)
        S += (bias * V[:, d] - weights @ centre).astype(A.dtype)
        S -= S.max(axis=1, keepdims=True)
        true = S[every, codes][learned].sum(dtype=np.float64)
        np.exp(S, out=S)
        sums = S.sum(axis=1, keepdims=True)
        S /= sums
        S[every, codes] -= 1.0
        if left_out is not None:
            S[left_out] = 0.0
        total = S.sum(axis=0)
        gradient = np.empty_like(V)
        gradient[:, :d] = scale * (S.T @ A - np.outer(total, centre)) + costs * V[:, :d]
        gradient[:, d] = bias * total
        value = float(np.log(sums[learned]).sum(dtype=np.float64) - true) + 0.5 * float(
            (V[:, :d] ** 2 * costs).sum()
        )
        return value, gradient.ravel()

    first = np.zeros((classes, d + 1))
    if start is not None:
        first = start / np.append(scale, bias)
    options: dict[str, Any] = {"gtol": tolerance, "ftol": 1e-7 * tolerance, "maxiter": 300}
    found = minimize(loss, first.ravel(), jac=True, method="L-BFGS-B", options=options)
    end = found.x.reshape(classes, d + 1) * np.append(scale, bias)
    return _centred(end[:, :d], end[:, d] - end[:, :d] @ centre), end


def _moments(A: Doubles, rows: Mask | None) -> tuple[Doubles, Doubles]:
    """Of each column of those rows the mean, and the sum of squared distances from it."""
    n, sums, squares = 0, np.zeros(A.shape[1]), np.zeros(A.shape[1])
    for block in row_blocks(len(A)):
        part = A[block] if rows is None else A[block][rows[block]]
        n += len(part)
        sums += part.sum(axis=0, dtype=np.float64)
        squares += np.einsum("ij,ij->j", part, part, dtype=np.float64)
    centre = sums / n
    return centre, np.maximum(squares - n * centre**2, 0.0)


def _centred(weights: Doubles, intercept: Doubles) -> LinearHead:
    return LinearHead(weights - weights.mean(axis=0), intercept - intercept.mean())


def _scaled(head: LinearHead, size: float) -> LinearHead:
    own = float(np.linalg.norm(head.weights))
    factor = size / own if own > 0 and size > 0 else 1.0
    return LinearHead(factor * head.weights, factor * head.intercept)
