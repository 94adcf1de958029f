"""The head of the learning curve: what a training would keep, quick enough to be fitted a hundred times.

A training averages linear heads with weights that fall with their out-of-fold loss (`classifier.head.ensemble`). Here the same
selection is made among its discriminant analyses alone, because those have a closed form (decision 0134 has how far the curve
is from that of the trained head). Fewer examples than dimensions are solved through their inner products, which are
computed once for all fits: one factorisation of n by n. Single precision gives the same answers in half the time.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from estimators.classifier.arrays import Indices, Singles
from estimators.classifier.progress import Cancelled, never

SHRINKAGES = (0.3, 0.6, 0.9, 1.0)
USUAL = (0.6, 0.9)
"""Without a selection, every space counts with these: in place of the training's pair with a logistic regression."""
_FOLDS = 5
_LEARNING_RATE = 0.15
_LEAST_WEIGHT = 0.02
_MOST_KERNEL = 4_000
"""Above so many examples their inner products would take more memory than they save time."""
_MOST_JUDGES = 400
"""Out-of-fold answers that the selection looks at: the loss of more of them weighs the heads the same."""

_MOST_TO_SELECT_ON = 1_000
_PRODUCTS_PER_SECOND = 2e10

Entry = tuple[int, float]
"""A head: the position of its space, and its shrinkage."""
Weights = dict[Entry, float]


@dataclass(frozen=True)
class KernelSpace:
    """Some views of the pool.

    - `Z`: array of shape (n, columns).
    - `kernel`, array of shape (n, n), or None: inner products of the rows of Z.
    - `dimensions`: in how many columns the examples differ at all.
    """

    Z: Singles
    kernel: Singles | None
    dimensions: int

    @classmethod
    def of(cls, Z: Singles) -> "KernelSpace":
        dimensions = max(int((np.ptp(Z, axis=0) > 0).sum()), 1)
        return cls(Z, Z @ Z.T if len(Z) <= _MOST_KERNEL else None, dimensions)

    def products(self, rows: Indices, columns: Indices) -> Singles:
        if self.kernel is not None:
            return self.kernel[np.ix_(rows, columns)]
        return np.asarray(self.Z[rows] @ self.Z[columns].T)


def spaces_of(Z: Singles, views: Sequence[slice]) -> list[KernelSpace]:
    """All views side by side, and where there are several, each alone, brought to unit length."""
    spaces = [KernelSpace.of(Z)]
    if len(views) > 1:
        factor = np.float32(np.sqrt(len(views)))
        spaces += [KernelSpace.of(np.ascontiguousarray(factor * Z[:, view])) for view in views]
    return spaces


def predict(
    spaces: Sequence[KernelSpace],
    codes: Indices,
    learn: Indices,
    test: Indices,
    *,
    groups: Indices | None = None,
    seed: int = 0,
    stop: Cancelled = never,
) -> Indices:
    """The class of each of `test`, shape (len(test),), by what was learned from `learn`."""
    weights = weigh(spaces, codes, learn, groups=groups, seed=seed, stop=stop)
    present, scores = scores_of(spaces, codes, learn, test, weights)
    return np.asarray(present[scores.argmax(axis=1)])


def scores_of(
    spaces: Sequence[KernelSpace], codes: Indices, learn: Indices, test: Indices, weights: Weights
) -> tuple[Indices, Singles]:
    """The classes that occur in `learn`, and their scores for each of `test`, shape (len(test), classes)."""
    present, own = np.unique(codes[learn], return_inverse=True)
    total = np.zeros((len(test), len(present)), np.float32)
    for position, space in enumerate(spaces):
        wanted = [shrinkage for where, shrinkage in weights if where == position]
        for shrinkage, scores in discriminants(space, own, learn, test, wanted):
            total += np.float32(weights[position, shrinkage]) * scores
    return present, total


def seconds_of(spaces: Sequence[KernelSpace], learn: int, test: int) -> float:
    """About how long `predict` takes on one core of an ordinary computer."""
    products = 0.0
    judged = min(learn, _MOST_TO_SELECT_ON)
    for space in spaces:
        d = space.Z.shape[1]
        for n, other, fits in (
            (learn, test, len(SHRINKAGES) - 2),
            (2 * judged // 3, judged // 3, _FOLDS * len(SHRINKAGES)),
        ):
            m = min(n, d)
            products += fits * m**3 / 3 + m * m * (n if n > d else 0) + other * m
    return 0.003 + products / _PRODUCTS_PER_SECOND


def discriminants(
    space: KernelSpace, own: Indices, learn: Indices, test: Indices, shrinkages: Sequence[float]
) -> Iterator[tuple[float, Singles]]:
    """Scores (len(test), classes) for each shrinkage, of about the same spread; `own` are the classes of `learn`, all present.

    Linear discriminant analysis with the covariance shrunk towards a ball; with shrinkage 1, the nearest mean (Friedman
    1989, https://doi.org/10.1080/01621459.1989.10478752).
    """
    if not shrinkages:
        return
    n, classes = len(learn), int(own.max()) + 1
    counts = np.bincount(own, minlength=classes)
    priors = np.log(counts / n).astype(np.float32)
    through_products = n < space.Z.shape[1]
    means_of = np.zeros((n, classes), np.float32)
    means_of[np.arange(n), own] = 1 / counts[own]
    if through_products:
        among = space.products(learn, learn)
        at = space.products(test, learn)
        to_mean = among @ means_of  # inner products of examples and means
        of_means, test_to_mean = means_of.T @ to_mean, at @ means_of
        within = among
        within -= to_mean[:, own]
        within -= to_mean[:, own].T
        within += of_means[np.ix_(own, own)]
        left = to_mean - of_means[own]
        right = at - test_to_mean[:, own]
        scatter, spread = within, float(np.trace(within))
    else:
        means, scatter = _moments(space.Z[learn], own, means_of)
        of_means, test_to_mean = means @ means.T, space.Z[test] @ means.T
        spread = float(np.trace(scatter))
        left, right = np.ascontiguousarray(means.T), space.Z[test]
    freedom = max(n - classes, 1)
    ball = spread / freedom / space.dimensions
    ball = ball if ball > 1e-12 else 1.0
    for shrinkage in shrinkages:
        if shrinkage >= 1.0:
            scores, between = test_to_mean / ball, of_means / ball
        else:
            solved, much = _solved(scatter, left, shrinkage, freedom * ball, through_products)
            scores, between = right @ solved, left.T @ solved
            if through_products:
                scores, between = test_to_mean - scores, of_means - between
            scores, between = scores / (much * ball), between / (much * ball)
        offset = priors - 0.5 * np.diag(between)
        # To one size, since scores of several shrinkages are added up, and the same few sharpnesses suit them all.
        at_means = between + offset
        at_means -= at_means.mean(axis=1, keepdims=True)
        size = float(np.sqrt(np.mean(np.square(at_means))))
        yield shrinkage, np.asarray((scores + offset) / (size if size > 0 else 1.0), np.float32)


def _moments(X: Singles, own: Indices, means_of: Singles) -> tuple[Singles, Singles]:
    """The means of the classes, and the scatter around them; `X` is spent, for a copy of it can be 50 MB."""
    means = means_of.T @ X
    for start in range(0, len(X), 1_000):
        part = slice(start, start + 1_000)
        X[part] -= means[own[part]]
    return means, X.T @ X


def _solved(
    scatter: Singles, left: Singles, shrinkage: float, scale: float, through_products: bool
) -> tuple[Singles, float]:
    """What the covariance (or through products, its dual by Woodbury's identity) makes of `left`, and what to divide by."""
    if through_products:
        solve = _inverse(scatter, shrinkage * scale / (1 - shrinkage))
        return solve(left), shrinkage
    return _inverse(scatter * np.float32((1 - shrinkage) / scale), shrinkage)(left), 1.0


def _inverse(matrix: Singles, add: float) -> Callable[[Singles], Singles]:
    """What multiplies by the inverse of a symmetric matrix with `add` on its diagonal."""
    from scipy.linalg import LinAlgError, cho_factor, cho_solve

    while True:
        ridged = matrix.copy()
        ridged.flat[:: len(ridged) + 1] += np.float32(add)
        try:
            factor = cho_factor(ridged, lower=True, overwrite_a=True, check_finite=False)
        except LinAlgError:
            # Examples of a class that are all the same leave nothing but rounding errors, which can be negative.
            add = max(10 * add, 1e-6 * float(np.abs(matrix).max()), 1e-12)
            continue
        return lambda right: np.asarray(cho_solve(factor, right, check_finite=False))


def primal_factor(
    space: KernelSpace, own: Indices, learn: Indices, shrinkage: float
) -> tuple[Singles, Callable[[Singles], Singles]]:
    """The class means, and what multiplies by the inverse of the shrunk covariance, as `discriminants` has it."""
    n, classes = len(learn), int(own.max()) + 1
    means_of = np.zeros((n, classes), np.float32)
    means_of[np.arange(n), own] = 1 / np.bincount(own, minlength=classes)[own]
    means, scatter = _moments(space.Z[learn], own, means_of)
    freedom = max(n - classes, 1)
    ball = float(np.trace(scatter)) / freedom / space.dimensions
    ball = ball if ball > 1e-12 else 1.0
    scatter *= np.float32((1 - shrinkage) / freedom)
    return means, _inverse(scatter, shrinkage * ball)


def weigh(
    spaces: Sequence[KernelSpace],
    codes: Indices,
    learn: Indices,
    *,
    groups: Indices | None = None,
    seed: int = 0,
    stop: Cancelled = never,
) -> Weights:
    """What each head counts, by cross-validation among `learn` alone; anything once `stop` says so."""
    usual = {(p, s): 1 / (2 * len(spaces)) for p in range(len(spaces)) for s in USUAL}
    rng = np.random.default_rng((seed, len(learn)))
    if len(learn) > _MOST_TO_SELECT_ON:  # many are enough to judge on a part of them
        learn = np.sort(rng.choice(learn, _MOST_TO_SELECT_ON, replace=False))
    own = np.unique(codes[learn], return_inverse=True)[1]
    fold = _folds(own, None if groups is None else groups[learn], rng)
    if fold is None:
        return usual
    n, classes = len(own), int(own.max()) + 1
    entries = [(p, s) for p in range(len(spaces)) for s in SHRINKAGES]
    seen = {entry: np.zeros((n, classes), np.float32) for entry in entries}
    judged = np.zeros(n, dtype=bool)
    for number in range(_FOLDS):
        if stop():
            return usual
        out = fold == number
        if not out.any() or len(np.unique(own[~out])) < classes:
            continue  # nothing is left of a class to learn from
        judged |= out
        for position, space in enumerate(spaces):
            for shrinkage, scores in discriminants(
                space, own[~out], learn[~out], learn[out], SHRINKAGES
            ):
                seen[position, shrinkage][out] = scores
    if not judged.any():
        return usual
    judges = np.flatnonzero(judged)
    judges = judges[:: max(1, len(judges) // _MOST_JUDGES)]
    losses = np.array([_loss(seen[entry][judges], own[judges]) for entry in entries])
    shares = np.exp(-_LEARNING_RATE * n * (losses - losses.min()))
    shares /= shares.sum()
    kept = {e: float(s) for e, s in zip(entries, shares, strict=True) if s >= _LEAST_WEIGHT}
    return {entry: share / sum(kept.values()) for entry, share in kept.items()}


def _loss(scores: Singles, own: Indices) -> float:
    """The mean negative log-likelihood at the sharpness that suits these scores."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    true = float(shifted[np.arange(len(own)), own].mean())
    return min(
        float(np.log(np.exp(np.float32(sharpness) * shifted).sum(axis=1)).mean()) - sharpness * true
        for sharpness in (0.7, 1.0, 1.5, 2.2, 3.3, 5.0, 7.5)
    )


def _folds(own: Indices, groups: Indices | None, rng: np.random.Generator) -> Indices | None:
    """The fold of each; groups stay together. None if a class has a single group."""
    members = np.arange(len(own)) if groups is None else np.unique(groups, return_inverse=True)[1]
    pairs = np.unique(np.stack([own, members]), axis=1)
    if np.bincount(pairs[0]).min() < 2:
        return None
    # A group is dealt with the class that most of it has, or rather with the first of them.
    _, first = np.unique(members, return_index=True)
    order = np.lexsort((rng.random(len(first)), own[first]))
    dealt = np.empty(len(first), dtype=np.intp)
    dealt[order] = np.arange(len(first)) % _FOLDS
    return np.asarray(dealt[members])
