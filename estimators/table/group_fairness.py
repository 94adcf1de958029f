"""How unlike groups are answered: rates by group, the gap between the groups, and the four-fifths ratio, each with its interval.

Rates are exact (Clopper and Pearson), means of how far off numbers are have Student's t. The gap of two groups puts their exact intervals together by MOVER (Zou and Donner 2008,
https://doi.org/10.1002/sim.3095), their ratio by the same on logarithms; with more groups every pair is looked at, each at a share of
what may go wrong (Bonferroni), so that the gap between the outermost lies in its interval as often as it promises.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import exp, inf, log, sqrt
from typing import Any

from estimators.base.binomial import exact_interval
from estimators.base.incomplete_beta import student_reach
from estimators.table.column import ColumnType

TOLERANCE = 0.1
"""How far off a number may be to be right, as a share of the truth, unless somebody says otherwise."""
FEWEST = 10
"""Rows that a group has at least to be compared; smaller ones are shown, and count for no gap."""
FOUR_FIFTHS = 0.8
"""Below this ratio of selection rates US agencies look closer (Uniform Guidelines on Employee Selection Procedures, 1978)."""
LEVEL = 0.9
Estimate = tuple[float, float, float]
"""A rate or a mean with the ends of its interval."""


@dataclass(frozen=True)
class MeanError:
    """A number with the ends of its 90 % interval."""

    value: float
    low: float
    high: float


class Rate(StrEnum):
    """What is counted of a group: right answers, rows warned of, rows of the rarer class that are missed, warnings in vain."""

    RIGHT = "right"
    WARNED = "warned"
    MISSED = "missed"
    IN_VAIN = "in_vain"


@dataclass(frozen=True)
class GroupCounts:
    """The held-out rows of one group.

    - `word`: the word that they share; or `low`, `high`: the range of a number or day (low <= value < high, None: open); `rest`: all
      words but those named. Where none of these is said, the rows whose cell is empty.
    - `right`: of numbers, within the tolerance. `positives`, `warnings`, `found`: of two classes, rows of the rarer one, rows warned
      of, and both. `error`: of numbers, how far off on average.
    """

    n: int
    right: int
    word: str = ""
    low: float | None = None
    high: float | None = None
    rest: bool = False
    positives: int = 0
    warnings: int = 0
    found: int = 0
    error: MeanError | None = None

    def counts(self, rate: Rate) -> tuple[int, int]:
        """How many of how many."""
        return {
            Rate.RIGHT: (self.right, self.n),
            Rate.WARNED: (self.warnings, self.n),
            Rate.MISSED: (self.positives - self.found, self.positives),
            Rate.IN_VAIN: (self.warnings - self.found, self.n - self.positives),
        }[rate]


@dataclass(frozen=True)
class SliceCounts:
    """The held-out rows by one column.

    - `answer`: of two classes the rarer one, which it warns of; else empty.
    - `cuts`: where somebody cuts its numbers or days; empty where they are cut in thirds.
    """

    column: str
    type: ColumnType
    answer: str
    groups: tuple[GroupCounts, ...]
    cuts: tuple[float, ...] = ()

    @property
    def name(self) -> str:
        """The column, with where it is cut: "age:30,50"."""
        return (
            f"{self.column}:{','.join(f'{cut:g}' for cut in self.cuts)}"
            if self.cuts
            else self.column
        )

    @property
    def rates(self) -> tuple[Rate, ...]:
        return tuple(Rate) if self.answer else (Rate.RIGHT,)

    def printed(self, looks: int = 1) -> dict[str, Any]:
        """As commands print it. `looks`: at how many columns somebody looks."""
        groups = []
        for group in self.groups:
            said: dict[str, Any] = {"word": group.word, "from": group.low, "to": group.high, "rest": group.rest, "n": group.n}  # fmt: skip
            for rate in self.rates:
                k, n = group.counts(rate)
                value, low, high = estimate(k, n)
                said[rate] = {
                    "k": k,
                    "n": n,
                    "value": value if n else None,
                    "low": low,
                    "high": high,
                }
            if group.error is not None:
                said["mae"] = {"value": group.error.value, "low": group.error.low, "high": group.error.high}  # fmt: skip
            groups.append(said)
        gaps = {str(rate): found.printed() if found else None for rate, found in ((rate, gap_of(self, rate, looks)) for rate in self.rates)}  # fmt: skip
        found: dict[str, Any] = {"column": self.column, "groups": groups, "gaps": gaps}
        if any(group.error for group in self.groups):
            error = error_gap(self, looks)
            gaps["mae"] = error.printed() if error else None
        if self.answer:
            ratio = ratio_of(self, looks)
            found["four_fifths"] = ratio.printed() if ratio else None
        return found


@dataclass(frozen=True)
class Gap:
    """The gap (or ratio) between two groups, by their places: the one with the most and the one with the least."""

    value: float
    low: float
    high: float
    most: int
    least: int

    def printed(self) -> dict[str, float]:
        return {"value": self.value, "low": self.low, "high": self.high}


def estimate(k: int, n: int, level: float = LEVEL) -> Estimate:
    """The share with its exact interval; of nothing, 0 between 0 and 1."""
    return (k / n, *exact_interval(k, n, level)) if n else (0.0, 0.0, 1.0)


def gap_of(found: SliceCounts, rate: Rate, looks: int = 1) -> Gap | None:
    """By how much the largest rate of a group is above the smallest; None where fewer than two groups have `FEWEST` rows.

    - `looks`: at how many columns somebody looks; all intervals hold together with 9 chances in 10.
    """
    counted = {at: group.counts(rate) for at, group in enumerate(found.groups)}
    return _widest({at: partial_of(k, n) for at, (k, n) in counted.items() if n >= FEWEST}, looks)


def error_gap(found: SliceCounts, looks: int = 1) -> Gap | None:
    """The same of how far off numbers are on average."""
    told = {at: group for at, group in enumerate(found.groups) if group.n >= FEWEST}
    return _widest(
        {at: _of_mean(group.error, group.n) for at, group in told.items() if group.error}, looks
    )


Limits = Callable[[float], Estimate]
"""A value with the ends of its interval, at a level."""


def partial_of(k: int, n: int) -> Limits:
    """The limits of a share."""
    return lambda level: estimate(k, n, level)


def _of_mean(error: MeanError, n: int) -> Limits:
    spread = (error.high - error.value) / student_reach(LEVEL, n - 1)

    def limits(level: float) -> Estimate:
        reach = student_reach(level, n - 1) * spread
        return error.value, error.value - reach, error.value + reach

    return limits


def _each_at(limits: dict[int, Limits], looks: int) -> dict[int, Estimate]:
    pairs = len(limits) * (len(limits) - 1) // 2
    return {at: one(1 - (1 - LEVEL) / (pairs * looks)) for at, one in limits.items()}


def _widest(limits: dict[int, Limits], looks: int) -> Gap | None:
    if len(limits) < 2:
        return None
    told = _each_at(limits, looks)
    most = max(told, key=lambda at: told[at][0])
    least = min(told, key=lambda at: (told[at][0], at == most))
    ends = [_difference(told[a], told[b]) for a in told for b in told if a != b]
    low, high = max(low for low, _ in ends), max(high for _, high in ends)
    return Gap(told[most][0] - told[least][0], max(low, 0.0), high, most, least)


def _difference(one: Estimate, other: Estimate) -> tuple[float, float]:
    (p, low, high), (q, least, most) = one, other
    below, above = sqrt((p - low) ** 2 + (most - q) ** 2), sqrt((high - p) ** 2 + (q - least) ** 2)
    return p - q - below, p - q + above


def ratio_of(found: SliceCounts, looks: int = 1) -> Gap | None:
    """The smallest share of rows warned of, as a share of the largest: four-fifths and more is what the rule of thumb asks for.

    None where fewer than two groups have `FEWEST` rows, or none is warned of.
    """
    counted = {at: group.counts(Rate.WARNED) for at, group in enumerate(found.groups) if group.n >= FEWEST}  # fmt: skip
    if len(counted) < 2 or not any(k for k, _ in counted.values()):
        return None
    told = _each_at({at: partial_of(k, n) for at, (k, n) in counted.items()}, looks)
    most = max(told, key=lambda at: told[at][0])
    least = min(told, key=lambda at: (told[at][0], at == most))
    # None of a group at all: the centre of its interval, on logarithms, is half a row.
    centred = {at: (max(p, 0.5 / (counted[at][1] + 1)), low, high) for at, (p, low, high) in told.items()}  # fmt: skip
    ends = [_ratio(centred[a], centred[b]) for a in told for b in told if a != b]
    low, high = min(low for low, _ in ends), min(high for _, high in ends)
    return Gap(told[least][0] / told[most][0], low, min(high, 1.0), most, least)


def _ratio(one: Estimate, other: Estimate) -> tuple[float, float]:
    (p, low, high), (q, least, most) = one, other
    ratio = log(p / q)
    below = exp(ratio - sqrt(log(p / low) ** 2 + log(most / q) ** 2)) if low > 0 else 0.0
    return below, exp(ratio + sqrt(log(high / p) ** 2 + log(q / least) ** 2)) if least > 0 else inf
