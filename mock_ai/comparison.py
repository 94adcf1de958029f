"""Which kind of error people put up with: the same accuracy with misses only, and with false alarms only.

A person with the leaning ``u`` and the taste ``v`` accepts an answer of a variant with the log-odds
``level + u + (effect + v) / 2`` (false alarms) or ``level + u - (effect + v) / 2`` (misses); ``u`` has the sd ``spread``
and ``v`` half of it. Weak priors on a grid, the two integrated out with five points each: few people give a wide interval, however
many answers they gave. The difference is that of the shares that people like them accept. Kocielnik, Amershi and Bennett, CHI 2019
(https://doi.org/10.1145/3290605.3300641), found such differences at the same accuracy, and not where designers expected them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import numpy as np

from estimators.base.binomial import exact_interval
from estimators.base.count import count
from estimators.base.interval import between, percent_range
from estimators.base.number import digits
from estimators.base.percent import percent, signed_points
from estimators.base.sentence import tr
from mock_ai.acceptance_model import Floats, Singles, quantiles_of
from mock_ai.demo.plan import ALARMS, MISSES
from mock_ai.reaction import Reaction, person_of
from mock_ai.sessions import CAUTIOUS, LEVEL, audience_words

_ODDS = 1.645 + 0.842  # a one-sided test at 5% that finds the difference 4 times in 5
_MOST = 1000  # beyond that "how many answers" is of no use
_LEVEL_PRIOR, _EFFECT_PRIOR, _SPREAD_PRIOR = (1.0, 1.5), 2.0, 0.7
Counts = tuple[tuple[int, int], tuple[int, int]]  # accepted and n, of misses and of false alarms


@dataclass(frozen=True)
class VariantPoint:
    """The reactions to one kind of error; ``low`` and ``high`` are the exact 90% interval."""

    variant: str
    n: int
    accepted: int
    low: float
    high: float

    @property
    def rate(self) -> float:
        """The share accepted."""
        return self.accepted / self.n


@dataclass(frozen=True)
class VariantComparison:
    """What compared variants say. Simulated evidence: no model was involved.

    ``difference`` is the share accepted with false alarms minus that with misses; ``low`` and ``high`` its 90% interval,
    ``chance`` how likely false alarms are the better ones. ``answers_needed`` is about how many answers in all would
    show a difference as large as the one seen, or None (more than 1,000).
    """

    misses: VariantPoint
    alarms: VariantPoint
    accuracies: tuple[float, ...]
    people: int
    audience: str
    difference: float
    low: float
    high: float
    chance: float
    answers_needed: int | None
    simulated: bool = True

    @property
    def n(self) -> int:
        """How many answers."""
        return self.misses.n + self.alarms.n

    @property
    def better(self) -> str:
        """Which kind of error people accept more, or nothing while that cannot be told."""
        return ALARMS if self.low > 0 else MISSES if self.high < 0 else ""

    @property
    def at(self) -> str:
        """How often it was right: “85%”, or “70% to 85%”."""
        return percent_range(min(self.accuracies), max(self.accuracies))

    @property
    def headline(self) -> str:
        if not self.better:
            return tr("Misses or false alarms: which people put up with cannot be told yet.")
        worse = MISSES if self.better == ALARMS else ALARMS
        return tr(
            "People put up with {better} rather than with {worse}.", better=self.better, worse=worse
        )

    @property
    def subline(self) -> str:
        """The numbers behind the headline."""
        told = tr(
            "Right {at} of the time both times, {rate} accepted with false alarms and "
            "{rate_2} with misses: a difference of {between} points, from "
            "{count} {audience}.",
            at=self.at,
            rate=percent(self.alarms.rate),
            rate_2=percent(self.misses.rate),
            between=between(self.low, self.high, _points),
            count=count(self.n, "answer"),
            audience=self.audience,
        )
        if self.better:
            return told
        if self.answers_needed is None:
            return tr(
                "{told} To tell so small a difference takes more than {most} answers.",
                told=told,
                most=digits(_MOST),
            )
        return tr(
            "{told} A difference like this would show with about {answers_needed} answers.",
            told=told,
            answers_needed=digits(self.answers_needed),
        )


def compare_variants(reactions: Iterable[Reaction]) -> VariantComparison | None:
    """Set the reactions to misses against those to false alarms; None while one of the two was not shown."""
    kept = [reaction for reaction in reactions if reaction.variant in (MISSES, ALARMS)]
    shown = Counter(reaction.variant for reaction in kept)
    if not shown[MISSES] or not shown[ALARMS]:
        return None
    people: dict[str, Counter[tuple[str, bool]]] = {}
    for reaction in kept:
        counts = people.setdefault(person_of(reaction), Counter())
        counts[reaction.variant, reaction.outcome == "accepted"] += 1
    weight = _weights([_counts(each) for each in people.values()])
    differences = _differences()
    low, middle, high = quantiles_of(differences, weight, (1 - CAUTIOUS, 0.5, CAUTIOUS))
    mean = float(weight @ differences)
    sd = float(np.sqrt(weight @ (differences - mean) ** 2))
    needed = len(kept) * (_ODDS * sd / max(abs(mean), 1e-9)) ** 2
    return VariantComparison(
        misses=_point(kept, MISSES),
        alarms=_point(kept, ALARMS),
        accuracies=tuple(sorted({reaction.shown_accuracy for reaction in kept})),
        people=len(people),
        audience=audience_words(kept),
        difference=float(middle),
        low=float(low),
        high=float(high),
        chance=float(weight @ (differences > 0)),
        answers_needed=ceil(needed / 10) * 10 if needed <= _MOST else None,
    )


@lru_cache(maxsize=1)
def _grid() -> tuple[Floats, Singles, Singles]:
    """The logarithm of the prior, shape ``(cases,)``; chances of misses and of false alarms, ``(2, cases, nodes)``;
    weights of the nodes."""
    levels, effects = np.arange(-4.0, 6.01, 0.4), np.arange(-5.0, 5.01, 0.25)
    spreads = np.array([0.1, 0.5, 1.0, 1.6])
    level, effect, spread = (
        axis.ravel() for axis in np.meshgrid(levels, effects, spreads, indexing="ij")
    )
    log_prior = (
        -0.5 * ((level - _LEVEL_PRIOR[0]) / _LEVEL_PRIOR[1]) ** 2
        - 0.5 * (effect / _EFFECT_PRIOR) ** 2
        - 0.5 * (spread / _SPREAD_PRIOR) ** 2
        + np.log(np.gradient(spreads))[np.searchsorted(spreads, spread)]
    )
    nodes, weights = np.polynomial.hermite_e.hermegauss(5)
    leaning, taste = (axis.ravel() for axis in np.meshgrid(nodes, nodes))
    weight = np.outer(weights, weights).ravel() / weights.sum() ** 2
    half = (effect[:, None] + spread[:, None] / 2 * taste) / 2
    shared = level[:, None] + spread[:, None] * leaning
    chances = 1 / (1 + np.exp(-np.stack([shared - half, shared + half])))
    return log_prior, chances.astype(np.float32), weight.astype(np.float32)


@lru_cache(maxsize=1)
def _differences() -> Floats:
    _, chances, weight = _grid()
    misses, alarms = (chances @ weight).astype(np.float64)
    difference: Floats = alarms - misses
    return difference


@lru_cache(maxsize=256)
def _evidence(counts: Counts) -> Floats:
    _, chances, weight = _grid()
    table = np.log(weight)[None, :]
    for (accepted, n), chance in zip(counts, chances, strict=True):
        table = table + accepted * np.log(chance) + (n - accepted) * np.log1p(-chance)
    top = table.max(axis=1)
    evidence: Floats = (top + np.log(np.exp(table - top[:, None]).sum(axis=1))).astype(np.float64)
    return evidence


def _weights(people: Sequence[Counts]) -> Floats:
    total = sum((_evidence(counts) for counts in people), start=_grid()[0])
    weight: Floats = np.exp(total - total.max())
    weight /= weight.sum()
    return weight


def _counts(each: Counter[tuple[str, bool]]) -> Counts:
    misses, alarms = (
        (each[variant, True], each[variant, True] + each[variant, False])
        for variant in (MISSES, ALARMS)
    )
    return misses, alarms


def _point(reactions: Sequence[Reaction], variant: str) -> VariantPoint:
    outcomes = [reaction.outcome for reaction in reactions if reaction.variant == variant]
    accepted = outcomes.count("accepted")
    low, high = exact_interval(accepted, len(outcomes), LEVEL)
    return VariantPoint(variant, len(outcomes), accepted, low, high)


def _points(share: float) -> str:
    return signed_points(share, 0)
