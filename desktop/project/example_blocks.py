"""What is counted and summed of all examples, kept up to date block by block: an edit reads its own examples again and no others."""

from collections import Counter
from collections.abc import Callable, Iterator

from desktop.project.data_fingerprint import (
    NAMES,
    SEEN,
    TABLE_SEEN,
    fingerprint_in_order,
    fingerprint_of_sums,
    sums_of,
)
from desktop.project.file import ProjectFile
from desktop.project.records import Json
from desktop.project.row_blocks import RowBlocks

_COUNTED = "SELECT class_id, held_out, trouble = '', count(*) FROM example WHERE id BETWEEN ? AND ? GROUP BY 1, 2, 3"


_OWN_FILES = """SELECT id, path FROM example WHERE id BETWEEN ? AND ?
    AND NOT EXISTS (SELECT 1 FROM original WHERE original.sha256 = example.sha256)"""


class ExampleBlocks:
    """Counts of the examples of one project file, the sums that its fingerprint is made of, and where their files are."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file
        self._tallies = RowBlocks(file, "example", self._tally_of)
        self._sums = RowBlocks(file, "example", self._sums_of)
        self._files: RowBlocks[list[tuple[int, str]]] = RowBlocks(file, "example", self._files_of)
        self._tally: tuple[tuple[int, ...], Counter[tuple[int | None, bool, bool]]] | None = None
        self._in_order: tuple[str, str] | None = (
            None  # the data by both fingerprints, at one moment
        )

    def steps(self) -> Iterator[Callable[[], None]]:
        """What makes the answers below quick, one block of examples a step."""
        yield from self.steps_to_count()
        yield from self._sums.steps()

    def steps_to_count(self) -> Iterator[Callable[[], None]]:
        """The part of them that counts need."""
        return self._tallies.steps()

    def steps_to_look(self) -> Iterator[Callable[[], None]]:
        """What makes ``files`` quick, one block of examples a step."""
        return self._files.steps()

    def files(self) -> list[tuple[int, str]]:
        """Id and path of every example that is a file of its own; a text from a table is in the project itself."""
        return [row for block in self._files.values() for row in block]

    def bounds(self) -> list[tuple[int, int]]:
        """The first and the last id of each block: what is looked for among all examples is looked for in one after the other."""
        return self._tallies.bounds()

    def fingerprint(self) -> str:
        """`Project.fingerprint`."""
        names = {int(number): str(name) for number, name in self._rows(NAMES)}
        return fingerprint_of_sums(self._sums.values(), names, self._rows(TABLE_SEEN))

    def fits_in_order(self, fingerprint: str) -> bool:
        """Whether an older version would give the data this fingerprint. That takes all examples, and so is asked once a sitting:
        what fitted then fits as long as the data is the same, and what did not is not tried again.
        """
        if self._in_order is None:
            self._in_order = self.fingerprint(), fingerprint_in_order(self._rows)
        return self._in_order == (self.fingerprint(), fingerprint)

    def count(
        self,
        *,
        of: tuple[int | None, ...] | None = None,
        held_out: bool | None = None,
        readable: bool | None = None,
    ) -> int:
        """How many examples there are; ``of`` these classes (None: those without a label), all or those of one side."""
        return sum(
            number
            for (class_id, held, opens), number in self._counted().items()
            if (of is None or class_id in of)
            and (held_out is None or held is held_out)
            and (readable is None or opens is readable)
        )

    def _rows(self, query: str) -> list[tuple[Json, ...]]:
        return self._file.read(query, ())

    def _counted(self) -> Counter[tuple[int | None, bool, bool]]:
        moment = self._file.moment_of("example")
        if self._tally is None or self._tally[0] != moment:
            every: Counter[tuple[int | None, bool, bool]] = Counter()
            for part in self._tallies.values():
                every.update(part)
            self._tally = moment, every
        return self._tally[1]

    def _tally_of(self, first: int, last: int) -> Counter[tuple[int | None, bool, bool]]:
        rows = self._file.read(_COUNTED, (first, last))
        return Counter({(row[0], bool(row[1]), bool(row[2])): int(row[3]) for row in rows})

    def _files_of(self, first: int, last: int) -> list[tuple[int, str]]:
        return [(int(row[0]), str(row[1])) for row in self._file.read(_OWN_FILES, (first, last))]

    def _sums_of(self, first: int, last: int) -> dict[int, int]:
        return sums_of(self._file.read(f"{SEEN} AND id BETWEEN ? AND ?", (first, last)))
