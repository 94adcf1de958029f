"""The way into the grading room, for whoever has a key or a button for it."""

from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from desktop.findings.measure.grading_view import why_not_grade
from desktop.findings.measure.preference_view import why_not_compare
from desktop.pages.measure.room.pair_window import PairWindow
from desktop.pages.measure.room.room_window import RoomWindow
from desktop.pages.measure.room.second_rater import SecondRater
from desktop.pages.measure.room.window import GradingWindow
from desktop.project.measure_records import SETTLED
from desktop.session import Session
from desktop.settings import Settings
from estimators.base.errors import UserError
from estimators.base.sentence import tr

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
