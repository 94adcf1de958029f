"""Nothing is left of pages, popovers and projects that were gone through: what lives in the process does not grow."""

import gc
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThreadPool
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from desktop.app import Application
from desktop.pages.page import show_explanation
from desktop.project.stages import Stage
from desktop.widgets.popover import open_popover
from tests.golden.pages import is_busy, jobs_in_this_process
from tests.golden.projects import open_project
from tests.patience import until

CHANGES = 200  # of page
OPENED = 4  # times each popover, and projects
POPOVERS = ("app.palette", "app.settings", "help.keys", "help.glossary", "project.new")


@pytest.fixture
def projects(tmp_path: Path) -> list[Path]:
    return [open_project(name, tmp_path / name) for name in ("recall_bar", "half_filled")]


@pytest.fixture
def window(application: Application, monkeypatch: pytest.MonkeyPatch) -> Application:
    jobs_in_this_process(monkeypatch)
    return application


def settle() -> None:
    until(lambda: QThreadPool.globalInstance().activeThreadCount() == 0)
    for _ in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def living() -> Counter[str]:
    """The objects of Qt's that live, those without a parent included, by class; widgets that only Qt knows too."""
    settle()
    gc.collect()
    settle()
    found = Counter(
        type(one).__name__ for one in gc.get_objects() if isinstance(one, QObject) and isValid(one)
    )
    found["widgets"] = len(QApplication.allWidgets())
    return found


def grown(before: Counter[str], after: Counter[str]) -> dict[str, int]:
    return {name: after[name] - before[name] for name in after if after[name] > before[name]}


def change_pages(application: Application, times: int) -> None:
    stages = list(Stage)
    for number in range(times):
        application.window.show_stage(stages[number % len(stages)])
        QApplication.processEvents()


def show_all_of_pages(application: Application) -> None:
    """What a thread finds out is shown once it is known: of the report late."""
    for stage in Stage:
        application.window.show_stage(stage)
        until(lambda: QApplication.processEvents() or not is_busy(application, application.window))


def test_page_changes_leave_no_object_behind(window: Application, projects: list[Path]) -> None:
    assert window.open_project(projects[0])
    show_all_of_pages(window)
    change_pages(window, 3 * len(Stage))
    before = living()
    change_pages(window, CHANGES)
    assert grown(before, living()) == {}


def test_popovers_leave_no_object_behind(window: Application, projects: list[Path]) -> None:
    assert window.open_project(projects[0])
    shown = window.window
    change_pages(window, len(Stage))  # else they are made ahead meanwhile
    shown.show_stage(Stage.MEASURE)
    settle()

    def explain() -> None:
        page = shown.page()
        assert page is not None
        if (explanation := page.explanation()) is not None:
            show_explanation(page, explanation)

    def table() -> None:
        page = shown.page()
        assert page is not None
        page.table()

    ways: list[Callable[[], object]] = [explain, table]
    ways += [lambda name=name: shown.registry.run(name) for name in POPOVERS]  # type: ignore[misc]

    def open_each() -> int:
        opened = 0
        for way in ways:
            way()
            QApplication.processEvents()
            if (popover := open_popover(shown)) is not None:
                opened += 1
                popover.close_popover()
            settle()
        return opened

    assert open_each() >= 6
    open_each()
    before = living()
    for _ in range(OPENED):
        open_each()
    assert grown(before, living()) == {}


def test_projects_leave_no_object_behind(window: Application, projects: list[Path]) -> None:
    def open_and_close(times: int) -> None:
        for number in range(times):
            assert window.open_project(projects[number % 2])
            change_pages(window, len(Stage))
            if number % 3 == 2:
                window.close_project()
            settle()
        window.close_project()

    for project in projects:
        assert window.open_project(project)
        show_all_of_pages(window)
    open_and_close(3)  # the start page comes between two as well
    before = living()
    open_and_close(OPENED)
    assert grown(before, living()) == {}
