"""What the start of the window does before its first frame."""

import subprocess
import sys

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
