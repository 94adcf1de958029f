"""The rows of a table (CSV, TSV) or of JSON lines as fields with usual names, one after another, with what was lost on the way."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from estimators.base.codec import MismatchError, parse
from estimators.base.errors import UserError, cannot_open
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.classifier.column_names import plain_cell, shown_columns
from estimators.classifier.csv_dialect import CsvRecord
from estimators.classifier.csv_records import read_records
from estimators.measure.answer_row import (
    USUAL_COLUMNS,
    OwnColumns,
    as_text,
    fields_in_row,
    row_fields,
)
from estimators.measure.case import RowLoss, RowLosses

MAX_BYTES = 400_000_000
_ROWS_SHOWN = 3
_HEADER_WITHIN = 20
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class FieldRow(NamedTuple):
    """A row: its line (the first is 1), and what stands in its fields, by their usual names."""

    line: int
    fields: Mapping[str, Any]


class UnknownColumnsError(UserError):
    """A file whose columns mean nothing by their names, so that a person has to say what they hold.

    - `names`: of the columns. `rows`: the cells of the first rows, as texts.
    """

    def __init__(self, path: Path, needed: str, names: Sequence[str], rows: Sequence[Sequence[str]] = (), *, with_id: bool = True) -> None:  # fmt: skip
        says = shown_columns(names) if names else tr("None of its lines can be read.")
        if not with_id:
            what = tr("“{name}” lacks an “{needed}” column.", name=path.name, needed=needed)
            step = tr("Name the columns in the first line: {needed}.", needed=needed)
        else:
            what = tr("“{name}” lacks an “id” or “{needed}” column.", name=path.name, needed=needed)
            step = (
                tr("Name the columns in the first line, id and answer, or say which they are: --answer-id-column and --answer-column.")
                if needed == "answer"
                else tr("Name the columns in the first line, id and input, or say which they are: --id-column and --input-column.")
            )  # fmt: skip
        super().__init__(what, says, step)
        self.names = tuple(names)
        self.rows = tuple(tuple(row) for row in rows[:_ROWS_SHOWN])


def check_size(path: Path) -> None:
    """Raise `UserError` where the file cannot be read as a whole."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise cannot_open(path) from error
    if not path.is_file():
        raise UserError(
            tr("“{name}” is not a file.", name=path.name), "", tr("Give the file itself.")
        )
    if size > MAX_BYTES:
        raise UserError(
            tr(
                "“{name}” is larger than {megabytes} MB.",
                name=path.name,
                megabytes=digits(MAX_BYTES // 1_000_000),
            ),
            "",
            tr("Split it into smaller files."),
        )
    if not size:
        raise UserError(
            tr("“{name}” is empty.", name=path.name), "", tr("Give a file with rows in it.")
        )


def table_rows(
    path: Path,
    needed: Sequence[str],
    losses: RowLosses,
    own: OwnColumns = USUAL_COLUMNS,
    *,
    with_id: bool = True,
) -> Iterator[FieldRow]:
    """The rows of a CSV, or of the fullest sheet of a workbook, below its header.

    - `needed`: fields of which it has one beside the id, or is none of its kind; the first is asked for.
    - `own`: columns that somebody named. `with_id`: whether the id has to be one of the columns.

    A row that cannot be read, or has too many or too few cells for its header, is counted and left out.
    Raises `UserError` where no header is found.
    """
    records = _records(path)
    start = list(islice(records, _HEADER_WITHIN))
    header, places = _header(path, start, needed, own, with_id=with_id)
    for record in start[: start.index(header)]:
        if record.problem:
            losses.add(RowLoss.UNREADABLE, record.line)
    width, last = len(header.cells), max(places, default=0)
    for record in chain(start[start.index(header) + 1 :], records):
        cells = record.cells
        shifted = len(cells) > width and any(map(plain_cell, cells[width:]))
        if record.problem or shifted or len(cells) <= last:
            losses.add(RowLoss.UNREADABLE, record.line)
            continue
        yield FieldRow(record.line, fields_in_row(places, cells))


def _records(path: Path) -> Iterator[CsvRecord]:
    """The rows of cells, header and all; those of a sheet are as long as its longest, where a CSV shows what is missing."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise cannot_open(path) from error
    if start not in _WORKBOOKS:
        return read_records(path)
    from estimators.table.workbook import read_workbook

    rows = list(read_workbook(path).rows)
    width = max((len(row.cells) for row in rows), default=0)
    return (CsvRecord(row.line, row.cells + ("",) * (width - len(row.cells))) for row in rows)


def _header(
    path: Path, start: list[CsvRecord], needed: Sequence[str], own: OwnColumns, *, with_id: bool
) -> tuple[CsvRecord, dict[int, tuple[str, ...]]]:
    sound = [row for row in start if not row.problem]
    for row in sound:
        names = [plain_cell(cell) for cell in row.cells]
        places = row_fields(names, own)
        found = {field for fields in places.values() for field in fields}
        if found & set(needed) and ("id" in found or not with_id) and not own.missing(names):
            return row, places
    # A title above the table is not its header.
    header = max(sound, key=lambda row: sum(map(bool, map(plain_cell, row.cells))), default=None)
    below = [row.cells for row in sound[sound.index(header) + 1 :]] if header is not None else []
    names = [plain_cell(cell) for cell in header.cells] if header is not None else []
    _check_own(path, names, own)
    raise UnknownColumnsError(path, needed[0], names, below, with_id=with_id)


def _check_own(path: Path, names: Sequence[str], own: OwnColumns) -> None:
    if names and (missing := own.missing(names)):
        raise UserError(
            tr("“{name}” has no column “{column}”.", name=path.name, column=missing[:80]),
            shown_columns(names),
            tr("Write it as the file does."),
        )


def check_names(
    path: Path, objects: Iterable[Any], needed: Sequence[str], own: OwnColumns, *, with_id: bool = True
) -> None:  # fmt: skip
    """Raise `UserError` where the first of some objects have none of the fields that are needed, or lack one that somebody named."""
    first = [one for one in islice(objects, _HEADER_WITHIN) if isinstance(one, dict)]
    names = list(dict.fromkeys(name for one in first for name in one))
    _check_own(path, names, own)
    found = {field for fields in row_fields(names, own).values() for field in fields}
    if first and not (found & set(needed) and ("id" in found or not with_id)):
        cells = [[as_text(one.get(name)) or "" for name in names] for one in first]
        raise UnknownColumnsError(path, needed[0], names, cells, with_id=with_id)


def columns_of_table(
    path: Path, names: Sequence[str], losses: RowLosses, further: Sequence[str] = ()
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The line and the named cells of each row of a CSV; a row without them is counted and left out.

    - `further`: columns that need not be there; their cells are "" then, and come last.

    Raises `UserError` where the header lacks a name.
    """
    check_size(path)
    records = _records(path)
    header = next(records)
    found = [plain_cell(cell).casefold() for cell in header.cells]
    for name in names:
        if name not in found:
            raise UserError(
                tr("“{name}” lacks a “{column}” column.", name=path.name, column=name),
                shown_columns([plain_cell(cell) for cell in header.cells]) or header.problem,
                tr("Name the columns in the first line."),
            )
    places = [found.index(name) for name in (*names, *(one for one in further if one in found))]
    missing = [at for at, name in enumerate((*names, *further)) if name not in found]
    for record in records:
        if record.problem or len(record.cells) <= max(places):
            losses.add(RowLoss.UNREADABLE, record.line)
        else:
            cells = [record.cells[at].strip() for at in places]
            for at in missing:
                cells.insert(at, "")
            yield record.line, tuple(cells)


def json_lines(
    path: Path, losses: RowLosses, own: OwnColumns = USUAL_COLUMNS
) -> Iterator[FieldRow]:
    """The objects of JSON lines, one a line; a line that holds none is counted and left out."""
    kept: dict[tuple[str, ...], dict[int, tuple[str, ...]]] = {}
    for line, record in objects_of_lines(path, losses):
        names = tuple(record)
        if names not in kept:
            kept[names] = row_fields(names, own)
        yield FieldRow(line, fields_in_row(kept[names], list(record.values())))


def objects_of_lines(path: Path, losses: RowLosses) -> Iterator[tuple[int, dict[str, Any]]]:
    """The number and the object of each line that is not blank."""
    waiting = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                bare = line.strip().removeprefix(b"\xef\xbb\xbf")
                if not bare:
                    continue
                if waiting:
                    losses.add(RowLoss.UNREADABLE, waiting)
                    waiting = 0
                try:
                    yield number, parse(bare, dict[str, Any])
                except MismatchError:
                    waiting = number
    except OSError as error:
        raise cannot_open(path) from error
    if waiting:  # the last line of a file that was cut
        losses.add(RowLoss.BROKEN_OFF, waiting)
