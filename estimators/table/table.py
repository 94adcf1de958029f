"""A table as it was read: columns by name, as texts until a type is asked for, and the line that each row stood in.

A column is kept as blocks of UTF-8 with one zero byte between cells, so that a million rows of 20 columns take little more
room than their file: Python's own strings would take ten times that.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.sentence import tr, tr_plural

MOST_COLUMNS = 2_000
MOST_ROWS, MOST_HELD = 2_000_000, 1_000_000_000
"""Rows, and bytes of cells; of a table with more, rows are picked by chance."""
LONGEST_CELL = 20_000
"""Characters; of a longer cell the first and the last half of so many are kept. A network for texts reads the first 8,000 at most."""
BLOCK = 8_192
_MOST_WAITING = 50_000_000
_BETWEEN = "\0"
"""No cell holds it: readers refuse it, or leave it out."""
KEPT_PROBLEMS = 1_000
_ALL_SAID = 4
"""So many rows left out have a sentence each."""
_HOPELESS = 100_000
"""Rows that were left out, ten times as many as were kept: what follows is not read."""
SENT = "data:"
"""What a cell begins with that brings its photo or sound along, in base64, instead of its name."""

RowProblem = tuple[int, str]
"""The line (the first is 1) and a sentence that says why its row was left out."""


class TextColumn:
    """The cells of one column as they were written, a block of rows at a time."""

    def __init__(self, name: str, blocks: Sequence[bytes], rows: int) -> None:
        self.name = name
        self._blocks = blocks
        self._rows = rows

    def __len__(self) -> int:
        return self._rows

    def __iter__(self) -> Iterator[str]:
        for cells in self.blocks():
            yield from cells

    def blocks(self) -> Iterator[list[str]]:
        """Up to `BLOCK` cells at a time, in their order."""
        for block in self._blocks:
            yield block.decode("utf-8", "surrogatepass").split(_BETWEEN)


@dataclass(frozen=True)
class Table:
    """The rows of a file that could be read.

    - `name`: of the file, for sentences.
    - `lines`, shape (rows,): the line of a file, or the row of a sheet, that each row begins in (the first is 1).
    - `problems`: of rows that were left out, the first `KEPT_PROBLEMS` of `left_out`.
    - `passed_over`: how many rows were not kept, since all are more than is held at once.
    - `notes`: what was understood that is not plain, in sentences.
    - `sheet`: of a workbook; empty otherwise. `folder`: in which the files are that cells name; None where nobody knows.
    """

    name: str
    columns: tuple[TextColumn, ...]
    lines: NDArray[np.uint32] = field(repr=False)
    problems: tuple[RowProblem, ...] = ()
    left_out: int = 0
    passed_over: int = 0
    notes: tuple[str, ...] = ()
    sheet: str = ""
    folder: Path | None = None

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> TextColumn:
        """The column of that name; raises `KeyError` if there is none."""
        if name not in self.names:
            raise KeyError(name)
        return self.columns[self.names.index(name)]

    def place(self, row: int) -> str:
        """Where a row (the first is 0) stands, for messages: "line 12", "row 12 of “Sheet1”"."""
        line = int(self.lines[row])
        if self.sheet:
            return tr("row {line} of “{sheet}”", line=line, sheet=self.sheet)
        return tr("line {line}", line=line)

    @property
    def left_out_sentence(self) -> str:
        """How many rows were left out and why, of many the first; empty if none."""
        if not self.left_out:
            return ""
        if self.left_out <= _ALL_SAID:
            return tr_plural(
                "{n} row was left out: {why}",
                "{n} rows were left out: {why}",
                self.left_out,
                why=" ".join(why for _, why in self.problems),
            )
        return tr_plural(
            "{n} row was left out, the first because: {why}",
            "{n} rows were left out, the first because: {why}",
            self.left_out,
            why=self.problems[0][1],
        )

    @property
    def remarks(self) -> list[str]:
        """What is to be said of how it was read: its notes, and the rows that were left out."""
        return [*self.notes, *filter(None, [self.left_out_sentence])]


class TableBuilder:
    """Collects rows of cells into columns; where they are more than `MOST_ROWS` or `MOST_HELD`, a part of them picked by chance.

    - `name`: of the file, for sentences.
    - `names`: of the columns; those without a name are called by their place, or left out where they are empty.

    Raises `UserError` if there are too many columns, or hardly a row fits them.
    """

    def __init__(self, name: str, names: Sequence[str]) -> None:
        if len(names) > MOST_COLUMNS:
            raise UserError(
                tr("“{name}” has {columns} columns.", name=name, columns=digits(len(names))),
                tr("At most {most} are learned from.", most=digits(MOST_COLUMNS)),
                tr("Leave out the columns that are not needed."),
            )
        self.name = name
        self.names = tuple(names)
        self._blocks: list[list[bytes]] = [[] for _ in names]
        self._waiting: list[Sequence[str]] = []
        self._lines: list[NDArray[np.uint32]] = []
        self._new_lines: list[int] = []
        self._problems: list[RowProblem] = []
        self._left_out = 0
        self._rows = 0
        self._size = 0
        self._waiting_size = 0
        self._passed_over = 0
        self._cut = 0
        self._share = 1.0
        self._chance = np.random.default_rng(0)

    def add(self, line: int, cells: Sequence[str]) -> None:
        """A row; it has as many cells as there are names."""
        if self._share < 1 and self._chance.random() >= self._share:
            self._passed_over += 1
            return
        size = sum(map(len, cells))
        if size > LONGEST_CELL:
            cells = [self._shortened(cell) for cell in cells]
            size = sum(map(len, cells))
        self._waiting.append(cells)
        self._new_lines.append(line)
        self._rows += 1
        self._waiting_size += size
        if len(self._waiting) == BLOCK or self._waiting_size > _MOST_WAITING:
            self._pack()

    def _shortened(self, cell: str) -> str:
        if len(cell) <= LONGEST_CELL or cell.startswith(SENT):
            return cell
        self._cut += 1
        half = LONGEST_CELL // 2
        return f"{cell[:half]} {cell[-half:]}"

    def leave_out(self, line: int, why: str) -> None:
        """A row that cannot be used.

        Raises `UserError` if that is so of nearly all.
        """
        self._left_out += 1
        if len(self._problems) < KEPT_PROBLEMS:
            self._problems.append((line, why))
        if self._left_out == _HOPELESS and self._left_out > 10 * self._rows:
            raise UserError(
                tr("Nearly no row of “{name}” can be read.", name=self.name),
                self._problems[0][1],
                tr("Open it in a spreadsheet and save it as CSV again, or mend that line."),
            )

    def _pack(self) -> None:
        if not self._waiting:
            return
        for blocks, cells in zip(self._blocks, zip(*self._waiting, strict=True), strict=True):
            blocks.append(_packed(cells))
            self._size += len(blocks[-1])
        self._lines.append(np.array(self._new_lines, np.uint32))
        self._waiting.clear()
        self._waiting_size = 0
        self._new_lines.clear()
        while (self._size > MOST_HELD or self._rows > MOST_ROWS) and self._rows > 1:
            self._halve()

    def _halve(self) -> None:
        """Keep each row with a chance of one half, and those to come with half the chance that they had."""
        self._share /= 2
        before, self._rows, self._size = self._rows, 0, 0
        for at, lines in enumerate(self._lines):
            kept = self._chance.random(len(lines)) < 0.5
            for blocks in self._blocks:
                blocks[at] = b"\0".join(compress(blocks[at].split(b"\0"), kept))
                self._size += len(blocks[at])
            self._lines[at] = lines[kept]
            self._rows += len(self._lines[at])
        self._passed_over += before - self._rows

    def table(self, *, notes: Iterable[str] = (), sheet: str = "") -> Table:
        """What was collected.

        Raises `UserError` if that is no row.
        """
        self._pack()
        notes = (*notes, *self._part_read())
        for blocks in self._blocks:  # of a block without rows nothing is left, not one empty cell
            blocks[:] = compress(blocks, map(len, self._lines))
        columns = tuple(
            TextColumn(name or tr("column {n}", n=at), blocks, self._rows)
            for at, (name, blocks) in enumerate(zip(self.names, self._blocks, strict=True), 1)
            if name or any(block.strip(b"\0 ") for block in blocks)
        )
        table = Table(
            self.name,
            columns,
            np.concatenate([np.zeros(0, np.uint32), *self._lines]),
            tuple(self._problems),
            self._left_out,
            self._passed_over,
            notes,
            sheet,
        )
        if not len(table):
            raise UserError(
                tr("“{name}” has no rows.", name=self.name),
                table.left_out_sentence
                or " ".join((*notes, tr("There is nothing below the names of the columns."))),
                tr("Add one row for each case."),
            )
        return table

    def _part_read(self) -> Iterator[str]:
        if self._cut:
            yield tr_plural(
                "A cell has more than {most} characters; its beginning and its end are read.",
                "{n} cells have more than {most} characters; their beginning and their end are read.",
                self._cut,
                most=digits(LONGEST_CELL),
            )
        if self._passed_over:
            yield tr(
                "It is too large to be held at once: {rows} of its {all} rows were read, picked by chance.",
                rows=digits(self._rows),
                all=digits(self._rows + self._passed_over),
            )


def _packed(cells: Sequence[str]) -> bytes:
    text = _BETWEEN.join(cells)
    if text.count(_BETWEEN) != len(cells) - 1:
        text = _BETWEEN.join(cell.replace(_BETWEEN, "") for cell in cells)
    return text.encode("utf-8", "surrogatepass")


def unlike(names: list[str], notes: list[str]) -> list[str]:
    """Names of which no two are one: what comes again gets its number."""
    seen: Counter[str] = Counter()
    kept: list[str] = []
    for name in names:
        other = name
        while name and (other in kept or (other != name and other in names)):
            seen[name] += 1
            other = tr("{name} ({n})", name=name, n=seen[name] + 1)
        kept.append(other)
    again = sorted({name for name in names if name and names.count(name) > 1})
    if again:
        notes.append(
            tr_plural(
                "A name stands over several columns, “{name}”; those after the first have a number.",
                "{n} names stand over several columns, “{name}” first; those after the first have a number.",
                len(again),
                name=again[0],
            )
        )
    return kept
