"""Behind the curtain: what waits at the desk of the server, and what the person says to it.

The server brings and takes requests in its own thread; its news come here by a signal, and answers go back through the
desk, which is safe from any thread. Nothing of this is kept in the project but how long a request waits.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal, Slot

from desktop.pages.fake.server.local_server import LocalServer
from desktop.project import commands as edit
from desktop.session import Session
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.conversation import LONGEST_WAIT, SHORTEST_WAIT, USUAL_WAIT
from mock_ai.operator.waiting_request import OperatorAnswer, WaitingRequest

if TYPE_CHECKING:
    from mock_ai.operator.desk import Desk

PATIENCE = "fake.patience"  # key of the fact
_SOON_MS = 20  # news that come together are shown together


class _Relay(QObject):
    """Carries news from the server's thread to the GUI thread."""

    news = Signal()

    def tell(self) -> None:
        """Say that something is new; from any thread."""
        with suppress(RuntimeError):  # the window is gone already
            self.news.emit()


class DeskClient(QObject):
    """``changed``: somebody waits or no longer does, or the person came or went; ``told``: a sentence for the person."""

    changed = Signal()
    told = Signal(str)

    def __init__(
        self, session: Session, serving: LocalServer, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._serving = session, serving
        self._desk: Desk | None = None
        self._unwatch: Callable[[], None] | None = None
        self._on = False
        self._relay = _Relay(self)
        self._relay.news.connect(self._news, Qt.ConnectionType.QueuedConnection)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._show)
        serving.changed.connect(self._served)
        session.closed.connect(self._closed)

    # -- what there is ------------------------------------------------------------------------

    @property
    def is_on(self) -> bool:
        """Whether the person is behind the curtain: everything waits for an answer."""
        return self._on

    @property
    def seconds(self) -> float:
        """How long a request waits."""
        kept = self._session.project.answer(PATIENCE, USUAL_WAIT) if self._session.is_open else None
        if isinstance(kept, int | float) and SHORTEST_WAIT <= kept <= LONGEST_WAIT:
            return float(kept)
        return USUAL_WAIT

    @property
    def page(self) -> QUrl:
        """The operator's page; not valid while nothing is served."""
        return QUrl(self._serving.operator_url)

    def waiting(self) -> tuple[tuple[WaitingRequest, float], ...]:
        """Who waits, oldest first, each with the seconds left."""
        return self._desk.waiting() if self._desk is not None else ()

    # -- coming and going ---------------------------------------------------------------------

    def step_in(self) -> None:
        """From now on everything waits for the person. Serves first where nothing is served."""
        self._on = True
        self._serving.start()
        self._attend()
        self.changed.emit()

    def step_out(self) -> None:
        """The dials answer again; who waits is let go."""
        self._on = False
        self._attend()
        self.changed.emit()

    def patience(self, seconds: float) -> edit.SetFact:
        """The edit that has requests wait so long."""
        return edit.SetFact(PATIENCE, round(seconds, 1), tr("how long a request waits for you"))

    # -- answering ----------------------------------------------------------------------------

    def answer(self, number: int, said: OperatorAnswer) -> bool:
        """Send an answer; says whether it arrived. Where the request is gone, ``told`` says why."""
        if self._desk is None:
            return False
        try:
            self._desk.answer(number, said)
        except UserError as error:
            self.told.emit(f"{error.what} {error.why}")
            return False
        return True

    def hold(self, number: int) -> None:
        """The person is writing: the request waits on."""
        if self._desk is not None:
            with suppress(UserError):  # it is gone; the news of that are on their way
                self._desk.hold(number)

    # -- inside -------------------------------------------------------------------------------

    def _attend(self) -> None:
        if self._desk is not None:
            self._desk.attend(self._on, self.seconds)

    @Slot()
    def _served(self) -> None:
        desk = self._serving.desk
        given_up = desk is None and self._on and not self._serving.is_starting
        if desk is self._desk and not given_up:
            return
        self._let_go()
        self._desk = desk
        if desk is not None:
            self._unwatch = desk.watch(self._relay.tell)
            self._attend()
        elif given_up:
            self._on = False  # nothing is served: there is nothing to be behind of
        self.changed.emit()

    @Slot()
    def _news(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _show(self) -> None:
        if self._desk is not None:
            self._on = self._desk.everything  # the operator's page can turn it, too
        self.changed.emit()

    def follow_patience(self) -> None:
        """The project says another time to wait."""
        if self._desk is not None and self._desk.seconds != self.seconds:
            self._attend()

    def _let_go(self) -> None:
        if self._unwatch is not None:
            self._unwatch()
        self._unwatch, self._desk = None, None

    @Slot()
    def _closed(self) -> None:
        self._let_go()
        self._on = False
        self._soon.stop()
