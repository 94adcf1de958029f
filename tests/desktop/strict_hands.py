"""One hand at a real window: somebody finds a control by the words that they read, and reaches it with the mouse alone or with keys alone.

Keys and clicks go to the window that the system has in front, as the system sends them: nothing is sent to a widget that the keyboard
is not at, or that something else covers. What goes wrong on the way is a stumble: the keyboard is nowhere, at something hidden or out
of sight, goes round without reaching what is wanted, or what is wanted cannot be seen.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QWidget,
)

from desktop.app import Application
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.popover import open_popover
from tests.desktop.hands import KEY, NONE, Person

PATIENCE = 120.0  # seconds until somebody gives up on what they look for


class StuckError(AssertionError):
    """Somebody cannot go on."""


class StrictHands(Person, ABC):
    """``stumbles`` are what was in the way and could be got over; what could not is ``StuckError``."""

    def __init__(self, application: Application) -> None:
        super().__init__(application)
        self.stumbles: list[str] = []
        self.laps: list[tuple[str, float, float]] = []

    # -- reading ---------------------------------------------------------------------------------

    def front(self) -> QWidget:
        """The window in front; where one went away, what a window manager then brings to the front."""
        menu = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if menu is not None:
            return menu
        at = QApplication.activeWindow()
        if at is None or not at.isVisible():
            shown = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isWindow()]  # fmt: skip
            at = max(shown, key=lambda one: one is not self.window)
            at.activateWindow()
            self.until(lambda: QApplication.activeWindow() is at, "a window in front")
        return at

    def scope(self) -> QWidget:
        """What is read: what is open over the window in front, else all of that."""
        window = self.front()
        return open_popover(window) or window

    def shows(self, words: str) -> bool:
        return self.find(words) is not None or any(
            one.isVisible() and words in one.text() for one in self.scope().findChildren(QLabel)
        )

    def find(self, words: str) -> QWidget | None:
        """What is called so and can be used: by its whole name, else by the beginning of it, else by a part of it."""
        called = [(said(one), one) for one in self.controls()]
        for fits in (str.__eq__, str.startswith, str.__contains__):
            for name, one in called:
                if fits(name, words):
                    return one
        return None

    def controls(self) -> Iterator[QWidget]:
        for one in self.scope().findChildren(QWidget):
            if one.isVisible() and one.isEnabled() and (one.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(one, QAbstractButton)):  # fmt: skip
                yield one

    def seek(self, words: str) -> QWidget:
        """The same, waited for."""
        self.until(lambda: self.find(words) is not None, f"“{words}”")
        found = self.find(words)
        assert found is not None
        return found

    def bar(self, words: str) -> ChoiceBar:
        found = self.seek(words)
        assert isinstance(found, ChoiceBar)
        return found

    def until(self, there: Callable[[], object], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not there():
            if time.monotonic() > end:
                names = " | ".join(filter(None, map(said, self.controls())))
                raise StuckError(f"{what} never came. There is: {names}")
            QTest.qWait(20)

    def see(self, words: str) -> None:
        """Wait until it is said somewhere."""
        self.until(lambda: self.shows(words), f"“{words}”")

    def rest(self) -> None:
        """Let what was pressed have its effect."""
        for _ in range(3):
            QTest.qWait(10)

    def lap(self, what: str) -> float:
        person = self._person
        both = super().lap(what)
        self.laps.append((what, person, both - person))
        return both

    # -- doing -----------------------------------------------------------------------------------

    @abstractmethod
    def use(self, words: str) -> None:
        """Press what is called so."""

    @abstractmethod
    def write(self, words: str, text: str) -> None:
        """Write into the field that is called so, in place of what is there."""

    @abstractmethod
    def close(self) -> None:
        """Close the box that is open over the window."""

    @abstractmethod
    def choose(self, words: str, at: int) -> None:
        """Choose the answer at this place of the few beside one another."""

    @abstractmethod
    def bring(self, *paths: Path) -> None:
        """Bring files in from the file manager."""

    @abstractmethod
    def pick(self, entry: str) -> None:
        """Choose from the menu that is open."""

    @abstractmethod
    def in_dialog(self, dialog: QFileDialog, path: Path) -> None:
        """Name the file in the system's dialog, and take it."""

    @contextmanager
    def file_dialog(self, path: Path) -> Iterator[None]:
        """What is pressed inside opens the dialog of the system, which waits for an answer."""
        done: list[str] = []

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QFileDialog) and dialog.isVisible() and not done:
                done.append("")
                self.in_dialog(dialog, path)

        timer = QTimer(interval=100)
        timer.timeout.connect(answer)
        timer.start()
        yield
        self.until(lambda: done, "the dialog of the system")
        timer.stop()

    def spell(self, text: str) -> None:
        """Type at the place where the keyboard is."""
        self._spend(KEY * len(text), at_mouse=False)
        QTest.keyClicks(self.place(), text)
        self.rest()

    def place(self) -> QWidget:
        """Where the keyboard is; it has to be somewhere, and to be seen there."""
        window, at = self.front(), QApplication.focusWidget()
        if at is None or at.window() is not window:
            raise StuckError(f"the keyboard is nowhere in {window.windowTitle() or said(window)!r}")
        if not at.isVisible():
            raise StuckError(f"the keyboard is at something hidden: {about(at)}")
        return at

    def send(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """One key, to the window in front."""
        handle = self.front().windowHandle()
        QTest.keyClick(handle, key, modifier)
        self.rest()


def said(widget: QWidget) -> str:
    """What a person reads on it."""
    own = widget.accessibleName()
    return own or (widget.text() if isinstance(widget, QAbstractButton | QLabel) else "")


def about(widget: QWidget) -> str:
    return f"{type(widget).__name__} {said(widget)[:60]!r} in {type(widget.parentWidget()).__name__}"  # fmt: skip


def in_view(widget: QWidget) -> QRect:
    """What of it can be seen in all that it stands in, on the screen."""
    seen, outer = QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size()), widget.parentWidget()
    while outer is not None and not widget.isWindow():
        seen &= QRect(outer.mapToGlobal(QPoint(0, 0)), outer.size())
        outer = None if outer.isWindow() else outer.parentWidget()
    return seen
