"""Shares in per cent, and differences of shares in points. A share short of all or of none never reads as all or none."""

from math import floor

from estimators.base.language import language
from estimators.base.number import UNKNOWN, fixed, signed
from estimators.base.sentence import tr, tr_plural


def percent(share: float | None, decimals: int | None = None) -> str:
    """A share: "85%", beyond 99% and below 1% "99.3%", "over 99.9%", "under 0.1%"; "unknown" where there is none.

    ``decimals`` where it is set beside others: in a table, or where a bound has to be told from the bar.
    """
    if share is None:
        return UNKNOWN
    if decimals is not None:
        return _worded(share, decimals)
    return _worded(share, 0 if 0.01 <= abs(share) <= 0.99 else 1, short=True)


def percent_beside(share: float, bar: float) -> str:
    """A share beside the bar that it is compared with, "84.96%" beside 85%: as many decimals as tell the two apart."""
    apart = (n for n in (1, 2, 3) if round(100 * share, n) != round(100 * bar, n))
    return percent(share, 1 if share == bar else next(apart, 4))


def set_percent(share: float) -> str:
    """A share that somebody set (a bar, a goal, a sureness), as it was set: "85%", "92.5%"."""
    return _worded(share, 2, short=True)


def share_tick(share: float, *, last: bool) -> str:
    """A share below an axis: "80", and with its sign at the end: "100%"."""
    return set_percent(share) if last else fixed(100 * share)


def times_in_hundred(share: float) -> int:
    """A share as whole times in 100; from 1 to 99 unless it is none or all."""
    return min(99, max(1, round(100 * share))) if 0 < share < 1 else round(100 * share)


def sure_percent(probability: float) -> int:
    """How sure an answer says it is, in whole per cent from 1 to 99, halves rounded up: nobody is surer."""
    return min(max(floor(100 * probability + 0.5), 1), 99)


def points(difference: float | None, decimals: int = 0) -> str:
    """A difference of two shares without its sign: "3 points", "1 point", "less than a point", "0.4 points"."""
    if difference is None:
        return UNKNOWN
    size = 100 * abs(difference)
    if size and not round(size, decimals):
        least = tr("a point") if decimals == 0 else _points(10.0**-decimals, decimals)
        return tr("less than {difference}", difference=least)
    return _points(size, decimals)


def signed_points(difference: float, decimals: int = 1) -> str:
    """A difference of two shares with its sign, without the word: "+3.1", "−0.4"."""
    return signed(100 * difference, decimals)


def _worded(share: float, decimals: int, *, short: bool = False) -> str:
    value, least = 100 * share, 10.0**-decimals
    if 0 < share < 1 and round(value, decimals) == 0:
        return tr("under {share}", share=_per_cent(fixed(least, decimals)))
    if 0 < share < 1 and round(value, decimals) == 100:
        return tr("over {share}", share=_per_cent(fixed(100 - least, decimals)))
    text = fixed(value, decimals)
    return _per_cent(_short(text) if short else text)


def _points(size: float, decimals: int) -> str:
    text = fixed(size, decimals)
    return tr_plural("{size} point", "{size} points", 1 if text == fixed(1) else 2, size=text)


def _per_cent(number: str) -> str:
    return tr("{number}%", number=number)


def _short(text: str) -> str:
    """Without decimals that say nothing: "85", not "85.0"."""
    style = language().numbers
    return text.rstrip(style.zero).removesuffix(style.decimal) if style.decimal in text else text
