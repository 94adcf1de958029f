"""The mouse alone: points, clicks, turns the wheel and drags files in; the keyboard only writes words."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QScrollArea,
    QWidget,
)

from tests.desktop.hands import CONTROL, KEY, NONE, POINT
from tests.desktop.strict_hands import StrictHands, StuckError, about, in_view


class MouseHands(StrictHands):
    """Points and clicks; the keyboard only writes words."""

    def use(self, words: str) -> None:
        self.click(self.seek(words))

    def click(self, widget: QWidget) -> None:
        at = self.sight(widget)
        self._spend(POINT + KEY, at_mouse=True)
        self._press(widget.window(), at)

    def _press(self, window: QWidget, at: QPoint) -> None:
        QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, NONE, window.mapFromGlobal(at))  # fmt: skip
        self.rest()

    def sight(self, widget: QWidget) -> QPoint:
        """A place of it that can be pointed at, after turning the wheel where it is out of view."""
        for _ in range(60):
            seen = in_view(widget)
            for at in (seen.center(), seen.center() - QPoint(seen.width() // 3, 0), seen.topLeft() + QPoint(6, 6)):  # fmt: skip
                hit = QApplication.widgetAt(at)
                if not seen.isEmpty() and hit is not None and (hit is widget or widget.isAncestorOf(hit)):  # fmt: skip
                    return at
            area = outer_area(widget)
            if area is None:
                break
            self._turn(area, widget)
        raise StuckError(f"cannot be pointed at: {about(widget)}")

    def _turn(self, area: QScrollArea, widget: QWidget) -> None:
        self._person += KEY
        port = area.viewport()
        middle = port.rect().center()
        down = widget.mapTo(port, QPoint(0, 0)).y() > 0
        turned = QPoint(0, -120 if down else 120)
        event = QWheelEvent(QPointF(middle), QPointF(port.mapToGlobal(middle)), QPoint(), turned, Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(port, event)
        self.rest()

    def write(self, words: str, text: str) -> None:
        field = self.seek(words)
        at = self.sight(field)
        self._spend(POINT + 3 * KEY, at_mouse=True)
        window = field.window()
        self._press(window, at)
        if QApplication.focusWidget() is not field and not field.isAncestorOf(QApplication.focusWidget() or window):  # fmt: skip
            raise StuckError(f"a click does not bring the keyboard: {about(field)}")
        self.send(Qt.Key.Key_A, CONTROL)  # three clicks select a line
        self.spell(text)

    def close(self) -> None:
        """A click beside it."""
        box = self.scope()
        self._spend(POINT + KEY, at_mouse=True)
        self._press(box.window(), box.mapToGlobal(QPoint(-12, box.height() // 2)))

    def choose(self, words: str, at: int) -> None:
        bar = self.bar(words)
        self.sight(bar)
        cell = bar._cells()[at]
        self._spend(POINT + KEY, at_mouse=True)
        self._press(bar.window(), bar.mapToGlobal(cell.center().toPoint()))

    def bring(self, *paths: Path) -> None:
        self._spend(2 * (POINT + KEY), at_mouse=True)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        self.until(lambda: any(one.acceptDrops() for one in self._zones()), "a place to drop")
        zone = max(filter(QWidget.acceptDrops, self._zones()), key=lambda one: type(one).__name__ == "DropZone")  # fmt: skip
        middle = QPointF(zone.rect().center())
        left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
        QApplication.sendEvent(zone, QDragEnterEvent(middle.toPoint(), copy, data, left, NONE))
        QApplication.sendEvent(zone, QDropEvent(middle, copy, data, left, NONE))
        self.rest()

    def _zones(self) -> Iterator[QWidget]:
        whole = self.scope()
        return (one for one in (whole, *whole.findChildren(QWidget)) if one.isVisible() and not isinstance(one, QLineEdit))  # fmt: skip

    def pick(self, entry: str) -> None:
        self.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), "a menu")
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = next(one for one in menu.actions() if one.text().startswith(entry))
        self._spend(POINT + KEY, at_mouse=True)
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, NONE, menu.actionGeometry(action).center())  # fmt: skip
        self.rest()

    def in_dialog(self, dialog: QFileDialog, path: Path) -> None:
        field = dialog.findChild(QLineEdit)
        assert field is not None
        self._spend(POINT + KEY, at_mouse=True)
        self._spend(KEY * len(path.name), at_mouse=False)
        field.setText(str(path))  # the dialog is not ours, and what it completes is in the way
        box = dialog.findChild(QDialogButtonBox)
        assert box is not None
        button = next(one for one in box.buttons() if box.buttonRole(one) == QDialogButtonBox.ButtonRole.AcceptRole)  # fmt: skip
        self._spend(POINT + KEY, at_mouse=True)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def outer_area(widget: QWidget) -> QScrollArea | None:
    """What scrolls around it."""
    outer = widget.parentWidget()
    while outer is not None and not (isinstance(outer, QScrollArea) and outer.verticalScrollBar().maximum() > 0):  # fmt: skip
        outer = outer.parentWidget()
    return outer
