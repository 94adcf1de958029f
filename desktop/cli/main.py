"""The command line: reads the arguments and hands over to the command.

Exit status: 0 done, 1 something the person can mend (one sentence), 2 wrong usage, 130 interrupted.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

from desktop.leftovers import remove_leftovers
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.progress import WorkCancelled

DONE, MENDABLE, USAGE, INTERRUPTED = 0, 1, 2, 130

# name: (module of desktop.cli, what it does)
COMMANDS = {
    "demo": ("journey", tr("the whole journey without a window")),
    "assess": ("decide", tr("does it need AI?")),
    "options": ("decide", tr("build or buy: what is each option worth?")),
    "inspect": ("classify", tr("hygiene of labelled data")),
    "train": ("classify", tr("train a classifier and measure it")),
    "predict": ("answer", tr("answer with a trained model")),
    "evaluate": ("answer", tr("measure a trained model")),
    "measure": ("measure", tr("candidates on the same cases: which is best?")),
    "grade": ("grade", tr("people’s grades out of a project, or into it")),
    "forecast": ("forecast", tr("how much data is enough?")),
    "accept": ("accept", tr("is it good enough to launch?")),
    "serve": ("serve", tr("the fake (or real) AI as a local server")),
    "journal": ("journal", tr("what was asked and answered: list, export, record, replay")),
    "report": ("project_files", tr("write the launch-readiness report")),
    "pack": ("project_files", tr("a copy of a project with its originals in it, to share")),
}
_DESCRIPTIONS = {
    "forecast": tr(
        "How much data is enough? From DATA, from a curve measured elsewhere, or, with neither, from the task alone: "
        "--classes 3 --modality photo --target 0.9"
    )
}


class Parser(argparse.ArgumentParser):
    """Wrong usage is one sentence and exit status 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(
            USAGE, tr("{prog}: {message}. See {prog} --help.\n", prog=self.prog, message=message)
        )


def main(argv: Sequence[str]) -> int:
    """Run ``smart-enough`` with these arguments; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows pipe has no "≥": "?" is better than nothing.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    remove_leftovers()
    try:
        if argv and argv[0] in COMMANDS:
            from desktop.cli.output import noticing_interrupts  # the window is painted without

            with noticing_interrupts():
                return _command(argv[0], argv[1:])
        return _window(argv)
    except UserError as error:
        from desktop.cli.output import sentence

        print(sentence(error.what, error.why, error.next_step), file=sys.stderr)
        return MENDABLE
    except (KeyboardInterrupt, WorkCancelled):
        print(tr("Stopped. Nothing was half-written."), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return MENDABLE
    except Exception as error:  # noqa: BLE001  the outermost boundary: a bug is a sentence and a file, never a traceback
        from desktop.cli.output import report_bug

        print(report_bug(error), file=sys.stderr)
        return MENDABLE


def _command(name: str, argv: Sequence[str]) -> int:
    for variable in (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
    ):  # small problems: one BLAS thread is faster
        os.environ.setdefault(variable, "1")
    module, words = COMMANDS[name]
    from desktop.cli.arguments import add_arguments
    from desktop.cli.output import Output

    description = _DESCRIPTIONS.get(name, words[:1].upper() + words[1:])
    parser = Parser(prog=f"smart-enough {name}", description=description)
    parser.add_argument("--json", action="store_true", help=tr("print exactly one JSON document"))
    add_arguments(parser, name)
    options = parser.parse_args(argv)
    group = import_module(f"desktop.cli.{module}")  # only now: help and wrong usage need none of it
    run: Callable[[argparse.Namespace, Output], int | None] = getattr(group, name)
    return run(options, Output(as_json=options.json)) or DONE


def _window(argv: Sequence[str]) -> int:
    listing = "\n".join(f"  {name:10} {words}" for name, (_, words) in COMMANDS.items())
    parser = Parser(
        prog="smart-enough",
        description=tr(
            "Does this problem need AI? Opens the window, on FILE.smart where one is given."
        ),
        epilog=tr(
            "commands:\n{listing}\n\nsmart-enough COMMAND --help tells more.", listing=listing
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    from desktop import __version__

    parser.add_argument("file", nargs="?", metavar="FILE.smart", help=tr("the project to open"))
    parser.add_argument("--sample", action="store_true", help=tr("open the sample project"))
    parser.add_argument(
        "--first-paint",
        action="store_true",
        help=tr("print the seconds from process start to the first frame, and quit"),
    )
    parser.add_argument(
        "--version", action="version", version=tr("smart-enough {version}", version=__version__)
    )
    options = parser.parse_args(argv)
    from desktop.startup import open_window

    return open_window(file=options.file, sample=options.sample, first_paint=options.first_paint)
