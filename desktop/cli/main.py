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
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from estimators.classifier.progress import WorkCancelled

DONE, MENDABLE, USAGE, INTERRUPTED = 0, 1, 2, 130

# name: module of desktop.cli
COMMANDS = {
    "demo": "journey",
    "assess": "decide",
    "options": "decide",
    "inspect": "classify",
    "train": "classify",
    "predict": "answer",
    "evaluate": "answer",
    "measure": "measure",
    "grade": "grade",
    "forecast": "forecast",
    "accept": "accept",
    "serve": "serve",
    "journal": "journal",
    "report": "project_files",
    "pack": "project_files",
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
    from desktop.cli.arguments import add_arguments
    from desktop.cli.output import Output

    parser = Parser(prog=f"smart-enough {name}", description=_description(name))
    parser.add_argument("--json", action="store_true", help=tr("print exactly one JSON document"))
    add_arguments(parser, name)
    options = parser.parse_args(argv)
    group = import_module(
        f"desktop.cli.{COMMANDS[name]}"
    )  # only now: help and wrong usage need none of it
    run: Callable[[argparse.Namespace, Output], int | None] = getattr(group, name)
    return run(options, Output(as_json=options.json)) or DONE


def _window(argv: Sequence[str]) -> int:
    from desktop.settings_store import speak_chosen_language

    speak_chosen_language()
    listing = "\n".join(f"  {name:10} {_does(name)}" for name in COMMANDS)
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


def _does(name: str) -> str:
    """What a command does; worded only here, since the window’s language is not known before it is asked for."""
    return {
        "demo": tr("the whole journey without a window"),
        "assess": tr("does it need AI?"),
        "options": tr("build or buy: what is each option worth?"),
        "inspect": tr("hygiene of labelled data"),
        "train": tr("train a classifier and measure it"),
        "predict": tr("answer with a trained model"),
        "evaluate": tr("measure a trained model"),
        "measure": tr("candidates on the same cases: which is best?"),
        "grade": tr("people’s grades out of a project, or into it"),
        "forecast": tr("how much data is enough?"),
        "accept": tr("is it good enough to launch?"),
        "serve": tr("the fake (or real) AI as a local server"),
        "journal": tr("what was asked and answered: list, export, record, replay"),
        "report": tr("write the launch-readiness report"),
        "pack": tr("a copy of a project with its originals in it, to share"),
    }[name]


def _description(name: str) -> str:
    if name == "forecast":
        return tr(
            "How much data is enough? From DATA, from a curve measured elsewhere, or, with neither, from the task alone: "
            "--classes 3 --modality photo --target 0.9"
        )
    return capital(_does(name))
