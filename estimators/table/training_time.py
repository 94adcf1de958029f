"""How long will a training on a table take, before it begins? By its cells, and how fast this computer was so far."""

from collections.abc import Sequence
from math import sqrt

from estimators.classifier.pace import LEARNING, cost_of, keep_pace, pace_of
from estimators.classifier.training_time import TimeEstimate
from estimators.table.column import ENCODED, ColumnType

FACTS, READ = "table", "table with networks"
"""What has a pace of its own: tables of facts, and those of which networks read a column."""
_MADE, _CELLS = 9.0, 200_000
"""Seconds of a training on so many cells on a usual computer; with four times as many it takes twice as long (docs/performance.md)."""
_BEGINNING = 0.3
_READ_BY = {
    ColumnType.TEXT: ("wordllama", 500),
    ColumnType.PHOTO: ("efficientnet-lite0", 50_000),
    ColumnType.SOUND: ("speech", 50_000),
}
"""By what a column is read at least, and the bytes of a usual cell."""


def table_training_time(rows: int, columns: Sequence[ColumnType]) -> TimeEstimate:
    """What learning from columns of these types takes, in that many rows.

    Where none was timed here, it is as much slower or faster than on a usual computer as other learning was.
    """
    paces = pace_of(_part(columns)), pace_of(LEARNING)
    pace = next((one for one in paces if one.measured), paces[0])
    return TimeEstimate(pace.ratio * _usual(rows, columns), measured=pace.measured)


def keep_table_pace(rows: int, columns: Sequence[ColumnType], seconds: float) -> None:
    """Remember what a training took here."""
    keep_pace(_part(columns), seconds=seconds, usual=_usual(rows, columns))


def _part(columns: Sequence[ColumnType]) -> str:
    return READ if ENCODED.intersection(columns) else FACTS


def _usual(rows: int, columns: Sequence[ColumnType]) -> float:
    read = (cost_of(name).of([size]) for name, size in (_READ_BY[one] for one in columns if one in ENCODED))  # fmt: skip
    return _BEGINNING + _MADE * sqrt(rows * len(columns) / _CELLS) + rows * sum(read)
