"""What is told of each column of a table, small enough to be kept: its type and role with their reasons, how full it is, what it holds."""

import re
from dataclasses import dataclass

import numpy as np

from estimators.base.number import digits, number
from estimators.base.percent import percent
from estimators.base.phrase import shorten
from estimators.base.sentence import tr, tr_plural
from estimators.table.cell_values import shown_day
from estimators.table.column import AMOUNTS, FILES, ColumnRole, ColumnType
from estimators.table.column_role import ColumnPlan, RoleReason, role_sentence
from estimators.table.column_type import TypeGuess
from estimators.table.target import ColumnData

BARS, MOST_COMMON = 10, 12
_FEW_WORDS = 3
_SIGN = re.compile(r"[$€£¥₹]")


@dataclass(frozen=True)
class ColumnSummary:
    """One column.

    - `filled`, `distinct`: of its `rows`, how many say something, and how many different things.
    - `commonest`: up to `MOST_COMMON` values of a category with their counts, the commonest first.
    - `low`, `high`: of amounts and days (since 1970); None of words.
    - `bars`: how many rows lie in each tenth between those; of words the counts of the commonest.
    """

    name: str
    guess: TypeGuess
    role: ColumnRole
    reason: RoleReason
    rows: int
    filled: int
    distinct: int
    commonest: tuple[tuple[str, int], ...] = ()
    low: float | None = None
    high: float | None = None
    bars: tuple[int, ...] = ()

    @property
    def type(self) -> ColumnType:
        return self.guess.type

    @property
    def missing(self) -> int:
        return self.rows - self.filled

    @property
    def why(self) -> str:
        """Why it has its type and its role, in two sentences."""
        shown = self.commonest[0][0] if self.commonest else ""
        return (
            f"{self.guess.sentence} {role_sentence(self.reason, shown, self.distinct, self.filled)}"
        )

    @property
    def type_words(self) -> str:
        """What it is, in a word or two: "number", "3 values"."""
        if self.type == ColumnType.CATEGORY and self.filled:
            return tr_plural("{n} value", "{n} values", self.distinct)
        return self.type.words

    @property
    def holds(self) -> str:
        """What is in it, in a few words: "0 to 210", "basic, plus, family", "three hold 60%"."""
        if not self.filled:
            return tr("nothing")
        if self.low is not None and self.high is not None:
            return self._between(self.low, self.high)
        if self.type == ColumnType.ID:
            return tr("all different") if self.distinct == self.filled else tr("{n} different ones", n=digits(self.distinct))  # fmt: skip
        named = {
            ColumnType.TEXT: tr("sentences"),
            ColumnType.PHOTO: tr("names of photos"),
            ColumnType.SOUND: tr("names of sounds"),
            ColumnType.FILE: tr("names of files"),
        }
        return named.get(self.type) or self._words()

    def _between(self, low: float, high: float) -> str:
        if low == high:
            return tr("always {value}", value=self.written(low))
        if self.type == ColumnType.DATE:
            first, last = shown_day(low), shown_day(high)
            years = first[:4] != last[:4] and high - low > 400
            low_words, high_words = (first[:4], last[:4]) if years else (first, last)
        else:
            low_words, high_words = self.written(low), self.written(high)
        return tr("{low} to {high}", low=low_words, high=high_words)

    def written(self, value: float) -> str:
        """A value of the column in its unit: "$24", "12%", "2024-03-01"."""
        if self.type == ColumnType.DATE:
            return shown_day(value)
        said = number(value)
        if self.type == ColumnType.PERCENT:
            return f"{said}%"
        sign = _SIGN.search(self.guess.shown) if self.type == ColumnType.MONEY else None
        return f"{sign[0]}{said}" if sign else said

    def _words(self) -> str:
        counts = self.commonest
        if self.distinct == 2 and len(counts) == 2:
            shares = [f"{shorten(word, 16)} {percent(n / self.filled)}" for word, n in counts]
            return ", ".join(shares)
        if self.distinct <= _FEW_WORDS:
            return ", ".join(shorten(word, 16) for word, _ in counts)
        held = sum(n for _, n in counts[:_FEW_WORDS]) / self.filled
        return tr("three hold {share}", share=percent(held))


def summarise(plan: ColumnPlan, data: ColumnData) -> ColumnSummary:
    """What is told of a column of which `data` are the values."""
    profile = plan.profile
    commonest: tuple[tuple[str, int], ...] = ()
    low = high = None
    bars: tuple[int, ...] = ()
    if data.amounts is not None and data.filled.any():
        values = data.amounts[data.filled]
        low, high = float(values.min()), float(values.max())
        if low < high:
            bars = tuple(np.histogram(values, bins=BARS, range=(low, high))[0].tolist())
    elif data.codes is not None and plan.type not in (ColumnType.ID, ColumnType.TEXT, *FILES):  # fmt: skip
        counts = np.bincount(data.codes[data.codes >= 0], minlength=len(data.words))
        commonest = tuple(
            (word[:200], int(n))
            for word, n in zip(data.words[:MOST_COMMON], counts[:MOST_COMMON].tolist(), strict=True)
        )
        bars = tuple(n for _, n in commonest)
    return ColumnSummary(
        plan.name,
        plan.guess,
        plan.role,
        plan.reason,
        profile.rows,
        int(data.filled.sum()) if plan.type in AMOUNTS else profile.filled,
        profile.distinct if data.codes is None else len(data.words),
        commonest,
        low,
        high,
        bars,
    )
