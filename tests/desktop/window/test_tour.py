"""The tour goes round a finished sample, keeps out of the way, and can be left at any time."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.app import Application
from desktop.project.stages import Stage
from desktop.window.new_project import NewProject
from desktop.window.tour import STOPS, Tour


@pytest.fixture
def tour(application: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tour:
    monkeypatch.setattr("desktop.project_places.documents", lambda: tmp_path)
    # What the sample learns from is read and trained on beside it: not what is tested here.
    monkeypatch.setattr(application.jobs, "start", lambda *_, **__: 0)
    application.window.welcome.tour_button.click()
    found = application.window.findChild(Tour)
    assert found is not None
    return found


def test_it_stops_once_at_each_stage_and_ends_with_a_project_of_ones_own(
    application: Application, tour: Tour, qtbot
) -> None:
    seen = []
    for _ in STOPS:
        seen.append(application.window.stage)
        assert tour.count.text().startswith(application.window.stage.title)
        qtbot.keyClick(tour, Qt.Key.Key_Right)
    assert seen == list(Stage)
    assert not tour.isVisible()
    assert application.window.findChild(NewProject) is not None


def test_it_goes_back_and_esc_leaves_it_where_one_is(
    application: Application, tour: Tour, qtbot
) -> None:
    qtbot.keyClick(tour, Qt.Key.Key_Right)
    qtbot.keyClick(tour, Qt.Key.Key_Right)
    qtbot.keyClick(tour, Qt.Key.Key_Left)
    assert application.window.stage is Stage.DECIDE
    qtbot.keyClick(tour, Qt.Key.Key_Escape)
    assert not tour.isVisible()
    assert application.window.stage is Stage.DECIDE


def test_the_page_stays_in_reach_and_the_box_in_the_window(
    application: Application, tour: Tour, qtbot
) -> None:
    application.window.rail.stages[Stage.DATA].click()
    assert application.window.stage is Stage.DATA
    assert tour.isVisible()
    application.window.resize(1024, 680)
    assert application.window.rect().contains(tour.geometry().adjusted(30, 30, -30, -30))
