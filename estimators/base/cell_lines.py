"""A row of a table as a text: a line for each cell, the name of its column, a tab, and what stands in it; and cells for a spreadsheet.

A fake knows its examples by their texts, and so do reactions and the journal. The Stage shows such a text as cells, and a model of
rows reads it beside JSON. What a spreadsheet would run as a formula stays text there, in every file and on the clipboard.
"""

import re
from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-] ?[$€£¥]? ?\d[\d.,’'\s]*[%kKMB]?")


def cell_lines(cells: Iterable[tuple[str, str]]) -> str:
    """The text of a row, from its cells with the names of their columns."""
    return "\n".join(f"{_plain(name)}\t{_plain(cell)}" for name, cell in cells)


def cells_of(text: str) -> tuple[tuple[str, str], ...]:
    """The cells that a text holds, with the names of their columns; empty where it is no row."""
    lines = [line.split("\t") for line in text.splitlines()]
    if not lines or any(len(line) != 2 or not line[0] for line in lines):
        return ()
    return tuple((name, cell) for name, cell in lines)


def on_one_line(text: str) -> str:
    """The cells of a row one after the other, without the empty ones; a text that is no row as it is."""
    cells = cells_of(text)
    return " · ".join(f"{name} {cell}" for name, cell in cells if cell) if cells else text


def _plain(text: str) -> str:
    """Without what would end a cell."""
    return " ".join(text.split())


def safe_cell(cell: str) -> str:
    """A cell that no spreadsheet runs: behind an apostrophe where it begins as a formula does and is no number."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def unguarded_cell(cell: str) -> str:
    """A cell without what kept a spreadsheet from running it."""
    return cell[1:] if cell.startswith(tuple(f"'{sign}" for sign in _FORMULA)) else cell
