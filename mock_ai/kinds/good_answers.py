"""Reads good answers: pasted pairs, or a table with an input and a good answer in each row, typed as the kind needs them."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from estimators.base.errors import UserError, cannot_open
from estimators.base.number_reader import read_number
from estimators.base.sentence import tr, tr_plural
from mock_ai.kinds.product import GoodExample

LARGEST_BYTES = 50_000_000
MOST_EXAMPLES = 20_000
_INPUTS = ("input", "question", "message", "text", "prompt", "case", "file", "path", "who", "task")
_GOODS = (
    *("good", "good answer", "answer", "expected", "reply", "output", "label", "transcript"),
    *("taken", "steps", "value", "number", "summary"),
)
_STEP_START = re.compile(r"^\s*(?:\d{1,3}[.)]|[-*•])\s+")
_ASKED = re.compile(r"^(?:q|question|input)\s*[:：]\s*", re.IGNORECASE)
_TOLD = re.compile(r"^(?:a|answer|good)\s*[:：]\s*", re.IGNORECASE)


def read_good_answers(kind: str, path: Path) -> tuple[GoodExample, ...]:
    """The pairs of a file: CSV, TSV or JSON lines with a column for the input and one for the good answer.

    Raises
    ------
    UserError : it cannot be read, or has a row without an input or a good answer.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UserError(
                tr("“{name}” is too large.", name=path.name),
                tr("A table of good answers has at most 50 MB."),
                tr("Take those that will be shown."),
            )
        raw = path.read_bytes()
    except OSError as error:
        raise cannot_open(path) from error
    text = raw.decode("utf-8-sig", "replace")
    if path.suffix.lower() in (".jsonl", ".ndjson", ".json"):
        return _of_json_lines(kind, text)
    if path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        raise UserError(
            tr("“{name}” is no table of good answers.", name=path.name),
            tr("CSV, TSV and JSON lines can be read here."),
            tr("Save it as one of the three."),
        )
    return pasted_good_answers(kind, text) if path.suffix == ".txt" else _of_lines(kind, text)


def pasted_good_answers(kind: str, text: str) -> tuple[GoodExample, ...]:
    """The pairs of a pasted text: cells with a tab between, “Q:” and “A:”, or blocks of which the first line is the input.

    Raises as :func:`read_good_answers`.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and "\t" in lines[0]:
        return _of_lines(kind, text)
    blocks: list[tuple[str, str]] = []
    if any(_ASKED.match(line) for line in lines):
        for line in lines:
            if _ASKED.match(line):
                blocks.append((_ASKED.sub("", line), ""))
            elif blocks:
                asked, told = blocks[-1]
                blocks[-1] = (asked, f"{told}\n{_TOLD.sub('', line)}".strip())
    else:
        for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
            first, _, rest = block.strip().partition("\n")
            blocks.append((first, rest.strip()))
    if not any(told for _, told in blocks):
        raise UserError(
            tr("There is no good answer in this."),
            tr(
                "Each needs its input in one line and the good answer below, with an empty line between two of them."
            ),
            tr("Paste for example a question, its answer below, an empty line, and the next."),
        )
    return good_rows(kind, ("input", "good"), blocks)


def good_rows(
    kind: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> tuple[GoodExample, ...]:
    """The pairs of a table that has been read: by the names of its columns, or else the first two.

    Of ``extract``, every column beside the input is a field, unless one holds objects in JSON.

    Raises
    ------
    UserError : a row has no input or no good answer, or a good answer is not of the kind.
    """
    names = [str(name).strip().casefold() for name in header]
    known = [name in _INPUTS or name in _GOODS for name in names]
    body = [list(row) for row in rows]
    if not any(known) and len(names) >= 2:
        body.insert(0, list(header))
        names = ["input", "good", *names[2:]]
    asked = _column(names, _INPUTS, 0)
    told = _column(names, _GOODS, 1 if asked == 0 else 0)
    fields = {n: header[n] for n in range(len(names)) if n != asked}
    as_fields = kind == "extract" and names[told : told + 1] not in (["good"], ["expected"])
    found: list[GoodExample] = []
    empty: list[int] = []
    for number, row in enumerate(body, 1):
        cells = [*row, *[""] * (len(names) - len(row))]
        given = cells[asked]
        if as_fields:
            good: Any = {name: _cell(cells[n]) for n, name in fields.items()}
            missing = all(value in ("", None) for value in good.values())
        else:
            good = cells[told] if told < len(cells) else ""
            missing = good is None or not str(good).strip()
        if missing or not str(given).strip():
            empty.append(number)
            continue
        found.append(GoodExample(given, typed_good(kind, good, number)))
        if len(found) > MOST_EXAMPLES:
            raise UserError(
                tr("There are more than {most} good answers.", most=MOST_EXAMPLES),
                tr("A demo shows a few dozen of them."),
                tr("Take those that will be shown."),
            )
    if empty:
        raise UserError(
            tr_plural(
                "{n} row has no input or no good answer, the first is row {first}.",
                "{n} rows have no input or no good answer, the first is row {first}.",
                len(empty),
                first=empty[0],
            ),
            tr("Nothing can be made from an empty answer."),
            tr("Fill them in, or take those rows out."),
        )
    if not found:
        raise UserError(
            tr("There is no good answer in this."),
            tr("It has no row with an input and a good answer."),
            tr("Give a few."),
        )
    return tuple(found)


def typed_good(kind: str, good: Any, row: int) -> Any:
    """A cell as the kind's good answer. Raises ``UserError`` where it is none."""
    try:
        return _TYPED.get(kind, str)(good)
    except (ValueError, TypeError) as error:
        raise UserError(
            tr("The good answer in row {row} is not what this kind of product answers.", row=row),
            tr("It says “{good}”.", good=str(good)[:60]),
            tr("Change it and try again."),
        ) from error


def _number(good: Any) -> float | int:
    if isinstance(good, int | float) and not isinstance(good, bool):
        return good
    reading = read_number(str(good))
    value = reading.choices[0] if reading.choices else reading.value
    if value is None:
        raise ValueError("no number")
    return int(value) if value == int(value) and "." not in str(good) else value


def _fields(good: Any) -> dict[str, Any]:
    read = good if isinstance(good, Mapping) else json.loads(str(good))
    if not isinstance(read, Mapping):
        raise TypeError("no object")
    return dict(read)


def _steps(good: Any) -> list[Any]:
    if isinstance(good, list | tuple):
        return list(good)
    text = str(good).strip()
    if text.startswith("["):
        return list(json.loads(text))
    lines = text.splitlines() if "\n" in text else re.split(r"\s*(?:;|→|->)\s*", text)
    return [_STEP_START.sub("", line).strip() for line in lines if line.strip()]


_TYPED: dict[str, Callable[[Any], Any]] = {"number": _number, "extract": _fields, "act": _steps}


def _cell(value: Any) -> Any:
    """A field's cell: a number where it is written as JSON writes one, null where it is empty."""
    if not isinstance(value, str):
        return value
    if re.fullmatch(r"-?(0|[1-9]\d{0,14})(\.\d{1,9})?", value.strip()):
        return json.loads(value)
    return value.strip() or None


def _column(names: Sequence[str], known: Sequence[str], usual: int) -> int:
    return next((names.index(name) for name in known if name in names), usual)


def _of_lines(kind: str, text: str) -> tuple[GoodExample, ...]:
    first = text.partition("\n")[0]
    between = max("\t,;", key=first.count)
    csv.field_size_limit(LARGEST_BYTES)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=between) if any(row)]
    except csv.Error as error:
        raise UserError(
            tr("The table cannot be read."), f"{error}.", tr("Save it as CSV in UTF-8.")
        ) from error
    return good_rows(kind, rows[0] if rows else (), rows[1:])


def _of_json_lines(kind: str, text: str) -> tuple[GoodExample, ...]:
    rows: list[Mapping[str, Any]] = []
    whole = text.strip()
    try:
        read = json.loads(whole) if whole.startswith("[") else None
        rows = read or [json.loads(line) for line in whole.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise UserError(
            tr("This is not JSON lines."),
            tr("Each line is an object with an input and a good answer."),
            tr('Write for example {{"input": "…", "good": "…"}}.'),
        ) from error
    names = list(dict.fromkeys(name for row in rows if isinstance(row, Mapping) for name in row))
    cells = [[row.get(name) for name in names] if isinstance(row, Mapping) else [] for row in rows]
    return good_rows(kind, names, cells)
