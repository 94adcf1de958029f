"""Mouse and keyboard of one person at one window, who is counted at a person's pace.

The pace is the keystroke-level model (Card, Moran and Newell 1980, https://doi.org/10.1145/358886.358895): so many seconds
for a key, for pointing, for a hand that changes between keyboard and mouse, and for making up one's mind before each deed.
What the machine takes is added as seconds of the processor, which a busy machine does not lengthen.
"""

import contextlib
import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.project.stages import Stage
from desktop.widgets.ask import AskPopover

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

KEY = 0.28  # a letter, a modifier held, a button of the mouse: of somebody who types 40 words a minute
POINT = 1.1
OTHER_DEVICE = 0.4
THINK = 1.35


class Person:
    """One of them: what they take, and what they bring from outside of the window."""

    def __init__(self, application: Application) -> None:
        self.application, self.window = application, application.window
        self._person = 0.0
        self._at_mouse = False
        self._began = processor_seconds()

    def lap(self, what: str) -> float:
        """Return the seconds since the last lap, and print them; the next begins."""
        person, machine = self._person, processor_seconds() - self._began
        self._person, self._began = 0.0, processor_seconds()
        print(f"\n{what}: {person:.0f} s of a person, {machine:.0f} s of the processor")
        return person + machine

    def drop(self, zone: QWidget, *paths: Path) -> None:
        """Drag files from the system's file manager onto ``zone``."""
        self._spend(2 * (POINT + KEY), at_mouse=True)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
        middle = QPointF(zone.rect().center())
        QApplication.sendEvent(zone, QDragEnterEvent(middle, copy, data, left, NONE))
        QApplication.sendEvent(zone, QDropEvent(middle, copy, data, left, NONE))

    def _spend(self, seconds: float, *, at_mouse: bool) -> None:
        self._person += THINK + seconds + OTHER_DEVICE * (at_mouse is not self._at_mouse)
        self._at_mouse = at_mouse

    def headline(self) -> str:
        page = self.window.page()
        return page.header.headline.text()


class Hands(Person):
    """Of one person, who makes up their mind before each key, phrase, click and drop."""

    def __init__(self, application: Application, qtbot: QtBot) -> None:
        super().__init__(application)
        self.qtbot = qtbot

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        held = bin(modifier.value).count("1")
        self._spend(KEY * (1 + held), at_mouse=False)
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        self._spend(KEY * len(text), at_mouse=False)
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def click(self, widget: QWidget) -> None:
        self._spend(POINT + KEY, at_mouse=True)
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def look_at_the_window(self) -> None:
        """What a window manager does when the window in front goes away."""
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)

    def wait(self, until: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(until()))

    def go(self, stage: Stage) -> None:
        self.press(getattr(Qt.Key, f"Key_{stage.number}"), CONTROL)
        assert self.window.stage is stage

    def answer(self, **answers: str) -> None:
        """Fill in the popover that asks, and send it with Enter."""
        popover = next(p for p in self.window.findChildren(AskPopover) if p.isVisible())
        for key, text in answers.items():
            self.click(popover.fields[key])
            self.type(text)
        self.press(Qt.Key.Key_Return)


def processor_seconds() -> float:
    """Of this process and of the jobs that it has started; on Linux of those that run, too."""
    taken = sum(os.times()[:4])
    for child in multiprocessing.active_children():
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
            taken += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return taken
