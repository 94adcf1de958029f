"""A cell as it is given to a spreadsheet: what it would run as a formula stays text, in every file and on the clipboard."""

import re

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-] ?[$€£¥]? ?\d[\d.,’'\s]*[%kKMB]?")


def safe_cell(cell: str) -> str:
    """A cell that no spreadsheet runs: behind an apostrophe where it begins as a formula does and is no number."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def plain_cell(cell: str) -> str:
    """A cell without what kept a spreadsheet from running it."""
    return cell[1:] if cell.startswith(tuple(f"'{sign}" for sign in _FORMULA)) else cell
