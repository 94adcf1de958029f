"""Small files of outcomes for ``accept``: answers as they come, pairs of answers, counts by class."""

import argparse
import csv
import re
from collections.abc import Iterator
from pathlib import Path

from desktop.cli.arguments import whole
from desktop.project.trouble import explain
from estimators.base.errors import UserError
from estimators.base.number import digits

MOST_LINES = 2_000_000
_WORDS = {"1": True, "true": True, "0": False, "false": False}


def read_answers(path: Path) -> list[bool]:
    """Right and wrong in their order: 1 and 0, one a line or with commas between; a heading is passed over."""
    found: list[bool] = []
    for number, line in _lines(path):
        words = [word for word in re.split(r"[\s,;]+", line.strip().lower()) if word]
        if not found and number == 1 and words and all(word not in _WORDS for word in words):
            continue
        found += [_answer(word, path, number) for word in words]
    if not found:
        raise UserError(
            f"{path.name} has no answers.", "It should hold 1 for right and 0 for wrong.", _CHECK
        )
    return found


def read_pairs(path: Path) -> tuple[list[bool], list[bool]]:
    """What model and baseline made of the same examples: columns model,baseline (in that order without a heading)."""
    rows = _rows(path)
    places = _columns(rows, ("model", "baseline"), path)
    model = [_answer(row[places[0]], path, number) for number, row in rows]
    return model, [_answer(row[places[1]], path, number) for number, row in rows]


def read_counts(path: Path) -> list[tuple[str, int, int]]:
    """Counts by class: columns class,correct,total (in that order without a heading)."""
    rows = _rows(path)
    places = _columns(rows, ("class", "correct", "total"), path)
    return [
        (row[places[0]], _count(row[places[1]], path, number), _count(row[places[2]], path, number))
        for number, row in rows
    ]


_CHECK = "Check the file."


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if number > MOST_LINES:
                    raise UserError(
                        f"{path.name} has more than {digits(MOST_LINES)} lines.",
                        "",
                        "Leave some out.",
                    )
                yield number, line
    except UnicodeDecodeError as error:
        raise UserError(
            f"{path.name} is not a text file.", "It holds bytes that are no UTF-8.", _CHECK
        ) from error
    except OSError as error:
        raise explain(error, path) from error


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    numbered = ((number, line) for number, line in _lines(path) if line.strip())
    lines = list(numbered)
    try:
        parsed = list(csv.reader(line for _, line in lines))
    except csv.Error as error:
        raise UserError(f"{path.name} is not a CSV file.", f"{error}", _CHECK) from error
    if not parsed:
        raise UserError(f"{path.name} is empty.", "", _CHECK)
    return [
        (number, [cell.strip() for cell in row])
        for (number, _), row in zip(lines, parsed, strict=False)
    ]


def _columns(
    rows: list[tuple[int, list[str]]], names: tuple[str, ...], path: Path
) -> tuple[int, ...]:
    """Where the columns are; a heading is taken off the rows."""
    heading = [cell.lower() for cell in rows[0][1]]
    if all(name in heading for name in names):
        del rows[0]
        places = tuple(heading.index(name) for name in names)
    elif len(rows) == 1 or any(cell in _WORDS or cell.lstrip("-").isdigit() for cell in heading):
        places = tuple(range(len(names)))
    else:
        raise UserError(
            f"{path.name} needs the columns {', '.join(names)}.",
            f"It has {', '.join(cell[:40] or 'one without a name' for cell in rows[0][1][:6])}.",
            "Name them so in its first line, or put them in that order without a heading.",
        )
    if not rows:
        raise UserError(f"{path.name} has a heading and nothing below it.", "", _CHECK)
    for number, row in rows:
        if len(row) <= max(places):
            raise UserError(
                f"{path.name}, line {number}: {len(row)} of {len(names)} columns.",
                f"It should hold {', '.join(names)}.",
                _CHECK,
            )
    return places


def _answer(word: str, path: Path, number: int) -> bool:
    found = _WORDS.get(word.lower())
    if found is None:
        raise UserError(
            f"{path.name}, line {number}: “{word[:40]}” is neither right nor wrong.",
            "An answer is 1 or 0.",
            _CHECK,
        )
    return found


def _count(word: str, path: Path, number: int) -> int:
    try:
        return whole(word)
    except argparse.ArgumentTypeError as error:
        raise UserError(
            f"{path.name}, line {number}: “{word[:40]}” is no whole number.", "", _CHECK
        ) from error
