"""What is known of one number, and how its parts are printed."""

from dataclasses import dataclass

from estimators.base.interval import number_range, percent_range
from estimators.base.money import money_range
from estimators.base.number import digits, number
from estimators.base.percent import percent
from reports.provenance import Provenance

FUTURES = "simulated futures"


@dataclass(frozen=True)
class Traced:
    """One number: what it is, how it is printed, and what it rests on."""

    what: str
    number: str
    provenance: Provenance
    n: int | None = None
    split: str = ""
    interval: str = ""  # the two-sided 90% interval, where there is one
    source: str = ""  # named source; empty: the provenance's own words
    address: str = ""  # "E1.3"
    derived: bool = False  # worked out from numbers that are counted themselves

    @property
    def basis(self) -> str:
        """How many examples, answers or draws, and which."""
        count = "" if self.n is None else f"n = {digits(self.n)}"
        return "; ".join(part for part in (count, self.split) if part)


@dataclass(frozen=True)
class About:
    """What the numbers below are about, and what those rest on that do not say so themselves."""

    words: str = ""
    n: int | None = None
    split: str = ""


def interval_text(low: float | None, high: float | None, like: str) -> str:
    """Both ends in the unit of the number itself: shares as percentages, amounts with their currency sign."""
    if low is None or high is None:
        return ""
    if "%" in like and max(abs(low), abs(high)) <= 1:
        return percent_range(low, high, 1)
    sign = currency_sign(like)
    return money_range(low, high, sign, exact=False) if sign else number_range(low, high)


def currency_sign(amount: str) -> str:
    """The currency sign in front of an amount; empty where there is none."""
    return next((c for c in amount[:2] if c not in "−-+%" and not c.isalnum()), "")


def place_text(value: float) -> str:
    return number(value) if abs(value) > 1 else percent(value, 1)
