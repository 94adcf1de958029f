"""The way into the grading room, for whoever has a key or a button for it."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from desktop.findings.measure.grading_view import why_not_grade
from desktop.pages.measure.room.second_rater import SecondRater
from desktop.pages.measure.room.window import GradingWindow
from desktop.project.measure_records import SETTLED
from desktop.session import Session
from desktop.settings import Settings
from estimators.base.errors import UserError
from estimators.base.sentence import tr

_LEAST = QSize(900, 560)


def open_grading_room(
    session: Session, parent: QWidget, *, name: str = "", settle: bool = False
) -> GradingWindow:
    """Open the room over the whole screen; `parent` gets the keyboard back.

    - `name`: who grades, where that is known. `settle`: begin with what people differ on.

    Raises `UserError` where there is nothing to grade, or the project can only be read.
    """
    why = session.notice or why_not_grade(session.project)
    if why:
        raise UserError(
            tr("There is nothing to grade yet."),
            why,
            tr("Add cases and a candidate that answers them."),
        )
    letters = Settings().preferences.single_letter_keys
    room = GradingWindow(session, name=name, letters=letters)
    if settle:
        room.open_room(SETTLED)
    door = SecondRater(session, room)
    room.door_asked.connect(door.show_door)
    room.left.connect(door.stop)
    room.left.connect(parent.activateWindow)
    room.setMinimumSize(_LEAST)
    room.showFullScreen()
    room.activateWindow()
    return room
