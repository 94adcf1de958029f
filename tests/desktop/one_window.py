"""One window on a project, until its reader has gone: for what looks at it from outside (``test_screen_reader``).

``QT_QPA_PLATFORM=xcb python -m tests.desktop.one_window PROJECT.smart`` reads a word a line, does it, and prints a line once it is done:
``settle``; ``dialog`` opens the next that there is and prints its name, or nothing after the last; ``stage``, ``message`` and ``job`` show one.
"""

import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from desktop.app import Application
from desktop.widgets.message import Message
from tests.desktop.dialogs import dialogs
from tests.desktop.jobs import jobs_for_tests
from tests.desktop.jobs.jobs_for_tests import Request


class Driven:
    """A window that does what it is told over its standard input."""

    def __init__(self, application: Application, folder: Path) -> None:
        self._application, self._folder = application, folder
        self._deeds: dict[str, Callable[[], str]] = {
            "settle": str,
            "dialog": lambda: next(self._dialogs, ""),
            "stage": self._stage,
            "message": self._message,
            "job": self._job,
        }
        self._told = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self._told.activated.connect(self._do)

    def _do(self) -> None:
        word = sys.stdin.readline().strip()
        if not word:  # the reader has gone
            self._told.setEnabled(False)
            QApplication.quit()
            return
        said = self._deeds[word]()
        _settle()
        print(said, flush=True)

    @cached_property
    def _dialogs(self) -> Iterator[str]:
        return dialogs(self._application, _settle)  # of the pages that were shown by then

    def _stage(self) -> str:
        self._application.presenter.present()
        return ""

    def _message(self) -> str:
        self._application.window.show_message(Message("error", "The disk is full."))
        return ""

    def _job(self) -> str:
        """Work long enough to be spoken of, with an end."""
        function = f"{jobs_for_tests.__name__}:count"
        request = Request(self._folder / "counted", 150)
        self._application.jobs.start("Reading the photos", function, request, on_done=lambda _: None)  # fmt: skip
        return ""


def _settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def main(project: Path) -> int:
    app = QApplication(sys.argv[:1])
    app.setApplicationName("one_window")
    application = Application(app)
    application.settings.change(theme="light", reduced_motion=True)
    app.aboutToQuit.connect(application.shut_down)
    application.window.resize(1440, 900)
    application.window.show()
    if not application.open_project(project):
        return 1
    driven = Driven(application, project.parent)
    assert driven
    return app.exec()


if __name__ == "__main__":
    # A worker is started again from this module: only the window itself runs here.
    sys.exit(main(Path(sys.argv[1])))
