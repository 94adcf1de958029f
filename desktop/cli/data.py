"""DATA on the command line: a folder with a folder per class, a CSV, or a project."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from estimators.classifier.examples import Examples

DATA_HELP = "a folder with one folder per class (photos, texts, sounds or clips), a CSV, or a .smart project"


def add_column_arguments(parser: argparse.ArgumentParser) -> None:
    """The names of a CSV's columns."""
    parser.add_argument("--text-column", default="text", help="of a CSV (default: text)")
    parser.add_argument("--label-column", default="label", help="of a CSV (default: label)")
    parser.add_argument(
        "--group-column", help="of a CSV: what belongs together, such as a speaker or a patient"
    )


def read_data(data: Path, options: argparse.Namespace, *, min_classes: int = 2) -> "Examples":
    """The labelled examples in DATA."""
    if data.suffix == ".smart" and not data.is_dir():
        from desktop.jobs.learn import classifier_examples
        from desktop.project.project import Project

        with Project.open_beside(data) as project:
            return classifier_examples(project, project.labelled())
    from estimators.classifier.examples import load_examples

    return load_examples(
        data,
        text_column=options.text_column,
        label_column=options.label_column,
        group_column=options.group_column,
        min_classes=min_classes,
    )
