"""What reactions say about how acceptance grows with accuracy: a posterior over curves, people differing.

The model
---------
A person with the leaning ``u`` accepts an answer shown at accuracy ``a`` with probability

    lapse / 2 + (1 - lapse) * logistic(c * (level + slope * (a - 0.8)) + u),    u ~ Normal(0, spread)

``c = sqrt(1 + 0.346 * spread**2)`` makes ``logistic(level + slope * (a - 0.8))`` the share that *people in general*
accept (Zeger, Liang and Albert, 1988, https://doi.org/10.2307/2531734), so the curve is about people like those
asked, not only about them. ``lapse`` is a slip of the finger. ``level``, ``slope`` and ``spread`` have weak priors
(``_LEVEL``, ``_SLOPE``, ``_SPREAD``) on a grid; nothing is sampled, so the same reactions give the same numbers. The leaning is
integrated out with nine points (Gauss and Hermite).

The order in which accuracies are tried follows from the same posterior: next comes the one after which the accuracy
needed is expected to be known best (King-Smith, Grigsby, Vingrys, Benes and Supowit, 1994, https://doi.org/10.1016/0042-6989(94)90039-6;
Kontsevich and Tyler, 1999, https://doi.org/10.1016/S0042-6989(98)00285-5). See docs/method-sessions.md for the simulations.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]

CENTRE = 0.8
LAPSE = 0.02
_LEVEL = (0.8, 1.5)  # mean and sd of the log-odds at 80% right
_SLOPE = (6.0, 0.7)  # median, and sd of the logarithm; log-odds for accuracy from 0 to 1
_SPREAD = 0.7  # sd of a half-normal: how much people differ, in log-odds
_NODES = 9
_ATTENUATION = 16**2 * 3 / (15 * np.pi) ** 2  # 0.346
_CARE = (0.3, 1.15)  # beyond these it no longer matters where the goal is reached


@dataclass(frozen=True)
class Tally:
    """How many of the answers shown to one person at one accuracy were accepted."""

    person: str
    accuracy: float
    accepted: int
    n: int


@dataclass(frozen=True)
class _Grid:
    level: Floats  # each of shape (curves,)
    slope: Floats
    spread: Floats
    prior: Floats
    node: Floats  # shape (nodes,)
    log_weight: Singles


@lru_cache(maxsize=1)
def _grid() -> _Grid:
    levels = np.arange(-4.0, 6.01, 0.2)
    slopes = np.geomspace(0.75, 30.0, 14)
    spreads = np.array([0.1, 0.35, 0.65, 1.0, 1.5])
    level, slope, spread = (
        axis.ravel() for axis in np.meshgrid(levels, slopes, spreads, indexing="ij")
    )
    log_prior = (
        -0.5 * ((level - _LEVEL[0]) / _LEVEL[1]) ** 2
        - 0.5 * ((np.log(slope) - log(_SLOPE[0])) / _SLOPE[1]) ** 2
        - 0.5 * (spread / _SPREAD) ** 2
        + np.log(np.gradient(spreads))[np.searchsorted(spreads, spread)]
    )
    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    log_weight = np.log(weights / weights.sum()).astype(np.float32)
    return _Grid(level, slope, spread, _normal(log_prior), nodes, log_weight)


@lru_cache(maxsize=32)
def _log_chances(accuracy: float) -> Singles:
    """The logarithms of "accepted" and "not accepted", shape ``(2, curves, nodes)``."""
    grid = _grid()
    stretch = np.sqrt(1 + _ATTENUATION * grid.spread**2)
    shared = stretch * (grid.level + grid.slope * (accuracy - CENTRE))
    log_odds = shared[:, None] + grid.spread[:, None] * grid.node
    accepted = LAPSE / 2 + (1 - LAPSE) / (1 + np.exp(-log_odds))
    return np.log(np.stack([accepted, 1 - accepted])).astype(np.float32)


def _leanings(tally: tuple[tuple[float, int, int], ...]) -> Singles:
    """How likely one person's reactions are, shape ``(curves, nodes)``, as logarithms."""
    total = np.broadcast_to(_grid().log_weight, _log_chances(CENTRE).shape[1:]).copy()
    for accuracy, accepted, n in tally:
        chances = _log_chances(accuracy)
        total += accepted * chances[0] + (n - accepted) * chances[1]
    return total


@lru_cache(maxsize=256)
def _evidence(tally: tuple[tuple[float, int, int], ...]) -> Singles:
    """How likely one person's reactions are under each curve, shape ``(curves,)``, as logarithms."""
    return _sum_of_logs(_leanings(tally))


class AcceptancePosterior:
    """Weights over a grid of curves. Cheap to build anew after each reaction: what others did is remembered.

    Parameters
    ----------
    tallies : any number for each person and accuracy; shares in [0, 1].
    """

    def __init__(self, tallies: Iterable[Tally] = ()) -> None:
        people: dict[str, Counter[tuple[float, bool]]] = {}
        for tally in tallies:
            counts = people.setdefault(tally.person, Counter())
            counts[round(tally.accuracy, 3), True] += tally.accepted
            counts[round(tally.accuracy, 3), False] += tally.n - tally.accepted
        self._people = {person: _sorted(counts) for person, counts in people.items()}
        with np.errstate(divide="ignore"):
            total = np.log(_grid().prior)
        for tally_of_one in self._people.values():
            total = total + _evidence(tally_of_one)
        self._weight = _normal(total)

    def needed(self, goal: float, quantiles: Sequence[float]) -> Floats:
        """Quantiles of the accuracy at which people in general accept the share ``goal``; it may lie outside [0, 1]."""
        return _quantiles(_needed(goal), self._weight, quantiles)

    def acceptance(self, accuracy: Floats, quantiles: Sequence[float]) -> Floats:
        """Quantiles of the share that people in general accept, shape ``(len(accuracy), len(quantiles))``."""
        grid = _grid()
        rows = [
            _quantiles(grid.level + grid.slope * (a - CENTRE), self._weight, quantiles)
            for a in accuracy
        ]
        shares: Floats = 1 / (1 + np.exp(-np.array(rows)))
        return shares

    @property
    def slope(self) -> float:
        """The mean change in log-odds from an accuracy of 0 to 1."""
        return float(_grid().slope @ self._weight)

    def spread(self, quantiles: Sequence[float]) -> Floats:
        """Quantiles of how much people differ, as the sd of their log-odds."""
        return _quantiles(_grid().spread, self._weight, quantiles)

    def next_accuracy(self, goal: float, person: str, candidates: Sequence[float]) -> float:
        """The accuracy to show this person next: what is needed will then be known best."""
        weight = self._weight
        leaning = _leanings(self._people.get(person, ()))
        leaning = np.exp(leaning - leaning.max(axis=1, keepdims=True))
        leaning /= leaning.sum(axis=1, keepdims=True)
        needed = np.clip(_needed(goal), *_CARE)
        expected = []
        for accuracy in candidates:
            chance = (leaning * np.exp(_log_chances(round(accuracy, 3))[0])).sum(axis=1)
            expected.append(sum(_scatter(needed, weight * part) for part in (chance, 1 - chance)))
        return float(candidates[int(np.argmin(expected))])


def exact_interval(k: int, n: int, level: float) -> tuple[float, float]:
    """The exact (Clopper-Pearson) interval for ``k`` of ``n``, two-sided.

    Clopper and Pearson, 1934, https://doi.org/10.1093/biomet/26.4.404.
    """
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(k, n - k + 1, tail)) if k > 0 else 0.0
    high = float(betaincinv(k + 1, n - k, 1 - tail)) if k < n else 1.0
    return low, high


def _needed(goal: float) -> Floats:
    grid = _grid()
    needed: Floats = CENTRE + (log(goal / (1 - goal)) - grid.level) / grid.slope
    return needed


def _scatter(values: Floats, weight: Floats) -> float:
    """The weighted sum of squares around the mean."""
    total = float(weight.sum())
    mean = float(weight @ values) / max(total, 1e-300)
    return float(weight @ (values - mean) ** 2)


def _sorted(counts: Counter[tuple[float, bool]]) -> tuple[tuple[float, int, int], ...]:
    accuracies = sorted({accuracy for accuracy, _ in counts})
    return tuple((a, counts[a, True], counts[a, True] + counts[a, False]) for a in accuracies)


def _normal(log_weight: Floats) -> Floats:
    weight: Floats = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    return weight


def _sum_of_logs(table: Singles) -> Singles:
    top = table.max(axis=1)
    total: Singles = top + np.log(np.exp(table - top[:, None]).sum(axis=1))
    return total


def _quantiles(values: Floats, weight: Floats, quantiles: Sequence[float]) -> Floats:
    """Weighted quantiles, interpolated between the middles of the steps."""
    order = np.argsort(values, kind="stable")
    cumulative = np.cumsum(weight[order])
    middle = cumulative - weight[order] / 2
    found: Floats = np.interp(np.asarray(quantiles), middle, values[order])
    return found
