"""A window may be closed at any moment after it was shown."""

import os
import subprocess
import sys
from pathlib import Path

from desktop.app import Application
from desktop.left_open import end_of_window, go_on, keep_open, open_as_left, take_left_open
from desktop.project.project import Project
from desktop.project.stages import Stage
from desktop.settings_store import open_store

CLOSED_DURING_THE_IMPORT = """
import sys, threading
from importlib.abc import MetaPathFinder
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop.app import Application

class Watch(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "pyqtgraph.Qt":
            print(threading.current_thread() is threading.main_thread(), flush=True)
            app.quit()

app = QApplication([])
application = Application(app)
app.aboutToQuit.connect(application.shut_down)
sys.meta_path.insert(0, Watch())
application.window.show()
sys.exit(app.exec())
"""


def test_charts_are_imported_by_the_gui_thread_and_quitting_meanwhile_is_clean() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", CLOSED_DURING_THE_IMPORT],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout.split()) == (0, ["True"]), ran.stderr


# --- going on where one left off -----------------------------------------------------------------------------------


def _left_with(application: Application, path: Path, stage: Stage) -> None:
    """What a kill leaves, too: nothing is asked of the window when it ends."""
    keep_open(application)
    Project.create(path, name="Blades").close()
    application.open_project(path)
    application.window.show_stage(stage)
    application.close_project()


def _left_by_another(path: Path) -> None:
    """What the process of another window wrote down."""
    if not path.exists():
        Project.create(path, name="Rails").close()
    open_store().setValue("window/open/1", f"{path}\nLAUNCH")


def test_the_next_start_goes_on_with_the_project_and_the_page(
    application: Application, tmp_path: Path
) -> None:
    _left_with(application, tmp_path / "a.smart", Stage.FAKE)
    go_on(application)
    assert application.session.path == tmp_path / "a.smart"
    assert application.window.stage is Stage.FAKE


def test_each_of_several_windows_that_were_killed_comes_back(
    application: Application, tmp_path: Path, monkeypatch
) -> None:
    beside: list[Path] = []
    monkeypatch.setattr("desktop.left_open.open_own_window", beside.append)
    _left_by_another(tmp_path / "b.smart")
    _left_with(application, tmp_path / "a.smart", Stage.DATA)
    go_on(application)
    assert {application.session.path, *beside} == {tmp_path / "a.smart", tmp_path / "b.smart"}
    # What is shown here stands for the window beside, once it is started.
    application.close_project()
    open_as_left(application, beside[0])
    assert application.window.stage is {"a": Stage.DATA, "b": Stage.LAUNCH}[beside[0].stem]


def test_a_project_that_another_window_has_open_stays_that_windows_to_go_on_with(
    application: Application, tmp_path: Path
) -> None:
    _left_by_another(tmp_path / "b.smart")
    with Project.open(tmp_path / "b.smart"):
        open_as_left(application, tmp_path / "b.smart")
    assert take_left_open(application) == ((tmp_path / "b.smart", "LAUNCH"),)


def test_of_windows_that_are_closed_one_by_one_the_last_comes_back(
    application: Application, tmp_path: Path
) -> None:
    b = tmp_path / "b.smart"
    _left_by_another(b)
    _left_with(application, tmp_path / "a.smart", Stage.DATA)
    with Project.open(b):
        end_of_window()
    assert take_left_open(application) == ((b, "LAUNCH"),)
    _left_by_another(b)
    _left_with(application, tmp_path / "c.smart", Stage.DATA)
    end_of_window()
    assert take_left_open(application) == ((tmp_path / "c.smart", "DATA"),)


def test_nothing_is_gone_on_with_where_nothing_was_open_or_it_is_gone_or_not_wanted(
    application: Application, tmp_path: Path
) -> None:
    assert not take_left_open(application)
    _left_with(application, tmp_path / "a.smart", Stage.DATA)
    application.settings.change(reopens=False)
    assert not take_left_open(application)
    application.settings.change(reopens=True)
    _left_with(application, tmp_path / "b.smart", Stage.DATA)
    (tmp_path / "b.smart").unlink()
    assert not take_left_open(application)


def test_a_project_that_another_window_has_is_left_to_it_without_a_word(
    application: Application, tmp_path: Path
) -> None:
    _left_with(application, tmp_path / "a.smart", Stage.DATA)
    with Project.open(tmp_path / "a.smart"):
        go_on(application)
    assert not application.session.is_open
    assert application.window.welcome.message.message is None


def test_a_project_that_was_closed_by_hand_is_not_opened_again(
    application: Application, tmp_path: Path
) -> None:
    _left_with(application, tmp_path / "a.smart", Stage.DATA)
    application.open_project(tmp_path / "a.smart")
    application.registry.run("project.close")
    assert not take_left_open(application)
