"""``smart-enough journal``: what was asked and answered; export it."""

import argparse
from pathlib import Path
from typing import Any

from desktop.cli.output import Output, ProgressBar, one_line, table
from desktop.errors import UserError
from desktop.findings.journal import (
    BY,
    answer_words,
    clock,
    in_session,
    summary_words,
    sure_words,
    took_words,
)
from desktop.project.project import Project
from mock_ai.traffic.choice import Choice

_HEADERS = ("no.", "time", "asked about", "answer", "sure", "answered by", "took")


def add_journal_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.smart")
    parser.add_argument("--by", choices=BY, default="", help="only what these answered")
    parser.add_argument("--rule", default="", help="only what this stub answered")
    parser.add_argument(
        "--at", default="", metavar="PLACE", help="a vendor (openai, anthropic…) or an address"
    )
    parser.add_argument("--fault", default="", help="a fault or failure by name, or any")
    parser.add_argument("--text", default="", help="only with these words")
    parser.add_argument("--session", type=int, metavar="N", help="only of this demo session")
    parser.add_argument("--number", type=int, action="append", metavar="N", help="only this one")
    parser.add_argument("--newest", type=int, default=20, metavar="N", help="how many to list")
    parser.add_argument(
        "--out", type=Path, metavar="F", help="write them: .har (HAR 1.2) or .jsonl (JSON lines)"
    )


def journal(options: argparse.Namespace, output: Output) -> None:
    """List the exchanges that are meant, or write them to a file."""
    with Project.open_beside(options.file) as project:
        choice = _choice(options, project)
        if options.out is None:
            _list(options, output, project, choice)
            return
    _write(options, output, choice)


def _choice(options: argparse.Namespace, project: Project) -> Choice:
    choice = Choice(
        by=options.by,
        rule=options.rule,
        place=options.at,
        fault=options.fault,
        text=options.text,
        numbers=frozenset(options.number) if options.number else None,
    )
    if options.session is None:
        return choice
    within = in_session(project, options.session, choice)
    if within is None:
        raise UserError(
            f"There is no session {options.session}.",
            f"“{options.file.name}” has {len(project.sessions())}.",
            "Choose another, or leave it out.",
        )
    return within


def _list(options: argparse.Namespace, output: Output, project: Project, choice: Choice) -> None:
    rows = [row for row in project.requests.rows() if choice.fits(row)]
    shown = rows[: max(options.newest, 0)]
    lines = table(
        _HEADERS,
        (
            tuple(
                one_line(cell, 60)
                for cell in (
                    str(row["id"]),
                    clock(row),
                    str(row.get("name") or ""),
                    answer_words(row) or "no answer",
                    sure_words(row),
                    str(row.get("answered_by") or ""),
                    took_words(row),
                )
            )
            for row in shown
        ),
    )
    document = {"n": len(rows), "exchanges": shown}
    output.result(
        document, [summary_words(rows), *([""] if shown else []), *(lines if shown else [])]
    )


def _write(options: argparse.Namespace, output: Output, choice: Choice) -> None:
    from desktop.jobs.journal_out import WriteJournal, write_journal

    with ProgressBar() as progress:
        written = write_journal(
            WriteJournal(options.file, options.out, choice), progress, lambda: False
        )
    if written.without_wire:
        output.say(f"Of {written.without_wire:,}, what went over the wire is no longer kept.")
    document: dict[str, Any] = {
        "file": str(written.file),
        "exchanges": written.exchanges,
        "without_wire": written.without_wire,
    }
    output.result(document, [f"{written.file}: {written.exchanges:,} exchanges"])
