"""Candidates against each other case by case: how often one is better where the other is worse, as bars with their sentence."""

from dataclasses import dataclass

from estimators.base.number import digits
from estimators.base.sentence import tr
from reports.chart_parts import TableTwin


@dataclass(frozen=True)
class PairRow:
    """One pair, as seen from the candidate that the page speaks of.

    - `other`: the candidate that it is compared with. `sentence`: what the pair comes to.
    - `better`, `worse`, `same`: cases that both answered.
    - `apart`: whether more than luck parts them.
    - `cost`: what taking one rather than the other costs; "" where that is not asked (of what always gives one answer).
    """

    other: str
    sentence: str
    better: int
    worse: int
    same: int
    apart: bool
    cost: str = ""


@dataclass(frozen=True)
class PairChart:
    """A candidate against each of the others."""

    title: str
    note: str
    candidate: str
    rows: tuple[PairRow, ...]

    def sentence(self) -> str:
        return " ".join(
            (f"{self.title}.", *(f"{row.sentence} {row.cost}".rstrip() for row in self.rows))
        )

    def table(self) -> TableTwin:
        return TableTwin(
            (
                tr("{candidate} against", candidate=self.candidate),
                tr("better"),
                tr("worse"),
                tr("same"),
            ),
            tuple(
                (row.other, digits(row.better), digits(row.worse), digits(row.same))
                for row in self.rows
            ),
        )
