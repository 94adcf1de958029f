"""Choosing: tick, radio group, choice bar and chips."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QButtonGroup, QLayout, QSizePolicy, QWidget

from desktop.theme.current import scaled, tokens
from desktop.theme.icons import paint_icon
from desktop.theme.paint import CENTRE, Face, from_start, paint_box, set_ink, smooth, upright, write
from desktop.theme.tokens import Height, Radius
from desktop.theme.type import Role, line_height
from desktop.widgets.button import PaintedButton
from desktop.widgets.focus import ARROW_KEYS, ENTER_KEYS, claims, step_of
from desktop.widgets.layout import FlowLayout, column
from estimators.base.sentence import tr

_WORDS = Face(Role.ROW, colour="ink")
_CHOSEN = Face(Role.ROW, 500, "ink")
_BREAKS_ABOVE = 240  # pixels of an answer, below which none is broken into lines


class _Marked(PaintedButton):
    """A mark with words behind it; the base of tick and radio."""

    pressed_by: ClassVar = (Qt.Key.Key_Space,)  # Enter is left to whoever sends what is chosen

    def __init__(self, text: str, *, quiet: bool = False) -> None:
        self._quiet = quiet
        super().__init__(text, QSizePolicy.Policy.Maximum)
        self.setCheckable(True)

    def event(self, event: QEvent) -> bool:
        return claims(event, *ENTER_KEYS) or super().event(event)

    def sizeHint(self) -> QSize:
        words = Face(Role.NOTE if self._quiet else Role.ROW, 500).width(self.text())
        gap = 4 if self._quiet else 8
        return QSize(16 + (gap + words if self.text() else 0), line_height(Role.ROW))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self, pale=not self.isEnabled())
        painter.save()
        painter.translate(0, (self.height() - 16) / 2)
        self._paint_mark(painter)
        painter.restore()
        face = _CHOSEN if self.isChecked() else _WORDS
        if self._quiet:
            face = Face(Role.NOTE, 500, "ink") if self.isChecked() else Face()
        left = 20 if self._quiet else 24
        write(painter, self.text(), QRectF(left, 0, self.width(), self.height()), face)

    def _paint_mark(self, painter: QPainter) -> None:
        raise NotImplementedError


class Tick(_Marked):
    """A tick box. ``toggled`` is Qt's own signal."""

    def __init__(self, text: str = "", *, accessible_name: str = "", quiet: bool = False) -> None:
        super().__init__(text, quiet=quiet)
        self.setAccessibleName(accessible_name or text)

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
        with upright(painter, box):
            painter.drawPolyline(
                [QPointF(x + 4.4, y + 8.2), QPointF(x + 6.9, y + 10.7), QPointF(x + 11.7, y + 5.6)]
            )


class Radio(_Marked):
    """One of several exclusive answers; use ``RadioGroup``."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setAutoExclusive(True)

    def _paint_mark(self, painter: QPainter) -> None:
        set_ink(painter, "ink", 1.5)
        painter.drawEllipse(QPointF(8, 8), 7.0, 7.0)
        if self.isChecked():
            set_ink(painter, fill="ink")
            painter.drawEllipse(QPointF(8, 8), 4.0, 4.0)


class RadioGroup(QWidget):
    """Exclusive answers below each other, or ``across``: beside each other, wrapped where there is no room.

    ``chosen`` carries the key of the new answer.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, options: Sequence[tuple[str, str]], *, across: bool = False
    ) -> None:
        """``options`` are (key, words)."""
        super().__init__()
        self.setAccessibleName(name)
        room = 6 if across else 0
        whole = column(of=self, margins=(0, room, 0, room), spacing=8)
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
            button.clicked.connect(partial(self.chosen.emit, key))

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
        return self._buttons[key]


class ChoiceBar(QWidget):
    """A few exclusive answers in one frame: timid | honest | too sure. Arrow keys choose, and each by its number.

    Where there is no room for them beside one another, they stand below one another, a long one on several lines.
    """

    spoken_as = QAccessible.Role.ComboBox

    chosen = Signal(str)

    def __init__(self, name: str, options: Sequence[tuple[str, str]]) -> None:
        """``options`` are (key, words)."""
        super().__init__()
        self.name = name
        self._options = tuple(options)
        self._at: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._describe()

    def value(self) -> str | None:
        """The key of the chosen answer, or None."""
        return None if self._at is None else self._options[self._at][0]

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Ask with other words, or for other answers; what is chosen stays."""
        if tuple(options) != self._options:
            chosen, self._options = self.value(), tuple(options)
            self.set_value(chosen)
            self.updateGeometry()

    def set_value(self, key: str | None) -> None:
        """Choose ``key`` without announcing it."""
        self._at = next((i for i, (name, _) in enumerate(self._options) if name == key), None)
        self._describe()

    def _describe(self) -> None:
        words = tr("nothing chosen") if self._at is None else self._options[self._at][1]
        self.setAccessibleName(f"{self.name}: {words}")
        self.update()

    def _widths(self) -> list[int]:
        return [_CHOSEN.width(words) + 25 for _, words in self._options]

    def _stacks(self, width: int) -> bool:
        return 0 < width < sum(self._widths())

    def _cells(self) -> list[QRectF]:
        if self._stacks(self.width()):
            tall = self._heights(self.width())
            return [QRectF(0, sum(tall[:n]), self.width(), high) for n, high in enumerate(tall)]
        cells, left = [], 0
        for width in self._widths():
            cells.append(QRectF(left, 0, width, self.height()))
            left += width
        return cells

    def _heights(self, width: int) -> list[int]:
        """Pixels of each answer where they stand below one another."""
        around = scaled(Height.SMALL) - _CHOSEN.height
        return [around + _CHOSEN.height_of(words, width - 24) for _, words in self._options]

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()), scaled(Height.SMALL))

    def minimumSizeHint(self) -> QSize:
        longest = max(self._widths(), default=0)
        return QSize(min(longest, scaled(_BREAKS_ABOVE)), scaled(Height.SMALL))

    def heightForWidth(self, width: int) -> int:
        return sum(self._heights(width)) if self._stacks(width) else scaled(Height.SMALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, cells, painter = tokens(), self._cells(), smooth(self)
        stacks = self._stacks(self.width())
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        paint_box(painter, frame, fill="canvas")
        outline = QPainterPath()
        outline.addRoundedRect(frame, Radius.CONTROL, Radius.CONTROL)
        painter.save()
        painter.setClipPath(outline)
        for number, cell in enumerate(cells):
            if number == self._at:
                painter.fillRect(cell, t.ink)
            elif number and number - 1 != self._at:
                size = (self.width(), 1) if stacks else (1, self.height())
                painter.fillRect(QRectF(cell.left(), cell.top(), *size), t.control)
        painter.restore()
        paint_box(painter, self.rect(), edge="control")
        for number, (cell, (_, words)) in enumerate(zip(cells, self._options, strict=True)):
            face = Face(Role.ROW, 500, "canvas") if number == self._at else Face(Role.ROW)
            write(painter, words, cell.adjusted(12, 0, -12, 0) if stacks else cell, face, CENTRE)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange):
            self.setFixedHeight(self.heightForWidth(self.width()))
        return claims(event, *ARROW_KEYS) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = QPointF(from_start(self, event.position().x()), event.position().y())
        for number, cell in enumerate(self._cells()):
            if cell.contains(at):
                self._choose(number)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step, digit = step_of(self, event.key()), event.key() - Qt.Key.Key_1
        if 0 <= digit < len(self._options) and not event.modifiers():
            self._choose(digit)
            return
        if step is None:
            super().keyPressEvent(event)
            return
        last = len(self._options) - 1
        self._choose(min(last, max(0, (0 if self._at is None else self._at + step))))

    def _choose(self, number: int) -> None:
        if number == self._at:
            return
        self._at = number
        self._describe()
        self.chosen.emit(self._options[number][0])


class Chip(PaintedButton):
    """A short name in a box of its own: a class, a tag. Chosen: 2 pixels of ink. An endless name is cut to the room there is."""

    def __init__(self, text: str, *, adds: bool = False, parent: QWidget | None = None) -> None:
        self._adds = adds
        super().__init__(text, QSizePolicy.Policy.Maximum, parent=parent)

    def sizeHint(self) -> QSize:
        return QSize(_WORDS.width(self.text()) + 17 + (20 if self._adds else 0), scaled(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(scaled(160), self.sizeHint().width()), scaled(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, chosen = smooth(self, pale=not self.isEnabled()), self.isChecked()
        fill = "canvas" if self._adds and not self.underMouse() else "sunken"
        edge, width = ("ink", 2.0) if chosen else ("line", 1.0)
        paint_box(painter, self.rect(), fill=fill, edge=edge, width=width)
        left = 9.0
        if self._adds:
            ink = tokens().ink2
            paint_icon(painter, "add", left, (self.height() - 14) / 2, size=14, colour=ink)
            left += 20
        face = Face(Role.ROW) if self._adds else _WORDS
        room = self.width() - left - 8
        write(painter, self.text(), QRectF(left, 0, room, self.height()), face)


class ChipRow(QWidget):
    """Chips that wrap, with one that adds. ``picked`` carries the chip's text; ``add_asked`` has none."""

    picked = Signal(str)
    add_asked = Signal()

    def __init__(self, name: str, *, can_add: str = "") -> None:
        """``can_add``: the words on the chip that adds ("Add"), or an empty text for none."""
        super().__init__()
        self.setAccessibleName(name)
        self._flow = FlowLayout(self, spacing=6)
        self._can_add = can_add
        self._chips: list[Chip] = []
        self.set_chips(())

    def set_chips(self, texts: Sequence[str], chosen: str | None = None) -> None:
        """Show these chips; ``chosen`` is outlined in ink."""
        for old in self.findChildren(Chip):
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._chips = []
        for text in texts:
            chip = Chip(text, parent=self)
            chip.setCheckable(True)
            chip.setChecked(text == chosen)
            chip.clicked.connect(partial(self._pick, chip))
            self._chips.append(chip)
            self._flow.addWidget(chip)
        if self._can_add:
            adder = Chip(self._can_add, adds=True, parent=self)
            adder.clicked.connect(self.add_asked)
            self._flow.addWidget(adder)
            self._adder = adder

    def focus_adder(self) -> None:
        """Put the keyboard on the chip that adds."""
        if self._can_add:
            self._adder.setFocus(Qt.FocusReason.PopupFocusReason)

    def chips(self) -> tuple[Chip, ...]:
        """The chips in order, without the one that adds."""
        return tuple(self._chips)

    def _pick(self, chip: Chip) -> None:
        for other in self._chips:
            other.setChecked(other is chip)
        self.picked.emit(chip.text())
