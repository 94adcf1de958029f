"""Choosing: tick, radio group, choice bar and chips."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.theme.current import scaled, tokens
from desktop.theme.tokens import Height
from desktop.theme.type import Role, font, line_height
from desktop.widgets.chips import Chip, ChipRow
from desktop.widgets.flow import FlowLayout
from desktop.widgets.focus import ARROW_KEYS, ENTER_KEYS, claims
from desktop.widgets.label import text_width

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class _Marked(QAbstractButton):
    """A mark with words behind it; the base of tick and radio."""

    def __init__(
        self, text: str, accessible_name: str, *, quiet: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._quiet = quiet
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(accessible_name or text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def event(self, event: QEvent) -> bool:
        return claims(event, *ENTER_KEYS) or super().event(event)

    def _role(self) -> Role:
        return Role.NOTE if self._quiet else Role.ROW

    def sizeHint(self) -> QSize:
        words = text_width(self.text(), self._role(), weight=500)
        gap = 4 if self._quiet else 8
        return QSize(16 + (gap + words if self.text() else 0), line_height(Role.ROW))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.45)
        painter.save()
        painter.translate(0, (self.height() - 16) / 2)
        self._paint_mark(painter)
        painter.restore()
        strong = self.isChecked()
        painter.setFont(font(self._role(), weight=500 if strong else 400))
        painter.setPen(QColor(tokens().ink if strong or not self._quiet else tokens().ink2))
        left = 20 if self._quiet else 24
        painter.drawText(QRectF(left, 0, self.width(), self.height()), _LEFT, self.text())

    def _paint_mark(self, painter: QPainter) -> None:
        raise NotImplementedError


class Tick(_Marked):
    """A tick box. ``toggled`` is Qt's own signal."""

    def __init__(
        self,
        text: str = "",
        *,
        accessible_name: str = "",
        quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, accessible_name, quiet=quiet, parent=parent)

    def _paint_mark(self, painter: QPainter) -> None:
        paint_tick(painter, 0, 0, self.isChecked())


def paint_tick(painter: QPainter, x: float, y: float, checked: bool) -> None:
    """Draw a tick box of 16 pixels; lists draw it in their rows too."""
    t = tokens()
    box = QRectF(x + 1.75, y + 1.75, 12.5, 12.5)
    painter.setPen(QPen(QColor(t.ink if checked else t.ink2), 1.5))
    painter.setBrush(QColor(t.ink) if checked else QColor(t.canvas))
    painter.drawRoundedRect(box, 1.5, 1.5)
    if checked:
        painter.setPen(QPen(QColor(t.canvas), 1.7))
        painter.drawPolyline(
            [QPointF(x + 4.4, y + 8.2), QPointF(x + 6.9, y + 10.7), QPointF(x + 11.7, y + 5.6)]
        )


class Radio(_Marked):
    """One of several exclusive answers; use ``RadioGroup``."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, "", quiet=False, parent=parent)
        self.setAutoExclusive(True)

    def _paint_mark(self, painter: QPainter) -> None:
        t = tokens()
        painter.setPen(QPen(QColor(t.ink), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(8, 8), 7.0, 7.0)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.ink))
            painter.drawEllipse(QPointF(8, 8), 4.0, 4.0)


class RadioGroup(QWidget):
    """Exclusive answers below each other, or ``across``: beside each other, wrapped where there is no room.

    ``chosen`` carries the key of the new answer.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        options: Sequence[tuple[str, str]],
        *,
        across: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``options`` are (key, words)."""
        super().__init__(parent)
        self.setAccessibleName(name)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6 if across else 0, 0, 6 if across else 0)
        whole.setSpacing(8)
        box: QLayout = whole
        if across:
            box = FlowLayout(spacing=24, line_spacing=8)
            whole.addLayout(box)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, Radio] = {}
        for key, words in options:
            button = Radio(words)
            button.setAccessibleName(f"{name}: {words}")
            self._buttons[key] = button
            self._group.addButton(button)
            box.addWidget(button)
            button.clicked.connect(self._clicked)

    def value(self) -> str | None:
        """The key of the chosen answer, or None."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), None)

    def set_value(self, key: str | None) -> None:
        """Choose ``key`` (None: nothing) without announcing it."""
        self._group.setExclusive(False)
        for name, button in self._buttons.items():
            button.setChecked(name == key)
        self._group.setExclusive(True)

    def button(self, key: str) -> Radio:
        """The radio button of ``key``."""
        return self._buttons[key]

    def _clicked(self) -> None:
        key = self.value()
        if key is not None:
            self.chosen.emit(key)


class ChoiceBar(QWidget):
    """A few exclusive answers in one frame: timid | honest | too sure. Arrow keys choose."""

    chosen = Signal(str)

    def __init__(
        self, name: str, options: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        """``options`` are (key, words)."""
        super().__init__(parent)
        self._name = name
        self._options = tuple(options)
        self._at: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._describe()

    def value(self) -> str | None:
        """The key of the chosen answer, or None."""
        return None if self._at is None else self._options[self._at][0]

    def set_value(self, key: str | None) -> None:
        """Choose ``key`` without announcing it."""
        self._at = next((i for i, (name, _) in enumerate(self._options) if name == key), None)
        self._describe()
        self.update()

    def _describe(self) -> None:
        words = "nothing chosen" if self._at is None else self._options[self._at][1]
        self.setAccessibleName(f"{self._name}: {words}")

    def _edges(self) -> list[int]:
        edges = [0]
        for _, words in self._options:
            edges.append(edges[-1] + text_width(words, Role.ROW, weight=500) + 25)
        return edges

    def sizeHint(self) -> QSize:
        return QSize(self._edges()[-1], scaled(Height.SMALL))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(frame, 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.canvas))
        painter.drawPath(outline)
        edges = self._edges()
        painter.save()
        painter.setClipPath(outline)
        for number in range(len(self._options)):
            cell = QRectF(edges[number], 0, edges[number + 1] - edges[number], self.height())
            if number == self._at:
                painter.fillRect(cell, t.ink)
            elif number and number - 1 != self._at:
                painter.fillRect(QRectF(edges[number], 0, 1, self.height()), t.control)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(t.control), 1))
        painter.drawPath(outline)
        for number, (_, words) in enumerate(self._options):
            cell = QRectF(edges[number], 0, edges[number + 1] - edges[number], self.height())
            chosen = number == self._at
            painter.setFont(font(Role.ROW, weight=500 if chosen else 400))
            painter.setPen(QColor(t.canvas if chosen else t.ink2))
            painter.drawText(cell, int(Qt.AlignmentFlag.AlignCenter), words)

    def event(self, event: QEvent) -> bool:
        return claims(event, *ARROW_KEYS) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        edges = self._edges()
        self._choose(
            next((i for i in range(len(self._options)) if edges[i] <= x < edges[i + 1]), None)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        last = len(self._options) - 1
        self._choose(min(last, max(0, (0 if self._at is None else self._at + step))))

    def _choose(self, number: int | None) -> None:
        if number is None or number == self._at:
            return
        self._at = number
        self._describe()
        self.update()
        self.chosen.emit(self._options[number][0])


__all__ = ["Chip", "ChipRow", "ChoiceBar", "Radio", "RadioGroup", "Tick", "paint_tick"]
