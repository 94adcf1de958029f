"""The local server of the open project: started and stopped from the page, gone with the project.

The server runs in a thread of its own; starting, stopping and swapping what it serves happen in another, so that the
window never waits. Its journal hands every exchange to a third, which writes it into the project.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal, Slot

from desktop.findings.fake.sample_request import form_field_of
from desktop.findings.fake.scenarios import active_scenario
from desktop.findings.fake.served_candidate import kept_in_place
from desktop.findings.fake.web_stage import Audience
from desktop.pages.fake.server.server_work import (
    JournalSignals,
    NetworkTurned,
    Started,
    follow,
    keep_out,
    let_in,
    midnight,
    start,
    swap,
)
from desktop.project.project import Project
from desktop.project.run_list import serves_the_real_one
from desktop.session import Change, Session
from estimators.base.percent import percent
from estimators.base.sentence import tr
from mock_ai.kinds.product import CLASSES

if TYPE_CHECKING:
    from mock_ai.demo.plan import Way
    from mock_ai.journal import Waiting
    from mock_ai.operator.desk import Desk
    from mock_ai.server.runner import ServerThread


_TELL_AFTER_MS = 200
_WHAT_ANSWERS = ("scenario", "fact", "class", "example", "run")
_OF_CANDIDATES = ("candidate", "answer", "eval_case")


class _Relay(QObject):
    """Carries what happens in other threads to the GUI thread."""

    turned = Signal(object)  # _Turn
    reacted = Signal()  # somebody at the Stage in a browser did something


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


class LocalServer(QObject):
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
        self._keeper: JournalSignals | None = None
        # The pool goes first where this one goes, and waits: what is under way still has who tells of it.
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._relay = _Relay(self)
        queued = Qt.ConnectionType.QueuedConnection
        self._relay.turned.connect(self._turned, queued)
        # Many phones at once are told of together.
        self._soon = QTimer(self, singleShot=True, interval=_TELL_AFTER_MS)
        self._soon.timeout.connect(self._reacted)
        self._relay.reacted.connect(self._somebody_reacted, queued)
        self._audiences: list[Audience] = []  # visitors stay with the one they came for
        self._by_candidate = False  # who answered at the last change
        self.way: Way = "fixed"
        self.network_urls: tuple[str, ...] = ()
        self.network_problem = ""
        self.is_turning_network = False
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
    def stage_url(self) -> str:
        """The Stage's page, for a browser on this computer."""
        return self._server.stage_url if self._server else ""

    @property
    def candidate(self) -> str:
        """The name of the candidate whose answers are served; empty where the fake or the trained classifier answers."""
        kept = kept_in_place(self._session.project) if self._session.is_open else None
        return kept.name if kept is not None else ""

    @property
    def dialled(self) -> str:
        """How good the fake is, in words; empty where the trained classifier answers."""
        if serves_the_real_one(self._session.project):
            return ""
        scenario = active_scenario(self._session.project)[1]
        if scenario.product != CLASSES:
            return tr("As dialled, {summary}", summary=scenario.product.summary)
        return tr("As dialled, {right} right", right=percent(scenario.accuracy))

    @property
    def field(self) -> str:
        """The field that a client sends an example in: photo, text, sound or clip."""
        return form_field_of(self._session.project)

    def requests_today(self) -> int:
        """How many requests came since midnight."""
        if self._server is None:
            return 0
        return self._before + self._server.journal.count_since(midnight())

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
        self._by_candidate = bool(self.candidate)
        keeper, react = self._keep_for(self._project), self._relay.reacted.emit
        self._take(partial(start, self._project.path, keeper, self.way, react))
        self.changed.emit()

    def when_on(self, do: Callable[[], object]) -> None:
        """Do this once it is served; at once where it is."""
        if self.is_on:
            do()
            return

        def served() -> None:
            if self.is_on or not self.is_starting:
                self.changed.disconnect(served)
            if self.is_on:
                do()

        self.changed.connect(served)

    def set_way(self, way: str) -> None:
        """How good the fake is for those who come to the Stage in a browser: as dialled, or as the session asks for."""
        if way != self.way:
            self.way = "adaptive" if way == "adaptive" else "fixed"
            self._renew()

    def let_network_in(self) -> None:
        """Open the Stage, and nothing else, to the networks that this computer is in; ``changed`` says when."""
        self._turn_network(let_in)

    def keep_network_out(self) -> None:
        self._turn_network(keep_out)

    def _turn_network(self, work: "Callable[[ServerThread], NetworkTurned]") -> None:
        server = self._server
        if server is None or self.is_turning_network:
            return
        self.is_turning_network = True
        self._take(partial(work, server))
        self.changed.emit()

    def stop(self) -> None:
        """Stop serving, without making the window wait."""
        if self._server is None:
            return
        server, self._server = self._server, None
        keeper, self._keeper = self._keeper, None
        audiences, self._audiences = self._audiences, []
        self._network_is_out()

        def stop() -> None:
            server.stop()
            for audience in audiences:
                audience.close()
            if keeper is not None:
                keeper.stop()
                keeper.deleteLater()

        self._take(stop)
        self.changed.emit()

    def stop_now(self) -> None:
        """Stop and wait until the thread is gone: the project or the window is closing."""
        self._pool.waitForDone()
        results = [turn.result for turn in self._turns]
        late = [result.server for result in results if isinstance(result, Started)]
        for result in results:
            self._came(result.audience if isinstance(result, Started) else result)
        self._turns.clear()
        for server in filter(None, (*late, self._server)):
            server.stop()
        for audience in self._audiences:
            audience.close()
        self._audiences.clear()
        self._network_is_out()
        self._soon.stop()
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
        if isinstance(turn.result, Started):
            self._starting = False
            self._server, self._before = turn.result.server, turn.result.requests_today
            self._came(turn.result.audience)
        self._came(turn.result)
        if isinstance(turn.result, NetworkTurned):
            self.is_turning_network = False
            if self._server is not None:
                self.network_urls = turn.result.urls
                self.network_problem = turn.result.problem
        if turn.error is not None:
            if self._starting and self._keeper is not None:
                self._keeper.stop()  # nothing came of it
                self._keeper = None
            self._starting = False
            self.failed.emit(turn.error)
        self.changed.emit()

    def _came(self, audience: object) -> None:
        if isinstance(audience, Audience) and audience not in self._audiences:
            self._audiences.append(audience)

    def _project_changed(self, change: Change) -> None:
        # A fake that is served anew counts its requests from the start: only what changes the answers may do that.
        of_candidate = change.touches(*_OF_CANDIDATES) and (self._by_candidate or self.candidate)
        if change.touches(*_WHAT_ANSWERS) or of_candidate:
            self._by_candidate = bool(self.candidate)
            self._renew()
        elif change.touches("session"):
            self._renew(follow)

    def _renew(self, work: Callable[..., Audience] = swap) -> None:
        if self._server is not None and self._audiences:
            path, react = self._session.project.path, self._relay.reacted.emit
            self._take(partial(work, path, self._server, self._audiences[-1], self.way, react))

    def _network_is_out(self) -> None:
        self.network_urls, self.network_problem, self.is_turning_network = (), "", False

    @Slot()
    def _somebody_reacted(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _reacted(self) -> None:
        if self._session.is_open and self._session.project is self._project:
            self._session.appended("session", "reaction")

    def _keep_for(self, project: Project) -> JournalSignals:
        queued = Qt.ConnectionType.QueuedConnection
        self._keeper = JournalSignals(project.path, self)
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
