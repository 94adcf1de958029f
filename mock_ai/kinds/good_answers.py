"""Reads good answers: pasted pairs, or a table with an input and a good answer in each row, typed as the kind needs them."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
_INPUT_AND_GOOD = ("input", "good")
_WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods", ".numbers")
_STEP_START = re.compile(r"^\s*(?:\d{1,3}[.)]|[-*•])\s+")
_ASKED = re.compile(r"^(?:q|question|input)\s*[:：]\s*", re.IGNORECASE)
_TOLD = re.compile(r"^(?:a|answer|good)\s*[:：]\s*", re.IGNORECASE)


@dataclass(frozen=True)
class BroughtExamples:
    """What somebody brought: inputs with their good answers, and inputs (``unanswered``) that nobody has answered yet."""

    answered: tuple[GoodExample, ...] = ()
    unanswered: tuple[str, ...] = ()


def read_examples(kind: str, path: Path) -> BroughtExamples:
    """The rows of a file: CSV, TSV or JSON lines with a column for the input and one for the good answer, or plain text.

    Raises
    ------
    UserError : it cannot be read, has a row without an input, or a good answer that is not of the kind.
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
    text, suffix = raw.decode("utf-8-sig", "replace"), path.suffix.lower()
    if suffix in (".jsonl", ".ndjson", ".json"):
        return _of_json_lines(kind, text)
    if suffix in _WORKBOOKS:
        raise UserError(
            tr("“{name}” is a workbook.", name=path.name),
            tr("CSV, TSV and JSON lines can be read here."),
            tr("Save the sheet as CSV, and bring that; or copy its two columns and paste them."),
        )
    if suffix not in (".csv", ".tsv", ".txt"):
        raise UserError(
            tr("“{name}” is no table of good answers.", name=path.name),
            tr("CSV, TSV and JSON lines can be read here."),
            tr("Save it as one of the three."),
        )
    return pasted_examples(kind, text) if suffix == ".txt" else _of_lines(kind, text)


def read_good_answers(kind: str, path: Path) -> tuple[GoodExample, ...]:
    """The rows of a file, each with its good answer. Raises as :func:`read_examples`, and where one has none."""
    return _complete(read_examples(kind, path))


def pasted_examples(kind: str, text: str) -> BroughtExamples:
    """What was pasted: two columns of a table, “Q:” and “A:”, blocks of which the first line is the input, or an input a line.

    Raises as :func:`read_examples`.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if any("\t" in line for line in lines[:2]):
        return _of_lines(kind, text)
    if any(_ASKED.match(line) for line in lines):
        return brought_rows(kind, _INPUT_AND_GOOD, _questions(lines))
    split = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
    blocks = [block.strip() for block in split if block.strip()]
    in_blocks = len(blocks) > 1 and any("\n" in block for block in blocks)
    pairs = [block.partition("\n") for block in (blocks if in_blocks else lines)]
    rows = [(first.strip(), rest.strip()) for first, _, rest in pairs]
    return brought_rows(kind, _INPUT_AND_GOOD, rows)


def _questions(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Each question with the lines below it."""
    found: list[tuple[str, str]] = []
    for line in lines:
        if _ASKED.match(line):
            found.append((_ASKED.sub("", line), ""))
        elif found:
            asked, told = found[-1]
            found[-1] = (asked, f"{told}\n{_TOLD.sub('', line)}".strip())
    return found


def good_rows(
    kind: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> tuple[GoodExample, ...]:
    """As :func:`brought_rows`, each with its good answer. Raises where one has none."""
    return _complete(brought_rows(kind, header, rows))


def _complete(brought: BroughtExamples) -> tuple[GoodExample, ...]:
    if brought.unanswered:
        raise UserError(
            tr_plural(
                "“{first}” has no good answer.",
                "{n} rows have no good answer, the first is “{first}”.",
                len(brought.unanswered),
                first=brought.unanswered[0][:60],
            ),
            tr("Nothing can be made from an empty answer."),
            tr("Fill them in, or take those rows out."),
        )
    return brought.answered


def brought_rows(
    kind: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> BroughtExamples:
    """What a table that has been read holds: by the names of its columns, or else the first two.

    Of ``extract``, every column beside the input is a field, unless one holds objects in JSON.

    Raises
    ------
    UserError : there is nothing in it, a row has no input, or a good answer is not of the kind.
    """
    names = [str(name).strip().casefold() for name in header]
    known = [name in _INPUTS or name in _GOODS for name in names]
    body = [list(row) for row in rows]
    if names and not any(known):
        body.insert(0, list(header))
        names = [*_INPUT_AND_GOOD, *names[2:]]
    asked = _column(names, _INPUTS, 0)
    told = _column(names, _GOODS, 1 if asked == 0 else 0)
    fields = {n: header[n] for n in range(len(header)) if n != asked}
    as_fields = kind == "extract" and names[told : told + 1] not in (["good"], ["expected"])
    answered: list[GoodExample] = []
    unanswered: list[str] = []
    nameless: list[int] = []
    for number, row in enumerate(body, 1):
        cells = [*row, *[""] * (len(names) - len(row))]
        given = cells[asked]
        if as_fields:
            good: Any = {name: _cell(cells[n]) for n, name in fields.items()}
            missing = all(value in ("", None) for value in good.values())
        else:
            good = cells[told] if told < len(cells) else ""
            missing = good is None or not str(good).strip()
        if not str(given).strip():
            nameless.append(number)
        elif missing:
            unanswered.append(str(given).strip())
        else:
            answered.append(GoodExample(given, typed_good(kind, good, number)))
        if len(answered) + len(unanswered) > MOST_EXAMPLES:
            raise UserError(
                tr("There are more than {most} good answers.", most=MOST_EXAMPLES),
                tr("A demo shows a few dozen of them."),
                tr("Take those that will be shown."),
            )
    if nameless:
        raise UserError(
            tr_plural(
                "Row {first} has no input.",
                "{n} rows have no input, the first is row {first}.",
                len(nameless),
                first=nameless[0],
            ),
            tr("A good answer is one to something."),
            tr("Fill them in, or take those rows out."),
        )
    if not answered and not unanswered:
        raise UserError(
            tr("There is nothing in this to show."),
            tr("It has no row with an input."),
            tr("Give a few, one a line."),
        )
    return BroughtExamples(tuple(answered), tuple(dict.fromkeys(unanswered)))


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
    """An object, as JSON has it, or a field a line: "total: 12.40"."""
    if isinstance(good, str) and not good.lstrip().startswith("{"):
        parts = [line.partition(":") for line in good.splitlines() if line.strip()]
        if not all(name.strip() and colon for name, colon, _ in parts):
            raise ValueError("no field")
        return {name.strip(): _cell(value) for name, _, value in parts}
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


def _of_lines(kind: str, text: str) -> BroughtExamples:
    first = text.partition("\n")[0]
    between = max("\t,;", key=first.count)
    csv.field_size_limit(LARGEST_BYTES)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=between) if any(row)]
    except csv.Error as error:
        raise UserError(
            tr("The table cannot be read."), f"{error}.", tr("Save it as CSV in UTF-8.")
        ) from error
    return brought_rows(kind, rows[0] if rows else (), rows[1:])


def _of_json_lines(kind: str, text: str) -> BroughtExamples:
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
    return brought_rows(kind, names, cells)
