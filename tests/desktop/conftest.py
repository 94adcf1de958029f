"""What window tests share: the look in force, and one message of Qt's offscreen platform let through."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.apply import apply_theme


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The offscreen platform says so for sizes, raising and keyboards; it is no fault of ours.
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture
def look(qapp: QApplication) -> QApplication:
    """The light theme at 100%, without motion."""
    apply_theme(qapp, "light", reduced_motion=True)
    return qapp


@pytest.fixture
def shown(look: QApplication, qtbot: QtBot) -> Callable[..., QWidget]:
    """Return a function that shows a widget in a window of the given size."""

    def show(widget: QWidget, width: int = 800, height: int = 500) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()
        return widget

    return show
