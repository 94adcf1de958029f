"""What a window says: every text of the widgets that are shown, in reading order, one a line.

Each line begins with what the text is for (``tip``, ``said`` to a screen reader, ``row``…) where it is not simply read.
Behind a page follow what opens over it (``OPENS``), how its figures are explained (F1), and their table twins (T).
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    Qt,
    QThreadPool,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QTableView,
    QWidget,
)

from desktop.app import Application
from desktop.jobs.queue import JobQueue
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.page import Page, show_explanation
from desktop.pages.report.page import ReportPage
from desktop.project.stages import Stage
from desktop.widgets.charts.view import ChartView
from desktop.widgets.popover import open_popover
from desktop.widgets.tabs import AnswerTabs
from tests.left_behind import running_timers
from tests.patience import until

OPENS = re.compile(
    r"(How\?|How right must it be|How many can be|Plan: |All of them|Every number|Enter what I found|"
    r"Change$|Choose what goes wrong|Options$|Compare two|Move the bar|Set the bar|Add one$|Add a |Name |Answers?$|Answer what is|"
    r"Decide otherwise|What sets you apart|Free to change|Data stay private|Soon in use|Amounts in)|"
    r".*(Press for its source|miss costs, where it comes from)"
)
"""The names of what opens something over the page and changes nothing."""
# Further questions and cues, by what a screen reader hears; "Show these" puts a set on the Stage.
UNFOLDS = re.compile(r"Show (?!these)\w.*")
MOST_ROWS = 60  # of a table or a list
Lines = Iterator[str]


def texts(widget: QWidget) -> Lines:
    """Every text of a widget and of what is shown in it."""
    own = list(_own(widget))
    inside = (
        list(_items(widget))
        if isinstance(widget, QAbstractItemView)
        else [line for child in _children(widget) for line in texts(child)]
    )
    told = {*(line.partition(": ")[2] for line in own), *own, *inside}
    yield from own
    for kind, text in (
        ("said", widget.accessibleName()),
        ("said", widget.accessibleDescription()),
        ("tip", widget.toolTip()),
    ):
        if text and text not in told:
            told.add(text)
            yield f"{kind}: {text}"
    yield from inside


def _own(widget: QWidget) -> Lines:
    if isinstance(widget, QLabel):
        if widget.text():
            yield widget.text()
    elif isinstance(widget, QAbstractButton):
        state = "" if widget.isEnabled() else ", off"
        chosen = ", chosen" if widget.isChecked() else ""
        if widget.text():
            yield f"button{state}{chosen}: {widget.text()}"
    elif isinstance(widget, QLineEdit):
        yield f"field: {widget.text() or widget.placeholderText()}"
    elif isinstance(widget, QPlainTextEdit):
        yield f"field: {widget.toPlainText() or widget.placeholderText()}"


def _children(widget: QWidget) -> Iterator[QWidget]:
    """The shown children, those in a layout in its order first: that is how they are read."""
    seen: list[QWidget] = []
    if isinstance(widget, QStackedWidget):
        seen = [widget.currentWidget()] if widget.currentWidget() else []
    elif widget.layout() is not None:
        seen = list(_laid_out(widget.layout()))
    others = [
        child
        for child in widget.children()
        if isinstance(child, QWidget) and child not in seen and not child.isWindow()
    ]
    for child in (*seen, *([] if isinstance(widget, QStackedWidget) else others)):
        if not child.isHidden():
            yield child


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _laid_out(inner)


def _items(view: QAbstractItemView) -> Lines:
    model: QAbstractItemModel | None = view.model()
    if model is None:
        return
    columns = range(1)
    if isinstance(view, QTableView):
        columns = range(model.columnCount(QModelIndex()))
        across = Qt.Orientation.Horizontal
        yield f"columns: {_joined(model.headerData(column, across) for column in columns)}"
    for row in range(min(model.rowCount(QModelIndex()), MOST_ROWS)):
        indexes = [model.index(row, column) for column in columns]
        yield f"row: {_joined(model.data(index) for index in indexes)}"
        for role, kind in (
            (Qt.ItemDataRole.AccessibleTextRole, "said"),
            (Qt.ItemDataRole.ToolTipRole, "tip"),
        ):
            extra = [_said(model, index, role) for index in indexes]
            if any(extra):
                yield f"{kind}: {_joined(extra)}"
    if model.rowCount(QModelIndex()) > MOST_ROWS:
        yield f"rows: {model.rowCount(QModelIndex())}"


def _said(model: QAbstractItemModel, index: QModelIndex, role: Qt.ItemDataRole) -> str:
    text = model.data(index, role)
    return "" if text in (None, model.data(index)) else str(text)


def _joined(cells: Any) -> str:
    return " | ".join("" if cell is None else str(cell) for cell in cells)


# A window ---------------------------------------------------------------------------------------


class WindowTexts:
    """One window, and what it says of the projects that are opened in it."""

    def __init__(self, app: QApplication) -> None:
        running_timers()  # from here on
        self._application = Application(app)
        self._application.settings.change(theme="light", reduced_motion=True)
        self._window = self._application.window
        self._window.resize(1440, 900)
        self._window.show()
        self._window.setUpdatesEnabled(False)  # what is said is read, not seen: nothing is painted
        self._settle()

    def close(self) -> None:
        self._application.shut_down()
        self._window.close()
        self._window.deleteLater()
        self._application.deleteLater()

    def of_project(self, path: Path) -> dict[str, list[str]]:
        """What every page says, and the frame around them, by the name of its file."""
        assert self._application.open_project(path)
        found = {}
        for stage in Stage:
            self._window.show_stage(stage)
            self._settle()
            page = self._window.page(stage)
            assert page is not None
            found[f"page-{stage.name.lower()}"] = list(self._page(page))
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            if isinstance(page, ReportPage):
                found["pdf"] = list(_printed(page))
        window = self._window
        found["window"] = [
            line
            for name, part in (
                ("Top", window.top_bar),
                ("Rail", window.rail),
                ("Status", window.status),
            )
            for line in ("", f"== {name}", *texts(part))
        ]
        return found

    def without_project(self) -> list[str]:
        """What Welcome says, and what opens from anywhere."""
        window = self._window
        lines = [*texts(window.welcome)]
        for name in ("app.palette", "app.settings", "help.keys", "help.glossary"):
            lines += self._opened(partial(window.registry.run, name), name)
        return lines

    def _page(self, page: Page) -> Iterator[str]:
        for button in self._buttons(page):
            if UNFOLDS.fullmatch(button.accessibleName()):
                button.click()
        self._settle()
        tabs = page.findChildren(AnswerTabs)
        tabs = [bar for bar in tabs if bar.isVisible()][:1]
        keys = [tab.key for tab in tabs[0]._tabs] if tabs else [""]
        seen: set[str] = set()
        for number, key in enumerate(keys):
            if number:
                tabs[0]._choose(number)
                self._settle()
            if key:
                yield from ("", f"== Tab {key}")
            yield from texts(page if not number else page.content)
            yield from self._behind(page, seen)
        explanation = page.explanation()
        if explanation is not None:
            yield from self._opened(lambda: show_explanation(page, explanation), "F1 of the page")

    def _behind(self, page: Page, seen: set[str]) -> Iterator[str]:
        """What opens over the page as it is shown now, and the numbers behind its charts."""
        for widget in page.findChildren(QWidget):
            name = widget.accessibleName()
            if name in seen or not OPENS.match(name) or not widget.isVisible():
                continue
            if not widget.isEnabled() or isinstance(widget, QLabel | QLineEdit):
                continue
            seen.add(name)
            yield from self._opened(lambda one=widget: _press(one), name)
        for chart in page.findChildren(ChartView):
            if not chart.isVisible():
                continue
            title = chart.chart.title
            if (shown := chart.explanation) is not None:
                yield from self._opened(
                    lambda one=shown: show_explanation(page, one), f"F1 of {title}"
                )
            yield from self._opened(chart.show_table, f"T of {title}")

    def _opened(self, run: Callable[[], object], name: str) -> list[str]:
        run()
        self._settle()
        popover, menu = open_popover(self._window), QApplication.activePopupWidget()
        if menu is not None:
            lines = [f"item: {action.text()}" for action in menu.actions() if action.text()]
            menu.close()
        elif popover is not None:
            lines = list(texts(popover))
            popover.close_popover()
        else:
            return []
        self._settle()
        return ["", f"== Opens: {name}", *lines]

    def _buttons(self, page: Page) -> list[QAbstractButton]:
        found = page.findChildren(QAbstractButton)
        return [button for button in found if button.isVisible() and button.isEnabled()]

    def _settle(self) -> None:
        """Until nothing is under way: no thread, no job, no timer that rings once."""
        quiet = 0  # rounds; looking for what is busy takes longest, so it is done in the last

        def still() -> bool:
            nonlocal quiet
            QApplication.processEvents()
            quiet = 0 if quiet == 3 and is_busy(self._application, self._window) else quiet + 1
            return quiet > 3

        until(still)


def is_busy(*tops: QObject) -> bool:
    """Whether a thread or a timer that rings once is under way; jobs are done where they are started."""
    if QThreadPool.globalInstance().activeThreadCount():
        return True
    return any(timer.isSingleShot() for timer in running_timers()) or any(
        thread.busy for top in tops for thread in top.findChildren(LatestWinsThread)
    )


def _printed(page: ReportPage) -> Iterator[str]:
    """The text of the PDF that the Report page shows, line by line."""
    document = page.preview.document
    assert document is not None
    for number in range(document.pageCount()):
        yield from ("", f"== Page {number + 1}")
        yield from document.getAllText(number).text().splitlines()


def _press(widget: QWidget) -> None:
    if isinstance(widget, QAbstractButton):
        widget.click()
    else:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def jobs_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have jobs done where they are started, as commands have them done: no process takes its time to begin."""

    def start(
        _queue: JobQueue,
        _title: str,
        function: str,
        request: Any,
        *,
        on_done: Callable[[Any], str | None],
        **_others: object,
    ) -> int:
        module, _, name = function.partition(":")
        on_done(getattr(import_module(module), name)(request, lambda *_: None, lambda: False))
        return 0

    monkeypatch.setattr(JobQueue, "start", start)
    monkeypatch.setattr(JobQueue, "keep_warm", lambda _queue: None)
