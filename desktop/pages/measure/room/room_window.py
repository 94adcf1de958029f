"""A room over the whole screen: who is in it, how far one is, the keys at the foot, pages to look something up in, what covers it, its
way out. What is asked in it is a subclass’s.

What is said there is in the project before the next comes. The other pages hear of it when the room is left.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.findings.measure.grading_plan import GradingPlan, set_plan
from desktop.findings.measure.grading_view import known_rater
from desktop.findings.measure.grading_words import HelpPage, help_pages
from desktop.findings.measure.room_queue import RoomQueue
from desktop.pages.measure.room.start import StartCover, words_of
from desktop.project.measure_records import SETTLED
from desktop.session import Session
from desktop.theme.current import scaled, tokens
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.columns import scrolling
from desktop.widgets.explain import ExplainPopover
from desktop.widgets.focus import FocusRing
from desktop.widgets.focus_place import FocusKeeper
from desktop.widgets.label import Label, spans_of, strong
from desktop.widgets.layout import column, holder, row
from desktop.widgets.popover import Popover, open_popover
from desktop.widgets.progress import ProgressLine
from desktop.widgets.rows import IconMark
from desktop.widgets.tab_order import go_on
from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_plural
from reports.stage_view import Explanation

_SIDE, _GAP = 40, 22
_FIRST = 5
"""So many keys come before the sentence at the right."""


class RoomHead(QWidget):
    """What is done, how far, and that names stay hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label(weight=600, wrap=False)
        self.line = ProgressLine()
        self.line.setFixedHeight(4)
        self.line.setMaximumWidth(scaled(420))
        self.case = Label(weight=600, wrap=False)
        self.answer = Label(colour="ink2", wrap=False)
        self._eye = IconMark("eye", "", colour="ink2")
        self._hidden = Label(tr("Who wrote it stays hidden until the end"), role=Role.NOTE, colour="ink2", wrap=False)  # fmt: skip
        self.leave = Button(tr("Leave, all is kept"), "text", shortcut="Esc", size="small")
        self.leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # who grades by keys presses Esc
        row(
            self.title, 20, (self.line, 3), 20, self.case, 4, self.answer, None, self._eye, 8, self._hidden, 20, self.leave,
            of=self, margins=(_SIDE, 0, _SIDE, 0),
        )  # fmt: skip
        self.setFixedHeight(scaled(56))

    def show_progress(self, title: str, case: str, part: str, share: float) -> None:
        """Show what is done, which case it is at, which part of it, and how far it is."""
        self.title.setText(title)
        self.case.setText(case)
        self.answer.setText(tr("· {answer}", answer=part) if part else "")
        self.line.set_share(share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for part in (self._eye, self._hidden):
            part.setVisible(self.width() >= scaled(900))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens().rail))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(tokens().line))


class RoomFoot(QWidget):
    """Which keys act, with what they do; as many as there is room for."""

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._keys = [_key(key, does) for key, does in keys]
        self._without: tuple[str, ...] = ()
        self._names = [key for key, _ in keys]
        self.order = Label(role=Role.NOTE, colour="ink2", wrap=False)
        self._row = row(*self._keys, None, self.order, of=self, spacing=_GAP, margins=(_SIDE, 12, _SIDE, 16))  # fmt: skip
        self.setMinimumWidth(0)

    def say(self, order: str, *, without: Sequence[str] = ()) -> None:
        """Say in which order things come; `without`: keys that mean nothing now."""
        self.order.setText(order)
        self._without = tuple(without)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * _SIDE
        keys = [
            one
            for one, name in zip(self._keys, self._names, strict=True)
            if name not in self._without
        ]
        for label in self._keys:
            label.setVisible(False)
        for label in (*keys[:_FIRST], self.order, *keys[_FIRST:]):
            room -= label.sizeHint().width() + _GAP
            label.setVisible(room >= 0)


def _key(key: str, does: str) -> Label:
    return Label(*spans_of(does, key=strong(key)), role=Role.NOTE, colour="ink2", wrap=False)


_WIDTH, _ABOVE_AND_BELOW = 480, 220


class HelpPages(Popover):
    """All pages, one below the other; it scrolls. Esc or F closes it."""

    def __init__(self, window: QWidget, pages: Sequence[HelpPage]) -> None:
        super().__init__(window, tr("Help pages"), width=_WIDTH)
        self.add_head(tr("Help pages"), 8)
        may = tr_plural(
            "It may read this {n} page; what stands in none is made up.",
            "It may read these {n} pages; what stands in none is made up.",
            len(pages),
        )
        parts: list[QWidget | int] = [Label(may, colour="ink2"), 16]
        for page in pages:
            parts += [Label(page.name, weight=600), 4, Label(page.text), 16]
        self.area = scrolling(holder(column(*parts, None)))
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setFixedHeight(max(160, window.height() - _ABOVE_AND_BELOW))
        self.body.addWidget(self.area)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F):
            self.close_popover()
        event.accept()  # no verdict is given by whoever reads


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
        self.head.leave.clicked.connect(self.close)
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.problem.hide()
        self.cover = StartCover(self, self._begin)
        self.cover.door_asked.connect(self.door_asked)
        self._ring, self._keeper = FocusRing(self), FocusKeeper(self)
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

    @property
    def without(self) -> tuple[str, ...]:
        """Keys that mean nothing in this project: without pages there are none to look something up in."""
        return () if help_pages(self.session.project) else ("F",)

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

    def focusNextPrevChild(self, forward: bool) -> bool:
        return go_on(self.cover if self.cover.isVisible() else self, forward)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens().canvas))

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if self.said_something and self.session.is_open:
            self.session.appended(*self.tables)
        self.left.emit()
