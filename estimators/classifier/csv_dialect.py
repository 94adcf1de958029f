"""How a CSV separates and quotes, told from its first rows as each manner would read them; and its rows in a manner that is known.

A quote that is wrong costs its own line, not the rest.
"""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from estimators.base.number import digits
from estimators.base.sentence import tr

MOST_CHARACTERS = 10_000_000
"""Of one row; a file of text alone is read up to 20,000."""
MOST_CELLS = 16_384
"""Of one row: as many columns as Excel has."""
TOO_MANY_CELLS = tr("cells; at most {most_cells} are read.", most_cells=digits(MOST_CELLS))
_MOST_LINES = 10_000
"""Of one row; a quote that has not closed by then was never meant to be one."""
_READ_AGAIN = 1_000_000
_ESCAPED = re.compile(r"\\([\\\"'])")

Line = tuple[int, str | None]
"""Its number (the first is 1) and text with its end; None where it is longer than `MOST_CHARACTERS`."""
SEPARATORS = ",;\t|"
NO_SEPARATOR = "\x1f"
"""What no text holds: the table has one column."""
_LOOKED_AT = 200
_NUMBER = re.compile(r"[-+−]?[\d.,'\u00a0\u202f]*\d%?")
_Fit = tuple[float, float, int, int]


def too_long(number: int) -> str:
    """Why the row that begins in that line (the first is 1) was left out."""
    return tr(
        "Line {number} has more than {most_characters} characters.",
        number=number,
        most_characters=digits(MOST_CHARACTERS),
    )


@dataclass(frozen=True)
class CsvRecord:
    """The cells of one row, and the line of the file on which it begins (the first is 1).

    Where it cannot be read, `problem` is a sentence that says why, and there are no cells.
    """

    line: int
    cells: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True)
class Dialect:
    """How a file writes its rows.

    - `separator`, `quote`: one character each.
    - `backslash`: whether a quote inside of quotes is written with a backslash (else it is doubled).
    - `padded`: whether spaces between a separator and a quote do no harm.
    """

    separator: str
    quote: str = '"'
    backslash: bool = False
    padded: bool = False

    def reader(self, lines: Iterator[str], *, strict: bool) -> Iterator[list[str]]:
        """The cells, row by row, by Python's reader."""
        csv.field_size_limit(2 * MOST_CHARACTERS)
        return csv.reader(
            lines,
            delimiter=self.separator,
            quotechar=self.quote,
            skipinitialspace=self.padded,
            strict=strict,
        )


def rows(lines: Iterator[Line], dialect: Dialect, *, cut: bool = False) -> Iterator[CsvRecord]:
    """The rows in their order, without empty ones; those that cannot be read are among them with the reason.

    With ``cut`` the lines are a beginning, and a row that their end cuts off is left out. Takes time in proportion to
    the characters, whatever is in them: what is read again after a wrong quote is bounded by what was read before.
    """
    feed = _Feed(lines, dialect, cut)
    width = 0
    while feed.advance():
        number, line = feed.taken[0]
        cells, problem = feed.cells, ""
        if cells is None and line is None:
            problem = too_long(number)
        elif cells is None and line is not None:
            cells = _alone(feed.plain(line), dialect)
            if cells is None or (width and len(cells) != width):
                problem = tr(
                    "Line {number} has a quote that is never closed, or one too many.",
                    number=number,
                )
        if cells is not None and len(cells) > MOST_CELLS:
            problem = tr(
                "Line {number} has {cells} {too_many_cells}",
                number=number,
                cells=digits(len(cells)),
                too_many_cells=TOO_MANY_CELLS,
            )
        if problem:
            yield CsvRecord(number, (), problem)
        elif cells and any(cell and not cell.isspace() for cell in cells):
            width = len(cells)
            yield CsvRecord(number, tuple(cells))


def _alone(line: str, dialect: Dialect) -> list[str] | None:
    """The cells of a line that breaks the rules, by itself; None where a quote stays open.

    A quote ends a cell only where a separator or the end follows: others in it are letters.
    """
    mark = dialect.quote
    cells: list[str] = []
    parts: list[str] = []
    for piece in line.rstrip("\r\n").split(dialect.separator):
        bare = piece.strip()
        if not parts and not bare.startswith(mark):
            if bare.count(mark) % 2 and len(bare) > 1 and bare.endswith(mark):
                return None  # it ends what never began
            cells.append(piece)
            continue
        inner = bare[1:] if not parts else bare
        parts.append(piece)
        closing = len(inner) - len(inner.rstrip(mark))
        if closing % 2:
            whole = dialect.separator.join(parts).strip()[1:-1]
            cells.append(whole.replace(mark * 2, mark))
            parts.clear()
    return None if parts else cells


class _Feed(Iterator[str]):
    """Lines for Python's reader, remembering those of the row it is in, so that they can be read again."""

    def __init__(self, lines: Iterator[Line], dialect: Dialect, cut: bool) -> None:
        self._lines, self._dialect, self._cut = lines, dialect, cut
        self._reader = dialect.reader(self, strict=True)
        self._waiting: deque[Line] = deque()
        self._size = self._read = self._again = 0
        self._ended = False
        self.taken: list[Line] = []
        self.cells: list[str] | None = None

    def advance(self) -> bool:
        """Go to the next row: its lines are in `taken`, its cells in `cells`, or None where it breaks the rules."""
        self.taken.clear()
        self._size = 0
        self.cells = None
        if self._again > self._read + _READ_AGAIN:  # too many wrong quotes so far: line by line
            try:
                self._read += len(next(self))
            except StopIteration:
                return False
            except csv.Error:
                pass
            return True
        try:
            self.cells = next(self._reader)
        except StopIteration:
            return False
        except csv.Error:
            if self._cut and self._ended:
                return False
            self._waiting.extendleft(reversed(self.taken[1:]))
            self._reader = self._dialect.reader(self, strict=True)
            self._ended = False
            self._again += self._size
        self._read += len(self.taken[0][1] or "")
        return True

    def __next__(self) -> str:
        if len(self.taken) >= _MOST_LINES or self._size > MOST_CHARACTERS:
            raise csv.Error(tr("The row does not end."))
        try:
            line = self._waiting.popleft() if self._waiting else next(self._lines)
        except StopIteration:
            self._ended = True
            raise
        self.taken.append(line)
        text = line[1]
        if text is None:
            raise csv.Error(tr("The line is too long."))
        self._size += len(text)
        return self.plain(text)

    def plain(self, text: str) -> str:
        """The line with its quotes doubled, where it writes them with a backslash."""
        if not self._dialect.backslash or "\\" not in text:
            return text
        quote = self._dialect.quote
        return _ESCAPED.sub(lambda found: 2 * quote if found[1] == quote else found[1], text)


def guess_dialect(lines: Sequence[Line], *, cut: bool, separator: str = "") -> Dialect:
    """The manner that reads the first rows best.

    That is the one by which most rows have the same number of cells (at least two) and no quote is out of place; of
    equals, the one whose cells look whole (a separator of another manner inside of a cell is followed by a space or
    part of a number, and no cell begins with a space); then the plainest manner of quoting; then the most cells. A
    list of sentences, where commas fall as they may below a heading of one cell, has one column.

    - `lines`: the first lines of the file.
    - `cut`: whether the file goes on after them.
    - `separator`: where the file names it.
    """
    text = "".join(line or "" for _, line in lines)
    marks = separator or "".join(mark for mark in SEPARATORS if mark in text)
    found: list[tuple[_Fit, Dialect, list[CsvRecord]]] = []
    for mark in marks:
        for dialect in _manners(text, mark):
            sample = list(islice(rows(iter(lines), dialect, cut=cut), _LOOKED_AT))
            found.append((_fit(sample, dialect), dialect, sample))
    best = max(found, key=lambda each: each[0], default=None)
    if best is None:
        return Dialect(separator or NO_SEPARATOR)
    if not separator and _is_one_column(best[0], best[1], best[2]):
        return Dialect(NO_SEPARATOR, best[1].quote)
    return best[1]


def _manners(text: str, separator: str) -> Iterator[Dialect]:
    mark = re.escape(separator)
    padded = re.search(f'{mark} +"', text) is not None
    yield Dialect(separator)
    if padded:
        yield Dialect(separator, padded=True)
    if '\\"' in text:
        yield Dialect(separator, backslash=True)
        if padded:
            yield Dialect(separator, backslash=True, padded=True)
    wrapped = re.search(f"(?:^|{mark}) *'[^\r\n]*'(?={mark}|\\s*$)", text, re.MULTILINE)
    if wrapped and not re.search(f'(?:^|{mark}) *"', text, re.MULTILINE):
        yield Dialect(separator, "'", padded=True)
        if "\\'" in text:
            yield Dialect(separator, "'", backslash=True, padded=True)


def _fit(sample: Sequence[CsvRecord], dialect: Dialect) -> _Fit:
    widths = Counter(len(row.cells) for row in sample if not row.problem)
    width, _ = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1]), default=(0, 0))
    alike = [row.cells for row in sample if len(row.cells) == width]
    # A quote left over in a cell was one that this manner did not understand.
    sound = sum(not any(cell.count('"') % 2 for cell in cells) for cells in alike)
    share = sound / max(1, len(sample)) if width > 1 else 0.0
    whole = sum(_is_whole(cell, dialect) for cells in alike for cell in cells)
    plain = -(dialect.backslash + dialect.padded + (dialect.quote == "'"))
    return (round(share, 6), round(whole / max(1, width * len(alike)), 6), plain, width)


def _is_whole(cell: str, dialect: Dialect) -> bool:
    if cell.startswith(" ") and not dialect.padded:
        return False
    bare = cell.strip()
    if len(bare) > 1 and bare[0] == bare[-1] == "'":
        return False
    if _NUMBER.fullmatch(bare):
        return True
    return not any(
        mark in cell and re.search(f"{re.escape(mark)}(?! )", cell)
        for mark in SEPARATORS
        if mark != dialect.separator
    )


def _is_one_column(fit: _Fit, dialect: Dialect, sample: Sequence[CsvRecord]) -> bool:
    if not sample or sample[0].problem:
        return False
    if len(sample[0].cells) != 1:
        return fit[0] == 0.0
    cut = [cell for row in sample for cell in row.cells[1:]]
    spaced = sum(cell.startswith(" ") for cell in cut) >= 0.5 * len(cut)
    return fit[0] < 0.5 or (spaced and dialect.separator in ",;")
