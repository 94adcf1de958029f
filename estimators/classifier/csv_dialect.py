"""How a CSV separates and quotes, told from its first rows as each manner would read them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from estimators.classifier.csv_rows import CsvRecord, Dialect, Line, rows

SEPARATORS = ",;\t|"
NO_SEPARATOR = "\x1f"
"""What no text holds: the table has one column."""
_LOOKED_AT = 200
_NUMBER = re.compile(r"[-+−]?[\d.,'\u00a0\u202f]*\d%?")
_Fit = tuple[float, float, int, int]


def guess_dialect(lines: Sequence[Line], *, cut: bool, separator: str = "") -> Dialect:
    """The manner that reads the first rows best.

    That is the one by which most rows have the same number of cells (at least two) and no quote is out of place; of
    equals, the one whose cells look whole (a separator of another manner inside of a cell is followed by a space or
    part of a number, and no cell begins with a space); then the plainest manner of quoting; then the most cells. A
    list of sentences, where commas fall as they may below a heading of one cell, has one column.

    Parameters
    ----------
    lines : sequence of Line
        The first lines of the file.
    cut : bool
        Whether the file goes on after them.
    separator : str, optional
        Where the file names it.
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
