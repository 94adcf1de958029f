"""The command line: reads the arguments and hands over to the command.

Exit status: 0 done, 1 something the person can mend (one sentence), 2 wrong usage, 3 the bar is missed (``accept
--fail``), 130 interrupted.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

from desktop.cli.arguments import (
    WrongUsageError,
    add_arguments,
    examples_text,
    given_by_pipe,
)
from desktop.leftovers import remove_leftovers
from estimators.base.errors import UserError, missing_extra
from estimators.base.phrase import capital, cut, either, nearest_word
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
    "export": "export",
    "measure": "measure",
    "grade": "grade",
    "forecast": "forecast",
    "accept": "accept",
    "serve": "serve",
    "journal": "journal",
    "report": "project_files",
    "pack": "project_files",
    "schema": "schema",
    "completion": "completion",
    "menu": "menu",
}


def _own_words(message: str) -> str:
    """What argparse says by itself: the messages that a person can meet here, in their language."""
    part = "%s"
    words = {
        "usage: ": tr("usage: "),
        "positional arguments": tr("arguments"),
        "options": tr("options"),
        "show this help message and exit": tr("show this help"),
        "argument %(argument_name)s: %(message)s": tr("argument {name}: {message}", name="%(argument_name)s", message="%(message)s"),
        "the following arguments are required: %s": tr("missing: {names}", names=part),
        "expected one argument": tr("one value is wanted"),
        "ignored explicit argument %r": tr("“{value}” is one too many: it takes no value", value=part),
        "ambiguous option: %(option)s could match %(matches)s": tr("“{option}” can mean {matches}", option="%(option)s", matches="%(matches)s"),
    }  # fmt: skip
    return words.get(message, message)


# argparse asks gettext, which reads compiled catalogues only, and has no other door for its words; so it gets ours in
# gettext's place. That name is its own affair, which types do not tell: should it go, the tests of the arguments say so.
argparse._ = _own_words  # type: ignore[attr-defined]


class Parser(argparse.ArgumentParser):
    """Wrong usage is one sentence and exit status 2; an option that there is not names the nearest one."""

    _given: Sequence[str] = ()

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        self._given = list(args or ())
        options, left = self.parse_known_args(args, namespace)
        if left:
            word = left[0].partition("=")[0]
            near = nearest_word(word, self._option_string_actions) if word[:1] == "-" else None
            told = (
                tr("there is no option “{word}”; “{near}” is probably meant", word=cut(word, 60), near=near)
                if near
                else tr("“{word}” is not understood here", word=cut(word, 60))
            )  # fmt: skip
            self.error(told)
        return options

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Wants one of the values that there are, as argparse does, in a sentence of our own."""
        if action.choices is None or value in action.choices:
            return
        known = [str(one) for one in action.choices]
        name = "/".join(action.option_strings) or str(action.metavar or action.dest).upper()
        told, one_of = cut(str(value), 60), either(known)
        near = nearest_word(str(value), known)
        self.error(
            tr("{name} is {one_of}, not “{word}”; “{near}” is probably meant", name=name, one_of=one_of, word=told, near=near)
            if near
            else tr("{name} is {one_of}, not “{word}”", name=name, one_of=one_of, word=told)
        )  # fmt: skip

    def error(self, message: str) -> NoReturn:
        for option, value in pairwise(self._given):
            if (
                value[:1] == "-"
                and value not in self._option_string_actions
                and message.endswith(f"{option}: {_own_words('expected one argument')}")
            ):
                message += tr("; one that begins with a hyphen is written {option}={value}", option=option, value=cut(value, 60))  # fmt: skip
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
        if argv and _is_no_file(argv[0]):
            Parser(prog="smart-enough").error(_no_command(argv[0]))
        return _window(argv)
    except UserError as error:
        return _refused(error)
    except (KeyboardInterrupt, WorkCancelled):
        print(tr("Stopped. Nothing was half-written."), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return MENDABLE
    except Exception as error:  # noqa: BLE001  the outermost boundary: a bug is a sentence and a file, never a traceback
        return _broken(error)


def _refused(error: UserError) -> int:
    from desktop.cli.output import sentence

    print(sentence(error.what, error.why, error.next_step), file=sys.stderr)
    return MENDABLE


def _broken(error: Exception) -> int:
    if isinstance(error, ModuleNotFoundError) and (missing := missing_extra(error)):
        return _refused(missing)
    from desktop.cli.output import report_bug

    print(report_bug(error), file=sys.stderr)
    return MENDABLE


def _command(name: str, argv: Sequence[str]) -> int:
    for variable in (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
    ):  # small problems: one BLAS thread is faster
        os.environ.setdefault(variable, "1")
    from desktop.cli.output import Output, quietly

    parser = command_parser(name)
    options = parser.parse_args(argv)
    # Only now: help and wrong usage need none of it.
    group = import_module(f"desktop.cli.{COMMANDS[name]}")
    run: Callable[[argparse.Namespace, Output], int | None] = getattr(group, name)
    try:
        with given_by_pipe(name, options), quietly(quiet=options.quiet):
            return run(options, Output(as_json=options.json)) or DONE
    except WrongUsageError as error:
        parser.error(str(error))


def command_parser(name: str) -> Parser:
    """The parser of one command, with examples below its options."""
    parser = Parser(
        prog=f"smart-enough {name}",
        description=_description(name),
        epilog=examples_text(name),
        formatter_class=_HelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help=tr("print exactly one JSON document"))
    parser.add_argument(
        "--quiet", action="store_true", help=tr("print the result alone: no progress, no remarks")
    )
    add_arguments(parser, name)
    return parser


class _HelpFormatter(argparse.HelpFormatter):
    """Wraps sentences, and leaves the lines of the examples as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if "\n" in text else super()._fill_text(text, width, indent)


def _is_no_file(word: str) -> bool:
    """Whether the first word can only be a command that there is not: nothing of that name is there, and no ending."""
    path = Path(word)
    return bool(word) and not (word.startswith("-") or path.suffix or path.exists())


def _no_command(word: str) -> str:
    begun = [name for name in COMMANDS if len(word) > 1 and name.startswith(word.lower())]
    near = begun[0] if len(begun) == 1 else nearest_word(word, COMMANDS)
    if near:
        return tr("there is no command “{word}”; “{near}” is probably meant", word=cut(word, 60), near=near)  # fmt: skip
    return tr("there is no command “{word}”, and no file of that name", word=cut(word, 60))


def _window(argv: Sequence[str]) -> int:
    with suppress(ModuleNotFoundError):  # without the extra “window” nobody chose a language
        from desktop.settings_store import speak_chosen_language

        speak_chosen_language()
    listing = "\n".join(f"  {name:10} {what_it_does(name)}" for name in COMMANDS)
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
        "--welcome", action="store_true", help=tr("open no project, though one was left open")
    )
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

    asked = {name: getattr(options, name) for name in ("file", "sample", "first_paint", "welcome")}
    return open_window(**asked)


def what_it_does(name: str) -> str:
    """What a command does; worded only here, since the window’s language is not known before it is asked for."""
    return {
        "demo": tr("the whole journey without a window"),
        "assess": tr("does it need AI?"),
        "options": tr("build or buy: what is each option worth?"),
        "inspect": tr("what is wrong with labelled data: duplicates, wrong labels, leaks"),
        "train": tr("train a classifier and measure it"),
        "predict": tr("answer with a trained model"),
        "evaluate": tr("measure a trained model"),
        "export": tr("a trained model for other servers: several examples in one call"),
        "measure": tr("candidates on the same cases: which is best?"),
        "grade": tr("people’s grades out of a project, or into it"),
        "forecast": tr("how much data is enough?"),
        "accept": tr("is it good enough to launch?"),
        "serve": tr("the fake (or real) AI as a local server"),
        "journal": tr("what was asked and answered: list, export, record, replay"),
        "report": tr("write the launch-readiness report"),
        "pack": tr("a copy of a project with its originals in it, to share"),
        "schema": tr("the JSON Schema of a case, a scenario or the evidence of a report"),
        "completion": tr("a script that completes commands in your shell"),
        "menu": tr(
            "an entry in this computer’s menu, and .smart files that open on a double click (Linux)"
        ),
    }[name]


def _description(name: str) -> str:
    if name == "forecast":
        return tr(
            "How much data is enough? From DATA, from a curve measured elsewhere, or, with neither, from the task alone: "
            "--classes 3 --modality photo --target 0.9"
        )
    return capital(what_it_does(name))
