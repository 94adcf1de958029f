"""A project is opened in turns of the event loop, and shown as a whole."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.project.project import Project
from desktop.project.stages import Stage
from desktop.window.main import MainWindow


@pytest.fixture
def idea(tmp_path: Path) -> Path:
    path = tmp_path / "idea.smart"
    Project.create(path, name="Blade inspection").close()
    return path


def seen(window: MainWindow) -> tuple[bool, bool, str]:
    """Whether Welcome is shown, whether the rail is, and the title."""
    welcome = window.stack.currentWidget() is window.welcome
    return welcome, window.rail.isVisible(), window.windowTitle().partition(" – ")[0]


WELCOME, OPENED = (True, False, "Smart Enough"), (False, True, "Blade inspection")


def test_the_window_answers_while_a_project_opens_and_shows_it_as_a_whole(
    application: Application, idea: Path, qtbot: QtBot
) -> None:
    window, meanwhile = application.window, list[tuple[bool, bool, str]]()
    QTimer.singleShot(0, lambda: meanwhile.append(seen(window)))
    assert application.open_project(idea)
    assert seen(window) == WELCOME
    qtbot.waitUntil(lambda: window.stack.currentWidget() is not window.welcome)
    assert (meanwhile, seen(window)) == ([WELCOME], OPENED)


def test_whoever_asks_for_the_page_while_a_project_opens_has_it_at_once(
    application: Application, idea: Path
) -> None:
    assert application.open_project(idea)
    page = application.window.page()
    assert page is not None
    assert page.is_built
    assert seen(application.window) == OPENED


def test_another_page_asked_for_while_a_project_opens_is_shown(
    application: Application, idea: Path
) -> None:
    assert application.open_project(idea)
    application.window.show_stage(Stage.DATA)
    assert application.window.stage is Stage.DATA


def test_a_project_closed_while_it_opens_leaves_welcome(
    application: Application, idea: Path, qtbot: QtBot
) -> None:
    assert application.open_project(idea)
    application.close_project()
    qtbot.wait(50)
    assert seen(application.window) == WELCOME
    assert application.window.page() is None
