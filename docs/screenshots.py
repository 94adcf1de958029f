"""``python docs/screenshots.py`` makes the pictures of README and guides anew: real windows on the samples and the demo.

It needs what `smart-enough` needs, no display, and about a minute.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QSettings, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import Application
from desktop.project.stages import Stage
from desktop.settings import ThemeMode

IMAGES = Path(__file__).with_name("images")
SIZE = QSize(1280, 800)
PATIENCE = 60  # seconds


class Photographer:
    """One application with a home of its own, and the pictures that are taken of it."""

    def __init__(self, folder: Path) -> None:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
        self._app = QApplication(sys.argv[:1])
        self.application = Application(self._app)
        self.application.settings.change(theme="light", reduced_motion=True)
        self.window = self.application.window
        self.window.resize(SIZE)
        self.window.show()

    def page(self, stage: Stage, *themes: ThemeMode) -> None:
        """The page of a stage in these themes, named after both."""
        self.window.show_stage(stage)
        page: Any = self.window.page(stage)
        if stage is Stage.DECIDE:
            self.wait(lambda: not page.header.eyebrow.text().endswith("updating"))
        if stage is Stage.REPORT:
            self.wait(lambda: page.preview.page_count() > 0)
        self.wait(lambda: not self.application.jobs.busy)
        for theme in themes:
            self.application.settings.change(theme=theme)
            self.take(self.window, f"{stage.name.lower()}-{theme}")
        self.application.settings.change(theme="light")

    def take(self, widget: QWidget, name: str) -> None:
        """A picture of a window."""
        QTest.qWait(2500)
        # Of the screen: ``grab`` lays out what is hidden, which PySide 6.12 pays for with a crash later.
        path = IMAGES / f"{name}.png"
        widget.screen().grabWindow(widget.winId()).save(str(path))
        Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
            path, optimize=True
        )

    @staticmethod
    def wait(ready: Callable[[], bool]) -> None:
        """Until it is so."""
        until = time.monotonic() + PATIENCE
        while not ready():
            if time.monotonic() > until:
                raise TimeoutError
            QTest.qWait(50)


def main() -> int:
    """Take all of them."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo = folder / "demo"
        subprocess.run(
            [sys.executable, "-m", "desktop", "demo", "--out", str(demo)], check=True, timeout=600
        )
        os.environ["HOME"] = str(folder)
        camera = Photographer(folder)
        application = camera.application
        application.open_sample("shop")
        camera.page(Stage.PROBLEM, "light")
        camera.page(Stage.DECIDE, "light", "dark")
        camera.page(Stage.FAKE, "light")
        application.open_project(demo / "project.smart")
        for stage in (Stage.DATA, Stage.MEASURE, Stage.LAUNCH, Stage.REPORT):
            camera.page(stage, "light")
        application.shut_down()
    return 0


if __name__ == "__main__":
    sys.exit(main())
