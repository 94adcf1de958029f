"""The request journal, off the GUI thread: written to a file (HAR, JSON lines, or a scenario of stubs), or forgotten."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from desktop import __version__
from desktop.jobs.worker import Cancelled, JobCancelled, Progress
from desktop.project import unwritten
from desktop.project.project import Project
from desktop.project.records import Json
from desktop.project.trouble import explaining
from estimators.atomic_file import write_atomically
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.journal import ExchangeFilter
from mock_ai.traffic.exchange import Find, WireExchange, from_stored

TRAFFIC, SCENARIO = (".har", ".jsonl"), (".yaml", ".yml")


@dataclass(frozen=True)
class WriteJournal:
    """Which exchanges to write where; the ending of ``out`` says how.

    ``source`` is a project, or a HAR file of anybody's. ``delays`` goes for scenarios: wait as long as then.
    """

    source: Path
    out: Path
    choice: ExchangeFilter = field(default_factory=ExchangeFilter)
    delays: bool = True


@dataclass(frozen=True)
class WrittenJournal:
    """``without_wire`` exchanges are rows only: their requests are no longer kept. ``left_out`` says of which
    exchanges no stub could be made, and why."""

    file: Path
    exchanges: int
    without_wire: int = 0
    stubs: int = 0
    left_out: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Source:
    """Exchanges that are meant, oldest first, and where their photos are."""

    rows: tuple[dict[str, Json], ...]
    call: Callable[[dict[str, Json]], WireExchange]
    find: Find


@contextmanager
def opened(source: Path, choice: ExchangeFilter) -> Iterator[Source]:
    """The exchanges of a project or of a HAR file that are meant."""
    if source.suffix.lower() == ".har":
        from mock_ai.traffic.har import read_har

        har = read_har(source)
        calls = {call.number: call for call in har.calls if choice.fits(call.summary)}
        rows = tuple(dict(call.summary) for call in calls.values())
        yield Source(rows, lambda row: calls[int(row["id"])], har.find)
        return
    with Project.open_beside(source) as project:
        rows = tuple(row for row in reversed(project.requests.rows()) if choice.fits(row))
        requests = project.requests
        yield Source(
            rows, lambda row: from_stored(row, requests.wire(int(row["id"]))), requests.media
        )


def write_journal(
    request: WriteJournal, progress: Progress, cancelled: Cancelled
) -> WrittenJournal:
    """The job: the exchanges that are meant, oldest first, in one file. Half a file is never left."""
    ending = request.out.suffix.lower()
    if ending not in TRAFFIC + SCENARIO:
        raise UserError(
            tr("The journal cannot be written as “{name}”.", name=request.out.name),
            tr(
                "It is written as HAR (.har), as JSON lines (.jsonl), or as a scenario that answers the same (.yaml)."
            ),
            tr("Choose a name that ends in one of them."),
        )
    with opened(request.source, request.choice) as source:
        without = 0

        def calls() -> Iterator[WireExchange]:
            nonlocal without
            for call in walk(source, progress, cancelled, tr("Writing")):
                without += not call.is_kept
                yield call

        if ending in SCENARIO:
            return _write_scenario(request, source, calls())
        put_in_place(request.out, lambda part: _write(part, ending, calls(), source.find))
    return WrittenJournal(request.out, len(source.rows), without)


def walk(
    source: Source, progress: Progress, cancelled: Cancelled, doing: str
) -> Iterator[WireExchange]:
    """Each call in turn, with progress, until it is cancelled."""
    total = len(source.rows)
    for number, row in enumerate(source.rows, 1):
        if cancelled():
            raise JobCancelled
        if number % 20 == 1:
            progress(
                number,
                total,
                tr("{doing} exchange {number} of {total}", doing=doing, number=number, total=total),
            )
        yield source.call(row)


def put_in_place(out: Path, write: Callable[[Path], object]) -> None:
    """Write beside, and put the whole in place at the end."""
    with explaining(out):
        write_atomically(out, write)


def _write(part: Path, ending: str, calls: Iterator[WireExchange], find: Find) -> None:
    from mock_ai.traffic.har import har_lines, json_line

    with part.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        if ending == ".har":
            file.writelines(har_lines(calls, find, __version__))
        else:
            file.writelines(json_line(call, find) for call in calls)


def _write_scenario(
    request: WriteJournal, source: Source, calls: Iterator[WireExchange]
) -> WrittenJournal:
    from desktop.findings.fake.recorded_stubs import nothing_recorded
    from mock_ai.traffic.stub_recorder import labels_of, record, recorded_text

    recorded = record(calls, source.find, delays=request.delays)
    if not recorded.stubs:
        raise nothing_recorded(recorded.left_out)
    name = tr("Recorded from {stem}", stem=request.source.stem)[:200]
    text = recorded_text(name, recorded.stubs, labels_of(recorded.stubs))
    put_in_place(request.out, lambda part: _put(part, text))
    return WrittenJournal(
        request.out, recorded.calls, stubs=len(recorded.stubs), left_out=recorded.left_out
    )


def _put(part: Path, text: str) -> None:
    part.write_text(text, encoding="utf-8", newline="\n")


@dataclass(frozen=True)
class ForgetJournal:
    """Of which project to forget every exchange."""

    project: Path


@dataclass(frozen=True)
class ForgottenJournal:
    """How many exchanges were forgotten, and the bytes of them."""

    exchanges: int
    bytes: int


def forget_journal(
    request: ForgetJournal, progress: Progress, cancelled: Cancelled
) -> ForgottenJournal:
    """The job: delete every exchange and what went over the wire. Once it has begun it goes to its end."""
    if cancelled():
        raise JobCancelled
    with Project.open_beside(request.project) as project:
        exchanges, size = project.requests.size()
        progress(0, 1, tr("Forgetting what was asked"))
        project.requests.forget()
    unwritten.remove(request.project)  # what waits beside it
    return ForgottenJournal(exchanges, size)
