"""The rows of a workbook (xlsx, xlsm, xlsb, xls, ods): one sheet, its cells as texts. Formulas come as their values, macros never run.

A workbook is a compressed archive, and a sheet is held as a whole rectangle while it is read: how much both come to is
looked at before, since a small file can ask for more memory than there is.
"""

import re
import zipfile
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.phrase import quoted
from estimators.base.sentence import tr, tr_plural
from estimators.classifier.csv_dialect import CsvRecord
from estimators.table.header import Spans
from estimators.table.json_table import text_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MOST_UNPACKED = 2_000_000_000
MOST_PLACES = 60_000_000
"""Of a sheet's rectangle, empty ones included; each takes 24 bytes while it is read."""
_SHEETS_COMPARED = 30
_PIECE = 1 << 20
_WORKBOOK_PARTS = frozenset(("[content_types].xml", "content.xml"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_EMPTY_FORMULA = re.compile(
    rb'<c [^<>]{0,200}?\br="([A-Z]{1,3}[0-9]{1,7})"[^<>]{0,200}><f\b(?:[^<>]*/>|[^<>]*>[^<]*</f>)'
    rb"\s*(?:(?:<v\s*/>|<v></v>)\s*)?</c>"
    rb"|<table:table-cell\b(?=[^<>]*table:formula=)(?![^<>]*office:value)[^<>]*>"
)
"""A cell with a formula and no value, as programs other than spreadsheets write it.

No part of a pattern here may run on over the next tag: on a hostile sheet each cell would be looked for in all that is left of it.
"""
_OLD_EMPTY_FORMULA = re.compile(rb"\x06\0[\x16-\xff].(..)(.)\0..\x03.{5}\xff\xff", re.S)
"""The same in an xls: a record of a formula at a row and a column (from 0), whose value is an empty text."""
_PLACE = re.compile(rb'<c [^<>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_REPEATED = re.compile(
    rb'<table:table-cell[^<>]*?number-columns-repeated="(\d+)"[^<>/]*>|number-rows-repeated="(\d+)"'
)

Merged = list[tuple[tuple[int, int], tuple[int, int]]]
"""First and last place (row, column) of each merged range, counted from 0."""


class SheetRows(NamedTuple):
    """A sheet: its name, its rows with the number that a spreadsheet shows beside them, and what to say of it.

    - `left`: the column of the sheet (from 0) that the first cell of a row stands in. `cells`: the places of its rectangle.
    - `spans`: the cells of a row that reach over several columns, by the row's number: first and last, counted from its first cell.
    """

    sheet: str
    rows: Iterator[CsvRecord]
    notes: list[str]
    left: int
    cells: int
    spans: Spans


def read_workbook(path: Path, sheet: str = "") -> SheetRows:
    """The rows of the named sheet, or of the one that has most.

    Raises `UserError` if it has a password, is damaged or too large, has no such sheet or nothing in it.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    notes = _look_inside(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        chosen = _chosen(path, book, sheet, notes)
        merged: Merged = list(chosen.merged_cell_ranges or [])
        left = chosen.start[1] if chosen.start else 0
        rows = _filled(_rows(chosen), merged, left)
        size = chosen.height * chosen.width
        return SheetRows(chosen.name, rows, notes, left, size, _spans(merged, left))
    except UserError:
        raise
    except PasswordError as error:
        raise _has_password(path) from error
    except (CalamineError, OSError, ValueError) as error:
        raise UserError(
            tr("“{name}” can’t be read as a workbook.", name=path.name),
            tr("It is damaged, or something else with the name of one."),
            tr("Open it in its program and save it again, or save the sheet as CSV."),
        ) from error


def _has_password(path: Path) -> UserError:
    return UserError(
        tr("“{name}” has a password.", name=path.name),
        tr("What is in it can’t be read without."),
        tr("Save a copy without a password, or save the sheet as CSV."),
    )


def _look_inside(path: Path) -> list[str]:
    """What is to be said of an archive; raises `UserError` where it is not to be read."""
    with path.open("rb") as file:
        start = file.read(_PIECE)
        file.seek(max(path.stat().st_size - _PIECE, 0))
        end = file.read(_PIECE)
    if not start.startswith(b"PK"):
        if _ENCRYPTED in start or _ENCRYPTED in end:
            raise _has_password(path)
        return _of_an_old_one(path)
    notes: list[str] = []
    formulas: list[str] = []
    try:
        with zipfile.ZipFile(path) as archive:
            room = MOST_UNPACKED
            for entry in archive.infolist():
                if entry.flag_bits & 1:
                    raise _has_password(path)
                if entry.filename.endswith("vbaProject.bin"):
                    notes.append(tr("Its macros were not run."))
                room -= _unpacked(path, archive, entry, room, formulas)
            if not _WORKBOOK_PARTS & {entry.filename.casefold() for entry in archive.infolist()}:
                raise UserError(
                    tr("“{name}” is a zip archive and no workbook.", name=path.name),
                    tr("A table is one file, and not packed."),
                    tr("Unpack it, and choose the table in it."),
                )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise UserError(
            tr("“{name}” can’t be read as a workbook.", name=path.name),
            tr("It is damaged, or something else with the name of one."),
            tr("Open it in its program and save it again, or save the sheet as CSV."),
        ) from error
    return [*notes, *map(_without_value, formulas[:1])]


def _of_an_old_one(path: Path) -> list[str]:
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        found = _OLD_EMPTY_FORMULA.search(data)
        if not found:
            return []
        row, column = int.from_bytes(found[1], "little"), found[2][0]
    tens, ones = divmod(column, 26)
    letters = f"{chr(64 + tens) if tens else ''}{chr(65 + ones)}"
    return [_without_value(f"{letters}{row + 1}")]


def _unpacked(
    path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int, formulas: list[str]
) -> int:
    """How many bytes an entry comes to, and where it has a formula without a value; raises `UserError` where that, or the sheet in it, is too much."""
    if entry.file_size > room:
        raise _too_large(path)
    entry.file_size = room + 2 * _PIECE  # what it says of itself may be too little
    size, rest, cells = 0, b"", entry.filename.endswith((".xml", ".XML"))
    column, row, wide, high = 0, 0, 1, 0
    formula: re.Match[bytes] | None = None
    with archive.open(entry) as file:
        while piece := file.read(_PIECE):
            size += len(piece)
            if size > room:
                raise _too_large(path)
            if cells:
                text = rest + piece
                for letters, number in set(_PLACE.findall(text)):
                    column, row = max(column, _column(letters)), max(row, int(number))
                for columns, rows in _REPEATED.findall(text):
                    wide, high = max(wide, int(columns or 1)), high + int(rows or 0)
                formula = formula or _EMPTY_FORMULA.search(text)
                rest = text[-200:]
    if column * row > MOST_PLACES or (wide > 1 and wide * high > MOST_PLACES):
        raise _too_large(path)
    if formula:
        formulas.append((formula[1] or b"").decode())
    return size


def _without_value(place: str) -> str:
    if place:
        return tr(
            "Formulas without a value count as empty, {place} is the first; a spreadsheet that opens and saves the workbook works them out.",
            place=place,
        )
    return tr(
        "Formulas without a value count as empty; a spreadsheet that opens and saves the workbook works them out."
    )


def _too_large(path: Path) -> UserError:
    return UserError(
        tr("“{name}” is too large to be read as a workbook.", name=path.name),
        tr("A sheet of it takes more room than {cells} cells.", cells=digits(MOST_PLACES)),
        tr("Save the sheet as CSV, or clear what stands far to the right or below."),
    )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _chosen(path: Path, book: "CalamineWorkbook", sheet: str, notes: list[str]) -> "CalamineSheet":
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    names = list(book.sheet_names)
    if sheet:
        if sheet not in names:
            shown = ", ".join(quoted(name) for name in names[:12])
            raise UserError(
                tr("“{name}” has no sheet “{sheet}”.", name=path.name, sheet=sheet),
                tr("Its sheets are {shown}.", shown=shown),
                tr("Name one of these."),
            )
        return book.get_sheet_by_name(sheet)
    shown_ones = [
        one.name
        for one in book.sheets_metadata
        if one.visible == SheetVisibleEnum.Visible and one.typ == SheetTypeEnum.WorkSheet
    ]
    candidates = (shown_ones or names)[:_SHEETS_COMPARED]
    best = None
    for name in candidates:
        found = book.get_sheet_by_name(name)
        if best is None or found.height * found.width > best.height * best.width:
            best = found
    if best is None or not best.height:
        raise UserError(
            tr("“{name}” has nothing in it.", name=path.name),
            tr("None of its sheets has a cell with a value."),
            tr("Give a workbook with a row of names and the rows below it."),
        )
    if len(candidates) > 1:
        notes.append(
            tr_plural(
                "Of {n} sheet, “{sheet}” was read.",
                "Of {n} sheets, “{sheet}” was read, the one with most in it.",
                len(candidates),
                sheet=best.name,
            )
        )
    return best


def _rows(sheet: "CalamineSheet") -> Iterator[CsvRecord]:
    # It gives rows from the top of the sheet on, but columns from the first that has something.
    for number, cells in enumerate(sheet.iter_rows(), 1):
        texts = tuple(map(text_of, cells))
        if any(texts):
            yield CsvRecord(number, texts)


def _spans(merged: Merged, left: int) -> Spans:
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, first), (bottom, last) in merged:
        if top == bottom and last > first >= left:
            found.setdefault(top + 1, []).append((first - left, last - left))
    return found


def _filled(rows: Iterator[CsvRecord], merged: Merged, left: int) -> Iterator[CsvRecord]:
    """The rows, where a cell that reaches down over several rows holds for each of them.

    - `left`: the column of the sheet that the first cell of a row stands in.
    """
    starts: dict[int, list[tuple[int, int]]] = {}
    for (top, first), (bottom, last) in merged:
        if first == last and bottom > top:  # one over several columns is a title
            starts.setdefault(top, []).append((bottom, first - left))
    held: list[tuple[int, int, str]] = []
    for row in rows:
        at = row.line - 1
        cells = list(row.cells)
        held = [one for one in held if one[0] >= at]
        held += [
            (bottom, place, cells[place])
            for bottom, place in starts.get(at, ())
            if 0 <= place < len(cells)
        ]
        for _, place, text in held:
            cells[place] = text
        yield CsvRecord(row.line, tuple(cells)) if held else row
