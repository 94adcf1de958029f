"""One number behind the valuation, and drawing from its range.

A calibrated 90 % range [L, U] of a positive amount becomes a log-normal with mu = (ln L + ln U) / 2 and
sigma = (ln U - ln L) / 3.29 (Hubbard, How to Measure Anything); of a share, the same on the logit
scale, or the Beta distribution with these ends where default_inputs.json says so. Counts of a measurement
become the Beta posterior under a uniform prior. What is guessed of how often each option is right is correlated by
`accuracy_correlation`: what is hard for one is hard for all.
"""

import math
from dataclasses import dataclass

import numpy as np

from estimators.build_vs_buy.draws import Beta, Draws, Order, beta_draws, standard, stream

_Z_TO_Z = 3.29  # width of a 90 % range in standard deviations


@dataclass(frozen=True)
class Input:
    """One number behind the valuation, with where it comes from.

    Attributes
    ----------
    low, median, high : float
        5 %, 50 % and 95 % points; all alike where the number is taken as known.
    provenance : str
        measured, simulated (of a fake), guess (yours), published, or unknown (a default of ours).
    counts : (int, int) or None
        Successes and failures of the measurement behind it.
    beta : (float, float) or None
        a and b, where it is a Beta distribution: the posterior of the measurement, or the one with
        these 5 % and 95 % points.
    shared : float
        Correlation with the other inputs that have one.
    lines : tuple of str
        The lines of the price book that it comes from.
    """

    name: str
    label: str
    unit: str
    kind: str
    low: float
    median: float
    high: float
    provenance: str
    source: str
    counts: tuple[int, int] | None = None
    beta: Beta | None = None
    shared: float = 0.0
    lines: tuple[str, ...] = ()

    def draw(self, draws: int, seed: int) -> Draws:
        """Draw from the range; each input has its own stream, so that others never move it."""
        if self.low == self.high:
            return np.full(draws, self.median)
        if self.counts is not None:
            right, wrong = self.counts
            return stream(self.name, seed).beta(right + 1, wrong + 1, draws)
        z, order = standard(self.name, draws, seed, self.shared)
        if self.beta is not None:
            return beta_draws(self.beta, order)
        low, high = self._scaled(self.low), self._scaled(self.high)
        x = (low + high) / 2 + (high - low) / _Z_TO_Z * z
        return np.asarray(1 / (1 + np.exp(-x)) if self.kind == "share" else np.exp(x))

    def order(self, x: Draws, seed: int) -> Order | None:
        """Return the order of the draws by size; None where they are all alike.

        A range is drawn by stretching standard numbers, which keeps their order: moving its ends
        sorts nothing anew.
        """
        if self.low == self.high:
            return None
        if self.counts is not None:
            return np.argsort(x)
        return standard(self.name, len(x), seed, self.shared)[1]

    def _scaled(self, value: float) -> float:
        return logit(value) if self.kind == "share" else math.log(value)


def mean_of_range(low: float, high: float) -> float:
    """Return the mean of the log-normal whose 90 % range these ends are."""
    if low <= 0 or low == high:
        return (low + high) / 2
    width = math.log(high / low) / _Z_TO_Z
    return math.sqrt(low * high) * math.exp(width**2 / 2)


def logit(share: float) -> float:
    return math.log(share / (1 - share))
