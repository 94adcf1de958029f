"""Ends of a range, and shares with what they rest on: "86% to 94%", "163 of 180"."""

from collections.abc import Callable

from estimators.base.number import UNKNOWN, number
from estimators.base.percent import percent
from estimators.base.sentence import tr


def between(low: float | None, high: float | None, word: Callable[[float], str]) -> str:
    """A range, the lower end first, each end worded whole: "86% to 94%"; one end where both read the same."""
    if low is None or high is None:
        return UNKNOWN
    first, last = word(min(low, high)), word(max(low, high))
    return first if first == last else tr("{low} to {high}", low=first, high=last)


def percent_range(low: float | None, high: float | None, decimals: int | None = None) -> str:
    """Two shares: "86% to 94%"."""
    return between(low, high, lambda share: percent(share, decimals))


def number_range(low: float | None, high: float | None) -> str:
    """Two plain numbers: "2,400 to 3,600"."""
    return between(low, high, number)


def of_all(some: int, n: int) -> str:
    """So many of so many: "163 of 180"."""
    return tr("{some} of {n}", some=some, n=n)


def likely(low: float | None, high: float | None, decimals: int | None = None) -> str:
    """A two-sided 90% interval of a share, said what it is: "9 chances in 10: 86% to 94%"."""
    return tr("9 chances in 10: {range}", range=percent_range(low, high, decimals))


def right_words(correct: int, n: int) -> str:
    """How many answers were right: "96% right", "all 150 right", "not tested"."""
    if not n:
        return tr("not tested")
    if correct == n:
        return tr("all {n} right", n=n)
    return tr("{share} right", share=percent(correct / n))
