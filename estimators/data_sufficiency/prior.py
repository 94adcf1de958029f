"""The space in which learning curves are compared, and what they look like there before anything is measured.

A curve is a vector of logit accuracies at 16, 23, 32, ... 32,768 training examples. Two facts about the
task stand behind it: logit of the largest class's share, and log2 of the number of classes.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from estimators.classifier.arrays import Doubles
from estimators.data_sufficiency.mixture import GaussianMixture

SMALLEST, LARGEST = 16, 32768
OCTAVES: Doubles = np.arange(4.0, 15.25, 0.5)
SIZES: Doubles = np.round(2.0**OCTAVES)
N_SIZES = len(SIZES)
MAJORITY, CLASSES = N_SIZES, N_SIZES + 1
N_FEATURES = N_SIZES + 2

FINEST = 1e-4
"""Accuracies are kept this far from 0 and 1: no curve in the collection is measured more finely."""
PRIOR_FILE = Path(__file__).with_name("prior.npz")
RELIABILITY_FILE = Path(__file__).with_name("reliability.json")
MOST_CLASSES, SHARES_SEEN = 80, (0.0125, 0.995)
"""The most classes, and the range of the largest class's share, in the curves of the prior (nearly)."""
KINDS = ("table", "photo", "text", "sound", "video")
"""What the curves of the collection are of. The app says which it is, where it knows."""


def logit(accuracy: ArrayLike) -> Doubles:
    """Log odds; accuracies are kept `FINEST` away from 0 and 1. (scipy has both, at the cost of its import.)"""
    p = np.clip(np.asarray(accuracy, dtype=np.float64), FINEST, 1 - FINEST)
    return np.asarray(np.log(p) - np.log1p(-p))


def expit(z: ArrayLike) -> Doubles:
    """The inverse of `logit`."""
    return np.asarray(1 / (1 + np.exp(-np.asarray(z, dtype=np.float64))))


def half_octave_sizes(smallest: int, largest: int) -> list[int]:
    """The sizes 16, 23, 32, 45, ... (and 11, 8, ... below) between two counts, both included."""
    exponents = np.arange(np.ceil(2 * np.log2(max(smallest, 1)) - 0.1), 2 * np.log2(largest) + 0.1)
    sizes = {round(2.0 ** (e / 2)) for e in exponents}
    return sorted(size for size in sizes if smallest <= size <= largest)


def weights_at(n: ArrayLike) -> Doubles:
    """Rows that turn a curve vector into its values at `n`: linear in log2 n between two sizes.

    Outside 16 to 32,768 the slope of the nearest octave continues at half its strength: the curves of
    the collection flatten, and `drift_at` says how unsure that is.
    """
    octave = np.log2(np.maximum(np.asarray(n, dtype=np.float64), 1.0))
    inside = np.clip(octave, OCTAVES[0], OCTAVES[-1])
    position = (inside - OCTAVES[0]) * 2
    left = np.minimum(position.astype(np.intp), N_SIZES - 2)
    share = position - left
    rows = np.zeros((octave.size, N_FEATURES))
    each = np.arange(octave.size)
    rows[each, left] = 1 - share
    rows[each, left + 1] += share
    beyond = (octave - inside) / 2
    above, below = beyond > 0, beyond < 0
    rows[above, N_SIZES - 1] += beyond[above]
    rows[above, N_SIZES - 3] -= beyond[above]
    rows[below, 0] -= beyond[below]
    rows[below, 2] += beyond[below]
    return rows


def drift_at(n: ArrayLike) -> Doubles:
    """Variance (logit) to add outside 16 to 32,768: a random walk of 0.15 per octave."""
    octave = np.log2(np.maximum(np.asarray(n, dtype=np.float64), 1.0))
    return np.asarray(0.15**2 * np.abs(octave - np.clip(octave, OCTAVES[0], OCTAVES[-1])))


def read_prior(path: Path) -> GaussianMixture:
    """Read what `tests/benchmarks/train_prior.py` wrote: of each covariance only the lower triangle."""
    lower = np.tril_indices(N_FEATURES)
    with np.load(path, allow_pickle=False) as file:
        weights, means, triangles = (
            file[name].astype(np.float64) for name in ("weights", "means", "covariances")
        )
        kinds, spreads = (
            file[name].astype(np.float64) if name in file else None for name in ("kinds", "spreads")
        )
    if kinds is not None:
        kinds /= kinds.sum(axis=0)
    covariances = np.zeros((len(weights), N_FEATURES, N_FEATURES))
    covariances[:, lower[0], lower[1]] = triangles
    covariances[:, lower[1], lower[0]] = triangles
    return GaussianMixture(weights / weights.sum(), means, covariances, kinds, spreads)


@cache
def shipped_prior() -> GaussianMixture:
    """The prior trained on the learning curves named in NOTICE."""
    return read_prior(PRIOR_FILE)


@cache
def reliability() -> dict[str, Any]:
    """How such forecasts have done on held-out datasets, as `tests/benchmarks/forecast.py` measured it.

    `tasks`, `datasets`, and the shares `within_80` and `within_90` of truths inside the 80 and 90 % band. `pools`, of real
    photos, texts and sounds forecast from a quarter of them: for each `modality` the number of sets (`pools`) and of
    `forecasts`, the share `within_80`, and the mean absolute error `mae` in accuracy points.
    """
    measured: dict[str, Any] = json.loads(RELIABILITY_FILE.read_text(encoding="utf-8"))
    return measured


def known_facts(n_classes: float | None, majority: float | None) -> tuple[Doubles, Doubles]:
    """Rows and values that condition a curve on the task's number of classes and largest share.

    Beyond what the curves of the prior have, they are taken as the furthest that those have: a line through the
    known ones would promise anything to a task of a thousand classes.
    """
    rows, values = [], []
    for position, value in (
        (MAJORITY, None if majority is None else float(logit(np.clip(majority, *SHARES_SEEN)))),
        (CLASSES, None if n_classes is None else float(np.log2(min(n_classes, MOST_CLASSES)))),
    ):
        if value is not None:
            rows.append(np.eye(N_FEATURES)[position])
            values.append(value)
    return np.asarray(rows).reshape(-1, N_FEATURES), np.asarray(values, dtype=np.float64)
