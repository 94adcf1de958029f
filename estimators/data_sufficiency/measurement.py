"""Measure a learning curve: train on random parts of the labelled examples, test on the rest."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimators.classifier.progress import Cancelled, Progress, stop_if
from estimators.data_sufficiency.measured import MeasuredPoint
from estimators.data_sufficiency.subsets import Indices, coded_labels, draw_subset, learning_sizes
from estimators.errors import UserError

Embeddings = NDArray[np.float32]
"""Single precision: the same scores in a third of the time."""

MakeHead = Callable[[], Any]
"""Makes an unfitted scikit-learn classifier that learns from embeddings and class numbers."""


def measure(
    embeddings: ArrayLike,
    labels: ArrayLike,
    *,
    groups: ArrayLike | None = None,
    sizes: Sequence[int] | None = None,
    repeats: int = 10,
    random_state: int = 0,
    make_head: MakeHead | None = None,
    n_jobs: int | None = None,
    on_point: Callable[[MeasuredPoint], None] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[MeasuredPoint]:
    """Measure the accuracy at several numbers of training examples, smallest first.

    Parameters
    ----------
    embeddings : array of shape (n_examples, n_dimensions)
    labels : array of shape (n_examples,)
    groups : array of shape (n_examples,), optional
        Examples of one group (a turbine, a speaker, near duplicates) never stand on both sides.
    sizes : list of int, optional
        By default ten sizes half an octave apart, down from four fifths of the examples. Sizes that the
        groups do not allow are left out.
    repeats : int
        Random subsets at each size, classes in proportion.
    make_head : callable, optional
        Makes the classifier. By default logistic regression on square-rooted, unit-length embeddings.
    n_jobs : int, optional
        As in joblib; None follows `joblib.parallel_config`, so that a cluster can do the work.
    on_point : callable, optional
        Called with each point as soon as it is there: the curve grows on screen.
    progress, cancelled : callables, optional
        See `estimators.classifier.progress`; raises its `WorkCancelled`.

    Returns
    -------
    list of MeasuredPoint
        All scores share the luck of these examples; the forecaster allows for it.

    Raises
    ------
    UserError
        If there are fewer than two classes or four examples, or the groups leave nothing to test on.
    """
    from joblib import Parallel, delayed

    X = checked_embeddings(embeddings, normal=make_head is None)
    names, codes = coded_labels(labels, len(X))
    members = coded_groups(groups, len(X))
    wanted = sorted(set(sizes)) if sizes is not None else learning_sizes(len(X), len(names))
    if not all(1 < size < len(X) for size in wanted) or repeats < 1:
        raise UserError(
            f"The sizes must lie between 2 and {len(X) - 1}, and there must be a repeat.",
            "At least one example must be left to test on.",
            "Choose other sizes, or leave them out.",
        )
    plan = _plan(wanted, repeats, codes, members, random_state)
    if not plan:
        raise UserError(
            "The groups leave nothing to learn from or nothing to test on.",
            "Examples of one group never stand on both sides of a test.",
            "Add examples from more groups, or check how they were grouped.",
        )
    tasks = (
        delayed(score_head)(X, codes, learn, test, make_head)
        for _, splits in plan
        for learn, test in splits
    )
    done, points = 0, []
    total = sum(len(splits) for _, splits in plan)
    stop_if(cancelled)
    with closing(Parallel(n_jobs=n_jobs, return_as="generator")(tasks)) as results:
        for size, splits in plan:
            scores = []
            for score in _next(results, len(splits)):
                scores.append(score)
                done += 1
                if progress is not None:
                    progress(done, total, f"Learning from {size} examples")
                stop_if(cancelled)
            tested = round(float(np.mean([len(test) for _, test in splits])))
            points.append(MeasuredPoint.from_scores(size, scores, tested))
            if on_point is not None:
                on_point(points[-1])
    return points


def score_head(
    X: Embeddings, codes: Indices, learn: Indices, test: Indices, make_head: MakeHead | None
) -> float:
    """The share of `test` that a head fitted on `learn` gets right."""
    from threadpoolctl import threadpool_limits

    # With two BLAS threads these small fits were 25 times slower than with one.
    with threadpool_limits(limits=1):
        if make_head is not None:
            head = make_head().fit(X[learn], codes[learn])
            return float(np.mean(head.predict(X[test]) == codes[test]))
        return _score_logistic(X[learn], codes[learn], X[test], codes[test])


def _score_logistic(X: Embeddings, y: Indices, X_test: Embeddings, y_test: Indices) -> float:
    from sklearn.linear_model import LogisticRegression

    if 3 * len(X) < X.shape[1]:
        # The penalty is a norm, so the weights lie in the span of the examples learned from; in its
        # coordinates the same model costs a fraction. (With more of them finding the span costs more.)
        Q, R = np.linalg.qr(X.T)
        X, X_test = R.T, X_test @ Q
    head = LogisticRegression(C=30.0, tol=1e-3, max_iter=2000).fit(X, y)
    return float(np.mean(head.predict(X_test) == y_test))


def checked_embeddings(embeddings: ArrayLike, *, normal: bool) -> Embeddings:
    """A finite matrix with one row per example, as the head sees it if `normal`; or a `UserError`."""
    from estimators.classifier.head.views import unit_roots

    X = np.asarray(embeddings, dtype=np.float64)
    if X.ndim != 2 or not np.all(np.isfinite(X)):
        raise UserError(
            "The embeddings are not a table of numbers.",
            "Each example is one row, without gaps.",
            "Compute them again from the files.",
        )
    return (unit_roots(X) if normal else X).astype(np.float32)


def coded_groups(groups: ArrayLike | None, n_examples: int) -> Indices | None:
    """The groups as numbers 0, 1, 2, ...; None if each example stands alone."""
    if groups is None:
        return None
    _, members = np.unique(np.asarray(groups), return_inverse=True)
    if len(members) != n_examples:
        raise UserError(
            f"There are {n_examples} examples and {len(members)} groups.",
            "Each example belongs to one group.",
            "Give one group for each example.",
        )
    return members.astype(np.intp) if members.max() + 1 < n_examples else None


def _plan(
    sizes: Sequence[int], repeats: int, codes: Indices, groups: Indices | None, random_state: int
) -> list[tuple[int, list[tuple[Indices, Indices]]]]:
    """The splits of each size that allows any."""
    plan = []
    for size in sizes:
        drawn = (
            draw_subset(size, codes, groups, np.random.default_rng((random_state, size, repeat)))
            for repeat in range(repeats)
        )
        splits = [split for split in drawn if split is not None]
        if splits:
            plan.append((size, splits))
    return plan


def _next(results: Iterator[float], many: int) -> Iterator[float]:
    for _ in range(many):
        yield next(results)
