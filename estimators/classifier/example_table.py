"""CSV files that list examples, as spreadsheets and scripts write them."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from estimators.errors import UserError

_MAX_BYTES = 200_000_000


@dataclass(frozen=True)
class ExampleTable:
    """The rows of a CSV: what kind of item it lists, (line, item, label, group) of each, and (line, why) of those left out."""

    kind: str
    rows: tuple[tuple[int, str, str, str], ...]
    problems: tuple[tuple[int, str], ...]


def read_table(
    path: Path,
    *,
    text_column: str,
    label_column: str,
    path_column: str,
    group_column: str | None = None,
) -> ExampleTable:
    """Read a CSV with a label column and a path (or text) column; separated by comma, semicolon or tab.

    Raises
    ------
    UserError
        If it is not text, has no rows or lacks the columns.
    """
    text = _text_of(path)
    first_line = text.split("\n", 1)[0]
    separator = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        header = [name.strip() for name in next(reader, [])]
        kind, item_at, label_at = _columns(path, header, text_column, label_column, path_column)
        group_at = header.index(group_column) if group_column in header else None
        rows: list[tuple[int, str, str, str]] = []
        problems: list[tuple[int, str]] = []
        for row in reader:
            line = reader.line_num
            if not any(cell.strip() for cell in row):
                continue
            if len(row) <= max(item_at, label_at):
                problems.append(
                    (line, f"Line {line} has {len(row)} columns; the header has {len(header)}.")
                )
            elif not row[label_at].strip():
                problems.append((line, f"Line {line} has no label."))
            elif not row[item_at].strip():
                problems.append((line, f"Line {line} has no {kind}."))
            else:
                group = (
                    row[group_at].strip() if group_at is not None and group_at < len(row) else ""
                )
                rows.append((line, row[item_at], row[label_at].strip(), group))
    except csv.Error as error:
        raise UserError(
            f"“{path.name}” can’t be read as a CSV.",
            f"Line {reader.line_num}: {error}.",
            "Save it again as CSV from the spreadsheet.",
        ) from error
    if not rows:
        raise UserError(f"“{path.name}” lists no examples.", "", "Add one row per example.")
    return ExampleTable(kind, tuple(rows), tuple(problems))


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_BYTES:
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
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise UserError(
            f"“{path.name}” is not a plain CSV.",
            f"Line {line} holds a NUL byte.",
            "Save it again as CSV (UTF-8) from the spreadsheet.",
        )
    encodings = (
        ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    )
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _columns(
    path: Path, header: list[str], text_column: str, label_column: str, path_column: str
) -> tuple[str, int, int]:
    if label_column in header:
        for kind, name in (("path", path_column), ("text", text_column)):
            if name in header:
                return kind, header.index(name), header.index(label_column)
    shown = ", ".join(f"“{name}”" for name in header[:6] if name) or "none"
    raise UserError(
        f"“{path.name}” lacks a “{path_column}” or “{label_column}” column.",
        f"Its columns are {shown}.",
        "Rename the columns, or say which ones hold the path and the label.",
    )
