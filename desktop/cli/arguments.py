"""Arguments that commands share: numbers as people type them ("0,05", "12k", "85%", "1,000"), and DATA with its columns."""

import argparse
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from estimators.base.number_reader import PROGRAM, read_count, read_number, read_share
from estimators.base.sentence import data_file, tr

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


_TYPES: dict[str, Callable[[str], object]] = {
    "date": date,
    "int": int,
    "number": number,
    "path": Path,
    "share": share,
    "whole": whole,
}


def add_arguments(parser: argparse.ArgumentParser, command: str) -> None:
    """The arguments of a command, as ``arguments.json`` lists them; a name there stands for a list of its own."""
    listed = data_file(Path(__file__).with_name("arguments.json"))
    for each in listed[command]:
        for row in listed[each] if isinstance(each, str) else [each]:
            if "type" in row:
                row["type"] = _TYPES[row["type"]]
            parser.add_argument(*row.pop("flags"), **row)


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
