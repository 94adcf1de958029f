"""Which candidate is better, case by case: and when to call it even.

How to use, line by line:

    paired(a, b)                             two arrays of 0 and 1: {"better", "worse", "same", "p_value"}
    compare({"gpt": scores, "rule": scores}) all pairs, Holm over them, each with a sentence
    by_slice(("gpt", "rule"), (a, b))        who wins where
    preference(wins, losses, ties)           two candidates shown side by side

Shares of cases that stand alone are compared by McNemar's exact test (1947, https://doi.org/10.1007/BF02295996); everything else by
swapping the two candidates' scores in groups drawn by chance (a paired permutation test: Smucker, Allan and Carterette 2007,
https://doi.org/10.1145/1321440.1321528), with an interval from drawing groups again. "Better" is said at a p-value of at most .10
after Holm's correction (1979, https://www.jstor.org/stable/4615733) over the pairs that are shown.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from typing import TypedDict

import numpy as np

from estimators.acceptance.baseline import paired_difference
from estimators.acceptance.subgroups import holm
from estimators.base.binomial import sign_test
from estimators.base.errors import UserError
from estimators.base.interval import between
from estimators.base.number import fixed, number
from estimators.base.percent import points
from estimators.base.phrase import in_quotes
from estimators.base.sentence import tr
from estimators.classifier.arrays import Doubles
from estimators.measure.estimate import (
    CONFIDENCE,
    MOST_DRAWN_GROUPS,
    CaseScores,
    Estimate,
    IntervalMethod,
    ScoreUnit,
    drawn_ends,
    drawn_groups,
    group_places,
    group_sums,
    spread_ends,
)

LEVEL = 0.1
_ALL_SWAPS = 16
_SWAPS = 10_000
_BLOCK = 500


class PairedCounts(TypedDict):
    """Cases in which the first is better, worse, or the same, and how likely luck alone would part them so far."""

    better: int
    worse: int
    same: int
    p_value: float


def paired(a: Iterable[int], b: Iterable[int]) -> PairedCounts:
    """Compare two candidates on the same cases in the same order: 1 where one is right, 0 where it is wrong.

    The p-value is that of McNemar's exact test, two-sided.
    Raises `UserError` where they answered other cases, or something is neither 1 nor 0.
    """
    first, second = list(a), list(b)
    if len(first) != len(second):
        raise UserError(
            tr("One has {a} cases and the other {b}.", a=len(first), b=len(second)),
            tr("The comparison is made case by case."),
            tr("Give both for the same cases, in the same order."),
        )
    if any(value not in (0, 1) for value in (*first, *second)):
        raise UserError(
            tr("An answer is either right or wrong."),
            tr("Something else than 1 and 0 was given."),
            tr("Give 1 for right and 0 for wrong."),
        )
    pairs = [
        (bool(x), bool(y)) for x, y in zip(first, second, strict=True)
    ]  # numpy counts in its own
    better, worse = sum(x > y for x, y in pairs), sum(x < y for x, y in pairs)
    return {
        "better": better,
        "worse": worse,
        "same": len(first) - better - worse,
        "p_value": sign_test(better, worse),
    }


class PairVerdict(StrEnum):
    FIRST = "first"
    SECOND = "second"
    EVEN = "even"


@dataclass(frozen=True)
class CandidatePair:
    """Two candidates on the cases that both answered.

    - `better`, `worse`, `same`: runs in which the first is better than the second, worse, or the same.
    - `difference`: the first's figure minus the second's, with the interval of the pairs.
    - `p_value`, `adjusted`: of this pair alone, and after Holm over all that are shown.
    - `unit`: what the figure is counted in.
    """

    first: str
    second: str
    metric: str
    unit: ScoreUnit
    better: int
    worse: int
    same: int
    difference: Estimate
    p_value: float
    adjusted: float
    verdict: PairVerdict = PairVerdict.EVEN
    lower_is_better: bool = False

    @property
    def n(self) -> int:
        """Runs that both answered."""
        return self.better + self.worse + self.same

    @property
    def sentence(self) -> str:
        """One sentence: who is better and by how much, or that it is even; the last number is of what both answered."""
        first, second = in_quotes(self.first), in_quotes(self.second)
        if self.verdict is PairVerdict.EVEN:
            return tr(
                "Call it even between “{first}” and “{second}”: {better} against {worse} of {n}.",
                first=first,
                second=second,
                better=self.better,
                worse=self.worse,
                n=self.n,
            )
        ahead = self.verdict is PairVerdict.FIRST
        return tr(
            "“{winner}” is better than “{other}” by {difference}: better on {better}, worse on {worse} of {n}.",
            winner=first if ahead else second,
            other=second if ahead else first,
            difference=self._size(),
            better=self.better if ahead else self.worse,
            worse=self.worse if ahead else self.better,
            n=self.n,
        )

    def _size(self) -> str:
        low, high = self.difference.low, self.difference.high
        if low is None or high is None:
            return self._sized(abs(self.difference.value or 0.0))
        if low < 0 < high:  # the two ways of asking do not quite agree
            return tr("up to {most}", most=self._sized(max(-low, high)))
        if self.unit in _SIZES:
            return between(abs(low), abs(high), _SIZES[self.unit])
        return tr("{range} points", range=between(abs(low), abs(high), _in_points))

    def _sized(self, size: float) -> str:
        return _SIZES[self.unit](size) if self.unit in _SIZES else points(size, 1)


def _in_points(share: float) -> str:
    return fixed(100 * share, 1)


def _decimal(value: float) -> str:
    return fixed(value, 3)


_SIZES: Mapping[ScoreUnit, Callable[[float], str]] = {
    ScoreUnit.AMOUNT: number,
    ScoreUnit.MEAN: _decimal,
}


def compare(
    candidates: Mapping[str, CaseScores],
    *,
    pairs: Iterable[tuple[str, str]] | None = None,
    named: frozenset[str] = frozenset(),
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> tuple[CandidatePair, ...]:
    """Compare candidates by the same metric: each with each other, or only those pairs that are shown.

    - `named`: the two whose pair somebody named before anything was known: it is tested on its own.

    Raises `UserError` where two have no case that both answered.
    """
    found = [
        compare_pair(
            names,
            (candidates[names[0]], candidates[names[1]]),
            confidence=confidence,
            seed=seed,
        )
        for names in (combinations(candidates, 2) if pairs is None else pairs)
    ]
    alone = [named == {pair.first, pair.second} for pair in found]
    others = iter(holm([pair.p_value for pair, its in zip(found, alone, strict=True) if not its]))
    return tuple(
        _judged(pair, pair.p_value if its else next(others))
        for pair, its in zip(found, alone, strict=True)
    )


def compare_pair(
    names: tuple[str, str],
    scores: tuple[CaseScores, CaseScores],
    *,
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> CandidatePair:
    """Compare two candidates alone."""
    a, b = _both_answered(names, scores)
    n = len(a.runs)
    gap = _per_run(a) - _per_run(b)
    more, less = int((gap > 0).sum()), int((gap < 0).sum())
    member, groups = group_places(a.groups)
    if a.unit is ScoreUnit.COUNT and groups == n:
        p_value = sign_test(more, less)
        low, high = paired_difference(more, less, n, confidence)
        difference = Estimate(
            (more - less) / n, low, high, n, groups, IntervalMethod.EXACT, confidence
        )
    else:
        one, other = (
            (group_sums(x.got, member, groups), group_sums(x.of, member, groups)) for x in (a, b)
        )
        difference = _drawn_difference(one, other, n, confidence, seed)
        p_value = swap_test(one[0] / a.of.sum() - other[0] / b.of.sum(), seed)
    pair = CandidatePair(
        first=names[0],
        second=names[1],
        metric=a.metric,
        unit=a.unit,
        better=less if a.lower_is_better else more,
        worse=more if a.lower_is_better else less,
        same=n - more - less,
        difference=difference,
        p_value=p_value,
        adjusted=p_value,
        lower_is_better=a.lower_is_better,
    )
    return _judged(pair, p_value)


def by_slice(
    names: tuple[str, str],
    scores: tuple[CaseScores, CaseScores],
    *,
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> dict[str, CandidatePair]:
    """Compare two candidates in each slice of the cases, Holm over the slices; those that none answered are left out."""
    pairs: dict[str, CandidatePair] = {}
    for name in sorted({name for name in scores[0].slices if name}):
        parts = [one.part(np.array([its == name for its in one.slices])) for one in scores]
        if set(parts[0].runs) & set(parts[1].runs):
            pairs[name] = compare_pair(
                names, (parts[0], parts[1]), confidence=confidence, seed=seed
            )
    adjusted = holm([pair.p_value for pair in pairs.values()])
    return {name: _judged(pair, p) for (name, pair), p in zip(pairs.items(), adjusted, strict=True)}


def swap_test(differences: Doubles, seed: int = 0) -> float:
    """How likely the sum of differences is as far from 0 as it is if each could as well have the other sign.

    All ways of turning signs where there are few, else 10,000 of them drawn by chance.
    """
    moved = differences[np.abs(differences) > 1e-15]
    seen = abs(float(moved.sum())) * (1 - 1e-9)
    if not len(moved) or seen == 0:
        return 1.0
    if len(moved) <= _ALL_SWAPS:
        ways = np.arange(2 ** len(moved))[:, None] >> np.arange(len(moved)) & 1
        return float((np.abs((1.0 - 2 * ways) @ moved) >= seen).mean())
    rng = np.random.default_rng(seed)
    beyond = 0
    for _ in range(_SWAPS // _BLOCK):
        signs = 1.0 - 2 * rng.integers(0, 2, size=(_BLOCK, len(moved)), dtype=np.int8)
        beyond += int((np.abs(signs @ moved) >= seen).sum())
    return (1 + beyond) / (1 + _SWAPS)


def _judged(pair: CandidatePair, adjusted: float) -> CandidatePair:
    verdict = PairVerdict.EVEN
    ahead = (pair.difference.value or 0.0) * (-1 if pair.lower_is_better else 1)
    if adjusted <= LEVEL and ahead:
        verdict = PairVerdict.FIRST if ahead > 0 else PairVerdict.SECOND
    return replace(pair, adjusted=adjusted, verdict=verdict)


def _per_run(scores: CaseScores) -> Doubles:
    return scores.got / np.where(scores.of > 0, scores.of, 1.0)


def _both_answered(
    names: tuple[str, str], scores: tuple[CaseScores, CaseScores]
) -> tuple[CaseScores, CaseScores]:
    """The scores of the runs that both answered, in one order."""
    a, b = scores
    places = {run: at for at, run in enumerate(b.runs) if b.answered[at]}
    kept = [(at, places[run]) for at, run in enumerate(a.runs) if a.answered[at] and run in places]
    if not kept:
        raise UserError(
            tr("“{first}” and “{second}” have no case in common.", first=names[0], second=names[1]),
            tr("They are compared case by case."),
            tr("Let both answer the same cases."),
        )
    return a.taken([at for at, _ in kept]), b.taken([at for _, at in kept])


def _drawn_difference(
    one: tuple[Doubles, Doubles],
    other: tuple[Doubles, Doubles],
    n: int,
    confidence: float,
    seed: int,
) -> Estimate:
    """From what both got of what they could, by group."""
    (got_a, of_a), (got_b, of_b) = one, other
    groups = len(got_a)
    rates = got_a.sum() / of_a.sum(), got_b.sum() / of_b.sum()
    value = float(rates[0] - rates[1])
    if groups == 1:
        return Estimate(value, None, None, n, 1, IntervalMethod.NONE, confidence)
    if groups > MOST_DRAWN_GROUPS:
        moved = (got_a - rates[0] * of_a) / of_a.sum() - (got_b - rates[1] * of_b) / of_b.sum()
        low, high = spread_ends(value, moved, confidence)
        return Estimate(value, low, high, n, groups, IntervalMethod.SPREAD, confidence)
    drawn = drawn_groups(groups, seed)  # the same for both: what they share drops out
    ratios = [
        got[drawn].sum(axis=1) / np.maximum(of[drawn].sum(axis=1), 1e-300)
        for got, of in (one, other)
    ]
    low, high = drawn_ends(ratios[0] - ratios[1], groups, confidence)
    return Estimate(value, low, high, n, groups, IntervalMethod.BOOTSTRAP, confidence)
