"""``smart-enough report``: write the launch-readiness report of a project."""

import argparse
from pathlib import Path

from desktop.cli.output import Output, ProgressBar
from estimators.base.count import count
from estimators.base.sentence import tr


def add_report_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.smart")
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="F.pdf|F.md|F.html",
        help=tr("its ending chooses the form"),
    )
    parser.add_argument("--kind", choices=("launch", "brief", "model-card"), default="launch")


def report(options: argparse.Namespace, output: Output) -> None:
    """Write the report and print where it is."""
    from desktop.jobs.write_report import WriteReport, write_report

    with ProgressBar() as progress:
        written = write_report(
            WriteReport(options.file, options.out, options.kind), progress, lambda: False
        )
    for warning in written.warnings:
        output.say(warning)
    output.result(
        {
            "file": written.file,
            "pages": written.pages,
            "sha256": written.sha256,
            "sections": written.sections,
            "warnings": list(written.warnings),
        },
        [f"{written.file}: {count(written.pages, 'page')}"],
    )
