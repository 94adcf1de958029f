"""Chips: short names in boxes of their own, such as the classes of a problem."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.theme.current import scaled, tokens
from desktop.theme.icons import paint_icon
from desktop.theme.type import Role, font
from desktop.widgets.flow import FlowLayout
from desktop.widgets.focus import ENTER_KEYS, claims
from desktop.widgets.label import text_width

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class Chip(QAbstractButton):
    """A short name in a box of its own: a class, a tag. Chosen: 2 pixels of ink."""

    def __init__(self, text: str, *, adds: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._adds = adds
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = text_width(self.text(), Role.ROW) + 17 + (20 if self._adds else 0)
        return QSize(width, scaled(24))

    def event(self, event: QEvent) -> bool:
        return claims(event, *ENTER_KEYS) or super().event(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.45)
        width = 2.0 if self.isChecked() else 1.0
        painter.setPen(QPen(QColor(t.ink if self.isChecked() else t.line), width))
        painter.setBrush(QColor(t.canvas if self._adds and not self.underMouse() else t.sunken))
        edge = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 6, 6)
        left = 9.0
        if self._adds:
            paint_icon(painter, "add", left, (self.height() - 14) / 2, size=14, colour=t.ink2)
            left += 20
        painter.setPen(QColor(t.ink2 if self._adds else t.ink))
        painter.setFont(font(Role.ROW))
        painter.drawText(QRectF(left, 0, self.width(), self.height()), _LEFT, self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)


class ChipRow(QWidget):
    """Chips that wrap, with one that adds. ``picked`` carries the chip's text; ``add_asked`` has none."""

    picked = Signal(str)
    add_asked = Signal()

    def __init__(self, name: str, *, can_add: str = "", parent: QWidget | None = None) -> None:
        """``can_add``: the words on the chip that adds ("Add"), or an empty text for none."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self._flow = FlowLayout(self, spacing=6)
        self._can_add = can_add
        self._chips: list[Chip] = []
        self._adder: Chip | None = None
        self.set_chips(())

    def set_chips(self, texts: Sequence[str], chosen: str | None = None) -> None:
        """Show these chips; ``chosen`` is outlined in ink."""
        for chip in [*self._chips, *([self._adder] if self._adder else [])]:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for text in texts:
            chip = Chip(text, parent=self)
            chip.setCheckable(True)
            chip.setChecked(text == chosen)
            chip.clicked.connect(self._picked)
            self._chips.append(chip)
            self._flow.addWidget(chip)
        self._adder = None
        if self._can_add:
            self._adder = Chip(self._can_add, adds=True, parent=self)
            self._adder.clicked.connect(self.add_asked)
            self._flow.addWidget(self._adder)

    def chips(self) -> tuple[Chip, ...]:
        """The chips in order, without the one that adds."""
        return tuple(self._chips)

    def _picked(self) -> None:
        chip = self.sender()
        assert isinstance(chip, Chip)
        for other in self._chips:
            other.setChecked(other is chip)
        self.picked.emit(chip.text())
