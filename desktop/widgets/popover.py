"""Things that float over the window: a box with a hairline border and a soft shadow, gone at Esc or a click outside."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import (
    QEvent,
    QMargins,
    QObject,
    QPoint,
    QPropertyAnimation,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QAccessible, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsOpacityEffect,
    QLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.theme.current import reduced_motion, scaled, tokens
from desktop.theme.paint import paint_box, smooth
from desktop.theme.tokens import MOTION_MS, Radius
from desktop.theme.type import Role
from desktop.widgets.focus_place import FocusPlace
from desktop.widgets.label import Label
from desktop.widgets.layout import row, stack_if
from desktop.widgets.spoken_role import speak_as
from desktop.widgets.tab_order import go_on

SHADOW = 24  # room around the box for its shadow
_TWO_COLUMNS = 620  # pixels that two columns need beside each other


class Shade(QWidget):
    """Covers the window below a popover, catches clicks, and darkens it where asked (the palette)."""

    pressed = Signal()

    def __init__(self, window: QWidget, *, dim: bool) -> None:
        super().__init__(window)
        self._dim = dim
        self.setGeometry(window.rect())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._dim:
            QPainter(self).fillRect(self.rect(), QColor(tokens().scrim))

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.pressed.emit()


class Popover(QWidget):
    """A box inside the window. Fill ``body``, then ``open_at`` or ``open_below``.

    Keyboard focus stays inside while it is open and returns to where it was.
    """

    spoken_as = QAccessible.Role.Dialog
    closed = Signal()
    lasts: ClassVar = False  # it is opened again; any other goes away for good when it is closed

    def __init__(self, window: QWidget, name: str, *, width: int, dim: bool = False) -> None:
        super().__init__(window)
        self._shade = Shade(window, dim=dim)
        self._shade.hide()
        self._shade.pressed.connect(self.close_popover)
        self._came_from: FocusPlace | None = None
        self._box_width = width
        self._scrolls = False
        self._fade: QPropertyAnimation | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("fills", True)  # its border and shade show where the keyboard is
        self.body = QVBoxLayout(self)
        self.body.setSpacing(0)
        self.set_padding(16)
        self.hide()

    def add_head(
        self,
        title: str,
        below: int = 0,
        *,
        role: Role = Role.SECTION,
        wraps: bool = True,
        beside: str = "Esc",
    ) -> None:
        """The title, and at the right the key that closes it; ``below``: pixels to what follows."""
        side = Qt.AlignmentFlag.AlignTop if wraps else Qt.AlignmentFlag(0)
        key = Label(beside, role=Role.NOTE, colour="ink3", wrap=False)
        key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.body.addLayout(
            row(Label(title, role=role, wrap=wraps), None, (key, side), spacing=None)
        )
        if below:
            self.body.addSpacing(below)

    def scroll_by_keys(self, area: QScrollArea) -> None:
        """Let the arrow keys scroll what is read here; a screen reader is told what it is."""
        speak_as(area, QAccessible.Role.Pane)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName(self.accessibleName())

    def set_padding(self, pixels: int) -> None:
        """Room between the border and the content."""
        edge = SHADOW + pixels
        self.body.setContentsMargins(edge, edge, edge, edge)

    def open_at(self, x: int, y: int, *, focus: QWidget | None = None) -> None:
        """Show with the upper left corner of the box at ``x, y`` of the window, moved inside if need be."""
        window = self.window()
        came_from = QApplication.focusWidget()
        shown = came_from is not None and came_from.isVisible()  # else of a popover that is gone
        self._came_from = FocusPlace(came_from) if came_from is not None and shown else None
        self.setFixedWidth(self.box_width() + 2 * SHADOW)
        self._shade.setGeometry(window.rect())
        self._shade.show()
        self._shade.raise_()
        self.raise_()
        self._settle(x, y)
        self.show()
        self._settle(x, y)
        window.installEventFilter(self)
        (focus or self).setFocus(Qt.FocusReason.PopupFocusReason)
        self._fade_in()

    def open_centred(self, y: int = 120, *, focus: QWidget | None = None) -> None:
        """Show in the middle of the window, ``y`` pixels below its upper edge."""
        self.open_at((self.window().width() - self.box_width()) // 2, y, focus=focus)

    def box_width(self) -> int:
        """Pixels from border to border: wider as the text is larger, and never beyond the window."""
        return min(scaled(self._box_width), self.window().width() - 16)

    def two_columns(self, left: QLayout, right: QLayout, spacing: int) -> QLayout:
        """Beside each other, each as wide; below each other where the box is narrow for its letters."""
        both = row((left, 1), (right, 1), spacing=spacing)
        stack_if(both, self.box_width() < scaled(_TWO_COLUMNS))
        return both

    def _settle(self, x: int, y: int) -> None:
        window = self.window()
        self.body.activate()
        width, room = self.width() - 2 * SHADOW, window.height() - 16
        least = self.body.totalMinimumHeightForWidth(self.width())
        least = max(least, self.body.totalMinimumSize().height() if least < 0 else 0)
        if not self._scrolls and least - 2 * SHADOW > room:
            self._let_scroll()
        around = 0 if self._scrolls else 2 * SHADOW
        height = min(height_of(self.body, width + around) - around, room)
        x = max(8, min(x, window.width() - width - 8))
        y = max(8, min(y, window.height() - height - 8))
        self.setGeometry(x - SHADOW, y - SHADOW, width + 2 * SHADOW, height + 2 * SHADOW)

    def _let_scroll(self) -> None:
        """Put all of it into an area that scrolls: more than the window has room for, even squeezed."""
        self._scrolls = True
        shadow = QMargins(SHADOW, SHADOW, SHADOW, SHADOW)
        content = QWidget()
        content.setLayout(self.body)
        self.body.setContentsMargins(self.body.contentsMargins() - shadow)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(shadow)
        outer.addWidget(FittedArea(content, 0))

    def open_below(
        self, anchor: QWidget, *, align_right: bool = False, focus: QWidget | None = None
    ) -> None:
        """Show below ``anchor``, its left (or right) edge on the anchor's."""
        corner = anchor.mapTo(self.window(), QPoint(0, anchor.height()))
        x = corner.x() + anchor.width() - self.box_width() if align_right else corner.x()
        self.open_at(x, corner.y() + 6, focus=focus)

    def resettle(self) -> None:
        """Take the size that the content has now, at the same place."""
        if self.isVisible():
            self.setFixedWidth(self.box_width() + 2 * SHADOW)
            self._settle(self.x() + SHADOW, self.y() + SHADOW)

    def close_popover(self) -> None:
        """Close and give the focus back."""
        if not self.isVisible():
            return
        self.window().removeEventFilter(self)
        self.hide()
        self._shade.hide()
        if self._came_from is not None:
            self._came_from.come_back()
        self._came_from = None
        self.closed.emit()
        if not self.lasts:
            self._shade.deleteLater()
            self.deleteLater()

    def take_primary(self) -> bool:
        """Take the key of the page's next step while this is open; False lets the page have it.

        What holds typed words keeps the key: the page must not act behind them. Anything else makes way.
        """
        if self.findChild(QLineEdit) is not None:
            return True
        self.close_popover()
        return False

    def explain(self) -> bool:
        """Say what is meant by what it asks (F1); False where there is nothing to say."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_popover()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the box."""
        return go_on(self, forward)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.window() and event.type() == QEvent.Type.Resize:
            self.close_popover()
        return super().eventFilter(watched, event)

    def _fade_in(self) -> None:
        if reduced_motion():
            return
        effect = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(effect)
        self._fade = QPropertyAnimation(effect, b"opacity", self)
        self._fade.setDuration(MOTION_MS)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.finished.connect(self._faded)
        self._fade.start()

    def _faded(self) -> None:
        self.setGraphicsEffect(None)  # type: ignore[arg-type]  # Qt takes no effect as "none"
        self._fade = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        box = QRectF(QRect(SHADOW, SHADOW, self.width() - 2 * SHADOW, self.height() - 2 * SHADOW))
        shadow = QColor(tokens().shadow)
        steps = 12
        shadow.setAlphaF(shadow.alphaF() / steps * 1.4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shadow)
        for step in range(steps):
            grow = (step + 0.5) * 16 / steps - 4
            around = box.translated(0, 6).adjusted(-grow, -grow, grow, grow)
            radius = Radius.BOX + max(0.0, grow)
            painter.drawRoundedRect(around, radius, radius)
        paint_box(painter, box, fill="canvas", edge="control", radius=Radius.BOX)


class CoverPopover(Popover):
    """Fills the room that ``room`` gives instead of floating over it, and goes on doing so where the window changes its size."""

    def __init__(self, window: QWidget, name: str, room: Callable[[], QRect]) -> None:
        super().__init__(window, name, width=0)
        self._room = room
        self.body.setContentsMargins(0, 0, 0, 0)

    def open_here(self, focus: QWidget) -> None:
        """Fill the room there is; the keyboard is in ``focus``."""
        self.open_at(0, 0, focus=focus)
        self._shade.hide()  # what is around it stays in reach

    def fit(self, room: QRect) -> None:
        """Share the room out, before it is taken."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.window() and event.type() == QEvent.Type.Resize:
            self._settle(0, 0)  # and stays: words may have been typed
            return False
        return super().eventFilter(watched, event)

    def _settle(self, _x: int, _y: int) -> None:
        room = self._room()
        self.setMinimumWidth(0)
        self.setMaximumWidth(room.width())
        self.setGeometry(room)
        self.fit(room)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens().canvas))


class FittedArea(QScrollArea):
    """As tall as what is in it, as far as the window has room for it and ``around`` pixels more; the rest is scrolled to."""

    def __init__(self, content: QWidget, around: int) -> None:
        super().__init__()
        self._content, self._around = content, around
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self._content.layout()
        assert layout is not None
        return min(height_of(layout, width), self.window().height() - scaled(self._around))

    def _follow(self, _from: QWidget | None, to: QWidget | None) -> None:
        """Bring what the keyboard has come to into view."""
        if to is not None and self.isAncestorOf(to):
            self.ensureWidgetVisible(to, 0, 24)


def height_of(layout: QLayout, width: int) -> int:
    """Pixels that a layout needs at a width."""
    high = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else -1
    return high if high > 0 else layout.totalSizeHint().height()


def open_popover(window: QWidget) -> Popover | None:
    """The popover that is open over this window, the uppermost one; None where there is none."""
    # Each hangs from its window: every action asks, and below a page lie thousands of widgets.
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    shown = [one for one in window.findChildren(Popover, options=direct) if one.isVisible()]
    return shown[-1] if shown else None
