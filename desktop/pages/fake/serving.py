"""The local server of the open project: started and stopped from the page, gone with the project.

The server runs in a thread of its own; starting, stopping and swapping what it serves happen in another, so that the
window never waits. Its journal hands every exchange to a third, which writes it into the project.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from desktop.findings.fake import answering
from desktop.pages.fake.journal_keeper import JournalKeeper
from desktop.project.progress import noun
from desktop.project.project import Project
from desktop.session import Change, Session

if TYPE_CHECKING:
    from mock_ai.journal import Waiting
    from mock_ai.operator.desk import Desk
    from mock_ai.server import ServerThread

_WHAT_ANSWERS = ("scenario", "fact", "class", "example", "run")


class _Relay(QObject):
    """Carries what happens in other threads to the GUI thread."""

    turned = Signal(object)  # _Turn


class _Turn(QRunnable):
    """One thing to do with the server; turns are taken in their order and none is dropped."""

    def __init__(self, work: Callable[[], object], relay: _Relay) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._work, self._relay = work, relay
        self.result: object = None
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.result = self._work()
        except Exception as caught:  # noqa: BLE001  handed to the GUI thread, which says it
            self.error = caught
        self._relay.turned.emit(self)


@dataclass(frozen=True)
class _Started:
    server: "ServerThread"
    requests_today: int


class Serving(QObject):
    """At most one server. ``changed``: it started, stopped, swapped or failed; ``asked``: exchanges were kept."""

    changed = Signal()
    asked = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._server: ServerThread | None = None
        self._project: Project | None = None
        self._before = 0  # requests of today that came before this server
        self._keeper: JournalKeeper | None = None
        self._relay = _Relay(self)
        queued = Qt.ConnectionType.QueuedConnection
        self._relay.turned.connect(self._turned, queued)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._turns: list[_Turn] = []
        self._starting = False
        session.changed.connect(self._project_changed)
        session.closed.connect(self.stop_now)

    # -- what it is ---------------------------------------------------------------------------

    @property
    def is_on(self) -> bool:
        return self._server is not None

    @property
    def is_starting(self) -> bool:
        return self._starting

    @property
    def address(self) -> str:
        """What a client takes as its base address."""
        return f"{self._server.base_url}/v1" if self._server else ""

    @property
    def token(self) -> str:
        return self._server.token if self._server else ""

    @property
    def desk(self) -> "Desk | None":
        """Where requests wait for a person; None while nothing is served."""
        return self._server.service.desk if self._server else None

    @property
    def operator_url(self) -> str:
        """The operator's page, for a browser on this computer."""
        return self._server.operator_url if self._server else ""

    @property
    def one(self) -> str:
        """What a client sends: a photo, text, sound or clip."""
        return noun(self._session.project, 1)

    def requests_today(self) -> int:
        """How many requests came since midnight."""
        if self._server is None:
            return 0
        return self._before + self._server.journal.count_since(_midnight())

    def waiting(self) -> "tuple[Waiting, ...]":
        """The requests that are being answered at this moment, oldest first."""
        return tuple(self._server.journal.waiting()) if self._server is not None else ()

    # -- starting and stopping ----------------------------------------------------------------

    def start(self) -> None:
        """Serve what answers now; ``changed`` says when it does."""
        if self._server is not None or self._starting:
            return
        self._starting = True
        self._project = self._session.project
        self._take(_starter(self._project.path, self._keep_for(self._project)))
        self.changed.emit()

    def stop(self) -> None:
        """Stop serving, without making the window wait."""
        if self._server is None:
            return
        server, self._server = self._server, None
        keeper, self._keeper = self._keeper, None

        def stop() -> None:
            server.stop()
            if keeper is not None:
                keeper.stop()
                keeper.deleteLater()

        self._take(stop)
        self.changed.emit()

    def stop_now(self) -> None:
        """Stop and wait until the thread is gone: the project or the window is closing."""
        self._pool.waitForDone()
        late = [turn.result.server for turn in self._turns if isinstance(turn.result, _Started)]
        self._turns.clear()
        for server in filter(None, (*late, self._server)):
            server.stop()
        if self._keeper is not None:
            self._keeper.stop()
        self._server, self._keeper, self._starting = None, None, False
        self._project = None

    # -- inside -------------------------------------------------------------------------------

    def _take(self, work: Callable[[], object]) -> None:
        turn = _Turn(work, self._relay)
        self._turns.append(turn)
        self._pool.start(turn)

    @Slot(object)
    def _turned(self, turn: _Turn) -> None:
        if turn not in self._turns:  # the project was closed meanwhile
            return
        self._turns.remove(turn)
        if isinstance(turn.result, _Started):
            self._starting = False
            self._server, self._before = turn.result.server, turn.result.requests_today
        if turn.error is not None:
            if self._starting and self._keeper is not None:
                self._keeper.stop()  # nothing came of it
                self._keeper = None
            self._starting = False
            self.failed.emit(turn.error)
        self.changed.emit()

    def _project_changed(self, change: Change) -> None:
        if self._server is not None and change.touches(*_WHAT_ANSWERS):
            self._take(_swapper(self._session.project.path, self._server))

    def _keep_for(self, project: Project) -> JournalKeeper:
        queued = Qt.ConnectionType.QueuedConnection
        self._keeper = JournalKeeper(project.path, self)
        self._keeper.kept.connect(self._kept, queued)
        self._keeper.failed.connect(self._not_kept, queued)
        return self._keeper

    @Slot()
    def _kept(self) -> None:
        if self._session.is_open and self._session.project is self._project:
            self._session.appended("journal")
            self.asked.emit()

    @Slot(object)
    def _not_kept(self, error: Exception) -> None:
        if self._session.is_open and self._session.project is self._project:
            self.failed.emit(error)


def _midnight() -> datetime:
    return datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)


def _starter(path: Path, keeper: JournalKeeper) -> Callable[[], _Started]:
    def work() -> _Started:
        from mock_ai.journal import Journal
        from mock_ai.server import start_in_background

        with Project.open_beside(path) as project:
            source, name = answering(project)
            since = _midnight()
            today = sum(
                datetime.fromisoformat(str(entry["at"])) >= since
                for entry in project.journal(10_000)
            )
        server = start_in_background(source, name=name, journal=Journal(sink=keeper.put))
        keeper.hide(server.token)
        return _Started(server, today)

    return work


def _swapper(path: Path, server: "ServerThread") -> Callable[[], None]:
    def work() -> None:
        with Project.open_beside(path) as project:
            source, name = answering(project)
        server.use(source, name=name)

    return work
