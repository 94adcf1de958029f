"""What runs stands at the foot of every page, with how far it is and its end."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.app import Application
from desktop.project.project import Project
from desktop.project.stages import Stage
from desktop.window.work_line import WorkLine
from tests.desktop.jobs import jobs_for_tests
from tests.desktop.jobs.jobs_for_tests import Request

AT_WORK = f"{jobs_for_tests.__name__}:growing_until_stopped"


@pytest.fixture
def line(application: Application, tmp_path: Path, qtbot) -> WorkLine:
    """The line while a job runs that does not end by itself."""
    line = application.window.status.work
    start(application, tmp_path)
    assert not line.isVisible()  # what is over in a moment is never spoken of
    qtbot.waitUntil(lambda: line.isVisible() and "photo 2" in line.words.text())
    return line


def start(application: Application, place: Path) -> None:
    application.jobs.start("Reading the photos", AT_WORK, Request(place), on_done=lambda _: None)


def cancelled(application: Application) -> bool:
    states = {
        job.title: job.state for job in application.jobs.jobs()
    }  # pages begin some of their own
    return states["Reading the photos"] == "cancelled"


def test_every_page_shows_what_runs_and_stops_it_with_one_press(
    application, tmp_path, qtbot
) -> None:
    window, line = application.window, application.window.status.work
    with Project.create(tmp_path / "p.smart", name="P"):
        pass
    assert application.open_project(tmp_path / "p.smart")
    start(application, tmp_path)
    qtbot.waitUntil(lambda: line.isVisible() and "photo 2" in line.words.text())
    for stage in Stage:
        window.show_stage(stage)
        seen = line.visibleRegion().boundingRect()
        assert seen.size() == line.size(), stage
        assert line.words.text().startswith("Reading the photos · Looking at photo 2 of 4")
        assert line.cancel.accessibleName() == "Cancel: Reading the photos"
    qtbot.mouseClick(line.cancel, Qt.MouseButton.LeftButton)
    assert not line.cancel.isEnabled()
    qtbot.waitUntil(lambda: cancelled(application))


def test_where_there_is_little_room_the_details_go_first(application, line) -> None:
    window, whole = application.window, line.words.text()
    window.resize(window.minimumSize())
    assert line.width() <= 0.6 * window.width()
    line.set_room(200)
    assert line.words.text() == "Reading the photos" != whole


def test_on_welcome_it_is_stopped_as_well(application, line, qtbot) -> None:
    qtbot.mouseClick(line.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: cancelled(application) and not line.isVisible())
