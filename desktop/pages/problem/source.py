"""The mark behind a number that says where it comes from, and the small box in which that is changed."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.theme.current import tokens
from desktop.theme.glyphs import PROVENANCE_GLYPHS, paint_glyph
from desktop.theme.paint import text_width
from desktop.theme.tokens import Radius
from desktop.theme.type import Role, font
from desktop.widgets.button import Button
from desktop.widgets.choices import RadioGroup
from desktop.widgets.fields import LineField
from desktop.widgets.label import Label
from desktop.widgets.popover import Popover
from reports.provenance import Provenance

_LONGEST = 150  # pixels of the note beside a field; the whole note is in the tooltip
SOURCES = (
    (Provenance.MEASURED, "I measured it"),
    (Provenance.PUBLISHED, "It is published"),
    (Provenance.GUESS, "It is my guess"),
)


class SourceButton(QAbstractButton):
    """ "● drone log 2025", "◌": a press changes where the number comes from."""

    def __init__(self, name: str, longest: int = _LONGEST, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._longest = longest
        self._source = Provenance.GUESS
        self._note = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_source(self, source: Provenance, note: str) -> None:
        """Show this source; a guess without a note shows its mark alone."""
        self._source = source
        self._note = note or ("" if source is Provenance.GUESS else source.words)
        said = f"{source.words}: {note}" if note else source.words
        self.setAccessibleName(f"{self._name}, where it comes from: {said}")
        self.setToolTip(f"{said}. Press to change where it comes from.")
        self.updateGeometry()
        self.update()

    def _words_width(self) -> int:
        return min(self._longest, text_width(self._note, Role.NOTE)) if self._note else 0

    def sizeHint(self) -> QSize:
        words = self._words_width()
        return QSize(20 + (words + 4 if words else 0), 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(20, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.45)
        elif self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens().sunken))
            painter.drawRoundedRect(QRectF(self.rect()), Radius.CONTROL, Radius.CONTROL)
        paint_glyph(painter, PROVENANCE_GLYPHS[self._source], 4, (self.height() - 12) / 2, 12)
        face = font(Role.NOTE)
        painter.setFont(face)
        painter.setPen(QColor(tokens().ink2))
        room = self.width() - 22
        words = painter.fontMetrics().elidedText(self._note, Qt.TextElideMode.ElideRight, room)
        painter.drawText(
            QRectF(21, 0, room + 2, self.height()),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            words,
        )


class SourcePopover(Popover):
    """Measured, published or guessed, and a note; ``chosen(source, note)`` when it closes with a change."""

    chosen = Signal(object, str)

    def __init__(self, window: QWidget, name: str, source: Provenance, note: str) -> None:
        super().__init__(window, f"Where it comes from: {name}", width=304)
        self._before = (source, note)
        self.body.addWidget(Label("Where this number comes from", weight=600))
        self.body.addSpacing(10)
        self.group = RadioGroup("Where it comes from", [(str(s), words) for s, words in SOURCES])
        self.group.set_value(str(source))
        self.body.addWidget(self.group)
        self.body.addSpacing(12)
        self.note = LineField("Its source in a few words", "For example: drone log 2025")
        self.note.set_value(note)
        self.body.addWidget(self.note)
        self.body.addSpacing(12)
        done = Button("Done", size="small")
        done.clicked.connect(self.close_popover)
        self.body.addWidget(done, 0, Qt.AlignmentFlag.AlignRight)
        self.note.returnPressed.connect(self.close_popover)
        self.closed.connect(self._finish)

    def _finish(self) -> None:
        value = self.group.value()
        after = (
            Provenance(value) if value else self._before[0],
            " ".join(self.note.text().split()),
        )
        if after != self._before:
            self.chosen.emit(*after)
        self.deleteLater()
