"""``python docs/screenshots.py`` makes the pictures of README and guides anew: real windows on the samples and the demo.

It needs what `smart-enough` needs, no display, and about a minute. With ``--compare`` it takes those of the sample alone, whose pages
need no training, says which of the kept ones show something else by now, and fails if any does.
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

from PIL import Image, ImageChops
from PySide6.QtCore import QSettings, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import Application
from desktop.project.stages import Stage
from desktop.settings import ThemeMode

IMAGES = Path(__file__).with_name("images")
SIZE = QSize(1280, 800)
PATIENCE, COMPARED = 300, 60  # seconds
SQUARE, DIFFERENT, LAST_LINE = 8, 40, 32
MOST = 0.0005
"""Of the squares of a picture, 8 of 16,000: a button that moved by 8 pixels changes 13, a page that is half a pixel off none."""


class Photographer:
    """One application with a home of its own, and the pictures that are taken of it."""

    def __init__(self, folder: Path, images: Path = IMAGES) -> None:
        self._images = images
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
            self.wait(lambda: page.header.eyebrow.text().endswith("verdict"))
        if stage is Stage.REPORT:
            self.wait(lambda: page.preview.page_count() > 0)
        self.wait(lambda: not self.application.jobs.busy)
        for theme in themes:
            self.application.settings.change(theme=theme)
            self.take(self.window, f"{stage.name.lower()}-{theme}")
        self.application.settings.change(theme="light")

    def take(self, widget: QWidget, name: str) -> None:
        """A picture of a window; of one that is compared, again until it is as kept or a minute has passed."""
        path = self._images / f"{name}.png"
        until = time.monotonic() + COMPARED
        while True:
            QTest.qWait(2500)
            # Of the screen: ``grab`` lays out what is hidden, which PySide 6.12 pays for with a crash later.
            widget.screen().grabWindow(widget.winId()).save(str(path))
            Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
                path, optimize=True
            )
            kept = IMAGES / path.name  # where pictures are taken anew, this one
            if shown_otherwise(path, kept) <= MOST or time.monotonic() > until:
                return

    @staticmethod
    def wait(ready: Callable[[], bool]) -> None:
        """Until it is so."""
        until = time.monotonic() + PATIENCE
        while not ready():
            if time.monotonic() > until:
                raise TimeoutError
            QTest.qWait(50)


def shown_otherwise(one: Path, other: Path) -> float:
    """Which share of a picture is not as in the other: of squares of 8 by 8, those whose mean grey is off by 40 of 255.

    A letter drawn half a pixel further changes no mean so far; a button that moved changes those where it was and is. The last line is
    left out: it says when the project was saved.
    """
    with Image.open(one) as first, Image.open(other) as second:
        if first.size != second.size:
            return 1.0
        small = (first.width // SQUARE, (first.height - LAST_LINE) // SQUARE)
        box = (0, 0, first.width, first.height - LAST_LINE)
        greys = [
            each.convert("L").resize(small, Image.Resampling.BOX, box) for each in (first, second)
        ]
    apart = ImageChops.difference(*greys).histogram()
    return sum(apart[DIFFERENT:]) / (small[0] * small[1])


def compare() -> int:
    """Take the pictures of the sample beside the kept ones; 1 where one shows something else."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["HOME"] = name
        camera = Photographer(Path(name), Path(name))
        _sample(camera)
        camera.application.shut_down()
        shares = {
            one.name: shown_otherwise(one, IMAGES / one.name)
            for one in sorted(Path(name).glob("*.png"))
        }
    for picture, share in shares.items():
        print(f"{picture}: {share:.2%} of it is not as kept")
    return int(max(shares.values()) > MOST)


def _sample(camera: Photographer) -> None:
    camera.application.open_sample("shop")
    camera.page(Stage.PROBLEM, "light")
    camera.page(Stage.DECIDE, "light", "dark")
    camera.page(Stage.FAKE, "light")


def main() -> int:
    """Take all of them."""
    if sys.argv[1:] == ["--compare"]:
        return compare()
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
        _sample(camera)
        application.open_project(demo / "project.smart")
        for stage in (Stage.DATA, Stage.MEASURE, Stage.LAUNCH, Stage.REPORT):
            camera.page(stage, "light")
        application.shut_down()
    return 0


if __name__ == "__main__":
    sys.exit(main())
