"""A mixture of Gaussians, conditioned on what was seen. `tests/benchmarks/curve_mixture.py` fits it."""

from dataclasses import dataclass

import numpy as np

from estimators.classifier.arrays import Doubles


@dataclass(frozen=True)
class GaussianMixture:
    """Weights (k,), means (k, d) and covariances (k, d, d).

    `kinds` (k, n_kinds), where known: the weights that each kind of row has instead; `spreads` (k, n_kinds) by what each
    covariance is larger for that kind.
    """

    weights: Doubles
    means: Doubles
    covariances: Doubles
    kinds: Doubles | None = None
    spreads: Doubles | None = None

    def given_kind(self, kind: int) -> "GaussianMixture":
        """The mixture for a row of that kind; itself where kinds are unknown."""
        if self.kinds is None:
            return self
        wider = np.ones(len(self.weights)) if self.spreads is None else self.spreads[:, kind]
        covariances = self.covariances * wider[:, None, None]
        return GaussianMixture(self.kinds[:, kind], self.means, covariances)

    def condition(self, rows: Doubles, seen: Doubles, noise: Doubles) -> "GaussianMixture":
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
