"""Shows every page of the window on a project, has photos read and learned from, and quits: for `test_privacy`."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.app import Application
from desktop.project.stages import Stage

PAUSE = 100  # milliseconds in which a page may do what it does when it is shown


def main(project: Path, photos: Path | None) -> int:
    app = QApplication(sys.argv[:1])
    application = Application(app)
    app.aboutToQuit.connect(application.shut_down)
    window = application.window
    window.resize(1440, 900)
    window.show()
    if not application.open_project(project):
        return 1
    ahead = [*Stage, Stage.DATA]
    if photos is not None:
        from desktop.jobs.training_pipeline import pipeline_of

        pipeline_of(application.session, application.jobs).add([photos])

    def go_on() -> None:
        if ahead:
            window.show_stage(ahead.pop(0))
        elif not application.jobs.busy:
            app.quit()

    timer = QTimer(app)
    timer.timeout.connect(go_on)
    timer.start(PAUSE)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
