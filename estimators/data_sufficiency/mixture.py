"""A mixture of Gaussians over vectors with gaps: fitted by EM, conditioned on what was seen."""

from dataclasses import dataclass

import numpy as np

from estimators.data_sufficiency.curve_space import Floats


@dataclass(frozen=True)
class GaussianMixture:
    """Weights (k,), means (k, d) and covariances (k, d, d)."""

    weights: Floats
    means: Floats
    covariances: Floats

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
) -> GaussianMixture:
    """Fit by expectation maximisation, leaving out what is missing (NaN) in `x`.

    The covariances are shrunk towards the one common to all components, as if that had been seen
    `shrinkage` times (in units of `sample_weight`).
    Method: Ghahramani and Jordan (1994), "Supervised learning from incomplete data via an EM approach",
    https://papers.nips.cc/paper/1993/hash/f2201f5191c4e92cc5af043eebfd0946-Abstract.html
    """
    patterns, member = np.unique(~np.isnan(x), axis=0, return_inverse=True)
    member = member.reshape(-1)
    groups = [(seen, np.flatnonzero(member == g)) for g, seen in enumerate(patterns)]
    responsibilities = _first_guess(x, n_components, np.random.default_rng(random_state))
    n, d = x.shape
    mean = np.nanmean(x, axis=0)
    # A start with every component at the common diagonal; EM then finds the correlations.
    mixture = GaussianMixture(
        np.full(n_components, 1 / n_components),
        np.stack([_weighted_mean(x, r * sample_weight, mean) for r in responsibilities.T]),
        np.repeat(np.diag(np.nanvar(x, axis=0))[None], n_components, axis=0),
    )
    for _ in range(n_iterations):
        log_joint = np.empty((n, n_components))
        filled = np.empty((n_components, n, d))
        unsure = np.zeros((n_components, len(groups), d, d))
        for g, (seen, rows) in enumerate(groups):
            for k in range(n_components):
                mu, sigma = mixture.means[k], mixture.covariances[k]
                part = x[np.ix_(rows, seen)] - mu[seen]
                inner = sigma[np.ix_(seen, seen)]
                slope = np.linalg.solve(inner, sigma[seen])  # (seen, d)
                _, log_determinant = np.linalg.slogdet(inner)
                distance = np.sum(part * np.linalg.solve(inner, part.T).T, axis=1)
                log_joint[rows, k] = np.log(mixture.weights[k]) - 0.5 * (
                    distance + log_determinant + seen.sum() * np.log(2 * np.pi)
                )
                filled[k, rows] = mu + part @ slope
                unsure[k, g] = sigma - sigma[:, seen] @ slope
        joint = np.exp(log_joint - log_joint.max(axis=1, keepdims=True))
        share = joint / joint.sum(axis=1, keepdims=True) * sample_weight[:, None]
        mixture = _maximise(filled, unsure, share, groups, shrinkage)
    return mixture


def _maximise(
    filled: Floats,
    unsure: Floats,
    share: Floats,
    groups: list[tuple[np.ndarray, np.ndarray]],
    shrinkage: float,
) -> GaussianMixture:
    total = share.sum(axis=0)
    scatter = []
    means = []
    for k in range(share.shape[1]):
        mean = share[:, k] @ filled[k] / total[k]
        part = filled[k] - mean
        spread = (part * share[:, k, None]).T @ part
        for g, (_, rows) in enumerate(groups):
            spread += share[rows, k].sum() * unsure[k, g]
        means.append(mean)
        scatter.append(spread)
    common = np.sum(scatter, axis=0) / total.sum()
    covariances = np.stack(
        [(s + shrinkage * common) / (t + shrinkage) for s, t in zip(scatter, total, strict=True)]
    )
    return GaussianMixture(total / total.sum(), np.stack(means), covariances)


def _first_guess(x: Floats, n_components: int, rng: np.random.Generator) -> Floats:
    """Hard assignment to random examples, by distance over what both have seen."""
    scale = np.nanstd(x, axis=0)
    z = np.nan_to_num((x - np.nanmean(x, axis=0)) / scale)
    centres = z[rng.choice(len(z), n_components, replace=False)]
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
    return GaussianMixture(
        np.concatenate([m.weights for m in mixtures]) / len(mixtures),
        np.concatenate([m.means for m in mixtures]),
        np.concatenate([m.covariances for m in mixtures]),
    )
