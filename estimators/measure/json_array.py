"""The elements of one array in a JSON file, one at a time: a file of any size in the room of its longest element.

A library would read the whole document (500 MB of objects for 100,000 rows), and none of a document that was cut in half.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from estimators.base.errors import cannot_open
from estimators.measure.case import RowLoss, RowLosses

_PIECE = 1 << 20
_LONGEST_HEAD = 50_000_000
_LONGEST_KEY = 200
_GAP = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder(parse_constant=lambda _: None)


def array_elements(
    path: Path,
    keys: Sequence[str],
    losses: RowLosses,
    on_head: Callable[[str, str], None] = lambda _key, _head: None,
) -> Iterator[Any]:
    """The elements of the first array that is called by one of the keys (none: the file itself is the array).

    - `on_head`: gets the key, and the text before the array.

    Where the file breaks off, the elements before come all the same, and the loss is counted.
    Raises `UserError` where the file cannot be opened; yields nothing where there is no such array.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            text = _up_to_array(file, keys, on_head)
            if text is not None:
                yield from _elements(file, text, losses)
    except OSError as error:
        raise cannot_open(path) from error


def value_in(text: str, key: str) -> Any:
    """The value of a key in the beginning of a JSON text; None where it is not there, or not whole."""
    # Inside a string of JSON a quote has a backslash before it, so this finds keys alone.
    found = re.search(rf'(?<!\\)"{key}"\s*:\s*', text)
    if found is None:
        return None
    try:
        return _DECODER.raw_decode(text, found.end())[0]
    except (ValueError, RecursionError):
        return None


def _up_to_array(
    file: TextIO, keys: Sequence[str], on_head: Callable[[str, str], None]
) -> str | None:
    """Reads on to the array; returns what was read of the text behind its bracket."""
    if not keys:
        text = file.read(_PIECE).lstrip()
        return text[1:] if text.startswith("[") else None
    begins = re.compile(rf'(?<!\\)"({"|".join(keys)})"\s*:\s*\[')
    text, seen = "", 0
    while len(text) < _LONGEST_HEAD and (piece := file.read(_PIECE)):
        text += piece
        found = begins.search(text, seen)
        if found:
            on_head(found[1], text[: found.start()])
            return text[found.end() :]
        seen = max(0, len(text) - _LONGEST_KEY)
    return None


def _elements(file: TextIO, text: str, losses: RowLosses) -> Iterator[Any]:
    at, more = 0, _PIECE
    while True:
        gap = _GAP.match(text, at)
        at = gap.end() if gap else at
        if text[at : at + 1] == "]":
            return
        try:
            element, end = _DECODER.raw_decode(text, at)
            whole = end < len(text)  # a number could go on
        except (ValueError, RecursionError):
            whole = False
        if whole:
            at, more = end, _PIECE
            yield element
            continue
        piece = file.read(more)
        if not piece:
            losses.add(RowLoss.BROKEN_OFF)
            return
        text, at, more = text[at:] + piece, 0, more * 2
