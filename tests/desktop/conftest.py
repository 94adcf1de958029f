"""What window tests share: patience, the look in force, and one message of Qt's offscreen platform let through."""

import functools
import gc
import multiprocessing
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.garbage_collection import GarbageCollection
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION, Inspection
from desktop.theme.apply import apply_theme
from desktop.window.idle_import import IdleImporter
from tests.desktop import forked_jobs
from tests.desktop.hands import Hands
from tests.jobs_in_process import run_job
from tests.made_once import made_once
from tests.patience import PATIENCE

# As it is: what these are about needs what an idle window does.
_MADE_AHEAD = ("test_journey.py", "test_window.py", "test_idle_import.py", "test_leaks.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The offscreen platform says so for sizes, raising and keyboards; it is no fault of ours.
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


class PatientBot(QtBot):
    """Waits for as long as any test does, whatever a call says, rather than for pytest-qt's five seconds."""


def _patient(wait: Callable[..., object]) -> Callable[..., object]:
    @functools.wraps(wait)
    def waits(self: QtBot, *args: object, timeout: float = 0, **kwargs: object) -> object:
        # Else it waits for what must not happen, as assertNotEmitted does.
        if kwargs.get("raising", True):
            timeout = max(timeout, round(1000 * PATIENCE))
        return wait(self, *args, timeout=timeout, **kwargs)

    return waits


for _name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive"):
    setattr(PatientBot, _name, _patient(getattr(QtBot, _name)))


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's, with patience."""
    return PatientBot(request)


@pytest.fixture(scope="package")
def garbage_collection(qapp: QApplication) -> Iterator[GarbageCollection]:
    """As in the application: a worker thread that looks for cycles would destroy widgets, and end the process."""
    made = GarbageCollection(qapp)
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def no_garbage_collection_in_threads(garbage_collection: GarbageCollection) -> None:
    gc.disable()  # an application that was shut down has switched it on


@pytest.fixture(autouse=True)
def job_processes_are_forked(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a system can fork, and how a process begins is not what the test is about: see ``forked_jobs``."""
    if sys.platform == "linux" and request.path.name not in ("test_queue.py", "test_journey.py"):
        monkeypatch.setattr(multiprocessing, "get_context", forked_jobs.get_context)


@pytest.fixture(autouse=True)
def nothing_is_made_ahead(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that waits for something else would make every page in the meantime, a fifth of its work."""
    if request.path.name not in _MADE_AHEAD:
        monkeypatch.setattr(IdleImporter, "start", lambda _: None)


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


@pytest.fixture
def nameless() -> Callable[[QWidget], list[QWidget]]:
    """Return a function that finds what takes the focus below a widget and has no name for a screen reader."""
    tabbed = Qt.FocusPolicy.TabFocus
    return lambda whole: [
        one
        for one in whole.findChildren(QWidget)
        if one.isVisible() and one.focusPolicy() & tabbed and not one.accessibleName()
    ]


@pytest.fixture
def application(look: QApplication, qtbot: QtBot) -> Iterator[Application]:
    """The whole application, with its window on show."""
    made = Application(look)
    made.settings.change(theme="light", reduced_motion=True)
    made.window.resize(1440, 900)
    with qtbot.waitExposed(made.window):
        made.window.show()
    yield made
    made.shut_down()
    made.window.close()
    made.window.deleteLater()
    made.deleteLater()


@pytest.fixture
def hands(application: Application, qtbot: QtBot, tmp_path: Path, monkeypatch) -> Hands:
    """At the window of the whole application, whose projects come into ``tmp_path``."""
    monkeypatch.setattr("desktop.project_places.documents", lambda: tmp_path)
    hands = Hands(application, qtbot)
    hands.look_at_the_window()  # a key pressed before the window has the focus goes nowhere
    return hands


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """An empty one."""
    with Project.create(tmp_path / "p.smart", name="P") as made:
        yield made


@pytest.fixture(scope="session")
def trained_folder() -> Path:
    """A folder with a project that was checked and trained on 160 real photos; copy it, do not change it."""
    return made_once("trained", _train_in)


def _train_in(folder: Path) -> None:
    from desktop.jobs.add_data import AddData, find_data
    from desktop.jobs.learn import CheckData, check_data, train
    from desktop.jobs.training_request import OnProject
    from tests.digits import write_digits

    path = folder / "digits.smart"
    with Project.create(path, name="Digits") as project:
        photos = write_digits(folder / "digits", per_class=16)
        found = run_job(find_data, AddData(path, (photos,)))
        project.do(edit.AddExamples(found.examples))
        checked = run_job(check_data, CheckData(path))
        project.do(edit.HoldOut(checked.held_out))
        project.append_record(INSPECTION, Inspection(checked.inspection), project.fingerprint())
        trained = run_job(train, OnProject(path))
        project.append_run(trained.settings, trained.result)
        shutil.rmtree(trained.model.parent)
