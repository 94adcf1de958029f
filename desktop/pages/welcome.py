"""Welcome: the question, a new project, samples, what was open lately, and a place to drop anything."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.recent import RecentProject, RecentProjects
from desktop.theme.glyphs import Glyph, paint_glyph
from desktop.theme.paint import RIGHT, Face, paint_box, smooth, write
from desktop.theme.type import Role, line_height
from desktop.widgets.button import Button, PaintedButton
from desktop.widgets.columns import scrolling
from desktop.widgets.drop import DropZone
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.layout import LEFT, column, fill, holder, row
from desktop.widgets.message import Message, MessageBar
from desktop.widgets.spoken_role import speak_as
from estimators.base.date import today_or_day
from estimators.base.sentence import tr, tr_plural

_SHOWN = 5


class _Row(PaintedButton):
    """A row that fills under the pointer and opens at a click or Enter."""

    def __init__(self) -> None:
        super().__init__(across=QSizePolicy.Policy.Expanding)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)


class RecentRow(_Row):
    """One project: name, its sentence (or the work that goes on in it), seven glyphs, when."""

    def __init__(self, entry: RecentProject, now: datetime) -> None:
        super().__init__()
        self.setProperty("fills", True)
        self.entry = entry
        self._when = today_or_day(entry.when, now)
        self.say("")

    def say(self, under_way: str) -> None:
        """Say what goes on in it; empty: what is known of it."""
        self._sentence = under_way or self.entry.sentence
        self.setAccessibleName(f"{self.entry.name}. {self._sentence} {self._when}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, line_height(Role.BODY) + line_height(Role.ROW) + 27)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        if self.underMouse() or self.hasFocus():
            paint_box(painter, self.rect(), fill="sel")
        name, words = Face(Role.BODY, 600, "ink"), Face(Role.ROW)
        room = self.width() - 150
        write(painter, self.entry.name, QRectF(12, 12, room, name.height), name)
        write(painter, self._sentence, QRectF(12, 13 + name.height, room, words.height), words)
        for number, state in enumerate(self.entry.states):
            x = self.width() - 12 - (len(self.entry.states) - number) * 15 + 4
            paint_glyph(painter, Glyph[state.name], x, 16, 12)
        place = QRectF(0, 10 + name.height, self.width() - 12, words.height)
        write(painter, self._when, place, Face(), RIGHT)


class WelcomePage(QWidget):
    """Shown while no project is open. Its signals are wishes; the application opens and makes projects."""

    open_asked = Signal(object)
    dropped = Signal(list)

    def __init__(
        self,
        recent: RecentProjects,
        under_way: Callable[[Path], str] = lambda _path: "",
    ) -> None:
        super().__init__()
        self._recent, self._under_way = recent, under_way
        self._shows_older = False
        self.setAccessibleName(tr("Welcome"))
        self.message = MessageBar()
        content = QWidget()
        self._columns = QHBoxLayout(content)
        self._columns.addLayout(self._left(), 3)
        self._columns.addLayout(self._right(), 5)
        scroller = scrolling(content)
        speak_as(scroller, QAccessible.Role.Pane)
        scroller.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrow keys scroll it
        scroller.setAccessibleName(tr("Welcome"))
        self._message_box = column(self.message)
        column(self._message_box, (scroller, 1), of=self, spacing=None)
        recent.changed.connect(self.refresh_recent)
        self.refresh_recent()

    def _left(self) -> QVBoxLayout:
        question = Label(tr("Does this\nproblem need AI?"), role=Role.VERDICT)
        lead = tr(
            "Find out, show people a fake before anyone builds it, and launch only what is good enough."
        )
        below = Label(lead, role=Role.LEAD, colour="ink2")
        self.new_button = Button(tr("New project"), "primary", shortcut="Ctrl+N")
        self.open_button = Button(tr("Open…"), shortcut="Ctrl+O")
        buttons = row(self.new_button, self.open_button, None, spacing=8)
        box = column(
            GlyphMark(Glyph.APP, "", size=40), 24, question, 10, below, 24, buttons, spacing=0
        )
        self.sample_button = Button(tr("Look around in a sample of any kind"), "link")
        self.tour_button = Button(tr("Take a three-minute tour"), "link")
        fill(box, 32, (self.sample_button, LEFT), 10, (self.tour_button, LEFT), None)
        return box

    def _right(self) -> QVBoxLayout:
        title = Label(tr("Recent"), role=Role.SECTION, wrap=False)
        stages = tr("seven stages, from problem to report")
        beside = Label(stages, role=Role.NOTE, colour="ink2", wrap=False)
        self._recent_head = holder(row(title, None, beside, margins=(12, 4, 12, 8), spacing=None))
        self._rows = column(spacing=0)
        self.older = Button("", "link", run=self._show_older)
        older = row(self.older, None, margins=(12, 8, 12, 0))
        self.drop = DropZone(
            tr("Drop anything here"),
            tr("a project, a folder of examples, a table"),
            noun="files",
            stacked=True,
        )
        self.drop.setMinimumHeight(88)
        self.drop.dropped.connect(self.dropped)
        private = Label(tr("Everything stays on this computer."), role=Role.NOTE, colour="ink2")
        inset = column(self.drop, 8, private, margins=(12, 0, 12, 0), spacing=None)
        return column(self._recent_head, self._rows, older, 24, inset, None, spacing=0)

    def refresh_recent(self) -> None:
        """Show the list as it is now; the keyboard stays on its project."""
        held = next(
            (r.entry.path for r in self.recent_rows() if self.window().focusWidget() is r), None
        )
        before = self.recent_rows()
        while self._rows.takeAt(0) is not None:
            pass
        every = self._recent.entries()
        entries = every if self._shows_older else every[:_SHOWN]
        self._recent_head.setVisible(bool(entries))
        older = len(every) - len(entries)
        self.older.setVisible(bool(older))
        self.older.setText(tr_plural("Show {n} older project", "Show {n} older projects", older))
        for entry in entries:
            one = RecentRow(entry, datetime.now())
            one.clicked.connect(partial(self.open_asked.emit, entry.path))
            self._rows.addWidget(one)
            one.show()  # a layout shows it later, and what is not shown cannot take the focus
            if entry.path == held:
                one.setFocus(Qt.FocusReason.OtherFocusReason)
        # Last: a row that is hidden with the focus hands it to whatever comes next.
        for old in before:
            old.hide()
            old.deleteLater()
        self.show_work()

    def _show_older(self) -> None:
        """Show all that are remembered; the keyboard is on the first one that was not there."""
        shown = len(self.recent_rows())
        self._shows_older = True
        self.refresh_recent()
        self.recent_rows()[shown].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_work(self) -> None:
        """Say of each project what goes on in it."""
        for one in self.recent_rows():
            one.say(self._under_way(one.entry.path))

    def recent_rows(self) -> list[RecentRow]:
        """The rows of recent projects, newest first."""
        widgets = (self._rows.itemAt(i).widget() for i in range(self._rows.count()))  # type: ignore[union-attr]  # i is in range
        return [widget for widget in widgets if isinstance(widget, RecentRow)]

    def take_focus(self) -> None:
        """Put the keyboard on the newest project, or on New project."""
        rows = self.recent_rows()
        (rows[0] if rows else self.new_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys for the status bar."""
        return (
            ("↑↓", tr("choose")),
            ("↵", tr("open it")),
            (tr("Ctrl K"), tr("find or do anything")),
        )

    def set_message(self, message: Message | None) -> None:
        """Show a message on top, or take it away."""
        self.message.set_message(message)
        self._message_box.setContentsMargins(40, 24 if message else 0, 40, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = max(32, min(180, (self.width() - 960) // 2))
        self._columns.setContentsMargins(side, 104 if self.height() > 700 else 40, side - 12, 24)
        self._columns.setSpacing(64 if self.width() < 1280 else 108)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
