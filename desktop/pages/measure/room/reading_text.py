"""What is to be read or looked at: a text, large where it is short, scrolling where it is long, in its own direction, with passages that
can be marked; else a photo, a sound or a clip among the examples of the project.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from desktop.findings.measure.room_queue import RoomQueue
from desktop.latest_wins_thread import LatestWinsThread
from desktop.project.records import Example
from desktop.session import Session
from desktop.theme.current import scaled, tokens
from desktop.theme.paint import paint_box, smooth
from desktop.theme.type import Role, font, line_height
from desktop.widgets.example import ExampleView, Seen, read_example
from desktop.widgets.layout import column
from estimators.base.sentence import tr

_SIZES = ((280, Role.HEADLINE), (900, Role.FIGURE), (1_000_000_000, Role.SECTION))
"""Letters at most, and how large they stand."""
_LEAST_LINES = 3
_NARROW = 440


class ReadingText(QTextEdit):
    """Plain text that nobody changes. As high as its lines, and no higher than there is room.

    ``passage``: somebody marked a stretch of it with the mouse. ``size`` None: larger where it is short.
    """

    passage = Signal(str)

    def __init__(self, name: str, size: Role | None = None, *, marks: bool = False) -> None:
        super().__init__()
        self._size, self._marks, self._words = size, marks, ""
        self._passages: tuple[str, ...] = ()
        self._quiet, self._like = False, 0
        self._filled_as = self.role
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("QTextEdit { background: transparent; }")
        self.document().setDocumentMargin(0)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.document().setDefaultTextOption(option)

    @property
    def role(self) -> Role:
        """How large it stands."""
        if self._size is not None:
            return self._size
        narrow = self.width() < scaled(_NARROW)
        return next(
            role for most, role in _SIZES[narrow:] if max(len(self._words), self._like) <= most
        )

    def show_words(self, words: str, *, quiet: bool = False, like: int = 0) -> None:
        """Show another text; ``quiet``: it is about the text, in grey. ``like``: no larger than a text of so many letters."""
        self._words, self._quiet, self._passages, self._like = words, quiet, (), like
        self._fill()
        self.verticalScrollBar().setValue(0)

    def _fill(self) -> None:
        self._filled_as = self.role
        shape, ink = QTextBlockFormat(), QTextCharFormat()
        shape.setLineHeight(
            line_height(self.role), QTextBlockFormat.LineHeightTypes.FixedHeight.value
        )
        ink.setFont(font(self.role, weight=400))
        ink.setForeground(QColor(tokens().ink2 if self._quiet else tokens().ink))
        document = self.document()
        document.clear()
        cursor = QTextCursor(document)
        cursor.setBlockFormat(shape)
        cursor.insertText(self._words, ink)
        self.setExtraSelections([])
        self.updateGeometry()

    def mark(self, passages: Sequence[str]) -> None:
        """Show which passages are marked."""
        self._passages = tuple(passages)
        found = []
        form = QTextCharFormat()
        form.setBackground(QColor(tokens().bad_soft))
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        form.setUnderlineColor(QColor(tokens().bad))
        for passage in passages:
            cursor = self.document().find(passage, 0, QTextDocument.FindFlag(0))
            if not cursor.isNull():
                one = QTextEdit.ExtraSelection()
                one.cursor, one.format = cursor, form
                found.append(one)
        self.setExtraSelections(found)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._words:
            self.restyle()

    def restyle(self) -> None:
        """Take the colours and sizes of another theme."""
        passages = self._passages
        self._fill()
        self.mark(passages)

    def sizeHint(self) -> QSize:
        self.document().setTextWidth(self.viewport().width())
        return QSize(scaled(400), round(self.document().size().height()) + 2)

    def minimumSizeHint(self) -> QSize:
        lines = _LEAST_LINES * line_height(self.role)
        return QSize(scaled(160), min(self.sizeHint().height(), lines))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() == event.oldSize().width():
            return
        if self.role is not self._filled_as:
            self.restyle()
        self.updateGeometry()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._marks and (said := self.textCursor().selectedText().strip()):
            cursor = self.textCursor()
            cursor.clearSelection()
            self.setTextCursor(cursor)
            self.passage.emit(said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # the room hears every key


class InputWell(QWidget):
    """What came in, in a well of its own."""

    def __init__(self, words: ReadingText) -> None:
        super().__init__()
        self.words = words
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        column((words, 1), of=self, margins=(18, 14, 18, 14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_box(smooth(self), self.rect(), fill="sunken", radius=12)


class InputPane(Protocol):
    """Where the input of a case is shown: words in the bubble, or else the example."""

    bubble: InputWell
    asked: ReadingText
    example: ExampleView


class InputReader(QObject):
    """Shows the example that a case is about, read in a thread."""

    def __init__(self, session: Session, pane: InputPane, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._pane = session, pane
        self._examples: dict[str, Example] | None = None
        self._reading = LatestWinsThread(self, self._came)
        self._shown = ""
        pane.example.hide()

    def show_case(self, room: RoomQueue[Any, Any]) -> None:
        """Show the input of the case: the example of that path, or the words of the case itself."""
        case = room.case
        example = None if case is None else self._of(case.id)
        self._pane.bubble.setVisible(example is None or example.modality == "text")
        self._pane.example.setVisible(example is not None and example.modality != "text")
        if case is None or example is None or self._shown == case.id:
            return
        self._shown = case.id
        project = self._session.project
        text = project.text(example)
        if example.modality == "text":
            if text is not None:
                self._pane.asked.show_words(text)
            else:
                shown = project.shown(example)
                self._reading.ask(lambda: (case.id, read_example("text", shown)))
            return
        shown = project.shown(example)
        small = QImage.fromData(project.caches.thumbnail(example.sha256) or b"")
        self._pane.example.show_example(example.modality, tr("What came in"), shown, small)
        read = partial(read_example, example.modality, shown)
        self._reading.ask(lambda: (case.id, read()))

    def _of(self, path: str) -> Example | None:
        if self._examples is None:
            self._examples = {one.path: one for one in self._session.project.examples()}
        return self._examples.get(path)

    def _came(self, found: tuple[str, Seen]) -> None:
        name, seen = found
        if name != self._shown:
            return
        if seen.text:
            self._pane.asked.show_words(seen.text)
        else:
            self._pane.example.set_seen(seen)

    def stop(self) -> None:
        """Stop reading."""
        self._reading.stop()
