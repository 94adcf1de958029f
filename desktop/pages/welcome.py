"""Welcome: the question, a new project, samples, what was open lately, and a place to drop anything."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.recent import RecentProject, RecentProjects
from desktop.sample import Sample
from desktop.theme.current import scaled, tokens
from desktop.theme.glyphs import Glyph, paint_glyph
from desktop.theme.icons import paint_icon
from desktop.theme.paint import RIGHT, Face, paint_box, smooth, write
from desktop.theme.tokens import Radius
from desktop.theme.type import Role, line_height
from desktop.widgets.button import Button, PaintedButton
from desktop.widgets.drop import DropZone
from desktop.widgets.label import Label
from desktop.widgets.message import Message, MessageBar
from estimators.base.date import today_or_day

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


class SampleRow(_Row):
    """One sample: icon, name, note."""

    def __init__(self, sample: Sample) -> None:
        super().__init__()
        self.sample = sample
        self.setAccessibleName(f"Sample {sample.name}, {sample.words}")

    def sizeHint(self) -> QSize:
        return QSize(360, scaled(48))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        box = QRectF(0, (self.height() - 40) / 2, 40, 40)
        paint_box(painter, box, fill="sunken", radius=Radius.THUMBNAIL)
        at = (box.left() + 12, box.top() + 12)
        paint_icon(painter, self.sample.icon, *at, size=16, colour=tokens().ink2)
        name, words = Face(Role.BODY, 500, "ink"), Face()
        top = (self.height() - name.height - words.height) / 2
        write(painter, self.sample.name, QRectF(52, top, self.width(), name.height), name)
        place = QRectF(52, top + name.height, self.width(), words.height)
        write(painter, self.sample.words, place, words)
        if self.underMouse():
            width = painter.fontMetrics().horizontalAdvance(self.sample.words)
            painter.fillRect(QRectF(52, place.bottom() - 1, width, 1), QColor(tokens().control))


class _Mark(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(40, 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_glyph(QPainter(self), Glyph.APP, 0, 0, 40)


class WelcomePage(QWidget):
    """Shown while no project is open. Its signals are wishes; the application opens and makes projects."""

    new_asked = Signal()
    open_dialog_asked = Signal()
    open_asked = Signal(object)
    sample_asked = Signal(str)
    dropped = Signal(list)

    def __init__(
        self,
        recent: RecentProjects,
        samples: Sequence[Sample] = (),
        under_way: Callable[[Path], str] = lambda _path: "",
    ) -> None:
        super().__init__()
        self._recent, self._under_way = recent, under_way
        self.setAccessibleName("Welcome")
        self.message = MessageBar()
        content = QWidget()
        self._columns = QHBoxLayout(content)
        self._columns.addLayout(self._left(samples), 3)
        self._columns.addLayout(self._right(), 5)
        self._scroller = QScrollArea()
        self._scroller.setWidgetResizable(True)
        self._scroller.setFrameShape(QFrame.Shape.NoFrame)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroller.setWidget(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._message_box = QVBoxLayout()
        self._message_box.addWidget(self.message)
        whole.addLayout(self._message_box)
        whole.addWidget(self._scroller, 1)
        recent.changed.connect(self.refresh_recent)
        self.refresh_recent()

    def _left(self, samples: Sequence[Sample]) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(0)
        box.addWidget(_Mark())
        box.addSpacing(24)
        box.addWidget(Label("Does this\nproblem need AI?", role=Role.VERDICT))
        box.addSpacing(10)
        lead = "Find out, show people a fake before anyone builds it, and launch only what is good enough."
        box.addWidget(Label(lead, role=Role.LEAD, colour="ink2"))
        box.addSpacing(24)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.new_button = Button("New project", "primary", shortcut="Ctrl+N")
        self.open_button = Button("Open…", shortcut="Ctrl+O")
        self.new_button.clicked.connect(self.new_asked)
        self.open_button.clicked.connect(self.open_dialog_asked)
        buttons.addWidget(self.new_button)
        buttons.addWidget(self.open_button)
        buttons.addStretch(1)
        box.addLayout(buttons)
        if samples:
            box.addSpacing(44)
            box.addWidget(Label("Try a sample", role=Role.SECTION))
            box.addSpacing(10)
        self.sample_rows = [SampleRow(sample) for sample in samples]
        for row in self.sample_rows:
            row.clicked.connect(self._sample_clicked)
            box.addWidget(row)
            box.addSpacing(4)
        box.addStretch(1)
        return box

    def _right(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 8)
        head.addWidget(Label("Recent", role=Role.SECTION, wrap=False))
        head.addStretch(1)
        head.addWidget(
            Label("seven stages, from problem to report", role=Role.NOTE, colour="ink2", wrap=False)
        )
        self._recent_head = QWidget()
        self._recent_head.setLayout(head)
        box.addWidget(self._recent_head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        box.addLayout(self._rows)
        box.addSpacing(24)
        inset = QVBoxLayout()
        inset.setContentsMargins(12, 0, 12, 0)
        self.drop = DropZone(
            "Drop anything here",
            "a project, a folder of examples, a table",
            noun="files",
            stacked=True,
        )
        self.drop.setMinimumHeight(88)
        self.drop.dropped.connect(self.dropped)
        self.drop.browse_asked.connect(self.open_dialog_asked)
        inset.addWidget(self.drop)
        inset.addSpacing(8)
        inset.addWidget(Label("Everything stays on this computer.", role=Role.NOTE, colour="ink2"))
        box.addLayout(inset)
        box.addStretch(1)
        return box

    def refresh_recent(self) -> None:
        """Show the list as it is now; the keyboard stays on its project."""
        held = next(
            (r.entry.path for r in self.recent_rows() if self.window().focusWidget() is r), None
        )
        before = self.recent_rows()
        while self._rows.takeAt(0) is not None:
            pass
        entries = self._recent.entries()[:_SHOWN]
        self._recent_head.setVisible(bool(entries))
        for entry in entries:
            row = RecentRow(entry, datetime.now())
            row.clicked.connect(self._recent_clicked)
            self._rows.addWidget(row)
            row.show()  # a layout shows it later, and what is not shown cannot take the focus
            if entry.path == held:
                row.setFocus(Qt.FocusReason.OtherFocusReason)
        # Last: a row that is hidden with the focus hands it to whatever comes next.
        for row in before:
            row.hide()
            row.deleteLater()
        self.show_work()

    def show_work(self) -> None:
        """Say of each project what goes on in it."""
        for row in self.recent_rows():
            row.say(self._under_way(row.entry.path))

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
        return (("↑↓", "choose"), ("↵", "open"), ("Ctrl K", "find or do anything"))

    def set_message(self, message: Message | None) -> None:
        """Show a message on top, or take it away."""
        self.message.set_message(message)
        self._message_box.setContentsMargins(40, 24 if message else 0, 40, 0)

    def _recent_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, RecentRow):
            self.open_asked.emit(row.entry.path)

    def _sample_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, SampleRow):
            self.sample_asked.emit(row.sample.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = max(32, min(180, (self.width() - 960) // 2))
        self._columns.setContentsMargins(side, 104 if self.height() > 700 else 40, side - 12, 24)
        self._columns.setSpacing(64 if self.width() < 1280 else 108)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
