"""Figures with the interval that belongs to them: exact where cases stand alone, wider where they belong together.

A share of cases that stand alone has Clopper and Pearson's exact interval. Where cases come in groups (calls of one meeting,
trials of one task) it has the exact one of as many cases as the groups are worth (Korn and Graubard 1998,
https://www150.statcan.gc.ca/n1/en/catalogue/12-001-X19980024356). A mean of scores between 0 and 1 has what Clopper and Pearson's
becomes for those (`bounded_ends`; Learned-Miller and Thomas 2019, https://arxiv.org/abs/1905.06208). An amount, which nothing bounds, is drawn again by group, its ends widened for few
groups as Student's t is (Hesterberg 2015, https://doi.org/10.1080/00031305.2015.1089789). docs/decisions/0311 and 0509 have what they cover.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from estimators.acceptance.bounds import interval
from estimators.base.incomplete_beta import inverse_incomplete_beta
from estimators.classifier.arrays import Doubles, Indices, Mask

if TYPE_CHECKING:
    from estimators.measure.case import EvalCase

DRAWS = 2_000
CONFIDENCE = 0.9
MOST_DRAWN_GROUPS = 2_000
"""With more groups than this, the spread between them gives the same ends in a thousandth of the time."""
_MOST_WEIGHTS = 1_000_000
"""Of all draws of `bounded_ends` together: ten times as many draws as above where groups are few, in some ten milliseconds."""


class ScoreUnit(StrEnum):
    """What a figure is counted in."""

    COUNT = "count"  # cases that have it, of all: a share
    RATIO = "ratio"  # parts that have it, of all parts of all cases: a share (words, fields)
    MEAN = "mean"  # a number from 0 to 1 for each case
    AMOUNT = "amount"  # a number for each case, in the unit of the answers


class IntervalMethod(StrEnum):
    """Where the ends of an interval come from."""

    EXACT = "exact"
    EXACT_GROUPED = "exact_grouped"
    DIRICHLET = "dirichlet"
    BOOTSTRAP = "bootstrap"
    SPREAD = "spread"
    RECTIFIED = "rectified"
    NONE = "none"


@dataclass(frozen=True)
class Estimate:
    """A figure, between what it lies, and what it rests on.

    - `value`, `low`, `high`: None where nothing was measured, the ends also where one group says nothing of others.
    - `n`: cases (or runs) behind it. `groups`: how many of those stand for themselves.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    groups: int
    method: IntervalMethod
    confidence: float = CONFIDENCE


UNMEASURED = Estimate(None, None, None, 0, 0, IntervalMethod.NONE)


class Trial(NamedTuple):
    """One answer of a candidate that is scored: the case, and which trial."""

    case: str
    trial: int


@dataclass(frozen=True, eq=False)
class CaseScores:
    """What one candidate got in each run, of what it could get.

    - `metric`, `unit`: what is counted. `lower_is_better`: of errors.
    - `runs`: the cases and trials; `groups`, `slices`: of the same length, what each belongs to.
    - `got`, `of`: arrays of the same length; the figure is the sum of the one over the sum of the other.
    - `answered`: where the candidate gave an answer at all; a comparison is made where both did.
    """

    metric: str
    unit: ScoreUnit
    runs: tuple[Trial, ...]
    groups: tuple[str, ...]
    slices: tuple[str, ...]
    got: Doubles
    of: Doubles
    answered: Mask
    lower_is_better: bool = False

    @classmethod
    def of_rows(
        cls,
        metric: str,
        unit: ScoreUnit,
        rows: Sequence[tuple["EvalCase", int, float, float]],
        *,
        unanswered: frozenset[Trial] = frozenset(),
        lower_is_better: bool = False,
    ) -> "CaseScores":
        """Put together rows of (case, trial, got, of)."""
        runs = tuple(Trial(case.id, trial) for case, trial, _, _ in rows)
        return cls(
            metric,
            unit,
            runs,
            tuple(case.together for case, _, _, _ in rows),
            tuple(case.slice for case, _, _, _ in rows),
            np.array([got for _, _, got, _ in rows], dtype=np.float64),
            np.array([of for _, _, _, of in rows], dtype=np.float64),
            np.array([run not in unanswered for run in runs], dtype=bool),
            lower_is_better,
        )

    def part(self, mask: Mask) -> "CaseScores":
        """The scores of some of the runs."""
        return self.taken(np.flatnonzero(mask))

    def taken(self, places: "Sequence[int] | Indices") -> "CaseScores":
        """The scores of the runs at these places."""
        return CaseScores(
            self.metric,
            self.unit,
            tuple(self.runs[at] for at in places),
            tuple(self.groups[at] for at in places),
            tuple(self.slices[at] for at in places),
            self.got[places],
            self.of[places],
            self.answered[places],
            self.lower_is_better,
        )


def estimate(scores: CaseScores, confidence: float = CONFIDENCE, seed: int = 0) -> Estimate:
    """The figure of all runs, with its two-sided interval."""
    n = len(scores.runs)
    whole = float(scores.of.sum())
    if not n or whole <= 0:
        return UNMEASURED
    value = float(scores.got.sum()) / whole
    member, groups = group_places(scores.groups)
    if scores.unit is ScoreUnit.COUNT:
        return share_estimate(scores.got, member, groups, confidence)
    bounded = scores.unit is not ScoreUnit.AMOUNT
    alike = bounded and groups == n and np.ptp(scores.of) == 0
    if alike and np.isin(scores.got, (0.0, scores.of[0])).all():
        return share_estimate(scores.got / scores.of[0], member, groups, confidence)
    if groups == 1:
        return Estimate(value, None, None, n, 1, IntervalMethod.NONE, confidence)
    got, of = group_sums(scores.got, member, groups), group_sums(scores.of, member, groups)
    if groups > MOST_DRAWN_GROUPS:
        low, high = spread_ends(value, (got - value * of) / whole, confidence)
        method = IntervalMethod.SPREAD
    elif bounded:
        low, high = bounded_ends(got, of, confidence, seed)
        method = IntervalMethod.DIRICHLET
    else:
        low, high = drawn_ends(drawn_ratios(got, of, seed), groups, confidence)
        method = IntervalMethod.BOOTSTRAP
    ceiling = np.inf if scores.unit is ScoreUnit.AMOUNT else max(1.0, value)
    return Estimate(
        value,
        max(low, 0.0) if (scores.got >= 0).all() else low,
        min(high, float(ceiling)),
        n,
        groups,
        method,
        confidence,
    )


def group_places(groups: Sequence[str]) -> tuple[Indices, int]:
    """The number of each run's group, and how many groups there are."""
    numbers: dict[str, int] = {}
    places = [numbers.setdefault(group, len(numbers)) for group in groups]
    return np.array(places, dtype=np.intp), len(numbers)


def group_sums(values: Doubles, member: Indices, groups: int) -> Doubles:
    return np.asarray(np.bincount(member, weights=values, minlength=groups), dtype=np.float64)


def drawn_groups(groups: int, seed: int) -> Indices:
    """Groups drawn again by chance, shape (DRAWS, groups)."""
    return np.random.default_rng(seed).integers(0, groups, size=(DRAWS, groups))


def drawn_ratios(got: Doubles, of: Doubles, seed: int) -> Doubles:
    """The figure in each draw of the groups."""
    drawn = drawn_groups(len(got), seed)
    whole = of[drawn].sum(axis=1)
    return np.asarray(got[drawn].sum(axis=1) / np.where(whole > 0, whole, 1.0))


def drawn_ends(draws: Doubles, groups: int, confidence: float) -> tuple[float, float]:
    """The ends between which the draws lie, further out for few groups: at the tails that Student's t asks for."""
    from scipy.special import ndtr, stdtrit

    t = stdtrit(groups - 1, (1 + confidence) / 2)
    tail = float(ndtr(-t * (groups / (groups - 1)) ** 0.5))
    low, high = np.quantile(draws, [tail, 1 - tail])
    return float(low), float(high)


def bounded_ends(got: Doubles, of: Doubles, confidence: float, seed: int) -> tuple[float, float]:
    """The ends of a figure whose parts are bounded: groups weighed by chance, with one more that nobody has seen.

    That one scores nothing for the lower end, and all (or as much as the highest) for the upper. Where all parts are 0 or 1 and
    weigh the same it is Clopper and Pearson's interval, to within the draws. Drawing the groups again would say "100 to 100 %"
    of five that are all right.
    """
    groups, whole = len(got), float(of.sum())
    draws = min(max(_MOST_WEIGHTS // groups, DRAWS), 10 * DRAWS)
    weights = np.random.default_rng(seed).standard_exponential((draws, groups + 1))
    unseen = weights[:, -1] * whole / groups
    all_of = weights[:, :-1] @ of + unseen
    seen = weights[:, :-1] @ got
    highest = max(1.0, float((got[of > 0] / of[of > 0]).max()))
    tail = (1 - confidence) / 2
    low, high = (
        np.quantile(seen / all_of, tail),
        np.quantile((seen + highest * unseen) / all_of, 1 - tail),
    )
    return float(low), float(high)


def spread_ends(value: float, deviations: Doubles, confidence: float) -> tuple[float, float]:
    """The ends of a figure that the groups move by their deviations from it."""
    from scipy.special import stdtrit

    groups = len(deviations)
    error = float(np.sqrt(groups / (groups - 1) * (deviations @ deviations)))
    half = float(stdtrit(groups - 1, (1 + confidence) / 2)) * error
    return value - half, value + half


def share_estimate(
    right: Doubles, member: Indices, groups: int, confidence: float = CONFIDENCE
) -> Estimate:
    """A share with its exact interval: of the cases, or of as many as their groups are worth."""
    n, value = len(right), float(right.mean())
    if groups == n:
        low, high = interval(round(right.sum()), n, confidence)
        return Estimate(value, low, high, n, n, IntervalMethod.EXACT, confidence)
    if groups == 1:
        return Estimate(value, 0.0, 1.0, n, 1, IntervalMethod.EXACT_GROUPED, confidence)
    low, high = exact_interval_of_share(value, worth(right, member, groups, confidence), confidence)
    return Estimate(value, low, high, n, groups, IntervalMethod.EXACT_GROUPED, confidence)


def worth(right: Doubles, member: Indices, groups: int, confidence: float = CONFIDENCE) -> float:
    """How many cases that stand alone say as much as these do in their groups; at most as many as there are."""
    from scipy.special import stdtrit

    n, value = len(right), float(right.mean())
    sizes = np.bincount(member, minlength=groups)
    deviation = group_sums(right, member, groups) - value * sizes
    variance = groups / (groups - 1) * float(deviation @ deviation) / n**2
    if value in (0.0, 1.0):
        effective = float(groups)  # all alike: nobody knows how strongly a group goes together
    else:
        effective = min(float(n), value * (1 - value) / variance) if variance > 0 else float(n)
    tail = (1 + confidence) / 2
    few = float(stdtrit(max(n - 1, 1), tail) / stdtrit(groups - 1, tail)) ** 2
    return max(effective * few, 1.0)


def exact_interval_of_share(value: float, n: float, confidence: float) -> tuple[float, float]:
    """Clopper and Pearson's interval of a share of `n` cases, which need not be a whole number."""
    tail, k = (1 - confidence) / 2, value * n
    low = inverse_incomplete_beta(k, n - k + 1, tail) if k > 0 else 0.0
    high = inverse_incomplete_beta(k + 1, n - k, 1 - tail) if k < n else 1.0
    return low, high
