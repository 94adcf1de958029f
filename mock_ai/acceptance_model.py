"""A small logistic regression with a weak prior, and the exact binomial interval.

Few or perfectly separated reactions have no finite maximum-likelihood fit. The weakly
informative prior of Gelman, Jakulin, Pittau and Su, 2008 (https://doi.org/10.1214/08-AOAS191),
here in its normal form, keeps the fit finite and yields to a handful of answers.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_PRIOR_INTERCEPT_SD = 10.0
_PRIOR_SLOPE_SD = 2.5  # log-odds for a change of two standard deviations of accuracy
_MOST_STEPS = 100


@dataclass(frozen=True)
class LogisticFit:
    """``log odds = intercept + slope * (accuracy - centre)``, with the covariance of the two."""

    centre: float
    intercept: float
    slope: float
    covariance: Floats

    def band(self, accuracy: Floats, level: float) -> tuple[Floats, Floats, Floats]:
        """The fitted acceptance and its pointwise interval, by the delta method on log odds."""
        offset = accuracy - self.centre
        middle = self.intercept + self.slope * offset
        variance = (
            self.covariance[0, 0]
            + 2 * offset * self.covariance[0, 1]
            + offset**2 * self.covariance[1, 1]
        )
        reach = NormalDist().inv_cdf(0.5 + level / 2) * np.sqrt(variance)
        return _logistic(middle), _logistic(middle - reach), _logistic(middle + reach)


def fit_logistic(
    accuracy: Floats, accepted: npt.NDArray[np.int_], n: npt.NDArray[np.int_]
) -> LogisticFit:
    """Fit by penalised iteratively reweighted least squares (Newton with halved steps).

    Each array has one entry for each accuracy shown (at least two different ones).
    """
    centre = float(np.average(accuracy, weights=n))
    spread = 2 * float(np.sqrt(np.average((accuracy - centre) ** 2, weights=n)))
    design = np.column_stack([np.ones_like(accuracy), (accuracy - centre) / spread])
    precision = np.diag([_PRIOR_INTERCEPT_SD**-2, _PRIOR_SLOPE_SD**-2])

    def loss(beta: Floats) -> float:
        log_odds = design @ beta
        likelihood = accepted @ log_odds - n @ np.logaddexp(0.0, log_odds)
        return float(0.5 * beta @ precision @ beta - likelihood)

    beta = np.zeros(2)
    information = precision
    for _ in range(_MOST_STEPS):
        rate = _logistic(design @ beta)
        information = design.T @ (design * (n * rate * (1 - rate))[:, None]) + precision
        step = np.linalg.solve(information, design.T @ (accepted - n * rate) - precision @ beta)
        before = loss(beta)
        while loss(beta + step) > before + 1e-12 and np.abs(step).max() > 1e-12:
            step = step / 2
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            break
    scale = np.diag([1.0, 1.0 / spread])
    covariance: Floats = scale @ np.linalg.inv(information) @ scale
    return LogisticFit(centre, float(beta[0]), float(beta[1]) / spread, covariance)


def exact_interval(k: int, n: int, level: float) -> tuple[float, float]:
    """The exact (Clopper-Pearson) interval for ``k`` of ``n``, two-sided.

    Clopper and Pearson, 1934, https://doi.org/10.1093/biomet/26.4.404.
    """
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(k, n - k + 1, tail)) if k > 0 else 0.0
    high = float(betaincinv(k + 1, n - k, 1 - tail)) if k < n else 1.0
    return low, high


def _logistic(log_odds: Floats) -> Floats:
    probability: Floats = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -500, 500)))
    return probability
