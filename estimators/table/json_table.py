"""Tables in JSON: one object a line, one array of objects, or one object around it; an object within an object becomes columns with a dot."""

import datetime
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from estimators.base.codec import MismatchError, parse
from estimators.base.errors import UserError, cannot_open
from estimators.base.number import digits
from estimators.base.sentence import tr, tr_plural
from estimators.table.table import Table, TableBuilder

_NAMED_WITHIN = 1_000
_MOST_ARRAY = 200_000_000
_MOST_LINE = 10_000_000
_DEEPEST = 8
_Row = tuple[int, dict[str, str] | None]


def read_json_table(path: Path) -> Table:
    """The objects of a file as rows, in columns by the names that the first thousand use.

    A line that holds no object is left out with its number. Names that come later only are counted in a note.

    Raises `UserError` if there is no object in it, or it has too many rows or columns.
    """
    try:
        rows = iter(_rows(path))
        start = [row for row, _ in zip(rows, range(_NAMED_WITHIN), strict=False)]
        names = list(dict.fromkeys(name for _, row in start if row for name in row))
        if not names:
            raise UserError(
                tr("“{name}” has no rows.", name=path.name),
                tr("None of its lines is an object in JSON."),
                tr("Write one object a line, such as {example}.", example='{"plan": "basic"}'),
            )
        builder, known = TableBuilder(path.name, names), frozenset(names)
        late: set[str] = set()
        for line, row in _again(start, rows):
            if row is None:
                builder.leave_out(line, tr("Line {line} holds no object in JSON.", line=line))
                continue
            late |= row.keys() - known
            builder.add(line, [row.get(name, "") for name in names])
    except OSError as error:
        raise cannot_open(path) from error
    notes = []
    if late:
        notes.append(
            tr_plural(
                "A name comes only after the first {rows} rows and was left out: {name}.",
                "{n} names come only after the first {rows} rows and were left out, {name} first.",
                len(late),
                rows=digits(_NAMED_WITHIN),
                name=min(late),
            )
        )
    return builder.table(notes=notes)


def _again(start: list[_Row], rows: Iterator[_Row]) -> Iterator[_Row]:
    yield from start
    yield from rows


def _rows(path: Path) -> Iterator[_Row]:
    with path.open("rb") as file:
        first = file.read(64).lstrip(b"\xef\xbb\xbf \r\n\t")
        file.seek(0)
        if first.startswith(b"["):
            yield from _array(path)
            return
        number = 0
        while line := file.readline(_MOST_LINE):
            number += 1
            bare = line.strip().removeprefix(b"\xef\xbb\xbf")
            row = _object(bare) if bare else None
            if number == 1 and (listed := _records_within(path, row is not None)):
                yield from enumerate(map(_flat, listed), 1)
                return
            if bare:
                yield number, row


def _records_within(path: Path, whole: bool) -> list[dict[str, Any]]:
    """The rows of a file that is one object around them, as services answer: {"data": [{…}, …]}, or {"age": [1, 2], …}.

    - `whole`: whether its first line is an object already; then nothing but that line may be in it.
    """
    with path.open("rb") as file:
        if path.stat().st_size > _MOST_ARRAY or (whole and file.readline() and file.readline()):
            return []
    try:
        found = parse(path.read_bytes().removeprefix(b"\xef\xbb\xbf"), dict[str, Any])
    except MismatchError:
        return []
    lists = {name: value for name, value in found.items() if isinstance(value, list) and value}
    records = [value for value in lists.values() if all(isinstance(one, dict) for one in value)]
    if len(records) == 1:
        return list(records[0])
    if lists.keys() == found.keys() and len({len(value) for value in lists.values()}) == 1:
        return [dict(zip(lists, cells, strict=True)) for cells in zip(*lists.values(), strict=True)]
    return []


def _array(path: Path) -> Iterator[_Row]:
    if path.stat().st_size > _MOST_ARRAY:
        raise UserError(
            tr("“{name}” is one array of more than 200 MB.", name=path.name),
            tr("An array has to be read whole before its first row."),
            tr("Write one object a line instead."),
        )
    try:
        found = parse(path.read_bytes().removeprefix(b"\xef\xbb\xbf"), list[Any])
    except MismatchError as error:
        raise UserError(
            tr("“{name}” is not JSON.", name=path.name),
            tr("It begins as an array and does not go on as one."),
            tr("Write one object a line instead."),
        ) from error
    for number, each in enumerate(found, 1):
        yield number, _flat(each) if isinstance(each, dict) else None


def _object(text: bytes) -> dict[str, str] | None:
    try:
        return _flat(parse(text, dict[str, Any]))
    except MismatchError:
        return None


def _flat(record: Mapping[str, Any], depth: int = 0) -> dict[str, str]:
    cells: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict) and value and depth < _DEEPEST:
            cells |= {f"{name}.{inner}": each for inner, each in _flat(value, depth + 1).items()}
        else:
            cells[name] = text_of(value)
    return cells


def text_of(value: Any) -> str:
    """A value as a cell would say it: nothing as an empty cell, lists and objects as JSON."""
    match value:
        case None:
            text = ""
        case str():
            text = value
        case bytes():  # as Parquet files of older programs hold texts
            text = value.decode("utf-8", "replace")
        case bool():
            text = "true" if value else "false"
        case float():
            whole = value.is_integer() and abs(value) < 1e15
            text = str(int(value)) if whole else repr(value)
        case datetime.datetime():
            midnight = value.time() == datetime.time()
            text = value.date().isoformat() if midnight else value.isoformat(" ")
        case datetime.timedelta():
            text = repr(value.total_seconds() / 3600)  # hours
        case list() | dict():
            text = json.dumps(value, ensure_ascii=False, default=str)
        case _:
            text = str(value)
    return text
