"""How long will a training on a table take, before it begins? By its cells, and how fast this computer was so far."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress
from math import sqrt

import numpy as np

from estimators.classifier.pace import LEARNING, cost_of, keep_pace, pace_of
from estimators.classifier.training_time import TimeEstimate
from estimators.table.column import ENCODED, ColumnType
from estimators.table.column_type import guess_type, profile
from estimators.table.table import Table, TableBuilder

FACTS, READ = "table", "table with networks"
"""What has a pace of its own: tables of facts, and those of which networks read a column."""
_MADE, _CELLS = 9.0, 200_000
"""Seconds of a training on so many cells on a usual computer; with four times as many it takes twice as long (docs/performance.md)."""
_BEGINNING = 0.3
_TIMED_CELLS, _LEAST_TIMED, _TIMED = 5_000, 200, 2.0
"""Cells that are learned from to time this computer, the fewest rows of them, and the seconds that it may take on a usual one."""
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


def rows_to_time(table: Table) -> Table:
    """Some rows of a table, drawn by chance: a training on them takes a second or two on a usual computer."""
    types = [guess_type(profile(one)).type for one in table.columns]
    many = _TIMED_CELLS // max(len(types), 1)
    while many > _LEAST_TIMED and _usual(many, types) > _TIMED:
        many //= 2
    many = max(many, _LEAST_TIMED)
    drawn = np.random.default_rng(0).permutation(len(table))[:many]
    taken = np.zeros(len(table), bool)
    taken[drawn] = True
    builder = TableBuilder(table.name, table.names)
    for line, cells in compress(zip(table.lines.tolist(), zip(*table.columns, strict=True), strict=True), taken):  # fmt: skip
        builder.add(line, cells)
    return replace(builder.table(), folder=table.folder)


def _part(columns: Sequence[ColumnType]) -> str:
    return READ if ENCODED.intersection(columns) else FACTS


def _usual(rows: int, columns: Sequence[ColumnType]) -> float:
    read = (cost_of(name).of([size]) for name, size in (_READ_BY[one] for one in columns if one in ENCODED))  # fmt: skip
    return _BEGINNING + _MADE * sqrt(rows * len(columns) / _CELLS) + rows * sum(read)
