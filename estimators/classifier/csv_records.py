"""The records of a CSV as spreadsheets, scripts and hands write them: what is damaged costs its own line, not the file."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from estimators.classifier.text.decoding import encoded_text
from estimators.errors import UserError

MAX_BYTES = 200_000_000
_SEPARATORS = ",;\t|"
_LARGEST_CELL = 50_000_000
_LOOKED_AT = 50
_MOST_LINES = 2_000
"""Of one record; a quote that has not closed by then was never meant to be one."""
_MOST_REPAIRS = 200
_SIGNATURES = (
    (b"PK\x03\x04", "It is an Excel workbook or a zip archive."),
    (b"\x1f\x8b", "It is a compressed archive (gzip)."),
    (b"\xd0\xcf\x11\xe0", "It is an old Excel workbook."),
    (b"\xff\xd8\xff", "It is a JPEG photo."),
    (b"\x89PNG", "It is a PNG picture."),
    (b"%PDF", "It is a PDF."),
    (b"SQLite format 3", "It is a database."),
    (b"PAR1", "It is a Parquet file."),
)


@dataclass(frozen=True)
class Record:
    """The cells of one row, and the line of the file on which it begins (the first is 1)."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Records:
    """What a CSV holds.

    Attributes
    ----------
    rows : tuple of Record
        Without empty ones; the header is the first.
    problems : tuple of (line, sentence)
        Lines that cannot be read.
    """

    rows: tuple[Record, ...]
    problems: tuple[tuple[int, str], ...]


def read_records(path: Path) -> Records:
    """Read a CSV in UTF-8, UTF-16, Windows-1252 or Latin-1, separated by comma, semicolon, tab or "|".

    Raises
    ------
    UserError
        If it cannot be opened, is too large, is something else or has nothing in it.
    """
    data = _bytes_of(path)
    text, problems = _text_of(data)
    lines = list(io.StringIO(text, newline=""))  # ends at \n, \r\n and \r
    if not text.strip():
        raise UserError(
            f"“{path.name}” is empty.",
            "",
            "Add a header line, such as “text,label”, and one row per example.",
        )
    csv.field_size_limit(_LARGEST_CELL)
    rows, more = _rows(lines, _separator_of(lines))
    if _wrapped(rows):
        # Each line as a whole was put in quotes by a spreadsheet that saw one column.
        inner = {row.line: row.cells[0] for row in rows}
        bare = [inner.get(number, "\n") + "\n" for number in range(1, max(inner) + 1)]
        rows, more = _rows(bare, _separator_of(bare))
    nul = {row.line for row in rows if any("\0" in cell for cell in row.cells)}
    problems += more
    problems += [(line, f"Line {line} holds a NUL character, which no text has.") for line in nul]
    bad = {line for line, _ in problems}
    kept = tuple(row for row in rows if row.line not in bad)
    return Records(kept, tuple(sorted(dict(problems).items())))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError(
                f"“{path.name}” is larger than 200 MB.", "", "Split it into smaller files."
            )
        data = path.read_bytes()
    except OSError as error:
        raise UserError(
            f"“{path.name}” can’t be opened.",
            "You do not have permission, or the disk could not read it.",
            "Copy it to a place of your own.",
        ) from error
    refuse_other_files(path, data)
    return data


def refuse_other_files(path: Path, data: bytes) -> None:
    """Say what a file is that is known to be no CSV by how it starts (`data`: its first bytes at least).

    Raises
    ------
    UserError
        If it is a workbook, an archive, a picture or the like.
    """
    for start, what in _SIGNATURES:
        if data.startswith(start):
            raise UserError(
                f"“{path.name}” is not a CSV.", what, "Open it in its program and save it as CSV."
            )


def _text_of(data: bytes) -> tuple[str, list[tuple[int, str]]]:
    """The text; a few lines that are not UTF-8 in a file that is are problems, many are another encoding."""
    text = encoded_text(data)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or "\ufffd" in text:
        return text, []
    sound = damaged = 0
    problems = []
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            sound += not line.decode("utf-8").isascii()
        except UnicodeDecodeError:
            damaged += 1
            problems.append((number, f"Line {number} holds bytes that are no text in UTF-8."))
    # A file without any other accent says nothing of itself, but the odd bytes of Windows-1252 are letters and quotes.
    strange = any(code in data for code in (b"\xff\xfe", b"\xfe\xff", b"\x81", b"\x8d", b"\x9d"))
    if damaged and (sound > damaged or (strange and not sound)):
        return data.decode("utf-8", "replace").removeprefix("\ufeff"), problems
    return text, []


def _separator_of(lines: list[str]) -> str:
    """The one that cuts the first records into the same number of cells, and into the most."""

    def fit(separator: str) -> tuple[float, int]:
        widths = Counter(len(row.cells) for row in _rows(lines[:_LOOKED_AT], separator)[0])
        width, count = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1]), default=(0, 0))
        return (count / max(widths.total(), 1) if width > 1 else 0.0, width)

    return max(_SEPARATORS, key=fit)


def _wrapped(rows: list[Record]) -> bool:
    several = [row for row in rows if len(row.cells) > 1]
    return bool(rows) and not several and any(mark in rows[0].cells[0] for mark in _SEPARATORS)


def _rows(lines: list[str], separator: str) -> tuple[list[Record], list[tuple[int, str]]]:
    rows: list[Record] = []
    problems: list[tuple[int, str]] = []
    at = repairs = 0
    while at < len(lines):
        feed = _Feed(lines, at)
        strict = repairs < _MOST_REPAIRS
        reader = csv.reader(feed, delimiter=separator, strict=True)
        begins = at
        try:
            while at < len(lines) and strict:
                begins = feed.at
                cells = next(reader)
                at = feed.at
                if any(cell.strip() for cell in cells):
                    rows.append(Record(begins + 1, tuple(cells)))
        except StopIteration:
            break
        except csv.Error:
            repairs += 1
        if at < len(lines):
            _read_alone(lines[begins], begins + 1, separator, rows, problems)
            at = begins + 1
    return rows, problems


def _read_alone(
    line: str, number: int, separator: str, rows: list[Record], problems: list[tuple[int, str]]
) -> None:
    """A line that does not fit the rules, by itself: quotes inside of words are letters, one that never closes is not."""
    if not line.strip():
        return
    cells: list[str] = next(csv.reader([line], delimiter=separator), [])
    expected = len(rows[0].cells) if rows else len(cells)
    if line.count('"') % 2 or len(cells) != expected:
        problems.append(
            (number, f"Line {number} has a quote that is never closed, or one too many.")
        )
    else:
        rows.append(Record(number, tuple(cells)))


class _Feed(Iterator[str]):
    """Lines from one on, remembering where it is; a record that takes too many is cut off."""

    def __init__(self, lines: list[str], start: int) -> None:
        self.lines, self.at = lines, start

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]
