"""Draws of one number: standard normal ones to stretch over a range, and Beta ones of an accuracy."""

from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

Draws = npt.NDArray[np.float64]
Order = npt.NDArray[np.intp]
Beta = tuple[float, float]

_KEPT = 20_000  # draws; more would keep too much memory
_NARROWEST = 1e-4  # range of log-odds that is told from a point
_IN_COMMON = "hard for all"
_POINTS = 1001  # of a Beta distribution, over its log-odds


def stream(name: str, seed: int) -> np.random.Generator:
    """Return an input's own random numbers, so that the others never move it."""
    return np.random.default_rng([seed, crc32(name.encode())])


def standard(name: str, draws: int, seed: int, shared: float = 0.0) -> tuple[Draws, Order]:
    """Return standard normal numbers and their order; kept, so that a moved range sorts nothing.

    Any two inputs with this share in common are correlated by it.
    """
    return (_kept_standard if draws <= _KEPT else _new_standard)(name, draws, seed, shared)


def beta_draws(beta: Beta, order: Order) -> Draws:
    """Return one draw from the middle of each equally likely part, laid out in the given order."""
    log_odds, below = _distribution(*beta)
    n = len(order)
    drawn = np.empty(n)
    drawn[order] = _share(np.interp((np.arange(n) + 0.5) / n, below, log_odds))
    return drawn


def beta_points(beta: Beta) -> tuple[Draws, Draws]:
    """Return values of a Beta distribution and their probabilities, to sum over."""
    log_odds, below = _distribution(*beta)
    middle = (log_odds[1:] + log_odds[:-1]) / 2
    return _share(middle), np.diff(below)


@lru_cache(maxsize=256)
def beta_of_range(low: float, high: float) -> Beta:
    """Return a and b of the Beta distribution with these 5 % and 95 % points, by Newton's method."""
    ends = np.log([low / (1 - low), high / (1 - high)])
    middle = float(_share(ends.mean()))
    size = (3.29 / max(ends[1] - ends[0], _NARROWEST)) ** 2 / (middle * (1 - middle))
    logs = np.log([middle * size, (1 - middle) * size])
    if ends[1] - ends[0] <= _NARROWEST:
        return float(np.exp(logs[0])), float(np.exp(logs[1]))  # as good as a point
    for _ in range(30):
        off = _points(logs) - ends
        if np.abs(off).max() < 1e-6:
            break
        step = 1e-4
        slopes = np.column_stack(
            [(_points(logs + step * unit) - ends - off) / step for unit in np.eye(2)]
        )
        logs = logs - np.clip(np.linalg.solve(slopes, off), -1, 1)
    a, b = np.exp(logs)
    return float(a), float(b)


def beta_median(beta: Beta) -> float:
    log_odds, below = _distribution(*beta)
    return float(_share(np.interp(0.5, below, log_odds)))


def _points(logs: Draws) -> Draws:
    log_odds, below = _distribution(*np.exp(logs))
    return np.interp((0.05, 0.95), below, log_odds)


def _distribution(a: float, b: float) -> tuple[Draws, Draws]:
    """Return log-odds and the probability below each.

    Over its log-odds every Beta distribution has one smooth hump, whatever a and b.
    """
    middle = np.log(a / b)
    reach = 12 * np.sqrt(1 / a + 1 / a**2 + 1 / b + 1 / b**2)
    log_odds = np.linspace(middle - reach, middle + reach, _POINTS)
    logs = -a * np.logaddexp(0, -log_odds) - b * np.logaddexp(0, log_odds)
    height = np.exp(logs - logs.max())
    below = np.concatenate(([0.0], np.cumsum(height[1:] + height[:-1])))
    return log_odds, below / below[-1]


def _share(log_odds: npt.ArrayLike) -> Draws:
    return np.asarray(1 / (1 + np.exp(-np.asarray(log_odds))), dtype=np.float64)


def _new_standard(name: str, draws: int, seed: int, shared: float) -> tuple[Draws, Order]:
    z = stream(name, seed).standard_normal(draws)
    if shared:
        common = stream(_IN_COMMON, seed).standard_normal(draws)
        z = np.sqrt(shared) * common + np.sqrt(1 - shared) * z
    z = (z - z.mean()) / z.std()  # takes the noise out of the mean and the width
    order = np.argsort(z)
    for array in (z, order):
        array.setflags(write=False)
    return z, order


_kept_standard = lru_cache(maxsize=160)(_new_standard)
