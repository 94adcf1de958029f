"""What models that had not seen an example say of it: of its label, and of how unlike the others it is.

A head of its own, smaller than the one that is trained for use: it has to be quick on every change, and only has to rank.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from estimators.classifier.arrays import (
    Doubles,
    Indices,
    Labels,
    Mask,
    Singles,
    inner_products,
    row_blocks,
    unit_features,
)
from estimators.classifier.embedding import Embeddings
from estimators.classifier.progress import Cancelled, stop_if
from estimators.classifier.splits import assign_folds, fewest_groups

_DIMENSIONS = 128
_FOLDS = 5
_TWO_ROUNDS_BELOW = 2_000
_MANY, _FEW_FOLDS = 6_000, 3
"""From so many on, fewer folds and a coarser fit: 13,000 texts of 77 classes then take 13 s instead of 23 s."""
_C = 30.0
_TOLERANCE, _COARSE = 1e-3, 3e-3
_DOUBTED = 0.5
_LEAST_A_CLASS = 4
_SHRUNK, _HARDLY_SHRUNK = 0.9, 0.5


@dataclass(frozen=True)
class CrossValidatedAnswers:
    """Out-of-fold answers for the readable examples of a set.

    - `kept`, int array of shape (m,): positions of the readable examples.
    - `classes`: array of shape (classes,), str.
    - `codes`, int array of shape (m,): the labels, as numbers of classes.
    - `probabilities`, array of shape (m, classes): calibrated, by models that had not learned from the example nor from
      labels that the first round doubted.
    - `if_right`, array of shape (m, classes): the same, calibrated as if only the labels that the first round did not
      doubt had to be explained.
    - `distances`, array of shape (m,): to the nearest class, by the shared covariance of the others; in units of its
      own.
    - `folds`: int array of shape (m,).
    """

    kept: Indices
    classes: Labels
    codes: Indices
    probabilities: Doubles
    if_right: Doubles
    distances: Doubles
    folds: Indices

    @property
    def balanced_accuracy(self) -> float:
        """Mean share of right answers over the classes."""
        return balanced(self.codes, self.probabilities.argmax(axis=1))


def answer_out_of_fold(
    embeddings: Embeddings,
    labels: Labels,
    groups: Indices,
    seed: int,
    cancelled: Cancelled | None = None,
) -> CrossValidatedAnswers | None:
    """Ask; None where there are too few examples or groups to leave some out."""
    kept = np.flatnonzero(embeddings.readable)
    counts = Counter(labels[kept].tolist())
    if len(counts) < 2 or min(counts.values()) < _LEAST_A_CLASS:
        return None
    classes, codes = np.unique(labels[kept], return_inverse=True)
    most = _FOLDS if len(kept) < _MANY else _FEW_FOLDS
    folds = min(most, fewest_groups(codes, groups[kept]))
    if folds < 2:
        return None
    rounds = 2 if len(kept) < _TWO_ROUNDS_BELOW else 1
    fold = [assign_folds(codes, groups[kept], folds, seed + turn) for turn in range(2 * rounds)]
    unit = unit_features(embeddings.features, kept)
    with threadpool_limits(limits=1):
        Z = _principal(unit)
        every = np.ones(len(codes), dtype=bool)
        first = _sharpened(_asked(Z, codes, fold[:rounds], every, cancelled), codes, every)
        trusted = label_uncertainty(first, codes) <= _DOUBTED
        second = _asked(Z, codes, fold[rounds:], trusted, cancelled)
        del Z, first  # what comes needs the room
        probabilities = _sharpened(second, codes, every)
        if_right = _sharpened(second, codes, trusted)
        distances = _distances(unit, codes, fold[0])
    return CrossValidatedAnswers(kept, classes, codes, probabilities, if_right, distances, fold[0])


def label_uncertainty(P: Doubles, codes: Indices) -> Doubles:
    """How much more probable the best other class is than the label, -1 to 1, shape (n,)."""
    rows = np.arange(len(codes))
    others = P.copy()
    others[rows, codes] = 0.0
    return np.asarray(others.max(axis=1) - P[rows, codes])


def balanced(codes: Indices, answers: Indices) -> float:
    """Mean share of right answers over the classes."""
    right = np.bincount(codes, weights=answers == codes) / np.bincount(codes)
    return float(right.mean())


def _asked(
    Z: Doubles, codes: Indices, rounds: list[Indices], trusted: Mask, cancelled: Cancelled | None
) -> Doubles:
    from sklearn.linear_model import LogisticRegression

    k = int(codes.max()) + 1
    tolerance = _TOLERANCE if len(codes) < _MANY else _COARSE
    P = np.zeros((len(codes), k))
    for fold in rounds:
        for number in range(fold.max() + 1):
            stop_if(cancelled)
            out = fold == number
            learn = ~out & trusted
            if np.bincount(codes[learn], minlength=k).min() < 2:
                learn = ~out  # a class that is doubted as a whole has to be learned all the same
            model = LogisticRegression(C=_C, max_iter=100, tol=tolerance).fit(
                Z[learn], codes[learn]
            )
            P[np.ix_(out, model.classes_)] += model.predict_proba(Z[out])
    return P / len(rounds)


def _sharpened(P: Doubles, codes: Indices, by: Mask) -> Doubles:
    """With the temperature that suits the labels of the rows `by`."""
    from scipy.optimize import minimize_scalar
    from scipy.special import log_softmax, softmax

    scores = np.log(P + 1e-9)
    rows = np.flatnonzero(by)

    def loss(log_sharpness: float) -> float:
        own = log_softmax(scores[rows] * np.exp(log_sharpness), axis=1)[
            np.arange(len(rows)), codes[rows]
        ]
        return -float(own.mean())

    best = minimize_scalar(loss, bounds=(-3.0, 2.0), method="bounded").x
    return np.asarray(softmax(scores * np.exp(best), axis=1))


def _principal(unit: Singles) -> Doubles:
    """The directions in which the examples differ most, shape (n, at most 128)."""
    centre = unit.mean(axis=0)
    n, d = unit.shape
    if n < d:
        centred = (unit - centre).astype(np.float64)
        values, vectors = np.linalg.eigh(centred @ centred.T)
        top = vectors[:, ::-1][:, :_DIMENSIONS]
        return np.asarray(top * np.sqrt(np.maximum(values[::-1][:_DIMENSIONS], 0.0)))

    def blocks() -> Iterator[Doubles]:
        for rows in row_blocks(n):
            yield (unit[rows] - centre).astype(np.float64)

    widest = np.linalg.eigh(inner_products(blocks()))[1][:, ::-1][:, :_DIMENSIONS]
    return np.concatenate([block @ widest for block in blocks()])


def _distances(unit: Singles, codes: Indices, fold: Indices) -> Doubles:
    """Mahalanobis distance to the nearest class (Lee et al., https://arxiv.org/abs/1807.03888), out of fold, shape (n,)."""
    distances = np.zeros(len(codes))
    for number in range(fold.max() + 1):
        learned, asked = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        means, axes, floor = _axes(unit, codes, learned)
        for rows in row_blocks(len(asked)):
            X = unit[asked[rows]].astype(np.float64)
            squared = _squared(X, means) / floor - _squared(X @ axes, means @ axes)
            distances[asked[rows]] = np.sqrt(np.maximum(squared.min(axis=1), 0.0))
    return distances


def _axes(unit: Singles, codes: Indices, learned: Indices) -> tuple[Doubles, Doubles, float]:
    """The class means of the examples at `learned`, the axes in which they vary most and by how much, and the least variance."""
    n, d = len(learned), unit.shape[1]
    counts = np.bincount(codes[learned], minlength=codes.max() + 1)
    sums = np.zeros((len(counts), d))
    for rows in row_blocks(n):
        np.add.at(sums, codes[learned[rows]], unit[learned[rows]].astype(np.float64))
    means = sums / np.maximum(counts, 1)[:, None]

    def rest_of(rows: Indices) -> Doubles:
        rest = unit[rows].astype(np.float64)
        rest -= means[codes[rows]]
        return rest

    def rests() -> Iterator[Doubles]:
        for rows in row_blocks(n):
            yield rest_of(learned[rows])

    # With fewer examples than dimensions the covariance is mostly a guess.
    shrunk = _SHRUNK if n < d else _HARDLY_SHRUNK
    if n < d:
        rest = np.concatenate([*rests()])
        values, vectors = np.linalg.eigh(rest @ rest.T)
        values = np.maximum(values[::-1][:_DIMENSIONS], 1e-9)
        axes = rest.T @ vectors[:, ::-1][:, :_DIMENSIONS] / np.sqrt(values)
    else:
        values, vectors = np.linalg.eigh(inner_products(rests()))
        values, axes = values[::-1][:_DIMENSIONS], vectors[:, ::-1][:, :_DIMENSIONS]
    usual = max(sum(float(np.vdot(rest, rest)) for rest in rests()) / n / d, 1e-12)
    floor = shrunk * usual
    narrowed = 1.0 / floor - 1.0 / ((1.0 - shrunk) * values / n + floor)
    return means[counts > 0], axes * np.sqrt(narrowed), floor


def _squared(A: Doubles, B: Doubles) -> Doubles:
    return np.asarray((A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1)[None] - 2.0 * A @ B.T)
