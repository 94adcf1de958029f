"""Reads a table from a file: CSV and TSV of any dialect, workbooks, Parquet, JSON lines; or from cells that were pasted."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from estimators.base.errors import UserError, cannot_open
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.classifier.column_names import plain_cell
from estimators.classifier.csv_dialect import CsvRecord
from estimators.classifier.csv_records import read_records
from estimators.classifier.example_table import other_width
from estimators.table.table import Table, TableBuilder, unlike

MOST_BYTES = 20_000_000_000
_HEADER_WITHIN = 20
_LOOKED_AT = 200
_WEB_PAGES = (b"<html", b"<!doctype html", b"<table", b"<head")
_JSON_SUFFIXES = frozenset((".json", ".jsonl", ".ndjson"))
_DATUM = re.compile(r"[-+(]?[$€£¥]?\s?\d[\d.,\s'/:-]*%?\)?|\d{4}-\d\d-\d\d.*|true|false", re.I)
_TOTALS = frozenset(
    ("total", "totals", "grand total", "sum", "summe", "gesamt", "gesamtsumme", "insgesamt", "total général", "totale", "suma", "totaal")
)  # fmt: skip
_MOST_BELOW, _NARROW = 50, 2
_YEAR = re.compile(r"(?:19|20)\d\d")


def read_table_file(path: Path, *, sheet: str = "") -> Table:
    """Read a table, whatever its kind of file; which one it is, its first bytes say. The files that its cells name are in its folder.

    - `sheet`: of a workbook; unless given, the one with most in it.

    Rows that cannot be read, or have more or fewer cells than there are names, are left out with their line and reason.
    Memory: about the size of the file (a workbook: 24 bytes for each place of the sheet on top), 1 GB at most: of a larger table
    rows are picked by chance, and a note says so.

    Raises `UserError` if it cannot be opened, is too large or something else, has a password, no rows or too many.
    """
    path = Path(path)
    return replace(_read(path, sheet), folder=path.resolve().parent)


def _read(path: Path, sheet: str) -> Table:
    try:
        if not path.is_file():
            raise _no_file(path)
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4_096)
    except OSError as error:
        raise cannot_open(path) from error
    if size > MOST_BYTES:
        raise UserError(
            tr("“{name}” has {megabytes} MB.", name=path.name, megabytes=digits(size // 1_000_000)),
            tr("20,000 MB are the most that is read through."),
            tr("Keep a part of its rows picked by chance, or leave out columns."),
        )
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _of_workbook(path, sheet)
    if start[:64].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_WEB_PAGES):
        raise UserError(
            tr("“{name}” is a web page, whatever its name says.", name=path.name),
            tr("Some programs write tables so and call them workbooks."),
            tr("Open it in a spreadsheet and save it as a workbook or CSV."),
        )
    if start.startswith(b"PAR1"):
        from estimators.table.parquet import read_parquet

        return read_parquet(path)
    if path.suffix.lower() in _JSON_SUFFIXES or start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{":
        from estimators.table.json_table import read_json_table

        return read_json_table(path)
    return table_of_records(path.name, read_records(path, most_bytes=MOST_BYTES))


def _of_workbook(path: Path, sheet: str) -> Table:
    from estimators.table.workbook import read_workbook

    found = read_workbook(path, sheet)
    return table_of_records(
        path.name, found.rows, notes=found.notes, sheet=found.sheet, ragged=True
    )


def table_of_records(
    name: str,
    records: Iterator[CsvRecord],
    *,
    notes: Iterable[str] = (),
    sheet: str = "",
    ragged: bool = False,
) -> Table:
    """A table from rows of cells, the header somewhere among the first or not there at all.

    - `ragged`: whether rows that end early are as good as others, their last cells being empty (workbooks).

    Raises `UserError` if there are no rows below the header, or too many rows or columns.
    """
    said = list(notes)
    start = list(islice(records, _LOOKED_AT))
    at = _header_at(start)
    width = _width(start)
    if at is None:
        names = [tr("column {n}", n=place) for place in range(1, width + 1)]
        said.append(
            tr("The file has no line of names; its columns are called “column 1” and so on.")
        )
        above: Sequence[CsvRecord] = ()
    else:
        cells = [_name(cell) for cell in start[at].cells]
        names = unlike(cells if ragged else _trimmed(cells), said)  # a sheet may go on to the right
        above = start[:at]
    builder = TableBuilder(name, names)
    for record in above:
        if record.problem:
            builder.leave_out(record.line, record.problem)
    body = start[at + 1 :] if at is not None else start
    _collect(builder, chain(body, records), ragged=ragged)
    return builder.table(notes=said, sheet=sheet)


def _collect(builder: TableBuilder, records: Iterable[CsvRecord], *, ragged: bool) -> None:
    width = len(builder.names)
    records = _without_totals(builder, records)
    for record in records:
        cells = record.cells
        if len(cells) != width or not cells:
            if record.problem:
                builder.leave_out(record.line, record.problem)
                continue
            if len(cells) > width and not any(map(plain_cell, cells[width:])):
                cells = cells[:width]
            elif ragged and len(cells) < width:
                cells = (*cells, *[""] * (width - len(cells)))
            else:
                builder.leave_out(record.line, other_width(record, width))
                continue
        builder.add(record.line, cells)


def _without_totals(builder: TableBuilder, records: Iterable[CsvRecord]) -> Iterator[CsvRecord]:
    """The same without the last rows where they are totals or notes below the table: neither is a case."""
    waiting: list[CsvRecord] = []
    last = 0  # the line of what was read before and is not empty
    for record in records:
        apart = (
            bool(waiting) or record.line > last + 1
        )  # else it may be a row of which nothing but this is known
        last = record.line if any(map(plain_cell, record.cells)) else last
        below = _is_total(record) or (apart and _is_note(record, builder.names))
        if below and len(waiting) < _MOST_BELOW:
            waiting.append(record)
            continue
        if any(map(plain_cell, record.cells)):
            yield from waiting
            waiting.clear()
        yield record
    for record in waiting:
        said = (
            tr("Line {line} adds up the rows above it.", line=record.line)
            if _is_total(record)
            else tr("Line {line} is a note below the table.", line=record.line)
        )
        builder.leave_out(record.line, said)


def _is_total(record: CsvRecord) -> bool:
    first = plain_cell(next(filter(plain_cell, record.cells), ""))
    return first.rstrip(":").casefold() in _TOTALS


def _is_note(record: CsvRecord, names: Sequence[str]) -> bool:
    """Whether several words stand in the first cell of a row of a wide table, and nothing beside them."""
    cells = [plain_cell(cell) for cell in record.cells]
    return len(names) > _NARROW and bool(cells) and " " in cells[0] and not any(cells[1:])


def _no_file(path: Path) -> UserError:
    if path.is_dir():
        return UserError(
            tr("“{name}” is a folder.", name=path.name),
            tr("A table is one file."),
            tr("Choose the CSV or the workbook in it."),
        )
    return UserError(
        tr("There is no “{name}”.", name=path.name or str(path)),
        tr("The file was moved, renamed or mistyped."),
        tr("Choose a CSV, a workbook, a Parquet file or JSON lines."),
    )


def _width(rows: Sequence[CsvRecord]) -> int:
    """How many cells most rows have, the last empty ones not counted where all are."""
    found = Counter(len(_trimmed(list(row.cells))) for row in rows if row.cells)
    if not found:
        return 0
    most = max(found.values())
    return max(width for width, n in found.items() if n >= most / 2)


def _header_at(rows: Sequence[CsvRecord]) -> int | None:
    """Where the names stand: the first row about as wide as the others whose cells are words; None if they are values."""
    width = _width(rows)
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        cells = [plain_cell(cell) for cell in row.cells]
        filled = [cell for cell in cells if cell]
        # A title stands in the first cell; the column of row numbers is often without a name.
        if not filled or len(filled) < (width // 2 + 1 if cells[0] else width / 2):
            continue
        values = [cell for cell in filled if _DATUM.fullmatch(cell) and not _YEAR.fullmatch(cell)]
        return at if len(values) < len(filled) / 2 or _is_counted(cells) else None
    return None


def _is_counted(cells: Sequence[str]) -> bool:
    """Whether the cells are the numbers of columns, as some programs write where there are no names."""
    return len(cells) > 1 and list(cells) in (
        [str(n) for n in range(len(cells))],
        [str(n) for n in range(1, len(cells) + 1)],
    )


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not plain_cell(cells[-1]):
        cells.pop()
    return cells


def _name(cell: str) -> str:
    return " ".join(plain_cell(cell).split())
