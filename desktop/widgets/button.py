"""Buttons: primary (one per page), secondary, text and link, each with its shortcut shown inside."""

from collections.abc import Callable
from typing import ClassVar, Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget

from desktop.theme.current import scaled, tokens
from desktop.theme.icons import paint_icon
from desktop.theme.paint import Face, paint_box, smooth, write
from desktop.theme.tokens import Height
from desktop.theme.type import MEASURES, Role, line_height
from desktop.widgets.focus import ENTER_KEYS, claims
from estimators.base.sentence import tr

Kind = Literal["primary", "secondary", "text", "link"]
Size = Literal["control", "small", "stage"]

_PAD, _GAP, _ICON = 12, 8, 16
_HEIGHTS = {"control": Height.CONTROL, "small": Height.SMALL}
_INKS = {"primary": "canvas", "secondary": "ink", "text": "ink2", "link": "ink"}


def shortcut_words(shortcut: str) -> str:
    """A shortcut as it is printed: "Ctrl+Return" becomes "Ctrl ↵"."""
    names = {
        "Return": "↵", "Enter": "↵", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓",
        "Ctrl": tr("Ctrl"), "Shift": tr("Shift"), "Space": tr("Space"), "Del": tr("Del"),
        "Backspace": "⌫",
    }  # fmt: skip
    plus = shortcut == "+" or shortcut.endswith("++")
    parts = [part for part in shortcut.split("+") if part] + (["+"] if plus else [])
    return " ".join(names.get(part, part) for part in parts)


def button_height(size: Size) -> int:
    """Pixels of a button; of the Stage's only the letters grow with the text, not the room around them, or three fill a window."""
    if size == "stage":
        line = MEASURES[Role.SECTION].line
        return Height.STAGE_BUTTON + scaled(line) - line
    return scaled(_HEIGHTS[size])


class PaintedButton(QAbstractButton):
    """What is pressed and paints itself: the keyboard reaches it, Enter presses it, and it knows the pointer."""

    pressed_by: ClassVar[tuple[Qt.Key, ...]] = ENTER_KEYS

    def __init__(
        self,
        text: str = "",
        across: QSizePolicy.Policy = QSizePolicy.Policy.Fixed,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew as the pointer comes and goes
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.setText(text)
        self.toggled.connect(self._turned)

    _by_us = False  # while it turns by a press, or by what we show

    def setChecked(self, checked: bool) -> None:
        self._by_us = True
        super().setChecked(checked)
        self._by_us = False

    def nextCheckState(self) -> None:
        self._by_us = True
        super().nextCheckState()
        self._by_us = False

    def _turned(self, checked: bool) -> None:
        """A screen reader turns it without a press, and nothing would come of it."""
        if not self._by_us and (checked or not self.autoExclusive()):
            self.clicked[bool].emit(checked)  # type: ignore[index]  # no stub knows overloads

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self.refit()

    def refit(self) -> None:
        """Look at what it shows anew."""
        self.updateGeometry()
        self.update()

    def event(self, event: QEvent) -> bool:
        return claims(event, *self.pressed_by) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        # Space is Qt's own affair: it presses at once and clicks when it is let go.
        if plain and event.key() in self.pressed_by and event.key() != Qt.Key.Key_Space:
            self.click()
            return
        super().keyPressEvent(event)


class Button(PaintedButton):
    """A button. ``clicked`` is Qt's own signal.

    ``shortcut`` is only shown here ("Ctrl+Return"); the action registry owns the key itself. ``run`` is what it does.
    A tall one of the Stage may say more about itself in smaller words behind its name (`set_detail`).
    """

    def __init__(
        self,
        text: str,
        kind: Kind = "secondary",
        *,
        shortcut: str = "",
        icon: str = "",
        size: Size = "control",
        drops_down: bool = False,
        run: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.kind: Kind = kind
        self._hint, self._detail = shortcut_words(shortcut), ""
        self._icon_name = icon
        self._size: Size = size
        self._drops_down = drops_down
        self._busy_text = ""
        self._kept_width = 0
        self.off_reason = ""  # why it is off
        self._focus_went_to: QWidget | None = None  # while it is at work
        wide = size == "stage"
        across = QSizePolicy.Policy.Expanding if wide else QSizePolicy.Policy.Fixed
        super().__init__(text, across, parent=parent)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        if run is not None:
            self.clicked.connect(run)

    def set_kind(self, kind: Kind) -> None:
        """Become another kind of button (the primary action moves into a message, for one)."""
        self.kind = kind
        self.refit()

    def set_size(self, size: Size) -> None:
        self._size = size
        self.refit()

    def set_shortcut(self, shortcut: str) -> None:
        self._hint = shortcut_words(shortcut)
        self.refit()

    def set_detail(self, words: str) -> None:
        """Say more behind the name, where there is room: "Accept  send it as it is"."""
        self._detail = words
        self.setAccessibleName(
            tr("{name}: {detail}", name=self.text(), detail=words) if words else self.text()
        )
        self.refit()

    def set_drops_down(self, drops_down: bool) -> None:
        """Show the arrow of a menu, or none."""
        self._drops_down = drops_down
        self.refit()

    def off_because(self, reason: str) -> None:
        """Switch off and say why in the tooltip; an empty ``reason`` switches on again."""
        self.off_reason = reason
        self.setEnabled(not reason)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)

    def set_busy(self, text: str) -> None:
        """Show that it is at work ("Training…"), keeping its width; an empty ``text`` ends that."""
        begins, ends = bool(text) and not self._busy_text, bool(self._busy_text) and not text
        self._kept_width = self.width() if begins else self._kept_width
        had_focus = self.hasFocus()
        self._busy_text = text
        self.setAccessibleName(text or self.text())
        self.setEnabled(not text and not self.off_reason)
        if begins and had_focus:  # switched off, it hands the focus to whatever comes next
            self._focus_went_to = QApplication.focusWidget()
        elif ends:
            self._take_focus_back()
        self.refit()

    def _take_focus_back(self) -> None:
        """After work: a key pressed then is meant for this button, unless somebody went elsewhere."""
        went_to, self._focus_went_to = self._focus_went_to, None
        if went_to is not None and QApplication.focusWidget() is went_to and self.isEnabled():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- size ---------------------------------------------------------------------------------

    def _face(self) -> Face:
        role = Role.SECTION if self._size == "stage" else Role.ROW
        return Face(role, 400 if self.kind == "text" else 500, _INKS[self.kind])

    def _content_width(self) -> int:
        words = self._busy_text or self.text()
        width = self._face().width(words)
        if self._icon_name or self._busy_text:
            width += _ICON + (_GAP if words else 0)
        if self._hint and not self._busy_text:
            width += _GAP + Face().width(self._hint)
        if self._drops_down:
            width += _GAP + _ICON
        return width

    def sizeHint(self) -> QSize:
        if self.kind == "link":
            return QSize(self._content_width(), line_height(Role.ROW) + 3)
        pad = 20 if self._size == "stage" else _PAD
        width = self._content_width() + 2 * pad + 2
        if self._busy_text:
            width = max(width, self._kept_width)
        return QSize(width, button_height(self._size))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # -- paint --------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self, pale=not (self.isEnabled() or self._busy_text))
        if self.kind == "link":
            self._paint_link(painter)
            return
        hovered = self.isEnabled() and (self.underMouse() or self.isDown())
        if self.kind == "primary":
            paint_box(painter, self.rect(), fill="ink_hover" if hovered else "ink")
            painter.setOpacity(1.0)  # its words stay legible on the pale box
        elif self.kind == "secondary":
            paint_box(painter, self.rect(), fill="sunken" if hovered else "canvas", edge="control")
        elif hovered:
            paint_box(painter, self.rect(), fill="sunken")
        self._paint_content(painter)

    def _paint_content(self, painter: QPainter) -> None:
        words, face = self._busy_text or self.text(), self._face()
        ink = getattr(tokens(), face.colour)
        spread = self._size == "stage"
        pad = 21 if spread else _PAD + 1
        left = float(pad if spread else (self.width() - self._content_width()) / 2)
        middle = self.height() / 2
        name = "busy" if self._busy_text else self._icon_name
        if name:
            paint_icon(painter, name, left, middle - _ICON / 2, size=_ICON, colour=ink)
            left += _ICON + _GAP
        write(painter, words, QRectF(left, 0, self.width(), self.height()), face)
        left += face.width(words) + _GAP
        if self._detail and spread:
            self._paint_detail(painter, left + 2)
        if self._hint and not self._busy_text:
            width = Face().width(self._hint)
            place = self.width() - 21 - width if spread else left
            self._paint_hint(painter, QRectF(place, 0, width + 2, self.height()))
            left += width + _GAP
        if self._drops_down:
            paint_icon(painter, "down", left, middle - _ICON / 2, size=_ICON, colour=ink)

    def _paint_detail(self, painter: QPainter, left: float) -> None:
        room = self.width() - 21 - Face().width(self._hint) - _GAP - left
        if room < 48:
            return
        shown, primary = painter.opacity(), self.kind == "primary"
        painter.setOpacity(shown * (0.8 if primary else 1.0))
        face = Face(Role.ROW, colour="canvas" if primary else "ink2")
        write(painter, self._detail, QRectF(left, 1, room, self.height()), face)
        painter.setOpacity(shown)

    def _paint_hint(self, painter: QPainter, box: QRectF) -> None:
        primary = self.kind == "primary"
        shown = painter.opacity()
        painter.setOpacity(shown * (0.8 if primary else 1.0))
        write(painter, self._hint, box, Face(colour="canvas" if primary else "ink3"))
        painter.setOpacity(shown)

    def _paint_link(self, painter: QPainter) -> None:
        t = tokens()
        width, height = self._content_width(), line_height(Role.ROW)
        write(painter, self.text(), QRectF(0, 0, width + 2, height), self._face())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(t.ink if self.underMouse() else t.control), 1))
        painter.drawLine(0, height - 1, width, height - 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        self.update()
