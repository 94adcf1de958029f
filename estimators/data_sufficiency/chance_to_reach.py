"""What chance has a model of being good enough once there are so many more labels? And how far can that be trusted?

The forecaster's possible curves are drawn once, where the curve is measured, and kept. A run that was tested since says
which of them are likely: a curve that promises 92 % where 130 of 180 were right counts for little (each curve weighs as
much as the chance of that test result). The chance is then the weight of the curves that reach the bar.

    curves = PossibleCurves.drawn(forecaster, have)     where the curve is measured (imports scikit-learn)
    curves = convert(kept, PossibleCurves)              later, with NumPy alone
    tested = TestedRun(n_train=360, correct=140, n_test=180)
    chance_to_reach(curves, 0.85, at=760, tested=tested)     -> Reach(chance, low, middle, high, ...)
    came_true(0.6)                                      how often forecasts like that came true: (0.52, 0.64, n, ...)
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from estimators.base.codec import convert
from estimators.classifier.arrays import Doubles

if TYPE_CHECKING:
    from estimators.data_sufficiency.learning_curve import LearningCurveForecaster

CHANCES_FILE = Path(__file__).with_name("chances.json")
CURVES_KEPT = 400
_DIGITS = 4
FURTHEST = 16
"""Curves are kept up to so many times what there is to learn from."""
FEW_CURVES = 20
"""Where fewer curves than this carry the weight, the test and the curve tell different stories."""


@dataclass(frozen=True)
class PossibleCurves:
    """Accuracies of possible curves at growing numbers of examples to learn from: `accuracy[curve][size]`."""

    n: tuple[int, ...]
    accuracy: tuple[tuple[float, ...], ...]

    @classmethod
    def drawn(cls, forecaster: "LearningCurveForecaster", have: int) -> Self:
        """Draw from a fitted forecaster, from half of what there is up to 16 times as many."""
        steps = int(np.log2(FURTHEST)) * 2 + 3
        sizes = sorted({max(1, round(have * 2 ** ((step - 2) / 2))) for step in range(steps)})
        drawn = forecaster.sample(sizes)
        kept = drawn[np.linspace(0, len(drawn) - 1, min(CURVES_KEPT, len(drawn))).astype(int)]
        return cls(tuple(sizes), tuple(tuple(round(float(a), _DIGITS) for a in row) for row in kept))  # fmt: skip

    def at(self, n: float) -> Doubles:
        """The accuracy of each curve with `n` examples, in between on a scale of doublings; held at both ends."""
        table, sizes = self._table, np.log2(np.asarray(self.n, dtype=np.float64))
        place = float(np.clip(np.log2(max(n, 1.0)), sizes[0], sizes[-1]))
        right = min(int(np.searchsorted(sizes, place)), len(sizes) - 1)
        left = max(right - 1, 0)
        share = 0.0 if left == right else (place - sizes[left]) / (sizes[right] - sizes[left])
        return np.asarray(table[:, left] + share * (table[:, right] - table[:, left]))

    @cached_property
    def _table(self) -> Doubles:
        return np.asarray(self.accuracy, dtype=np.float64)


@dataclass(frozen=True)
class TestedRun:
    """A run and its test: which curves it makes likely."""

    __test__ = False  # for pytest

    n_train: int
    correct: int
    n_test: int


@dataclass(frozen=True)
class Reach:
    """The chance that the accuracy is at least the target with so many examples to learn from.

    `low`, `middle`, `high`: the 90 % band and the median of the accuracy then. `agree` is False where the test result is hardly
    possible under the measured curve; the run's test is then left out of the account.
    """

    chance: float
    low: float
    middle: float
    high: float
    agree: bool = True


def chance_to_reach(
    curves: PossibleCurves, target: float, at: int, *, tested: TestedRun | None = None
) -> Reach:
    """Answer “what chance has it of being right `target` of the time with `at` examples to learn from?”."""
    weights, agree = weights_of(curves, tested)
    accuracy = curves.at(at)
    low, middle, high = weighted_quantiles(accuracy, weights, (0.05, 0.5, 0.95))
    return Reach(float(weights[accuracy >= target].sum()), low, middle, high, agree)


def weights_of(curves: PossibleCurves, tested: TestedRun | None) -> tuple[Doubles, bool]:
    """How likely each curve is after the test, summing to 1; and whether test and curve agree."""
    count = len(curves.accuracy)
    even = np.full(count, 1.0 / count)
    if tested is None or not tested.n_test:
        return even, True
    # A curve that was drawn and rounded to 100 % would be ruled out by a single mistake.
    p = np.clip(curves.at(tested.n_train), 1e-6, 1 - 1e-6)
    k, n = tested.correct, tested.n_test
    log_chance = k * np.log(p) + (n - k) * np.log1p(-p)
    weights = np.exp(log_chance - log_chance.max())
    weights /= weights.sum()
    if (
        1.0 / float(np.sum(weights**2)) < FEW_CURVES
    ):  # how many curves still count (Kish): the test contradicts the rest
        return even, False
    return weights, True


def weighted_quantiles(values: Doubles, weights: Doubles, levels: Sequence[float]) -> list[float]:
    """Quantiles of weighted values."""
    found = np.quantile(values, levels, weights=weights, method="inverted_cdf")
    return [float(value) for value in found]


def examples_for_chance(
    curves: PossibleCurves, target: float, chance: float, *, tested: TestedRun | None = None
) -> int | None:
    """Return the fewest examples to learn from with which `target` is reached with `chance`; None: not within 16 times."""
    weights, _ = weights_of(curves, tested)
    start = tested.n_train if tested is not None else curves.n[0]
    sizes = np.unique(np.round(np.geomspace(max(start, 1), curves.n[-1], 120)).astype(int))
    for n in sizes:
        if float(weights[curves.at(float(n)) >= target].sum()) >= chance:
            return int(n)
    return None


@dataclass(frozen=True)
class TrackRecord:
    """How often forecasts that gave about such a chance came true, with its 90 % interval."""

    said: float
    came_true: float
    low: float
    high: float
    n: int
    datasets: int


def came_true(chance: float) -> TrackRecord:
    """Return the record of forecasts that gave about this chance (tests/benchmarks/chances.py measures it)."""
    return next(record for most, record in _records() if chance <= most)


@cache
def _records() -> list[tuple[float, TrackRecord]]:
    kept = json.loads(CHANCES_FILE.read_text(encoding="utf-8"))["chances"]
    return [(row["to"], convert(row, TrackRecord)) for row in kept]
