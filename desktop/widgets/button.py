"""Buttons: primary (one per page), secondary, text and link, each with its shortcut shown inside."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget

from desktop.theme.current import scaled, tokens
from desktop.theme.icons import paint_icon
from desktop.theme.tokens import Height, Radius
from desktop.theme.type import Role, font, line_height
from desktop.widgets.focus import ENTER_KEYS, claims
from desktop.widgets.label import text_width

Kind = Literal["primary", "secondary", "text", "link"]
Size = Literal["control", "small", "stage"]

_PAD, _GAP, _ICON = 12, 8, 16
_FADED = 0.45


def shortcut_words(shortcut: str) -> str:
    """A shortcut as it is printed: "Ctrl+Return" becomes "Ctrl ↵"."""
    names = {"Return": "↵", "Enter": "↵", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
    plus = shortcut == "+" or shortcut.endswith("++")
    parts = [part for part in shortcut.split("+") if part] + (["+"] if plus else [])
    return " ".join(names.get(part, part) for part in parts)


class Button(QAbstractButton):
    """A button. ``clicked`` is Qt's own signal.

    ``shortcut`` is only shown here ("Ctrl+Return"); the action registry owns the key itself. ``run`` is what it does.
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
        super().__init__(parent)
        self._kind: Kind = kind
        self._hint = shortcut_words(shortcut)
        self._icon_name = icon
        self._size: Size = size
        self._drops_down = drops_down
        self._busy_text = ""
        self._kept_width = 0
        self._off_reason = ""
        self._focus_went_to: QWidget | None = None  # while it is at work
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(
            QSizePolicy.Policy.Expanding if size == "stage" else QSizePolicy.Policy.Fixed,
            QSizePolicy.Policy.Fixed,
        )
        self.setAccessibleName(text)
        if run is not None:
            self.clicked.connect(run)

    @property
    def kind(self) -> Kind:
        return self._kind

    @property
    def off_reason(self) -> str:
        """Why it is off, or an empty text."""
        return self._off_reason

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: Kind) -> None:
        """Become another kind of button (the primary action moves into a message, for one)."""
        self._kind = kind
        self.updateGeometry()
        self.update()

    def set_size(self, size: Size) -> None:
        """Take another height."""
        self._size = size
        self.updateGeometry()
        self.update()

    def set_shortcut(self, shortcut: str) -> None:
        """Show another shortcut."""
        self._hint = shortcut_words(shortcut)
        self.updateGeometry()
        self.update()

    def set_drops_down(self, drops_down: bool) -> None:
        """Show the arrow of a menu, or none."""
        self._drops_down = drops_down
        self.updateGeometry()
        self.update()

    def off_because(self, reason: str) -> None:
        """Switch off and say why in the tooltip; an empty ``reason`` switches on again."""
        self._off_reason = reason
        self.setEnabled(not reason)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)

    def set_busy(self, text: str) -> None:
        """Show that it is at work ("Training…"), keeping its width; an empty ``text`` ends that."""
        self._kept_width = self.width() if text and not self._busy_text else self._kept_width
        begins, ends = bool(text) and not self._busy_text, bool(self._busy_text) and not text
        had_focus = self.hasFocus()
        self._busy_text = text
        self.setAccessibleName(text or self.text())
        self.setEnabled(not text and not self._off_reason)
        if begins and had_focus:  # switched off, it hands the focus to whatever comes next
            self._focus_went_to = QApplication.focusWidget()
        elif ends:
            self._take_focus_back()
        self.updateGeometry()
        self.update()

    def _take_focus_back(self) -> None:
        """After work: a key pressed then is meant for this button, unless somebody went elsewhere."""
        went_to, self._focus_went_to = self._focus_went_to, None
        if went_to is not None and QApplication.focusWidget() is went_to and self.isEnabled():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- size ---------------------------------------------------------------------------------

    def _weight(self) -> int:
        return 400 if self._kind == "text" else 500

    def _role(self) -> Role:
        return Role.SECTION if self._size == "stage" else Role.ROW

    def _content_width(self) -> int:
        words = self._busy_text or self.text()
        width = text_width(words, self._role(), weight=self._weight())
        if self._icon_name or self._busy_text:
            width += _ICON + (_GAP if words else 0)
        if self._hint and not self._busy_text:
            width += _GAP + text_width(self._hint, Role.NOTE)
        if self._drops_down:
            width += _GAP + _ICON
        return width

    def sizeHint(self) -> QSize:
        if self._kind == "link":
            return QSize(self._content_width(), line_height(Role.ROW) + 3)
        heights = {
            "control": Height.CONTROL,
            "small": Height.SMALL,
            "stage": Height.STAGE_BUTTON,
        }
        pad = 20 if self._size == "stage" else _PAD
        width = self._content_width() + 2 * pad + 2
        if self._busy_text:
            width = max(width, self._kept_width)
        return QSize(width, scaled(heights[self._size]))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # -- paint --------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        off = not self.isEnabled() and not self._busy_text
        if off:
            painter.setOpacity(_FADED)
        if self._kind == "link":
            self._paint_link(painter)
            return
        hovered = self.isEnabled() and (self.underMouse() or self.isDown())
        self._paint_box(painter, hovered)
        if off and self._kind == "primary":
            painter.setOpacity(1.0)
        self._paint_content(painter)

    def _paint_box(self, painter: QPainter, hovered: bool) -> None:
        t = tokens()
        box = QRectF(self.rect())
        if self._kind == "primary":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.ink_hover if hovered else t.ink))
            painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        elif self._kind == "secondary":
            painter.setPen(QPen(QColor(t.control), 1))
            painter.setBrush(QColor(t.sunken if hovered else t.canvas))
            painter.drawRoundedRect(
                box.adjusted(0.5, 0.5, -0.5, -0.5), Radius.CONTROL, Radius.CONTROL
            )
        elif hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.sunken))
            painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)

    def _ink(self) -> str:
        t = tokens()
        return {"primary": t.canvas, "secondary": t.ink, "text": t.ink2, "link": t.ink}[self._kind]

    def _paint_content(self, painter: QPainter) -> None:
        words = self._busy_text or self.text()
        ink = self._ink()
        spread = self._size == "stage"
        pad = 21 if spread else _PAD + 1
        left = float(pad if spread else (self.width() - self._content_width()) / 2)
        middle = self.height() / 2
        name = "busy" if self._busy_text else self._icon_name
        if name:
            paint_icon(painter, name, left, middle - _ICON / 2, size=_ICON, colour=ink)
            left += _ICON + _GAP
        painter.setPen(QColor(ink))
        painter.setFont(font(self._role(), weight=self._weight()))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRectF(left, 0, self.width(), self.height()), flags, words)
        left += text_width(words, self._role(), weight=self._weight()) + _GAP
        if self._hint and not self._busy_text:
            self._paint_hint(painter, left, spread)
            left += text_width(self._hint, Role.NOTE) + _GAP
        if self._drops_down:
            paint_icon(painter, "down", left, middle - _ICON / 2, size=_ICON, colour=ink)

    def _paint_hint(self, painter: QPainter, left: float, spread: bool) -> None:
        width = text_width(self._hint, Role.NOTE)
        if spread:
            left = self.width() - 21 - width
        hint_ink = QColor(self._ink())
        if self._kind == "primary":
            hint_ink.setAlphaF(0.8)
        else:
            hint_ink = QColor(tokens().ink3)
        painter.setPen(hint_ink)
        painter.setFont(font(Role.NOTE))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRectF(left, 0, width + 2, self.height()), flags, self._hint)

    def _paint_link(self, painter: QPainter) -> None:
        t = tokens()
        painter.setFont(font(Role.ROW, weight=500))
        painter.setPen(QColor(t.ink))
        width, height = self._content_width(), line_height(Role.ROW)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRectF(0, 0, width + 2, height), flags, self.text())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(t.ink if self.underMouse() else t.control), 1))
        painter.drawLine(0, height - 1, width, height - 1)

    def event(self, event: QEvent) -> bool:
        return claims(event, *ENTER_KEYS) or super().event(event)

    # -- events -------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        self.update()
