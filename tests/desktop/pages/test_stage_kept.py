"""What the Stage was set to by key: kept for the next one, or taken back when it is left."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.pages.stage.presenter import Presenter
from desktop.session import Session
from desktop.settings import Settings
from desktop.theme.apply import apply_theme
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


def test_large_letters_leave_the_whole_answer_and_its_buttons_in_view(
    presenter: Presenter, look: QApplication, qtbot: QtBot
) -> None:
    apply_theme(look, text_scale=2.0)
    presenter.present()
    stage = presenter.stage
    stage.showNormal()
    stage.resize(1440, 900)
    qtbot.waitUntil(lambda: stage.view.ready)
    side = stage.view.side
    side.sentence.setText("Cardboard? I’m 68% sure.")
    QApplication.processEvents()
    assert side.sentence.height() >= side.sentence.heightForWidth(side.sentence.width())
    word = QFontMetrics(side.sentence.font()).horizontalAdvance("Cardboard?")
    assert word <= side.sentence.width()
    bottom = side.reject.mapTo(stage, side.reject.rect().bottomLeft()).y()
    assert bottom < stage.foot.y()
