"""``smart-enough journal``: what was asked and answered: list it, export it, record it, replay it."""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from desktop.cli.output import Output, ProgressBar, one_line
from desktop.findings.fake.journal import (
    agreement_lines,
    answer_words,
    clock,
    disagreeing,
    in_session,
    summary_words,
    sure_words,
    took_words,
)
from desktop.jobs.journal_out import (
    ForgetJournal,
    WriteJournal,
    forget_journal,
    opened,
    write_journal,
)
from desktop.project.project import Project
from desktop.project.record_kinds import REPLAY
from estimators.base.codec import printed
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.number import megabytes
from estimators.base.sentence import tr
from mock_ai.journal import ExchangeFilter
from reports.chart_parts import TableTwin

_HEADERS = (
    tr("asked about"),
    tr("answer"),
    tr("sure"),
    tr("answered by"),
    tr("took"),
    tr("time"),
    tr("no."),
)


def journal(options: argparse.Namespace, output: Output) -> None:
    """List the exchanges that are meant, write them to a file, or ask the same again."""
    choice = _choice(options)
    if options.forget:
        _forget(options, output, choice)
    elif options.replay:
        _replay(options, output, choice)
    elif options.out is not None:
        _write(options, output, choice)
    else:
        _list(options, output, choice)


def _choice(options: argparse.Namespace) -> ExchangeFilter:
    choice = ExchangeFilter(
        by=options.by,
        rule=options.rule,
        place=options.at,
        fault=options.fault,
        text=options.text,
        numbers=frozenset(options.number) if options.number else None,
    )
    if options.session is None and not options.disagreements:
        return choice
    if options.file.suffix.lower() == ".har":
        raise UserError(
            tr("A HAR file knows no sessions and no replays."),
            "",
            tr("Leave --session and --disagreements out."),
        )
    with Project.open_beside(options.file) as project:
        if options.disagreements:
            known = disagreeing(project)
            numbers = known if choice.numbers is None else known & choice.numbers
            choice = replace(choice, numbers=numbers)
        if options.session is None:
            return choice
        within = in_session(project, options.session, choice)
        if within is None:
            raise UserError(
                tr("There is no session {session}.", session=options.session),
                tr(
                    "“{name}” has {sessions}.",
                    name=options.file.name,
                    sessions=len(project.sessions()),
                ),
                tr("Choose another, or leave it out."),
            )
        return within


def _forget(options: argparse.Namespace, output: Output, choice: ExchangeFilter) -> None:
    if choice != ExchangeFilter() or options.out is not None or options.replay:
        raise UserError(
            tr("--forget goes alone."),
            tr("It deletes every exchange, and not only some."),
            tr("Leave the other options out."),
        )
    if options.file.suffix.lower() == ".har":
        raise UserError(
            tr("Only a project can forget what was asked."),
            tr("“{name}” is a recording.", name=options.file.name),
            tr("Delete the file, or name a .smart project."),
        )
    forgotten = forget_journal(ForgetJournal(options.file), lambda *_: None, lambda: False)
    document = {
        "file": str(options.file),
        "exchanges": forgotten.exchanges,
        "bytes": forgotten.bytes,
    }
    said = tr(
        "{count} forgotten, {megabytes}",
        count=count(forgotten.exchanges, "exchange"),
        megabytes=megabytes(forgotten.bytes),
    )
    output.result(document, [f"{options.file}: {said}"])


def _list(options: argparse.Namespace, output: Output, choice: ExchangeFilter) -> None:
    with opened(options.file, choice) as source:
        rows = source.rows[::-1]
    shown = list(rows[: max(options.newest, 0)])
    cells = (
        (
            str(row.get("name") or ""),
            answer_words(row) or tr("no answer"),
            sure_words(row),
            str(row.get("answered_by") or ""),
            took_words(row),
            clock(row),
            str(row["id"]),
        )
        for row in shown
    )
    lines: list[str | TableTwin] = [summary_words(rows)]
    if shown:
        lines += ["", _table(_HEADERS, cells, 36)]
    output.result({"n": len(rows), "exchanges": shown}, lines)


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]], widest: int) -> TableTwin:
    cut = (tuple(one_line(cell, widest) for cell in row) for row in rows)
    return TableTwin(tuple(headers), tuple(cut))


def _write(options: argparse.Namespace, output: Output, choice: ExchangeFilter) -> None:
    request = WriteJournal(options.file, options.out, choice, delays=not options.no_delays)
    with ProgressBar() as progress:
        written = write_journal(request, progress, lambda: False)
    if written.without_wire:
        output.say(
            tr(
                "Of {without_wire}, what went over the wire is no longer kept.",
                without_wire=written.without_wire,
            )
        )
    for number, why in written.left_out:
        output.say(tr("Number {number} is left out. {why}", number=number, why=why))
    document: dict[str, Any] = {
        "file": str(written.file),
        "exchanges": written.exchanges,
        "without_wire": written.without_wire,
        "stubs": written.stubs,
        "left_out": [{"id": number, "why": why} for number, why in written.left_out],
    }
    said = f"{written.file}: {count(written.exchanges, 'exchange')}"
    output.result(document, [f"{said}, {count(written.stubs, 'stub')}" if written.stubs else said])


def _replay(options: argparse.Namespace, output: Output, choice: ExchangeFilter) -> None:
    from desktop.jobs.replay import FAKE, MODEL, ReplayJournal, replay_journal

    targets = (FAKE, MODEL) if options.replay == "both" else (options.replay,)
    request = ReplayJournal(options.file, targets, choice, options.scenario, options.model)
    with ProgressBar() as progress:
        found = replay_journal(request, progress, lambda: False)
    if options.file.suffix.lower() != ".har":
        with Project.open_beside(options.file) as project:
            if not project.file.read_only:
                project.append_record(REPLAY, found, "")
                output.say(tr("Kept in the project: --disagreements shows only these."))
    names = [one.name for one in found.answerers]
    lines: list[str | TableTwin] = [*agreement_lines(found), ""]
    rows = [
        (f"{row.id} {row.name}", row.differs, *row.answers)
        for row in found.rows[: max(options.newest, 0)]
    ]
    if rows:
        lines.append(_table((tr("asked about"), tr("differs"), *names), rows, 40))
    output.result(printed(found), lines)
