"""A mixture of Gaussians over vectors with gaps, fitted by EM.

Written here because scikit-learn's mixture takes no gaps, and every curve has some: nobody measures all sizes. Decision 0130
has what was measured against it.
"""

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.arrays import Doubles
from estimators.data_sufficiency.mixture import GaussianMixture

Group = tuple[NDArray[np.intp], NDArray[np.intp]]
"""The columns that are seen, and the rows that lack all others."""


def fit_mixture(
    x: Doubles,
    sample_weight: Doubles,
    *,
    n_components: int,
    shrinkage: float,
    n_iterations: int = 60,
    random_state: int = 0,
) -> GaussianMixture:
    """Fit by expectation maximisation, leaving out what is missing (NaN) in `x`.

    The covariances are shrunk towards the one common to all components, as if that had been seen
    `shrinkage` times (in units of `sample_weight`).
    Method: Ghahramani and Jordan (1994), "Supervised learning from incomplete data via an EM approach",
    https://papers.nips.cc/paper/1993/hash/f2201f5191c4e92cc5af043eebfd0946-Abstract.html
    """
    groups = _patterns(x)
    first = _first_guess(x, sample_weight, n_components, np.random.default_rng(random_state))
    mean = np.nanmean(x, axis=0)
    # A start with every component at the common diagonal; EM then finds the correlations.
    mixture = GaussianMixture(
        np.full(n_components, 1 / n_components),
        np.stack([_weighted_mean(x, r * sample_weight, mean) for r in first.T]),
        np.repeat(np.diag(np.nanvar(x, axis=0))[None], n_components, axis=0),
    )
    for _ in range(n_iterations):
        share, filled, unsure = _expect(x, mixture, groups)
        mixture = _maximise(filled, unsure, share * sample_weight[:, None], groups, shrinkage)
    return mixture


def responsibilities(x: Doubles, mixture: GaussianMixture) -> Doubles:
    """The share (n, k) that each component has in each row of `x`, gaps (NaN) left out."""
    return _expect(x, mixture, _patterns(x))[0]


def mixing_weights(
    share: Doubles, sample_weight: Doubles, first: Doubles, *, n_iterations: int = 30
) -> Doubles:
    """The weights (k,) with which fixed components explain some rows best, by EM on the weights alone.

    `share` are the rows' `responsibilities` under the weights `first`.
    """
    weights = first
    for _ in range(n_iterations):
        own = share * (weights / first)
        own *= (sample_weight / own.sum(axis=1))[:, None]
        weights = own.sum(axis=0) / sample_weight.sum()
    return np.asarray(weights)


def _patterns(x: Doubles) -> list[Group]:
    patterns, member = np.unique(~np.isnan(x), axis=0, return_inverse=True)
    member = member.reshape(-1)
    return [(np.flatnonzero(seen), np.flatnonzero(member == g)) for g, seen in enumerate(patterns)]


def _expect(
    x: Doubles, mixture: GaussianMixture, groups: list[Group]
) -> tuple[Doubles, Doubles, Doubles]:
    """Responsibilities (n, k), rows with gaps filled by each component (k, n, d), and the covariance of what was filled
    in for each pattern of gaps (k, groups, d, d).
    """
    (n, d), k = x.shape, len(mixture.weights)
    log_joint = np.empty((n, k))
    filled = np.empty((k, n, d))
    unsure = np.empty((k, len(groups), d, d))
    for g, (seen, rows) in enumerate(groups):
        inner = mixture.covariances[:, seen[:, None], seen]
        inverse = np.linalg.inv(inner)
        slope = inverse @ mixture.covariances[:, seen, :]
        part = x[np.ix_(rows, seen)] - mixture.means[:, None, seen]
        log_determinant = np.linalg.slogdet(inner)[1] + len(seen) * np.log(2 * np.pi)
        distance = np.sum((part @ inverse) * part, axis=2).T
        log_joint[rows] = np.log(mixture.weights) - 0.5 * (distance + log_determinant)
        filled[:, rows] = mixture.means[:, None] + part @ slope
        unsure[:, g] = mixture.covariances - mixture.covariances[:, :, seen] @ slope
    joint = np.exp(log_joint - log_joint.max(axis=1, keepdims=True))
    return joint / joint.sum(axis=1, keepdims=True), filled, unsure


def _maximise(
    filled: Doubles, unsure: Doubles, share: Doubles, groups: list[Group], shrinkage: float
) -> GaussianMixture:
    total = share.sum(axis=0)
    in_group = np.stack([share[rows].sum(axis=0) for _, rows in groups])
    means = np.einsum("nk,knd->kd", share, filled) / total[:, None]
    scatter = []
    for k, mean in enumerate(means):
        part = filled[k] - mean
        spread = (part * share[:, k, None]).T @ part
        scatter.append(spread + np.tensordot(in_group[:, k], unsure[k], 1))
    common = np.sum(scatter, axis=0) / total.sum()
    covariances = np.stack(
        [(s + shrinkage * common) / (t + shrinkage) for s, t in zip(scatter, total, strict=True)]
    )
    return GaussianMixture(total / total.sum(), means, covariances)


def _first_guess(
    x: Doubles, sample_weight: Doubles, n_components: int, rng: np.random.Generator
) -> Doubles:
    """Hard assignment to random examples, by distance over what both have seen."""
    scale = np.nanstd(x, axis=0)
    z = np.nan_to_num((x - np.nanmean(x, axis=0)) / scale)
    chance = sample_weight / sample_weight.sum()
    centres = z[rng.choice(len(z), n_components, replace=False, p=chance)]
    for _ in range(10):
        nearest = np.argmin(((z[:, None] - centres) ** 2).sum(axis=2), axis=1)
        centres = np.stack(
            [
                z[nearest == k].mean(axis=0) if (nearest == k).any() else centres[k]
                for k in range(n_components)
            ]
        )
    return np.asarray(np.eye(n_components)[nearest])


def _weighted_mean(x: Doubles, weight: Doubles, fallback: Doubles) -> Doubles:
    present = ~np.isnan(x)
    total = weight @ present
    present_mean = weight @ np.nan_to_num(x) / np.maximum(total, 1e-12)
    return np.asarray(np.where(total > 0, present_mean, fallback))


def pooled(mixtures: list[GaussianMixture], shares: list[float] | None = None) -> GaussianMixture:
    """The average of several mixtures, weighing `shares` (or alike), as one mixture of all their components."""
    parts = np.full(len(mixtures), 1 / len(mixtures)) if shares is None else np.asarray(shares)
    return GaussianMixture(
        np.concatenate([part * m.weights for part, m in zip(parts, mixtures, strict=True)]),
        np.concatenate([m.means for m in mixtures]),
        np.concatenate([m.covariances for m in mixtures]),
    )
