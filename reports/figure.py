"""What every part of the evidence is made of: a number with its source, and a sentence with its address."""

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from estimators.base.interval import between, number_range, of_all, percent_range
from estimators.base.money import money_range
from estimators.base.percent import signed_points
from estimators.base.sentence import tr
from reports.provenance import Provenance


class Unit(StrEnum):
    """What a number counts; an interval is worded by it, never by how the number beside it reads."""

    SHARE = "share"
    POINTS = "points"  # a difference of two shares
    NUMBER = "number"
    MONEY = "money"


@dataclass(frozen=True)
class Figure:
    """One reported number: how it reads, its value, and where it comes from.

    ``low`` and ``high`` are the ends of a two-sided 90% interval, in the unit of ``value``.
    """

    text: str  # as printed: "91%", "€117,000"
    value: float | None
    provenance: Provenance
    n: int | None = None  # how many examples, answers or draws it rests on
    split: str = ""  # "180 held-out photos"
    low: float | None = None
    high: float | None = None
    derived: bool = False  # worked out from other numbers: counted by none of the sources
    unit: Unit = Unit.SHARE
    currency: str = ""  # of money: "EUR"

    counted: int | None = None  # of a share: how many of the n

    @property
    def counts(self) -> str:
        """What a share rests on: "163 of 180"; empty where it is none of a count."""
        return "" if self.counted is None or self.n is None else of_all(self.counted, self.n)

    @property
    def interval(self) -> str:
        """Both ends in words; empty where they are not known."""
        return interval_words(self.low, self.high, self.unit, self.currency)


def likely(interval: str) -> str:
    """An interval as every sentence of a report says it: "likely 85.4% to 97.7% (9 chances in 10)"."""
    return tr("likely {interval} (9 chances in 10)", interval=interval)


def interval_words(low: float | None, high: float | None, unit: Unit, currency: str = "") -> str:
    """The two ends of an interval in words; empty where they are not known."""
    if low is None or high is None or not isfinite(low) or not isfinite(high):
        return ""
    match unit:
        case Unit.SHARE:
            return percent_range(low, high, 1)
        case Unit.POINTS:
            return between(low, high, signed_points)
        case Unit.MONEY:
            return money_range(low, high, currency or "USD", exact=False)
        case Unit.NUMBER:
            return number_range(low, high)


@dataclass(frozen=True)
class Statement:
    """A sentence with the words to stress, its address and, where it is not measured, its source mark."""

    text: str
    strong: str = ""  # a substring of text, printed bold
    evidence_id: str = ""
    provenance: Provenance | None = None
    source: str = ""  # what the mark stands for; empty: the provenance's own words
