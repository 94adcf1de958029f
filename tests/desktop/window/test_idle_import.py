"""Pages are there before they are asked for, and nothing of that stands in the way of the first paint."""

import subprocess
import sys

from desktop.app import page_module
from desktop.project.stages import Stage
from desktop.window.idle_import import modules

_SCRIPT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from desktop.window.idle_import import IdleImporter, modules
app = QApplication([])
window = QWidget()
importer = IdleImporter(window)
importer.start()
print("desktop.pages.fake.page" in sys.modules)
timer = QTimer()
timer.timeout.connect(lambda: all(name in sys.modules for name in modules()) and app.quit())
timer.start(10)
app.exec()
importer.start()
print("desktop.pages.fake.page" in sys.modules)
"""


def test_every_page_is_imported_while_the_window_answers() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True"]


def test_a_page_comes_after_what_it_is_made_of() -> None:
    names = list(modules())
    pages = [page_module(stage) for stage in Stage]
    assert set(pages) <= set(names)
    others = [name for name in names if not name.endswith(".page")]
    assert max(map(names.index, others)) < min(map(names.index, pages))


def test_a_step_imports_few_modules_of_ours() -> None:
    script = """
import sys
from desktop.window.idle_import import steps
many = []
for step in steps():
    before = set(sys.modules)
    step()
    ours = [name for name in set(sys.modules) - before if name.startswith(("desktop", "estimators", "mock_ai", "reports"))]
    many.append((len(ours), getattr(step, "args", ("",))[0]))
print(*max(many))
print("scipy" in sys.modules)  # nothing that is shown needs it, and it holds the window up for a tenth of a second
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    most, name, scipy = done.stdout.split()
    assert int(most) <= 25, name
    assert scipy == "False"
