"""Arguments that commands share: numbers as people type them ("0,05", "12k", "85%", "1,000"), and DATA with its columns."""

import argparse
import datetime
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from estimators.base.number_reader import PROGRAM, read_count, read_number, read_share
from estimators.base.sentence import data_file, tr
from estimators.base.task_kind import TASK_KINDS

if TYPE_CHECKING:
    from estimators.classifier.examples import Examples


def number(text: str) -> float:
    """An amount. What can be two numbers ("1,234") is refused with both."""
    reading = read_number(text, PROGRAM)
    if reading.percent:
        raise argparse.ArgumentTypeError(tr("“{text}” is a share; an amount is wanted", text=text))
    if reading.choices:
        grouped, cut = (f"{one:.15g}" for one in reading.choices)
        raise argparse.ArgumentTypeError(
            tr(
                "“{text}” can be {grouped} or {cut}; write it so",
                text=text,
                grouped=grouped,
                cut=cut,
            )
        )
    return _given(text, reading.value)


def share(text: str) -> float:
    """A share: 0.8 and 80% are the same."""
    return _given(text, read_share(text))


def whole(text: str) -> int:
    """A count: nobody writes one with decimals, so "1,000" and "1.000" are a thousand."""
    value = read_count(text)
    if value is None:
        raise argparse.ArgumentTypeError(tr("“{text}” is not a whole number", text=text))
    return value


def _given(text: str, value: float | None) -> float:
    if value is not None:
        return value
    try:
        return float(text)  # nan and inf: whoever takes the number says what is wrong with it
    except ValueError:
        what = tr("“{text}” is not a number; write one such as 0.05 or 1200", text=text)
        raise argparse.ArgumentTypeError(what) from None


def date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        what = tr("“{text}” is not a day; write it as 2026-12-10", text=text)
        raise argparse.ArgumentTypeError(what) from None


def ends(text: str) -> tuple[float, float]:
    """One amount, or two with a comma between them."""
    first, _, last = text.partition(",")
    low, high = number(first), number(last or first)
    if not 0 <= low <= high:
        raise argparse.ArgumentTypeError(tr("not an amount of at least 0, or two with the smaller one first"))  # fmt: skip
    return low, high


_TYPES: dict[str, Callable[[str], object]] = {
    "date": date,
    "ends": ends,
    "number": number,
    "path": Path,
    "share": share,
    "whole": whole,
}


def add_arguments(parser: argparse.ArgumentParser, command: str) -> None:
    """The arguments of a command, as ``arguments.json`` lists them; a name there stands for a list of its own."""
    for row in argument_rows(command):
        settings = {name: each for name, each in row.items() if name not in ("flags", "pipe")}
        if "type" in row:
            settings["type"] = _TYPES[row["type"]]
        parser.add_argument(*row["flags"], **settings)


def argument_rows(command: str) -> Iterator[dict[str, Any]]:
    """What `arguments.json` says of each argument of a command; `pipe` is the ending of a file that "-" stands for."""
    listed = data_file(Path(__file__).with_name("arguments.json"))
    for each in listed[command]:
        for row in listed[each] if isinstance(each, str) else [each]:
            yield {**row, "choices": [*TASK_KINDS]} if row.get("choices") == "kinds" else row


def examples_text(command: str) -> str:
    """Lines that can be typed as they are, once the files are there, each with what it does."""
    listed = data_file(Path(__file__).with_name("examples.json"))[command]
    lines = (f"  {line}\n      {what}" for line, what in listed)
    return tr("examples:\n{lines}", lines="\n".join(lines))


class WrongUsageError(Exception):
    """What no parser can see of the arguments, as the end of a sentence; exit status 2."""


_PIPE = Path("-")


@contextmanager
def given_by_pipe(command: str, options: argparse.Namespace) -> Iterator[None]:
    """While a command runs, "-" is a file with what comes through the pipe, where the argument takes one.

    Raises `WrongUsageError` if two arguments ask for it.
    """
    asking = [
        (row.get("dest") or row["flags"][-1].lstrip("-").replace("-", "_"), row["pipe"])
        for row in argument_rows(command)
        if "pipe" in row
    ]
    asking = [
        (name, ending)
        for name, ending in asking
        if getattr(options, name) == _PIPE or getattr(options, name) == [_PIPE]
    ]
    if not asking:
        yield
        return
    if len(asking) > 1:
        raise WrongUsageError(tr("only one argument can be “-”"))
    (name, ending) = asking[0]
    with tempfile.TemporaryDirectory(prefix="smart-enough-") as folder:
        path = Path(folder, f"stdin{ending}")
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        setattr(options, name, [path] if isinstance(getattr(options, name), list) else path)
        yield


def read_data(data: Path, options: argparse.Namespace, *, min_classes: int = 2) -> "Examples":
    """The labelled examples in DATA."""
    if data.suffix == ".smart" and not data.is_dir():
        from desktop.jobs.learn import classifier_examples
        from desktop.project.project import Project

        with Project.open_beside(data) as project:
            return classifier_examples(project, project.labelled())
    from estimators.classifier.column_names import ColumnNames
    from estimators.classifier.examples import load_examples

    columns = ColumnNames(options.text_column, options.label_column, group=options.group_column)
    from desktop.jobs.text_list import LISTS, as_csv

    if data.suffix.lower() in LISTS and data.is_file():
        with as_csv(data, sheet=getattr(options, "sheet", "")) as table:
            return load_examples(table, columns, min_classes=min_classes)
    return load_examples(data, columns, min_classes=min_classes)
