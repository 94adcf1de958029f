"""What the Stage was set to by key: kept for the next one, or taken back when it is left."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.pages.stage.presenter import Presenter
from desktop.session import Session
from desktop.settings import Settings
from tests.desktop.pages.fake_hands import at_once


@pytest.fixture
def presenter(look: QApplication, labelled_session: Session, qtbot: QtBot) -> Iterator[Presenter]:
    home = QWidget()
    qtbot.addWidget(home)
    home.show()
    at_once(labelled_session)
    made = Presenter(labelled_session, Settings(), home)
    yield made
    made.close()


def test_a_dark_stage_leaves_the_app_as_it_was_and_a_hidden_mark_stays_hidden(
    presenter: Presenter, qtbot: QtBot
) -> None:
    settings = presenter._settings
    before = settings.preferences.theme
    presenter.present()
    qtbot.keyClick(presenter.stage, Qt.Key.Key_D)
    qtbot.keyClick(presenter.stage, Qt.Key.Key_S)
    assert settings.preferences.theme != before
    presenter.close()
    assert settings.preferences.theme == before
    presenter.present()
    assert presenter.stage.foot.without_mark
