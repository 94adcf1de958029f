"""Everything that opens when what a page shows is pressed, one after the other: popovers, menus and windows, for the walk by hand.

What a press changed is undone; a file dialog is answered with nothing, and a job does not begin.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from desktop.app import Application
from desktop.jobs.queue import JobQueue
from desktop.widgets.choices import ChoiceBar, Radio, Tick
from desktop.widgets.popover import Popover, open_popover
from desktop.widgets.tabs import AnswerTabs

Settle = Callable[[], object]
LEAVES = {
    "app.quit", "project.close", "project.new_at", "project.own_window", "project.open",
    "help.tour", "view.larger", "view.smaller", "view.dark", "view.system", "app.palette", "edit.undo", "edit.redo", "report.print",
}  # fmt: skip
_ANSWERS = (AnswerTabs, ChoiceBar, QLabel, QLineEdit, QPlainTextEdit, Radio, Tick)
_ANSWERING = ("_Handle", "TickGrid", "TickGroup")
_QUICK = ("report", "preview")  # of the names of jobs: what the page itself shows
Opened = tuple[str, QWidget]


class Presses:
    """Presses what is shown in a window, each thing once."""

    def __init__(self, application: Application, settle: Settle) -> None:
        self._application, self._settle = application, settle
        self._window = application.window
        self._pressed: set[tuple[str, str, str]] = set()
        self._actions: set[str] = set()

    def of_page(self, where: str, page: QWidget) -> Iterator[Opened]:
        """What opens from this page as it is shown now."""
        stage = self._window.stage
        for action in self._application.registry.all():
            if (
                action.id not in self._actions | LEAVES
                and not action.off()
                and action.id.partition(".")[0] != "go"
            ):
                self._actions.add(action.id)
                run = partial(self._application.registry.run, action.id)
                yield from self._after(action.id, run, stage)
        while (widget := self._next(where, page)) is not None:
            name = f"{type(widget).__name__} {widget.accessibleName()}"
            yield from self._after(name, partial(_press, widget), stage)

    def _next(self, where: str, page: QWidget) -> QWidget | None:
        for widget in page.findChildren(QWidget):
            if not (
                widget.isVisible()
                and widget.isEnabled()
                and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            ):
                continue
            if isinstance(widget, _ANSWERS) or type(widget).__name__ in _ANSWERING:
                continue
            if isinstance(widget, QAbstractScrollArea) and not isinstance(
                widget, QAbstractItemView
            ):
                continue
            kind = type(widget).__name__
            key = (where, kind, "" if kind == "SourceButton" else widget.accessibleName())
            if key not in self._pressed:
                self._pressed.add(key)
                return widget
        return None

    def _after(
        self, name: str, run: Callable[[], object], stage: object, deep: int = 2
    ) -> Iterator[Opened]:
        before, opened = self._depth(), False
        run()
        self._settle()
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            opened = True
            yield f"{name} (menu)", menu
            entries = [one.text() for one in menu.actions() if one.isEnabled() and one.text()]
            menu.close()
            self._settle()
            for entry in entries if deep else ():
                yield from self._after(
                    f"{name} > {entry}", partial(_choose, run, self._settle, entry), stage, deep - 1
                )
        for _ in range(4):
            popover = open_popover(self._window)
            if popover is None:
                break
            opened = True
            yield name, popover
            if deep:
                yield from self._inside(name, popover)
            if (popover := open_popover(self._window)) is not None:
                popover.close_popover()
                self._settle()
        for top in QApplication.topLevelWidgets():
            if top.isVisible() and top is not self._window and not isinstance(top, QMenu):
                opened = True
                yield f"{name} (window)", top
                top.close()
                self._settle()
        if not opened:  # it may have unfolded something, or moved to another page
            yield f"{name} (page)", self._window
        self._take_back(before)
        if self._window.stage is not stage:
            self._window.show_stage(stage)
            self._settle()

    def _inside(self, name: str, popover: Popover) -> Iterator[Opened]:
        """What unfolds or opens inside it, as long as it stays open."""
        known = ("inside", type(popover).__name__, popover.accessibleName())
        if known in self._pressed:
            return
        self._pressed.add(known)
        seen: set[str] = set()
        for _ in range(10):
            found = [
                one
                for one in popover.findChildren(QAbstractButton)
                if one.isVisible()
                and one.isEnabled()
                and one.accessibleName() not in seen
                and getattr(one, "kind", "") != "link"
            ]
            if not found:
                return
            seen.add(said := found[0].accessibleName())
            found[0].click()
            self._settle()
            if (menu := QApplication.activePopupWidget()) is not None:
                menu.close()
                self._settle()
                continue
            now = open_popover(self._window)
            if now is None:
                return
            yield f"{name} / {said}", now
            if now is not popover:
                now.close_popover()
                self._settle()
                if open_popover(self._window) is not popover:
                    return

    def _depth(self) -> int:
        connection = self._application.session.project.file.connection
        found = connection.execute("SELECT max(id) FROM undo_step WHERE NOT undone").fetchone()[0]
        return int(found or 0)

    def _take_back(self, before: int) -> None:
        for _ in range(5):
            if self._depth() <= before:
                return
            self._application.registry.run("edit.undo")
            self._settle()


def _choose(run: Callable[[], object], settle: Settle, entry: str) -> None:
    run()
    settle()
    menu = QApplication.activePopupWidget()
    if isinstance(menu, QMenu):
        for one in menu.actions():
            if one.text() == entry:
                menu.close()
                one.trigger()
                return
        menu.close()


def _press(widget: QWidget) -> None:
    if isinstance(widget, QAbstractButton):
        widget.click()
        return
    widget.setFocus()
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        widget.setCurrentIndex(widget.model().index(0, 0))
    QTest.keyClick(widget, Qt.Key.Key_Return)


def nothing_leaves(patch: pytest.MonkeyPatch) -> None:
    """No dialog of the system, no browser, no job but the quick ones that a page shows itself with."""
    for name in ("getOpenFileName", "getSaveFileName"):
        patch.setattr(QFileDialog, name, lambda *_, **__: ("", ""))
    patch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: ([], ""))
    patch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: "")
    patch.setattr(QDesktopServices, "openUrl", lambda *_: True)
    patch.setattr(QPrintDialog, "exec", lambda *_: 0)
    done = JobQueue.start

    def start(queue: JobQueue, title: str, function: str, request: object, **how: Any) -> int:
        if any(word in function for word in _QUICK):
            return done(queue, title, function, request, **how)
        return 0

    patch.setattr(JobQueue, "start", start)
