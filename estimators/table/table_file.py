"""Reads a table from a file: CSV and TSV of any dialect, workbooks, Parquet, JSON lines; or from cells that were pasted."""

from collections.abc import Iterable, Iterator
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
from estimators.table.header import LOOKED_AT, Spans, find_header, trimmed, width_of
from estimators.table.summary_rows import without_summaries
from estimators.table.table import Table, TableBuilder, unlike

MOST_BYTES = 20_000_000_000
_WEB_PAGES = (b"<html", b"<!doctype html", b"<table", b"<head")
_JSON_SUFFIXES = frozenset((".json", ".jsonl", ".ndjson"))


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
    from estimators.table.sheet_regions import MOST_CELLS, main_table
    from estimators.table.workbook import read_workbook

    found = read_workbook(path, sheet)
    rows, notes, spans = found.rows, list(found.notes), found.spans
    if found.cells <= MOST_CELLS:
        kept, left = main_table(list(rows), found.left, notes)
        rows, moved = iter(kept), left - found.left
        spans = {
            line: [(a - moved, b - moved) for a, b in ends if a >= moved]
            for line, ends in spans.items()
        }
    return table_of_records(
        path.name, rows, notes=notes, sheet=found.sheet, ragged=True, spans=spans
    )


def table_of_records(
    name: str,
    records: Iterator[CsvRecord],
    *,
    notes: Iterable[str] = (),
    sheet: str = "",
    ragged: bool = False,
    spans: Spans | None = None,
) -> Table:
    """A table from rows of cells, the header somewhere among the first or not there at all.

    - `ragged`: whether rows that end early are as good as others, their last cells being empty (workbooks).
    - `spans`: of a sheet, the cells that reach over several columns, counted from the first cell of a row.

    Raises `UserError` if there are no rows below the header, or too many rows or columns.
    """
    said = list(notes)
    start = list(islice(records, LOOKED_AT))
    header = find_header(start, spans)
    if header.names:
        cells = list(header.names)
        names = unlike(cells if ragged else trimmed(cells), said)  # a sheet may go on to the right
    else:
        names = [tr("column {n}", n=place) for place in range(1, width_of(start) + 1)]
        said.append(
            tr("The file has no line of names; its columns are called “column 1” and so on.")
        )
    builder = TableBuilder(name, names)
    for record in start[: header.above]:
        if record.problem:
            builder.leave_out(record.line, record.problem)
    for record in header.explained:
        builder.leave_out(
            record.line, tr("Line {line} says more of the names above it.", line=record.line)
        )
    body = chain(start[header.cases :], records)
    _collect(builder, without_summaries(builder, header, body), ragged=ragged)
    return builder.table(notes=said, sheet=sheet)


def _collect(builder: TableBuilder, records: Iterable[CsvRecord], *, ragged: bool) -> None:
    width = len(builder.names)
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
