"""Writing the request journal to a file, off the GUI thread: HAR, JSON lines, or a scenario of stubs."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop import __version__
from desktop.errors import UserError
from desktop.jobs.worker import Cancelled, JobCancelled, Progress
from desktop.project.project import Project
from desktop.project.records import Json
from desktop.project.trouble import explain
from mock_ai.traffic.bodies import Find
from mock_ai.traffic.call import Call, call_of
from mock_ai.traffic.choice import Choice

FORMATS = (".har", ".jsonl")


@dataclass(frozen=True)
class WriteJournal:
    """Which exchanges of which project to write where; the ending of ``out`` says how."""

    project: Path
    out: Path
    choice: Choice = field(default_factory=Choice)


@dataclass(frozen=True)
class WrittenJournal:
    file: Path
    exchanges: int
    without_wire: int  # exchanges whose requests are no longer kept


def write_journal(
    request: WriteJournal, progress: Progress, cancelled: Cancelled
) -> WrittenJournal:
    """The job: the exchanges that are meant, oldest first, in one file. Half a file is never left."""
    if request.out.suffix.lower() not in FORMATS:
        raise UserError(
            f"The journal cannot be written as “{request.out.name}”.",
            "It is written as HAR (.har) or as JSON lines (.jsonl).",
            "Choose a name that ends in one of the two.",
        )
    with Project.open_beside(request.project) as project:
        rows = chosen_rows(project, request.choice)
        without = 0

        def calls() -> Iterator[Call]:
            nonlocal without
            for number, row in enumerate(rows, 1):
                if cancelled():
                    raise JobCancelled
                if number % 50 == 1:
                    progress(number, len(rows), f"Writing exchange {number:,} of {len(rows):,}")
                call = call_of(row, project.requests.wire(int(row["id"])))
                without += not call.is_kept
                yield call

        put_in_place(request.out, lambda part: _write(part, calls(), project.requests.media))
    return WrittenJournal(request.out, len(rows), without)


def chosen_rows(project: Project, choice: Choice) -> list[dict[str, Json]]:
    """The rows that are meant, oldest first."""
    return [row for row in reversed(project.requests.rows()) if choice.fits(row)]


def put_in_place(out: Path, write: Callable[[Path], None]) -> None:
    """Write beside, and put the whole in place at the end."""
    part = out.with_name(f".{out.name[:60]}.{os.getpid()}.part") if out.name else out
    try:
        write(part)
        part.replace(out)
    except OSError as error:
        raise explain(error, out) from error
    finally:
        part.unlink(missing_ok=True)


def _write(part: Path, calls: Iterator[Call], find: Find) -> None:
    from mock_ai.traffic.har import har_lines, json_line

    with part.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        if ".har." in part.name.lower():
            file.writelines(har_lines(calls, find, __version__))
        else:
            file.writelines(json_line(call, find) for call in calls)
