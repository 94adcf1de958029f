"""A room over the whole screen: who is in it, what covers it, its way out. What is asked in it is a subclass's.

What is said there is in the project before the next comes. The other pages hear of it when the room is left.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.findings.measure.grading_plan import GradingPlan, set_plan
from desktop.findings.measure.grading_view import known_rater
from desktop.findings.measure.grading_words import help_pages
from desktop.findings.measure.room_queue import RoomQueue
from desktop.pages.measure.room.frame import RoomFoot, RoomHead
from desktop.pages.measure.room.help_page import HelpPages
from desktop.pages.measure.room.start import StartCover, words_of
from desktop.project.measure_records import SETTLED
from desktop.session import Session
from desktop.theme.current import tokens
from desktop.theme.type import Role
from desktop.widgets.explain import ExplainPopover
from desktop.widgets.focus import FocusRing
from desktop.widgets.label import Label
from desktop.widgets.popover import open_popover
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from reports.stage_view import Explanation


class RoomWindow(QWidget):
    """The window. ``left``: it is closing. ``door_asked``: somebody else should do the same in a browser or on a phone.

    - `keys`: what the foot says of keys. `tables`: what pages hear of when it is left. `letters`: single letters act.
    """

    left = Signal()
    door_asked = Signal()

    def __init__(
        self, session: Session, keys: Sequence[tuple[str, str]], *, title: str, letters: bool = True
    ) -> None:
        super().__init__()
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.session, self.letters = session, letters
        self.tables: tuple[str, ...] = ()
        self.said_something = False
        self.head, self.foot = RoomHead(), RoomFoot(keys)
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.problem.hide()
        self.cover = StartCover(self, self._begin)
        self.cover.door_asked.connect(self.door_asked)
        self._ring = FocusRing(self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        session.closed.connect(self.close)

    @property
    def queue(self) -> RoomQueue[Any, Any] | None:
        """Whoever is in it; None before somebody began."""
        raise NotImplementedError

    def open_room(self, rater: str) -> None:
        """Begin as this person."""
        raise NotImplementedError

    def show_room(self) -> None:
        """Show the task, or that there is none left."""
        raise NotImplementedError

    def explanation(self) -> Explanation:
        """What F1 says."""
        raise NotImplementedError

    def acts(self, key: Qt.Key) -> bool:
        """Do what a key means; whether it means anything."""
        raise NotImplementedError

    def _begin(self, name: str, plan: GradingPlan | None) -> str:
        """Begin, go on after a pause, or leave at the end; why that will not do."""
        if self.cover.resumes:
            self.uncover()
            return ""
        if self.queue is not None and self.queue.task is None:
            self.close()
            return ""
        name = known_rater(self.session.project, name)
        if not name:
            return tr("Type a name or a number.")
        if name.casefold() == SETTLED:
            return tr("That name is taken.")
        try:
            if plan is not None:
                self.session.do(set_plan(self.session.project, plan))
            self.open_room(name)
        except UserError as error:
            return words_of(error)
        return ""

    def uncover(self) -> None:
        """Show what lies below the cover."""
        self.cover.take_away()
        self.setFocus()

    def go_on(self) -> None:
        """Come to the next task."""
        if self.queue is not None:
            self.queue.go_on()
            self.show_room()
            if self.queue.task is not None:  # after the last one, Enter leaves
                self.setFocus()

    def take_back(self) -> None:
        """Take back what was said last; its task comes again."""
        room = self.queue
        if room is None:
            return
        try:
            taken = room.take_back()
        except UserError as error:
            self.problem.say(words_of(error))
            return
        if taken:
            self.cover.take_away()
            self.said_something = True
            self.show_room()
            self.setFocus()
        else:
            self.problem.say(tr("There is nothing to take back."))

    def step(self, by: int) -> None:
        """Look at another task."""
        if self.queue is not None:
            self.queue.step(by)
            self.show_room()

    def pause(self) -> None:
        """Cover the task until somebody goes on; meanwhile somebody else can be let in."""
        self.cover.offer(0, door=True)
        self.cover.pause()

    def show_help(self) -> None:
        """Show the pages that answers are taken from."""
        pages = help_pages(self.session.project)
        if pages:
            HelpPages(self, pages).open_centred()
        else:
            self.problem.say(tr("This project holds no help pages."))

    def step_out(self) -> None:
        """Close what is open, else leave."""
        popover = open_popover(self)
        if popover is not None:
            popover.close_popover()
        elif self.cover.isVisible() and self.cover.resumes:
            self.uncover()
        else:
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Escape:
            self.step_out()
        elif key == Qt.Key.Key_F1:
            popover = ExplainPopover(self, self.explanation())
            popover.open_centred(focus=popover.first)
        elif key == Qt.Key.Key_Backspace or (control and key == Qt.Key.Key_Z):
            self.take_back()
        elif self.cover.isVisible() or control or self.queue is None or not self.acts(key):
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens().canvas))

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if self.said_something and self.session.is_open:
            self.session.appended(*self.tables)
        self.left.emit()
