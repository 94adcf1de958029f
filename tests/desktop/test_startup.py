"""What the start of the window does before its first frame."""

import subprocess
import sys

import pytest
from PySide6.QtWidgets import QWidget

from desktop.settings_store import open_store
from desktop.startup import keep_place, place_window
from tests.patience import PATIENCE

# What Welcome is painted without: libraries, and of ours what projects, pages and jobs are made of.
LATE = (
    *("sklearn", "onnxruntime", "reportlab", "PIL", "pyqtgraph", "scipy", "onnx", "numpy"),
    *("msgspec", "multiprocessing", "sqlite3", "starlette", "jinja2"),
    *("mock_ai", "desktop.findings", "desktop.project.project", "desktop.project.records"),
    *("desktop.pages.page", "desktop.jobs.pack", "desktop.cli.output", "reports.chart_data"),
    *(
        "estimators.acceptance",
        "estimators.data_sufficiency",
        "estimators.classifier.training_result",
    ),
)
START = """
import sys
import desktop.cli.main
from PySide6.QtWidgets import QApplication
app = QApplication(["-platform", "offscreen"])
from desktop.startup import Application
application = Application(app)
application.window.show()
application.window.grab()
print(*sys.modules)
application.shut_down()
"""


def test_the_first_paint_imports_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", START], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.split()
    parts = [
        one for one in loaded if any(one == late or one.startswith(f"{late}.") for late in LATE)
    ]
    assert "desktop.pages.welcome" in loaded
    assert parts == []


@pytest.mark.parametrize("damaged", ["nonsense", "%%%", ["a", "b"], "é"])
def test_the_window_fits_the_screen_and_comes_back_where_it_was(qtbot, damaged) -> None:
    open_store().setValue("window/place", damaged)
    first, second = QWidget(), QWidget()
    qtbot.addWidget(first)
    qtbot.addWidget(second)
    place_window(first)
    room = first.screen().availableGeometry()
    assert first.width() <= min(1440, room.width())
    assert first.height() < min(901, room.height())
    first.setGeometry(40, 60, 500, 400)
    keep_place(first)
    place_window(second)
    assert second.geometry() == first.geometry()


def test_the_help_of_a_command_needs_nothing_of_what_it_does() -> None:
    script = """
import sys
from desktop.cli.main import main
try:
    main(["train", "--help"])
finally:
    print(*sys.modules, file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("usage: smart-enough train")
    loaded = done.stderr.split()
    assert "desktop.cli.arguments" in loaded
    assert not {"numpy", "desktop.findings", "desktop.project"} & set(loaded)
