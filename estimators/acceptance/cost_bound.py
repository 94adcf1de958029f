"""How much a case costs at most: an exact bound from how often each cost was met.

A case costs one of a few amounts (nothing, a look, a false alarm, a miss). With the amounts in order, the expected
cost is a sum of steps: each step is the chance that a case costs at least the higher amount, times the difference to the
one below. Each chance has the exact binomial bound, at its share of the error (Bonferroni), so the sum is a bound
whatever the chances are. With two amounts it is Clopper and Pearson's. docs/decisions/0187 compares it with four others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from estimators.acceptance.argument_checks import amount, share, whole
from estimators.acceptance.bounds import confidence_of_each, interval, upper_bound


@dataclass(frozen=True)
class CostResult:
    """What a test shows about the expected cost of a case.

    - `mean`: cost per case in the test.
    - `bound`: at `confidence`, over all looks, the expected cost is at most this.
    - `low`, `high`: where it lies with 90 % confidence (both ends by the same method, conservative).
    - `bar`: what a case may cost.
    - `passes`: whether the bound keeps to the bar.
    """

    total: int
    mean: float
    bound: float
    low: float
    high: float
    bar: float
    confidence: float
    looks: int
    passes: bool


def cost_upper_bound(cases: Mapping[float, int], confidence: float = 0.95) -> float:
    """Return what a case costs at most in expectation.

    - `cases`: how many cases cost how much. A cost that was never met counts too, with 0 cases: it could have been.
    - `confidence`: one-sided, between 0 and 1.

    Raises `UserError` if a cost is negative or endless, a count impossible, or there is no case.
    """
    levels, counts = _in_order(cases)
    steps = len(levels) - 1
    each = confidence_of_each(share("confidence", confidence, inclusive=False), max(steps, 1))
    return levels[0] + sum(
        (high - low) * upper_bound(at_least, sum(counts), each)
        for (low, high), at_least in zip(pairwise(levels), _at_least(counts), strict=True)
    )


def accept_cost(
    cases: Mapping[float, int], bar: float, confidence: float = 0.95, *, looks: int = 1
) -> CostResult:
    """Answer “does a case cost at most `bar`?”; parameters as in `cost_upper_bound` and `accept`."""
    levels, counts = _in_order(cases)
    most = amount("bar", bar, above_zero=True)
    total = sum(counts)
    each = confidence_of_each(confidence, looks)
    bound = cost_upper_bound(cases, each)
    steps = max(len(levels) - 1, 1)
    ends = [interval(k, total, 1 - 0.1 / steps) for k in _at_least(counts)]
    sizes = [high - low for low, high in pairwise(levels)]
    return CostResult(
        total=total,
        mean=sum(level * n for level, n in zip(levels, counts, strict=True)) / total,
        bound=bound,
        low=levels[0] + sum(size * low for size, (low, _) in zip(sizes, ends, strict=True)),
        high=levels[0] + sum(size * high for size, (_, high) in zip(sizes, ends, strict=True)),
        bar=most,
        confidence=confidence,
        looks=looks,
        passes=bound <= most,
    )


def _in_order(cases: Mapping[float, int]) -> tuple[list[float], list[int]]:
    """The costs from the least to the greatest, nothing among them, and how many cases had each."""
    merged: dict[float, int] = {0.0: 0}
    for cost, count in cases.items():
        level = amount("cost", cost)
        merged[level] = merged.get(level, 0) + whole("cases", count)
    levels = sorted(merged)
    counts = [merged[level] for level in levels]
    whole("total", sum(counts), least=1)
    return levels, counts


def _at_least(counts: list[int]) -> list[int]:
    """How many cases cost at least each amount but the least."""
    return [sum(counts[place:]) for place in range(1, len(counts))]
