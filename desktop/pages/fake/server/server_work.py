"""What is done with the server away from the window: start it, swap what it serves, let the network in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.findings.fake.scenarios import answering
from desktop.findings.fake.served_candidate import served_candidate
from desktop.findings.fake.web_stage import Audience
from desktop.project.journal_writer import JournalWriter, into_project
from desktop.project.project import Project

if TYPE_CHECKING:
    from mock_ai.demo.plan import Way
    from mock_ai.server.runner import ServerThread
    from mock_ai.server.serving_state import Source


class JournalSignals(QObject):
    """``kept``: exchanges were written; ``failed``: they could not be. Both come from the writing thread."""

    kept = Signal()
    failed = Signal(object)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = JournalWriter(into_project(path), self.kept.emit, self.failed.emit)
        self.put = self._writer.put
        self.hide = self._writer.hide
        self.stop = self._writer.stop


@dataclass(frozen=True)
class Started:
    server: "ServerThread"
    requests_today: int
    audience: Audience


@dataclass(frozen=True)
class NetworkTurned:
    urls: tuple[str, ...] = ()
    problem: str = ""


def _source(project: Project) -> "tuple[Source, str]":
    """What answers now, with its name for clients."""
    candidate = served_candidate(project)
    return answering(project) if candidate is None else (candidate, candidate.name)


def midnight() -> datetime:
    return datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)


def start(path: Path, keeper: JournalSignals, way: "Way", reacted: Callable[[], None]) -> Started:
    from mock_ai.journal import Journal
    from mock_ai.server.runner import start_in_background

    with Project.open_beside(path) as project:
        source, name = _source(project)
        since = midnight()
        today = sum(
            datetime.fromisoformat(str(entry["at"])) >= since
            for entry in project.requests.rows(10_000)
        )
    audience = Audience(path, way, reacted)
    try:
        journal = Journal(sink=keeper.put)
        server = start_in_background(source, name=name, journal=journal, show=audience)
    except BaseException:
        audience.close()
        raise
    keeper.hide(server.token)
    keeper.hide(server.stage.token)
    return Started(server, today, audience)


def swap(
    path: Path, server: "ServerThread", before: Audience, way: "Way", reacted: Callable[[], None]
) -> Audience:
    """Serves what answers now; the Stage in browsers begins anew where it would show something else."""
    with Project.open_beside(path) as project:
        source, name = _source(project)
    server.use(source, name=name)
    if before.way != way or before.would_change():
        return _renewed(path, server, way, reacted)
    return before


def follow(
    path: Path, server: "ServerThread", before: Audience, way: "Way", reacted: Callable[[], None]
) -> Audience:
    """Begins another session for the Stage in browsers where the one before has been deleted."""
    return _renewed(path, server, way, reacted) if before.is_deleted() else before


def _renewed(
    path: Path, server: "ServerThread", way: "Way", reacted: Callable[[], None]
) -> Audience:
    audience = Audience(path, way, reacted)
    server.stage.show = audience
    return audience


def let_in(server: "ServerThread") -> NetworkTurned:
    from estimators.base.errors import UserError

    try:
        return NetworkTurned(server.let_network_in())
    except UserError as error:
        return NetworkTurned(problem=str(error))


def keep_out(server: "ServerThread") -> NetworkTurned:
    server.keep_network_out()
    return NetworkTurned()
