"""What every part of the evidence is made of: a number with its source, and a sentence with its address."""

from dataclasses import dataclass

from estimators.base.interval import of_all, percent_range
from reports.provenance import Provenance


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
    counted: int | None = None  # of a share: how many of the n

    @property
    def counts(self) -> str:
        """What a share rests on: "163 of 180"; empty where it is none of a count."""
        return "" if self.counted is None or self.n is None else of_all(self.counted, self.n)

    @property
    def range(self) -> str:
        """The interval of a share: "86.2% to 93.9%"."""
        return percent_range(self.low, self.high, 1)


@dataclass(frozen=True)
class Statement:
    """A sentence with the words to stress, its address and, where it is not measured, its source mark."""

    text: str
    strong: str = ""  # a substring of text, printed bold
    evidence_id: str = ""
    provenance: Provenance | None = None
    source: str = ""  # what the mark stands for; empty: the provenance's own words
