"""Keys alone: Tab, arrows, Enter, Space, Esc and what is printed on a button; never a mouse."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QMenu, QWidget

from desktop.pages.measure.room.answer_pane import FailureChip
from desktop.widgets.focus import FocusRing
from tests.desktop.hands import CONTROL, KEY, NONE
from tests.desktop.strict_hands import StrictHands, StuckError, about, in_view, said

MOST = 250  # steps of Tab


class KeyHands(StrictHands):
    """Tab, arrows, Enter, Space, Esc and what is printed on a button; never a mouse."""

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """A shortcut that somebody knows, or reads in the foot of the window."""
        held = bin(modifier.value).count("1")
        self._spend(KEY * (1 + held), at_mouse=False)
        self.send(key, modifier)

    def use(self, words: str) -> None:
        wanted = self.seek(words)
        own = getattr(wanted, "_key", "") if isinstance(wanted, FailureChip) else ""
        shortcut = PRINTED.get(getattr(wanted, "_hint", own))
        if shortcut is not None:  # it is printed on the button
            self.place()
            self.key(*shortcut)
            return
        at = self.reach(words)
        self._person += KEY
        self.send(Qt.Key.Key_Return if takes_enter(at) else Qt.Key.Key_Space)

    def reach(self, words: str) -> QWidget:
        """Go there by Tab, and by the arrows among several of which one is chosen."""
        self._spend(0, at_mouse=False)
        passed: list[QWidget] = []
        for _ in range(MOST):
            at = QApplication.focusWidget()
            wanted = self.seek(words)
            if at is not None and (at is wanted or at is wanted.focusProxy()):
                self._look(at)
                return at
            if at is not None and beside(at, wanted):
                return self._step(at, wanted)
            if at is None:
                self.stumbles.append(f"the keyboard is nowhere on the way to “{words}”")
            if at is not None and passed.count(at) > 1:
                break
            if at is not None:
                passed.append(at)
            self._person += KEY
            self.send(Qt.Key.Key_Tab)
        raise StuckError(f"Tab never comes to “{words}”, {about(self.seek(words))}; it goes by: {' | '.join(map(said, passed))}")  # fmt: skip

    def _step(self, at: QWidget, wanted: QWidget) -> QWidget:
        for arrow in (Qt.Key.Key_Down, Qt.Key.Key_Right):
            for _ in range(30):
                before = QApplication.focusWidget()
                self._person += KEY
                self.send(arrow)
                now = QApplication.focusWidget()
                if now is wanted:
                    return now
                if now is None or now is before or now is at:
                    break
        raise StuckError(f"arrows never come to {about(wanted)} from {about(at)}")

    def _look(self, at: QWidget) -> None:
        """What the keyboard is at can be seen there, and is marked."""
        if in_view(at).isEmpty():
            raise StuckError(f"the keyboard is out of sight: {about(at)}")
        rings = at.window().findChildren(FocusRing)
        marked = isinstance(at, QLineEdit) or at.property("fills") or any(ring.isVisible() for ring in rings)  # fmt: skip
        if rings and not marked and not at.inherits("QPlainTextEdit"):
            self.stumbles.append(f"no mark where the keyboard is: {about(at)}")

    def write(self, words: str, text: str) -> None:
        self.reach(words)
        self.key(Qt.Key.Key_A, CONTROL)
        self.spell(text)

    def close(self) -> None:
        self.key(Qt.Key.Key_Escape)

    def choose(self, words: str, at: int) -> None:
        self.reach(words)
        self._person += KEY
        self.send(Qt.Key(Qt.Key.Key_1 + at))

    def bring(self, *paths: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        QGuiApplication.clipboard().setMimeData(data)
        self._spend(8 * KEY, at_mouse=False)  # to the file manager, copied, and back
        self.key(Qt.Key.Key_V, CONTROL)

    def pick(self, entry: str) -> None:
        self.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), "a menu")
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        self._spend(0, at_mouse=False)
        for _ in range(len(menu.actions()) + 1):
            active = menu.activeAction()
            if active is not None and active.text().startswith(entry):
                self._person += KEY
                self.send(Qt.Key.Key_Return)
                return
            self._person += KEY
            self.send(Qt.Key.Key_Down)
        raise StuckError(f"“{entry}” is not in the menu: {[one.text() for one in menu.actions()]}")

    def in_dialog(self, dialog: QFileDialog, path: Path) -> None:
        field = dialog.findChild(QLineEdit)
        assert field is not None
        self._spend(KEY * len(path.name), at_mouse=False)
        field.setText(str(path))
        QTest.keyClick(field, Qt.Key.Key_Return)


PRINTED = {
    "Ctrl ↵": (Qt.Key.Key_Return, CONTROL),
    "↵": (Qt.Key.Key_Return, NONE),
    "Ctrl N": (Qt.Key.Key_N, CONTROL),
    "Ctrl V": (Qt.Key.Key_V, CONTROL),
    "Ctrl E": (Qt.Key.Key_E, CONTROL),
    "Esc": (Qt.Key.Key_Escape, NONE),
    **{letter: (Qt.Key(ord(letter)), NONE) for letter in "123ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
}


def takes_enter(widget: QWidget) -> bool:
    return Qt.Key.Key_Return in getattr(widget, "pressed_by", (Qt.Key.Key_Return,))


def beside(at: QWidget, wanted: QWidget) -> bool:
    """Whether the arrow keys go on from one to the other: of several one is chosen, or they stand in one list."""
    if at.isAncestorOf(wanted) and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return not wanted.focusPolicy() & Qt.FocusPolicy.TabFocus  # ticks that Tab reaches as one
    together = type(at) is type(wanted) and at.parent() is wanted.parent()
    if not (together and isinstance(at, QAbstractButton) and isinstance(wanted, QAbstractButton)):
        return False
    return at.isCheckable() and (at.autoExclusive() or at.group() is not None)
