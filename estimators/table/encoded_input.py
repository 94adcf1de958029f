"""A column that a network reads as a few numbers a row: what its features alone say of the answer.

That is ridge regression on the answers (Hoerl and Kennard 1970, https://doi.org/10.1080/00401706.1970.10488634). The rows
that it learned from get what was said of them out of fold (stacking, Wolpert 1992, https://doi.org/10.1016/S0893-6080(05)80023-1), so
what comes after it never sees an answer through it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.arrays import Singles
from estimators.classifier.backbone import View, backbone_named
from estimators.classifier.head.views import side_by_side, views_of
from estimators.classifier.splits import assign_folds
from estimators.table.target import ColumnData, Doubles

_MOST_READ, _MOST_SCORES = 256, 12
_MOST_NUMBERS, _FEWEST_READ = 40_000_000, 32
"""Of rows times columns, and the fewest columns: of a million rows 40 are read, which takes 160 MB."""
_STRENGTHS = (0.01, 0.1, 1.0, 10.0, 100.0)
"""Of the penalty, as shares of what a direction of the features has on average."""
_FOLDS = 5
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class EncodedInput:
    """A column of sentences, photos or sounds.

    - `network`: what reads it. `mean`, shape (dimensions,), and `axes`, shape (dimensions, width): what becomes of its features.
    """

    name: str
    network: str
    mean: Doubles
    axes: Doubles

    @property
    def width(self) -> int:
        return int(self.axes.shape[1])

    @property
    def linear_width(self) -> int:
        return self.width

    @property
    def signs(self) -> list[int]:
        return [0] * self.width

    linear_signs = signs

    @property
    def views(self) -> tuple[View, ...]:
        return views_of(backbone_named(self.network).views, len(self.mean))

    def block(self, data: ColumnData, rows: Rows) -> Singles:
        """Its numbers, shape (rows, width)."""
        assert data.features is not None
        assert data.codes is not None
        different, places = np.unique(data.codes[rows], return_inverse=True)
        directions = side_by_side(self.views, np.asarray(data.features[different], np.float64))
        small = (directions - self.mean) @ self.axes
        return np.asarray(small[places.reshape(-1)], np.float32)


def fit_plain(data: ColumnData, rows: Rows) -> EncodedInput:
    """Where the features of these rows vary most, as up to `_MOST_READ` columns: no answer is looked at."""
    assert data.features is not None
    assert data.codes is not None
    different, times = np.unique(data.codes[rows], return_counts=True)
    views = views_of(backbone_named(data.network).views, data.features.shape[1])
    Z = side_by_side(views, np.asarray(data.features[different], np.float64))
    mean = times @ Z / times.sum()
    Z -= mean
    values, axes = np.linalg.eigh((Z * times[:, None]).T @ Z / times.sum())
    most = min(
        _MOST_READ, max(_FEWEST_READ, _MOST_NUMBERS // len(rows)), max(1, len(different) - 1)
    )
    kept = values > 1e-9 * max(float(values[-1]), 1e-300)
    axes = axes[:, kept][:, ::-1][:, :most]
    scale = np.sqrt(max(float(values[-1]), 1e-300))
    return EncodedInput(data.plan.name, data.network, mean, axes / scale)


def fit_scores(
    seen: Singles,
    answers: Doubles,
    labels: Rows,
    groups: NDArray[np.int64] | None,
    seed: int,
) -> tuple[Doubles, Singles]:
    """What turns the plain columns into what they say of the answers, shape (width, fewer); and the rows so.

    - `seen`, shape (rows, width): of the rows to learn from. `answers`, shape (rows, outputs): one of each class, or the number.
    - `labels`, `groups`: what folds are alike in, and what stays in one.

    What is said of these rows is out of fold: of each, from the others.
    """
    strength, said, _ = _told_apart(seen, answers, labels, groups, seed)
    Z, C = seen.astype(np.float64), _centred(answers)
    weights = _solved(Z.T @ Z, Z.T @ C, strength)
    turned = _few(said)
    weights, said = weights @ turned, said @ turned
    size = np.maximum(said.std(axis=0), 1e-6)
    weights, said = weights / size, said / size
    return weights, said.astype(np.float32)


def left_out_errors(seen: Singles, answers: Doubles, labels: Rows, seed: int) -> Doubles:
    """How far off, in squares, what a column alone says of each row is, learned without that row, shape (rows,); arguments as of `fit_scores`."""
    return _told_apart(seen, answers, labels, None, seed)[2]


def _told_apart(
    seen: Singles,
    answers: Doubles,
    labels: Rows,
    groups: NDArray[np.int64] | None,
    seed: int,
) -> tuple[float, Doubles, Doubles]:
    """The penalty under which rows are off least where they are left out, what is then said of each, and how far off that is."""
    Z, C = seen.astype(np.float64), _centred(answers)
    fold = assign_folds(labels, groups, _FOLDS, seed)
    parts = [fold == k for k in range(int(fold.max()) + 1)]
    less = [(Z[out].T @ Z[out], Z[out].T @ C[out]) for out in parts]
    gram, cross = sum(one for one, _ in less), sum(one for _, one in less)
    unit = max(float(np.trace(gram)) / len(gram), 1e-12)
    tries = []
    for strength in _STRENGTHS:
        said = np.zeros_like(C)
        for out, (own, lost) in zip(parts, less, strict=True):
            # The sums of all rows without those of the fold: nothing is multiplied anew.
            said[out] = Z[out] @ _solved(gram - own, cross - lost, strength * unit)
        off = np.square(said - C).sum(axis=1)
        tries.append((float(off.mean()), strength * unit, said, off))
    return min(tries, key=lambda one: one[0])[1:]


def _centred(answers: Doubles) -> Doubles:
    return np.asarray((answers - answers.mean(axis=0)) / (answers.std(axis=0).mean() or 1.0))


def _solved(gram: Doubles, cross: Doubles, penalty: float) -> Doubles:
    return np.asarray(np.linalg.solve(gram + penalty * np.eye(len(gram)), cross))


def _few(said: Doubles) -> Doubles:
    """What turns what is said of many classes into at most `_MOST_SCORES` columns; of two, one says all."""
    k = said.shape[1]
    most = 1 if k == 2 else min(k, _MOST_SCORES)
    if most == k:
        return np.eye(k)
    return np.asarray(np.linalg.svd(said - said.mean(axis=0), full_matrices=False)[2][:most].T)
