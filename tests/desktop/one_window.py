"""One window on a project, until somebody ends the process: for what looks at it from outside (``test_screen_reader``).

``QT_QPA_PLATFORM=xcb python -m tests.desktop.one_window PROJECT.smart``
"""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.app import Application


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
    return app.exec()


if __name__ == "__main__":
    # A worker is started again from this module: only the window itself runs here.
    sys.exit(main(Path(sys.argv[1])))
