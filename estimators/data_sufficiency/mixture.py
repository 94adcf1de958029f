"""A mixture of Gaussians over vectors with gaps: fitted by EM, conditioned on what was seen."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from estimators.data_sufficiency.curve_space import Floats

Group = tuple[NDArray[np.intp], NDArray[np.intp]]
"""The columns that are seen, and the rows that lack all others."""


@dataclass(frozen=True)
class GaussianMixture:
    """Weights (k,), means (k, d) and covariances (k, d, d).

    `kinds` (k, n_kinds), where known: how the rows of each kind are spread over the components.
    """

    weights: Floats
    means: Floats
    covariances: Floats
    kinds: Floats | None = None

    def given_kind(self, kind: int) -> "GaussianMixture":
        """The mixture for a row of that kind; itself where kinds are unknown."""
        return self if self.kinds is None else replace(self, weights=self.kinds[:, kind])

    def condition(self, rows: Floats, seen: Floats, noise: Floats) -> "GaussianMixture":
        """The mixture given `seen = rows @ x + noise`.

        Each component is conditioned as a Gaussian, and its weight follows the evidence it gave to what
        was seen. `rows` is (m, d), `seen` (m,), `noise` the covariance (m, m) of the error of `seen`.
        """
        if len(seen) == 0:
            return self
        cross = self.covariances @ rows.T
        total = rows @ cross + noise
        residual = seen - self.means @ rows.T
        gain = np.linalg.solve(total, np.swapaxes(cross, 1, 2))
        explained = np.linalg.solve(total, residual[..., None])[..., 0]
        _, log_determinant = np.linalg.slogdet(total)
        evidence = -0.5 * (log_determinant + np.sum(residual * explained, axis=1))
        log_weights = np.log(self.weights) + evidence
        # A component may lose all its weight, but not for good: the next evidence may favour it.
        weights = np.maximum(np.exp(log_weights - log_weights.max()), 1e-200)
        return GaussianMixture(
            weights / weights.sum(),
            self.means + np.einsum("kdm,km->kd", cross, explained),
            self.covariances - cross @ gain,
        )


def fit_mixture(
    x: Floats,
    sample_weight: Floats,
    *,
    n_components: int,
    shrinkage: float,
    n_iterations: int = 60,
    random_state: int = 0,
    kinds: NDArray[np.intp] | None = None,
    n_kinds: int = 0,
) -> GaussianMixture:
    """Fit by expectation maximisation, leaving out what is missing (NaN) in `x`.

    The covariances are shrunk towards the one common to all components, as if that had been seen
    `shrinkage` times (in units of `sample_weight`). With `kinds`, the kind of each row (0 to `n_kinds` - 1), it is
    noted which components each kind is found in.
    Method: Ghahramani and Jordan (1994), "Supervised learning from incomplete data via an EM approach",
    https://papers.nips.cc/paper/1993/hash/f2201f5191c4e92cc5af043eebfd0946-Abstract.html
    """
    patterns, member = np.unique(~np.isnan(x), axis=0, return_inverse=True)
    member = member.reshape(-1)
    groups = [
        (np.flatnonzero(seen), np.flatnonzero(member == g)) for g, seen in enumerate(patterns)
    ]
    first = _first_guess(x, sample_weight, n_components, np.random.default_rng(random_state))
    mean = np.nanmean(x, axis=0)
    # A start with every component at the common diagonal; EM then finds the correlations.
    mixture = GaussianMixture(
        np.full(n_components, 1 / n_components),
        np.stack([_weighted_mean(x, r * sample_weight, mean) for r in first.T]),
        np.repeat(np.diag(np.nanvar(x, axis=0))[None], n_components, axis=0),
    )
    share = np.empty((len(x), n_components))
    for _ in range(n_iterations):
        share, filled, unsure = _expect(x, mixture, groups)
        share *= sample_weight[:, None]
        mixture = _maximise(filled, unsure, share, groups, shrinkage)
    if kinds is None:
        return mixture
    found = np.stack([share[kinds == kind].sum(axis=0) for kind in range(n_kinds)], axis=1)
    return replace(mixture, kinds=found / np.maximum(found.sum(axis=0), 1e-12))


def _expect(
    x: Floats, mixture: GaussianMixture, groups: list[Group]
) -> tuple[Floats, Floats, Floats]:
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
    filled: Floats, unsure: Floats, share: Floats, groups: list[Group], shrinkage: float
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
    x: Floats, sample_weight: Floats, n_components: int, rng: np.random.Generator
) -> Floats:
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


def _weighted_mean(x: Floats, weight: Floats, fallback: Floats) -> Floats:
    present = ~np.isnan(x)
    total = weight @ present
    present_mean = weight @ np.nan_to_num(x) / np.maximum(total, 1e-12)
    return np.asarray(np.where(total > 0, present_mean, fallback))


def pooled(mixtures: list[GaussianMixture]) -> GaussianMixture:
    """The average of several mixtures, as one mixture of all their components."""
    found = [m.kinds / len(mixtures) for m in mixtures if m.kinds is not None]
    kinds = np.concatenate(found) if len(found) == len(mixtures) else np.empty(0)
    return GaussianMixture(
        np.concatenate([m.weights for m in mixtures]) / len(mixtures),
        np.concatenate([m.means for m in mixtures]),
        np.concatenate([m.covariances for m in mixtures]),
        kinds if len(kinds) else None,
    )
