"""The records of a CSV as spreadsheets, scripts and hands write them, one after another: what is damaged costs its own
line, not the file, and no file takes more memory than its longest row.

Why this is written here and not taken from a library: of the 57 awkward tables in `tests/benchmarks/csv_readers.py`, for
each of which it is said what a person would read, this reads 57, DuckDB 39, CleverCSV 36, Polars 22; and none of those
gives the line of what it leaves out (decision 0224).
"""

import io
import re
import stat
from collections.abc import Iterable, Iterator
from itertools import chain, dropwhile, islice
from pathlib import Path
from typing import BinaryIO, TextIO

from estimators.base.errors import UserError, cannot_open
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.classifier.csv_dialect import (
    MOST_CELLS,
    MOST_CHARACTERS,
    SEPARATORS,
    TOO_MANY_CELLS,
    CsvRecord,
    Line,
    guess_dialect,
    rows,
)

MAX_BYTES = 200_000_000
MOST_LINES = 20_000_000
_SAMPLE_LINES, _SAMPLE_CHARACTERS = 2_000, 400_000
_PIECE = 1 << 20
_SURROGATE = re.compile("[\udc80-\udcff]")
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_SIGNATURES = (
    (_ZIP, tr("It is a zip archive, or a workbook without its ending.")),
    (_GZIP, tr("It is a compressed archive (gzip).")),
    (b"\xd0\xcf\x11\xe0", tr("It is an old Excel workbook.")),
    (b"\xff\xd8\xff", tr("It is a JPEG photo.")),
    (b"\x89PNG", tr("It is a PNG picture.")),
    (b"%PDF", tr("It is a PDF.")),
    (b"SQLite format 3", tr("It is a database.")),
    (b"PAR1", tr("It is a Parquet file.")),
)


def read_records(path: Path, *, most_bytes: int | None = None) -> Iterator[CsvRecord]:
    """Read a CSV row by row: in UTF-8, UTF-16, Windows-1252 or Latin-1, with comma, semicolon, tab or "|" between cells.

    Rows that cannot be read come in their place, with a sentence. Empty rows are left out; the header, where there is
    one, is the first, or below a title. Needs as much memory as the longest row (at most `MOST_CHARACTERS`), and time
    in proportion to the size of the file, which may have `most_bytes` (`MAX_BYTES` unless given).

    Raises `UserError` if it cannot be opened, is too large, is something else, or has nothing in it or too many
    columns.
    """
    try:
        with _opened(path, most_bytes or MAX_BYTES) as file:
            yield from _records(path, file)
    except OSError as error:
        raise cannot_open(path) from error


def at_most(records: Iterable[CsvRecord], most: int, path: Path) -> Iterator[CsvRecord]:
    """A header and at most so many records below it, for a reader that keeps them.

    Raises `UserError`: at the first one too many, with its line.
    """
    for number, record in enumerate(records, 1):
        if number > most + 1:
            raise UserError(
                tr("“{name}” has more than {most} rows.", name=path.name, most=digits(most)),
                tr("Line {line} is one too many to hold at once.", line=digits(record.line)),
                tr("Split it, or keep a part of the rows picked by chance."),
            )
        yield record


def _opened(path: Path, most_bytes: int) -> BinaryIO:
    facts = path.stat()
    if not stat.S_ISREG(facts.st_mode):
        raise UserError(
            tr("“{name}” is not a file.", name=path.name), "", tr("Give the CSV itself.")
        )
    if facts.st_size > most_bytes:
        raise UserError(
            tr(
                "“{name}” is larger than {max_bytes} MB.",
                name=path.name,
                max_bytes=digits(most_bytes // 1_000_000),
            ),
            "",
            tr("Split it into smaller files."),
        )
    return path.open("rb")


def _records(path: Path, file: BinaryIO) -> Iterator[CsvRecord]:
    from estimators.classifier.text.reader import encoding_of

    refuse_other_files(path, file.read(64))
    file.seek(0)
    encoding = encoding_of(file)
    if encoding in ("cp1252", "latin-1") and _is_damaged_utf8(file):
        encoding = "utf-8"
    file.seek(0)
    # What is no UTF-8 becomes what no UTF-8 gives, so that each row tells whether it is damaged.
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    with io.TextIOWrapper(file, encoding, errors, newline="") as text:  # ends at \n, \r\n, \r
        empty = True
        for record in _parsed(_lines(path, text)):
            if empty and record.problem.endswith(TOO_MANY_CELLS):
                raise UserError(
                    tr(
                        "“{name}” has more than {most_cells} columns.",
                        name=path.name,
                        most_cells=digits(MOST_CELLS),
                    ),
                    record.problem,
                    tr("Leave out the columns that are not needed."),
                )
            empty = False
            yield _checked(record)
    if empty:
        raise UserError(
            tr("“{name}” is empty.", name=path.name),
            "",
            tr("Add a line that names the columns, and the rows below it."),
        )


def refuse_other_files(path: Path, data: bytes) -> None:
    """Say what a file is that is known to be no CSV by how it starts (`data`: its first bytes at least).

    Raises `UserError` if it is a workbook, an archive, a picture or the like.
    """
    for start, what in _SIGNATURES:
        if data.startswith(start):
            raise UserError(
                tr("“{name}” is not a CSV.", name=path.name),
                what,
                tr("Unpack it, and choose what is in it.")
                if start in (_ZIP, _GZIP)
                else tr("Open it in its program and save it as CSV."),
            )


def _is_damaged_utf8(file: BinaryIO) -> bool:
    """Whether a file that is not UTF-8 was meant to be: a few bad lines are damage, many are another encoding."""
    file.seek(0)
    sound = damaged = 0
    strange = False
    while piece := file.read(_PIECE) + file.readline(_PIECE):
        # A file without any other accent says nothing of itself, but the odd bytes of Windows-1252 are letters and quotes.
        strange |= any(code in piece for code in (b"\xff\xfe", b"\xfe\xff", b"\x81", b"\x8d", b"\x9d"))  # fmt: skip
        for line in re.split(rb"[\r\n]+", piece):
            try:
                sound += not line.decode("utf-8").isascii()
            except UnicodeDecodeError:
                damaged += 1
    return damaged > 0 and (sound > damaged or (strange and not sound))


def _lines(path: Path, text: TextIO) -> Iterator[Line]:
    for number in range(1, MOST_LINES + 1):
        line = text.readline(MOST_CHARACTERS)
        if not line:
            return
        if len(line) < MOST_CHARACTERS or line.endswith(("\n", "\r")):
            yield number, line
            continue
        while line and not line.endswith(("\n", "\r")):
            line = text.readline(MOST_CHARACTERS)
        yield number, None
    raise UserError(
        tr(
            "“{name}” has more than {most_lines} lines.",
            name=path.name,
            most_lines=digits(MOST_LINES),
        ),
        "",
        tr("Split it into smaller files."),
    )


def _parsed(lines: Iterator[Line]) -> Iterator[CsvRecord]:
    """The records of lines in whatever manner they are written."""
    lines = dropwhile(lambda line: line[1] is not None and not line[1].strip(), lines)
    head, cut = _head(lines)
    separator = ""
    named = (
        re.fullmatch(r'"?sep=(.)"?', (head[0][1] or "").strip(), re.IGNORECASE) if head else None
    )
    if named:  # Excel's own first line
        separator = named[1]
        del head[0]
    elif head and (head[0][1] or "").strip("\r\n") == "sep=\t":
        separator = "\t"
        del head[0]
    dialect = guess_dialect(head, cut=cut, separator=separator)
    found = rows(chain(head, lines), dialect)
    sample = list(rows(iter(head), dialect, cut=cut))
    if not separator and _is_wrapped(sample):
        inner = ((row.line, dialect.separator.join(row.cells) + "\n") for row in found)
        head, cut = _head(inner)
        found = rows(chain(head, inner), guess_dialect(head, cut=cut))
    return found


def _head(lines: Iterator[Line]) -> tuple[list[Line], bool]:
    """The first lines, and whether there are more."""
    head: list[Line] = []
    size = 0
    for line in islice(lines, _SAMPLE_LINES):
        head.append(line)
        size += len(line[1] or "")
        if size >= _SAMPLE_CHARACTERS:
            return head, True
    return head, len(head) == _SAMPLE_LINES


def _is_wrapped(sample: list[CsvRecord]) -> bool:
    """Whether each line as a whole was put in quotes, by a spreadsheet that saw one column."""
    whole = [row.cells[0] for row in sample if len(row.cells) == 1]
    return bool(whole) and len(whole) == len(sample) and any(m in whole[0] for m in SEPARATORS)


def _checked(record: CsvRecord) -> CsvRecord:
    number = record.line
    for cell in record.cells:
        if cell.isascii():
            if "\0" in cell:
                why = tr("Line {number} holds a NUL character, which no text has.", number=number)
                return CsvRecord(number, (), why)
        elif "\0" in cell or _SURROGATE.search(cell):
            nul, damaged = (
                tr("a NUL character, which no text has"),
                tr("bytes that are no text in UTF-8"),
            )
            what = nul if "\0" in cell else damaged
            return CsvRecord(
                number, (), tr("Line {number} holds {what}.", number=number, what=what)
            )
    return record
