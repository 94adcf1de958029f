"""A model of rows: boosted trees and a linear model, weighed by what they say of rows left out, calibrated, with intervals that hold.

Trees: histogram gradient boosting (Ke et al. 2017, https://papers.nips.cc/paper/6907), small and usual, and for numbers of few rows a
forest. Linear: logistic regression, or ridge and Huber regression. Their scores are averaged with the weights that would have served
best on rows out of fold. Numbers are learned for the absolute error by which they are judged; they get split-conformal intervals whose
width follows how far off the model usually is in such rows (Lei et al. 2018, https://doi.org/10.1080/01621459.2017.1307116).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from estimators.base.sentence import tr
from estimators.classifier.head.calibration import LEVELS, least_probability
from estimators.classifier.progress import Cancelled, Progress, never, report_nothing, stop_if
from estimators.classifier.splits import assign_folds, fewest_groups
from estimators.table.design_matrix import DesignMatrix, Singles
from estimators.table.forest import Forest, fit_forest
from estimators.table.linear_member import huber_line, logistic_line, ridge_line
from estimators.table.member_weights import weigh_classes, weigh_numbers
from estimators.table.strange_row import Familiar, fit_familiar
from estimators.table.target import INTERVALS, ColumnData, Doubles, RowTarget
from estimators.table.training_rows import TrainingRows, training_rows

_FOLDS = 5
_MANY = 20_000
"""With more rows, one part left out once judges the models instead of each in turn."""
_FEW = 2_000
"""Of fewer rows trees learn in longer steps, and a forest answers numbers beside them."""
_ENOUGH_FOR_LINES = 50_000
_ENOUGH_TO_WEIGH = 200_000
"""Of more rows, as many learn while the members are weighed, and a quarter of them judge."""
_STRENGTHS = (0.1, 3.0)
_LEAST_WIDTH = 0.1
_LEAST_OF_FOREST, _LEAST_OF_WIDTHS = 2, 20
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class TreeSettings:
    """How trees are boosted."""

    leaves: int
    rate: float
    rounds: int
    least: int


_BOOSTED = (TreeSettings(6, 0.15, 60, 8), TreeSettings(31, 0.1, 100, 20))
_FEW_CLASSES = (TreeSettings(6, 0.2, 50, 8), TreeSettings(31, 0.2, 40, 20))
_FEW_NUMBERS = (TreeSettings(6, 0.15, 60, 8), TreeSettings(15, 0.25, 50, 10))
"""Small and usual trees; of few rows longer and fewer steps say no less."""
_SQUARES = "squared_error"
_LOSSES = ("absolute_error", _SQUARES)
"""What trees of numbers learn: one kind is right where a few numbers are far off, the other where all matter alike."""


@dataclass(frozen=True)
class Member:
    """One of the models that answer together.

    - `kind`: "logistic regression", "ridge", "Huber regression", "boosted trees" or "forest"; `detail` says which.
    - `weights`, `intercept`: of a linear one, shapes (outputs, linear width) and (outputs,). `trees`: of the others.
    """

    kind: str
    detail: str
    weight: float
    weights: Doubles | None = None
    intercept: Doubles | None = None
    trees: Any = None


@dataclass(frozen=True)
class TableModel:
    """What was learned.

    - `sharpness`: of classes: what the mean of the scores is multiplied with (1 / temperature).
    - `out_of_fold`, `out_of_fold_truth`: what was said of training rows left out: probabilities or numbers.
    - `set_thresholds`: of classes, as the head of photos has them.
    - `familiar`: what is ordinary in a column; a row that is not is not answered.
    - `width_trees`, `widths`: of numbers: how far off the model usually is in such a row, and how many times that far the
      interval of each level reaches.
    """

    design: DesignMatrix
    task: str
    classes: tuple[str, ...]
    members: tuple[Member, ...]
    sharpness: float = 1.0
    out_of_fold: Doubles = field(default_factory=lambda: np.zeros(0), repr=False)
    out_of_fold_truth: Doubles = field(default_factory=lambda: np.zeros(0), repr=False)
    set_thresholds: dict[float, float] = field(default_factory=dict)
    width_trees: Any = None
    least_width: float = 0.0
    widths: dict[float, float] = field(default_factory=dict)
    familiar: tuple[Familiar, ...] = ()

    def scores(self, X: Singles) -> Doubles:
        """Log-probabilities up to a constant, shape (rows, classes), or numbers, shape (rows, 1)."""
        outputs = len(self.classes) or 1
        total = np.zeros((len(X), outputs))
        for member in self.members:
            total += member.weight * member_scores(member, self.design, X, outputs)
        return self.sharpness * total

    def probabilities(self, columns: Sequence[ColumnData], rows: Rows) -> Doubles:
        """Of each class, shape (rows, classes)."""
        return np.asarray(softmax(self.scores(self.design.matrix(columns, rows)), axis=1))

    def numbers(self, columns: Sequence[ColumnData], rows: Rows) -> Doubles:
        """The answers, shape (rows,)."""
        return self.scores(self.design.matrix(columns, rows))[:, 0]

    def intervals(self, columns: Sequence[ColumnData], rows: Rows) -> dict[float, Doubles]:
        """For each promised coverage, the lower and upper ends, shape (rows, 2)."""
        X = self.design.matrix(columns, rows)
        middle, off = self.scores(X)[:, 0], usual_error(self.width_trees, self.least_width, X)
        return {
            level: np.column_stack([middle - times * off, middle + times * off])
            for level, times in self.widths.items()
        }


def member_scores(member: Member, design: DesignMatrix, X: Singles, outputs: int) -> Doubles:
    """What one model says, shape (rows, outputs); of classes centred."""
    if member.weights is not None and member.intercept is not None:
        return np.asarray(design.linear(X) @ member.weights.T + member.intercept)
    raw = member.trees._raw_predict(X)
    if outputs == 2 and raw.shape[1] == 1:  # one score stands for both classes
        return np.hstack([-0.5 * raw, 0.5 * raw])
    return np.asarray(raw)


def usual_error(trees: Any, least: float, X: Singles) -> Doubles:
    """How far off the model usually is in such rows, shape (rows,)."""
    return np.asarray(np.maximum(trees._raw_predict(X)[:, 0], least))


def fit_table_model(
    columns: Sequence[ColumnData],
    target: RowTarget,
    rows: Rows,
    groups: NDArray[np.int64] | None = None,
    *,
    seed: int = 0,
    progress: Progress = report_nothing,
    cancelled: Cancelled = never,
) -> TableModel:
    """Learn from these rows; those of one group are in one fold. Raises `WorkCancelled`, asked between folds.

    Deterministic for a seed. Time: of 10,000 rows and 20 columns about 10 s of processor time.
    """
    from threadpoolctl import threadpool_limits

    y = target.values[rows]
    own = None if groups is None else groups[rows]
    number, k = target.task == "number", len(target.classes)
    codes = _bands(y) if number else y.astype(np.intp)
    if not number and own is not None and fewest_groups(codes, own) < 2:
        own = None
    answers = y[:, None] if number else np.eye(k)[codes]
    seen = training_rows(columns, rows, answers, codes, own, seed=seed)
    there = {one.name for one in seen.plain.inputs}
    plain = [one for one in columns if one.plan.name in there and one.features is None]
    familiar = fit_familiar(plain, rows)
    # Threads that wait for each other take longer over few rows than one alone.
    few = len(rows) <= _MANY
    with threadpool_limits(limits=1, user_api=None if few else "blas"):
        if number:
            folds = _folds(codes, own, seed)
            model = _fit_number(seen, y, _told(folds, progress, cancelled), seed)
            return replace(model, familiar=familiar)
        # A class of which no row is left to learn from cannot be judged in that fold.
        folds = [one for one in _folds(codes, own, seed) if len(np.unique(codes[~one])) == k]
        model = _fit_classes(seen, codes, _told(folds, progress, cancelled), classes=target.classes, seed=seed)  # fmt: skip
        return replace(model, familiar=familiar)


def _told(folds: list[NDArray[np.bool_]], progress: Progress, cancelled: Cancelled) -> Iterator[NDArray[np.bool_]]:  # fmt: skip
    """The folds, one after the other, each said as it begins; at last that all rows are learned from."""
    n = len(folds) + 1
    for at, one in enumerate(folds):
        stop_if(cancelled)
        progress(at, n, tr("Learning, part {at} of {n}", at=at + 1, n=n))
        yield one
    stop_if(cancelled)
    progress(n - 1, n, tr("Learning, part {at} of {n}", at=n, n=n))


def _bands(y: Doubles) -> Rows:
    """Ten bands of a number, so that folds are alike."""
    ranks = np.argsort(np.argsort(y, kind="stable"), kind="stable")
    return (ranks * min(10, len(y)) // len(y)).astype(np.intp)


def _folds(labels: Rows, groups: NDArray[np.int64] | None, seed: int) -> list[NDArray[np.bool_]]:
    fold = assign_folds(labels, groups, _FOLDS, seed)
    return [fold == k for k in range(1 if len(labels) > _MANY else _FOLDS)]


# Classes -------------------------------------------------------------------------------------


def _fit_classes(
    rows: TrainingRows,
    codes: Rows,
    folds: Iterator[NDArray[np.bool_]],
    *,
    classes: tuple[str, ...],
    seed: int,
) -> TableModel:
    k = len(classes)
    seen = np.zeros(len(codes), bool)
    said = [np.zeros((len(codes), k)) for _ in range(len(_STRENGTHS) + 2)]
    boosted = _FEW_CLASSES if len(codes) < _FEW else _BOOSTED
    for fold in folds:
        learn, out = _weighed_on(fold, seed)
        # A class so rare that none of its rows was drawn.
        lacking = np.setdiff1d(codes, codes[learn])
        learn = np.union1d(learn, np.flatnonzero(~fold & np.isin(codes, lacking)))
        seen[out] = True
        part = rows.learned(learn)
        X = rows.left_out(part, out)
        for scores, member in zip(said, _class_members(part.design, part.X, codes[learn], k, seed, boosted=boosted), strict=True):  # fmt: skip
            scores[out] = member_scores(member, part.design, X, k)
    truth = codes[seen]
    weights, sharpness = weigh_classes(np.stack([one[seen] for one in said]), truth)
    every = rows.learned(slice(None))
    members = _class_members(
        every.design, every.X, codes, k, seed, boosted=boosted, wanted=weights > 0.01
    )
    kept = weights[weights > 0.01] / weights[weights > 0.01].sum()
    blend = sharpness * np.tensordot(weights, np.stack([one[seen] for one in said]), 1)
    out_of_fold = np.asarray(softmax(blend, axis=1))
    told = out_of_fold[np.arange(len(truth)), truth]
    return TableModel(
        every.design,
        "classify",
        classes,
        tuple(_weighed(member, w) for member, w in zip(members, kept, strict=True)),
        sharpness,
        out_of_fold,
        truth.astype(np.float64),
        {level: least_probability(told, level) for level in LEVELS} if len(truth) else {},
    )


def _weighed_on(fold: NDArray[np.bool_], seed: int) -> tuple[Rows, Rows]:
    """Which rows learn and which judge while a fold is left out."""
    learn, out, most = np.flatnonzero(~fold), np.flatnonzero(fold), _ENOUGH_TO_WEIGH
    return learn[_some(len(learn), seed, most)], out[_some(len(out), seed, most // 4)]


def _weighed(member: Member, weight: float) -> Member:
    return Member(member.kind, member.detail, float(weight), member.weights, member.intercept, member.trees)  # fmt: skip


def _class_members(
    design: DesignMatrix,
    X: Singles,
    codes: Rows,
    k: int,
    seed: int,
    *,
    boosted: Sequence[TreeSettings],
    wanted: NDArray[np.bool_] | None = None,
) -> list[Member]:
    from sklearn.ensemble import HistGradientBoostingClassifier

    wanted = np.ones(len(_STRENGTHS) + 2, bool) if wanted is None else wanted
    members: list[Member] = []
    some = _some(len(X), seed)
    Z = design.linear(X[some])
    for C, use in zip(_STRENGTHS, wanted, strict=False):
        if use:
            line = logistic_line(Z, codes[some], k, C, design.linear_signs)
            members.append(Member("logistic regression", f"C = {C:g}", 0.0, *line))
    del Z  # of a wide table it is most of the memory, as are the trees' own copies
    for settings, use in zip(boosted, wanted[len(_STRENGTHS) :], strict=True):
        if use:
            trees = HistGradientBoostingClassifier(**_options(settings, seed, design)).fit(X, codes)
            members.append(Member("boosted trees", f"{settings.leaves} leaves", 0.0, trees=trees))
    return members


def _some(n: int, seed: int, most: int = _ENOUGH_FOR_LINES) -> Rows:
    """All rows, or as many as are plenty: for a linear model, where `most` says nothing else."""
    return np.sort(np.random.default_rng(seed).permutation(n)[:most])


def _options(settings: TreeSettings, seed: int, design: DesignMatrix | None = None) -> dict[str, Any]:  # fmt: skip
    return {
        "monotonic_cst": design.signs if design and any(design.signs) else None,
        "max_leaf_nodes": settings.leaves,
        "learning_rate": settings.rate,
        "max_iter": settings.rounds,
        "min_samples_leaf": settings.least,
        "l2_regularization": 1.0,
        "early_stopping": False,
        "random_state": seed,
    }


# Numbers -------------------------------------------------------------------------------------


def _fit_number(
    rows: TrainingRows, y: Doubles, folds: Iterator[NDArray[np.bool_]], seed: int
) -> TableModel:
    seen = np.zeros(len(y), bool)
    said = [np.zeros(len(y)) for _ in range(len(_LOSSES) + 2)]
    few = len(y) < _FEW
    boosted = _FEW_NUMBERS if few else _BOOSTED
    for fold in folds:
        learn, out = _weighed_on(fold, seed)
        seen[out] = True
        part = rows.learned(learn)
        X = rows.left_out(part, out)
        for scores, member in zip(said, _number_members(part.design, part.X, y[learn], seed, boosted=boosted), strict=True):  # fmt: skip
            scores[out] = member_scores(member, part.design, X, 1)[:, 0]
    every = rows.learned(slice(None))
    forests: list[Member] = []
    # A forest holds no direction.
    if few and not any(every.design.signs):
        grown = fit_forest(every.X, y, rows.groups, least=_LEAST_OF_FOREST, seed=seed)
        forests = [Member("forest", f"{len(grown.trees)} trees", 0.0, trees=grown)]
        said.append(grown.left_out)
    stacked = np.stack([one[seen] for one in said])
    weights = weigh_numbers(stacked, y[seen])
    middle = weights @ stacked
    wanted = weights > 1e-3
    members = _number_members(every.design, every.X, y, seed, boosted=boosted, wanted=wanted)
    members += [one for one, use in zip(forests, wanted[len(_LOSSES) + 2 :], strict=True) if use]
    off = np.abs(y[seen] - middle)
    groups = None if rows.groups is None else rows.groups[seen]
    trees, least, times = _fit_widths(every.X[seen], off, groups, seed)
    return TableModel(
        every.design,
        "number",
        (),
        tuple(_weighed(member, w) for member, w in zip(members, weights[wanted], strict=True)),
        1.0,
        middle,
        y[seen],
        {},
        trees,
        least,
        times,
    )


def _number_members(design: DesignMatrix, X: Singles, y: Doubles, seed: int, *, boosted: Sequence[TreeSettings], wanted: NDArray[np.bool_] | None = None) -> list[Member]:  # fmt: skip
    from sklearn.ensemble import HistGradientBoostingRegressor

    wanted = np.ones(len(_LOSSES) + 2, bool) if wanted is None else wanted
    members: list[Member] = []
    if wanted[:2].any():
        some = _some(len(X), seed)
        Z, signs = design.linear(X[some]), design.linear_signs
        line, alpha = ridge_line(Z, y[some], signs)
        if wanted[0]:
            members.append(Member("ridge", f"alpha = {alpha:g}", 0.0, *line))
        if wanted[1]:
            line = huber_line(Z, y[some], signs, alpha)
            members.append(Member("Huber regression", f"alpha = {alpha:g}", 0.0, *line))
        del Z
    for settings, loss, use in zip(boosted, _LOSSES, wanted[2:4], strict=True):
        if use:
            # Where a leaf becomes the median of its rows, the bounds that hold a direction are lost.
            options = _options(settings, seed, design) | {"loss": _SQUARES if any(design.signs) else loss}  # fmt: skip
            trees = HistGradientBoostingRegressor(**options).fit(X, y)
            members.append(Member("boosted trees", f"{settings.leaves} leaves", 0.0, trees=trees))
    return members


def _fit_widths(X: Singles, off: Doubles, groups: NDArray[np.int64] | None, seed: int) -> tuple[Forest, float, dict[float, float]]:  # fmt: skip
    """Trees that say how far off the model is in such a row, the least of it, and how many times that each interval reaches.

    - `off`, shape (rows,): how far off it was in rows left out. The trees that scale a row did not see it either.
    """
    trees = fit_forest(X, off, groups, least=_LEAST_OF_WIDTHS, seed=seed)
    least, n = _LEAST_WIDTH * float(off.mean()) or 1e-9, len(off)
    ordered = np.sort(off / np.maximum(trees.left_out, least))
    times = {}
    for level in INTERVALS:
        rank = int(np.ceil((n + 1) * level - 1e-9))
        times[level] = float(ordered[min(rank, n) - 1])
    return trees, least, times
