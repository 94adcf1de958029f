"""What is worked out of a large table a block of rows at a time, so that an edit costs no more than the blocks it touches.

A hundred thousand rows are read once, in turns of the event loop where there is time (``steps``); after an edit only the blocks
of the rows that it changed are read again (docs/decisions/0461-a-large-table-is-read-block-by-block.md).
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Generic, TypeVar

from desktop.project.file import ProjectFile

ROWS = 1_000  # ids of a block
_LEAST, _MOST = -(2**63), 2**63 - 1  # ids that SQLite knows

T = TypeVar("T")


class RowBlocks(Generic[T]):
    """What ``work`` makes of each block of a table: given the first id of the block and the last one."""

    def __init__(self, file: ProjectFile, table: str, work: Callable[[int, int], T]) -> None:
        self._file, self._table, self._work = file, table, work
        self._moment: tuple[int, ...] | None = None
        self._known: dict[int, T] = {}
        self._there: list[int] = []  # the numbers of the blocks that hold rows

    def values(self) -> list[T]:
        """What all blocks come to, in their order; those that are not up to date are worked out now."""
        for step in self.steps():
            step()
        return [self._known[number] for number in self._there]

    def steps(self) -> Iterator[Callable[[], None]]:
        """What brings one block after the other up to date, whatever is edited meanwhile."""
        while (number := self._next()) is not None:
            yield partial(self._bring, number)

    def bounds(self) -> list[tuple[int, int]]:
        """The first and the last id of each block that holds rows."""
        self._next()
        return list(map(_bounds, self._there))

    def forget(self, which: Callable[[T], bool]) -> None:
        """Work out anew what this is true of."""
        self._known = {number: value for number, value in self._known.items() if not which(value)}

    def _bring(self, number: int) -> None:
        self._known[number] = self._work(*_bounds(number))

    def _next(self) -> int | None:
        """The first block that is not up to date; None where all are."""
        moment = self._file.moment_of(self._table)
        if moment != self._moment:
            known, self._moment = self._moment, moment
            changed = None if known is None else self._file.edited_since(self._table, known)
            if changed is None:
                self._known.clear()
                self._there = list(self._blocks())
            else:
                self._look_again({row_id // ROWS for row_id in changed})
        return next((number for number in self._there if number not in self._known), None)

    def _look_again(self, numbers: set[int]) -> None:
        """Rows of these blocks were edited: some may be empty now, or no longer."""
        there = set(self._there) - numbers
        within = f"SELECT 1 FROM {self._table} WHERE id BETWEEN ? AND ? LIMIT 1"
        for number in numbers:
            self._known.pop(number, None)
            if self._file.read(within, _bounds(number)):
                there.add(number)
        self._there = sorted(there)

    def _blocks(self) -> Iterator[int]:
        """The blocks that hold rows, by one look each, however far apart the ids lie."""
        found = self._file.read(f"SELECT id FROM {self._table} ORDER BY id LIMIT 1", ())
        after = f"SELECT id FROM {self._table} WHERE id > ? ORDER BY id LIMIT 1"
        while found:
            number = found[0][0] // ROWS
            yield number
            found = self._file.read(after, (_bounds(number)[1],))


def _bounds(number: int) -> tuple[int, int]:
    """The first and the last id of a block."""
    return max(_LEAST, number * ROWS), min(_MOST, number * ROWS + ROWS - 1)
