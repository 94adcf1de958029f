"""A window may be closed at any moment after it was shown."""

import os
import subprocess
import sys

CLOSED_DURING_THE_IMPORT = """
import sys, threading
from importlib.abc import MetaPathFinder
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop.app import Application

class Watch(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "numpy":
            print(threading.current_thread() is threading.main_thread(), flush=True)
            app.quit()

app = QApplication([])
application = Application(app)
app.aboutToQuit.connect(application.shut_down)
sys.meta_path.insert(0, Watch())
application.window.show()
sys.exit(app.exec())
"""


def test_what_pages_need_is_imported_by_the_gui_thread_and_quitting_meanwhile_is_clean() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", CLOSED_DURING_THE_IMPORT],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout.split()) == (0, ["True"]), ran.stderr
