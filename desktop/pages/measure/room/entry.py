"""The ways into a room: by a button or a key here, and for a second rater from elsewhere by the page’s address, for phones as a code where
that is turned on.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QSize, Qt, QUrl, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.findings.measure.grading_view import why_not_grade
from desktop.findings.measure.phone_rater import PhoneRater
from desktop.findings.measure.preference_view import why_not_compare
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.measure.room.pair_window import PairWindow
from desktop.pages.measure.room.room_window import RoomWindow
from desktop.pages.measure.room.window import GradingWindow
from desktop.project.measure_records import SETTLED
from desktop.session import Session
from desktop.settings import Settings
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.example import open_url
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import LEFT, TOP, column, fill, holder, row
from desktop.widgets.popover import Popover
from desktop.widgets.qr import QrCode
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.server.rater.server import RaterServer

_WIDTH = 472
WARNING = tr(
    "Whoever is in this network and has the address can see the answers and grade them, one person at a time. "
    "Nothing else is open to them."
)


class SecondRater(QObject):
    """Holds at most one server. ``changed``: it started, the network was let in or kept out, or something failed."""

    changed = Signal()
    _kept = Signal()

    def __init__(self, session: Session, window: QWidget, *, pairs: bool = False) -> None:
        """`pairs`: two answers side by side go out, instead of one."""
        super().__init__(window)
        self._pairs = pairs
        self._session, self._window = session, window
        self._path = session.project.path
        self.server: RaterServer | None = None
        self._desk: PhoneRater | None = None
        self.urls: tuple[str, ...] = ()
        self.problem = ""
        self._work = LatestWinsThread(self, self._done, self._failed)
        self._came = False
        self._kept.connect(self._grades_came, Qt.ConnectionType.QueuedConnection)

    def show_door(self) -> None:
        """Start where nothing is served yet, and show where the page is."""
        if self.server is None:
            self._desk = PhoneRater(self._path, self._kept.emit, pairs=self._pairs)
            try:
                self.server = RaterServer(self._desk)
            except (UserError, RuntimeError) as error:
                self.problem = str(error)
        DoorPopover(self._window, self).open_centred()

    def turn_network(self) -> None:
        """Let phones in, or keep them out again."""
        server = self.server
        if server is None or self._work.busy:
            return
        inside = bool(self.urls)

        def work() -> tuple[str, ...]:
            if inside:
                server.keep_network_out()
                return ()
            return server.let_network_in()

        self.problem = ""
        self._work.ask(work)
        self.changed.emit()

    @property
    def is_turning(self) -> bool:
        """Whether the network is being let in or kept out."""
        return self._work.busy

    def renew(self) -> None:
        """Let somebody else grade with the same address."""
        if self.server is not None:
            self.server.session.renew()

    def stop(self) -> None:
        """Stop serving; the pages of the window hear of the grades that came."""
        self._work.stop()
        if self.server is not None:
            self.server.stop()
            self.server = None
        if self._desk is not None:
            self._desk.close()
            self._desk = None
        if self._came and self._session.is_open and self._session.project.path == self._path:
            self._came = False
            self._session.appended("preference" if self._pairs else "grade")

    def _done(self, urls: tuple[str, ...]) -> None:
        self.urls = urls
        self.changed.emit()

    def _failed(self, error: object) -> None:
        self.urls = ()
        self.problem = (
            f"{error.what} {error.next_step}" if isinstance(error, UserError) else str(error)
        )
        self.changed.emit()

    def _grades_came(self) -> None:
        self._came = True


class DoorPopover(Popover):
    """The page's addresses; follows the server while it is open."""

    def __init__(self, window: QWidget, door: SecondRater) -> None:
        super().__init__(window, tr("A second rater"), width=_WIDTH)
        self._door = door
        self.add_head(tr("A second rater"), 2, wraps=False)
        about = Label(
            tr("In a browser or on a phone. They see nothing of your grades, and nobody’s name; one person at a time."),
            colour="ink2",
        )  # fmt: skip
        self.open = Button(tr("Open it here"), "primary", size="small", run=self._open)
        self.copy = Button(tr("Copy address"), size="small", run=self._copy)
        self.another = Button(tr("Somebody else now"), size="small", run=self._renew)
        self.phones = Label("", role=Role.SECTION)
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.switch = Button(
            tr("Let phones on this network in"), size="small", run=door.turn_network
        )
        self.code = QrCode()
        self.address = Label("", role=Role.MONO)
        side = column(
            Label(tr("Scan it, or type"), role=Role.NOTE, colour="ink2"),
            self.address,
            None,
            spacing=6,
        )
        self.let_in = holder(row((self.code, TOP), (side, 1), spacing=16, margins=(0, 0, 0, 12)))
        fill(
            self.body,
            about,
            12,
            row(self.open, self.copy, self.another, None, spacing=8),
            16,
            Hairline(),
            12,
        )
        fill(
            self.body,
            self.phones,
            4,
            Label(WARNING, role=Role.NOTE, colour="ink2"),
            self.problem,
            12,
            self.let_in,
        )
        fill(self.body, (self.switch, LEFT))
        door.changed.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Show the door as it is now."""
        urls, on = self._door.urls, self._door.server is not None
        for button in (self.open, self.copy, self.another, self.switch):
            button.setEnabled(on)
        self.phones.setText(tr("Phones are let in") if urls else tr("Phones on this network"))
        self.switch.setText(tr("Keep phones out") if urls else tr("Let phones on this network in"))
        turning = tr("Closing…") if urls else tr("Opening…")
        self.switch.set_busy(turning if self._door.is_turning else "")
        self.let_in.setVisible(bool(urls))
        self.code.set_address(urls[0] if urls else "")
        self.address.setText(_breakable(urls[0]) if urls else "")
        self.problem.say(self._door.problem)
        self.resettle()

    def _with_server(self, use: Callable[[str], object]) -> None:
        if self._door.server is not None:
            use(self._door.server.url)

    def _open(self) -> None:
        self._with_server(lambda url: open_url(QUrl(url)))

    def _copy(self) -> None:
        self._with_server(QApplication.clipboard().setText)

    def _renew(self) -> None:
        self._door.renew()
        self.another.off_because(tr("The next to open the page has it."))


def _breakable(url: str) -> str:
    """An address that may go on in the next line after its path, and every few letters of its token."""
    path, _, token = url.partition("#token=")
    return "\u200b".join([path, "#token=", *(token[at : at + 8] for at in range(0, len(token), 8))])


Room = TypeVar("Room", bound=RoomWindow)
_LEAST = QSize(900, 560)


def open_grading_room(
    session: Session, parent: QWidget, *, name: str = "", settle: bool = False
) -> GradingWindow:
    """Open the room over the whole screen; `parent` gets the keyboard back.

    - `name`: who grades, where that is known. `settle`: begin with what people differ on.

    Raises `UserError` where there is nothing to grade, or the project can only be read.
    """
    _check(session, why_not_grade(session.project))
    room = GradingWindow(session, name=name, letters=Settings().preferences.single_letter_keys)
    if settle:
        room.open_room(SETTLED)
    return _opened(room, SecondRater(session, room), parent)


def open_pair_room(session: Session, parent: QWidget, *, name: str = "") -> PairWindow:
    """Open the room of pairs over the whole screen.

    Raises `UserError` where there are no two answers to compare, or the project can only be read.
    """
    _check(session, why_not_compare(session.project))
    room = PairWindow(session, name=name, letters=Settings().preferences.single_letter_keys)
    return _opened(room, SecondRater(session, room, pairs=True), parent)


def _check(session: Session, why: str) -> None:
    why = session.notice or why
    if why:
        raise UserError(
            tr("There is nothing to grade yet."),
            why,
            tr("Add cases and a candidate that answers them."),
        )


def _opened(room: Room, door: SecondRater, parent: QWidget) -> Room:
    room.door_asked.connect(door.show_door)
    room.left.connect(door.stop)
    room.left.connect(parent.activateWindow)
    room.setMinimumSize(_LEAST)
    room.showFullScreen()
    room.activateWindow()
    return room
