"""Does the window answer while a large project is worked on? The gaps of the event loop, journey by journey.

    xvfb-run -a -s "-screen 0 1600x1200x24" python tests/benchmarks/large_projects.py [photos texts rows] [--size N] [--kept FOLDER]

Projects of 20,000 photos of six classes (one in ten without a label), 100,000 texts of four that were checked and a table of 100,000 rows
are made once, in FOLDER, and gone through in a real window by keys and wheel: opened, Data shown and scrolled from end to end, each
class chosen, examples labelled by key and that undone, what has no label labelled one by one and all at once, an example found by its
name, every page shown, Measure opened, the project closed. A journey is measured until all that it started has come to rest.

A gap is what happens between two moments at which Qt's event loop could have taken a key: in milliseconds of the GUI thread's own
processor time, so that neighbours disturb it little, and in brackets by the clock. Printed are the longest gap and the one that 999 of
1,000 keep below, over all gaps of the journey. The goal is 100 and 50.
"""

import argparse
import hashlib
import io
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.gui_blocks import BlockMeter

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.app import Application
    from desktop.project.project import Project

SIZES = {"photos": 20_000, "texts": 100_000, "rows": 100_000}
_CLASSES = ("clean", "crack", "erosion", "lightning", "paint", "dent")
_EVERY = 12  # milliseconds between two keys or turns of the wheel: somebody in a hurry

Act = Callable[[], object]


# Projects ---------------------------------------------------------------------------------------


def _photos(project: "Project", folder: Path, size: int) -> None:
    """Photos of six classes, one in ten without a label: 60 drawings, each file with a number of its own behind the picture."""
    import numpy as np
    from PIL import Image

    from desktop.project import commands as edit
    from desktop.project.records import NewExample

    chance = np.random.default_rng(7)
    drawn: list[bytes] = []
    for number in range(60):
        tone = chance.integers(0, 60, (6, 8, 3)) + 30 * (number % 6) + 10
        picture = io.BytesIO()
        Image.fromarray(tone.astype(np.uint8)).resize((256, 192)).save(picture, "JPEG")
        drawn.append(picture.getvalue())
    there, found, thumbnails = folder / "photos", [], {}
    for name in (*_CLASSES, "new"):
        (there / name).mkdir(parents=True, exist_ok=True)
    for number in range(size):
        label = None if number % 10 == 9 else _CLASSES[number % 6]
        path = there / (label or "new") / f"blade-{number:05}.jpg"
        data = drawn[number % 60] + str(number).encode()
        path.write_bytes(data)
        sha256 = hashlib.sha256(data).hexdigest()
        thumbnails[sha256] = drawn[number % 60]
        found.append(NewExample(project.stored_path(path), path.name, sha256, len(data), "photo", label, number % 10 < 3))  # fmt: skip
    project.caches.put_thumbnails(thumbnails)
    project.do(edit.AddExamples(tuple(found)))


def _texts(folder: Path, size: int) -> Path:
    """Messages with words of their kind, one in five from anywhere."""
    chance = random.Random(7)
    words = {
        "delivery": [
            "parcel",
            "late",
            "courier",
            "address",
            "tracking",
            "waiting",
            "door",
            "street",
        ],
        "refund": ["money", "charged", "invoice", "card", "twice", "return", "bank", "bill"],
        "question": ["how", "when", "open", "size", "colour", "shop", "weekend", "phone"],
        "complaint": ["rude", "broken", "never", "again", "manager", "awful", "shame", "staff"],
    }
    every = [word for some in words.values() for word in some]
    table = folder / "messages.csv"
    with table.open("w", encoding="utf-8") as out:
        out.write("text,label\n")
        for number in range(size):
            label = list(words)[number % 4]
            said = " ".join(
                chance.choice(words[label] if chance.random() < 0.8 else every) for _ in range(9)
            )
            out.write(f"{said} {number},{'' if number % 10 == 9 else label}\n")
    return table


def _rows(folder: Path, size: int) -> Path:
    chance = random.Random(7)
    table = folder / "machines.csv"
    with table.open("w", encoding="utf-8") as out:
        out.write("machine,temperature,pressure,hours,site,shift,day,failed\n")
        for number in range(size):
            heat, press = chance.gauss(60, 12), chance.gauss(3, 0.6)
            failed = "yes" if heat + 10 * press + chance.gauss(0, 8) > 100 else "no"
            day = f"2025-{1 + number % 12:02}-{1 + number % 28:02}"
            site, shift = chance.choice(["north", "south", "east"]), chance.choice(["early", "late", "night"])  # fmt: skip
            out.write(f"m{number % 997},{heat:.1f},{press:.2f},{chance.randrange(9000)},{site},{shift},{day},{failed}\n")  # fmt: skip
    return table


def project_of(kind: str, size: int, folder: Path) -> Path:
    """The project, made where it is not there yet."""
    from desktop.jobs.add_data import AddData, find_data
    from desktop.project import commands as edit
    from desktop.project.project import Project
    from desktop.project.table_data import put_table

    path = folder / f"{kind}-{size}.smart"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    began = time.process_time()
    with Project.create(path, name=f"{size:,} {kind}") as project:
        if kind == "photos":
            _photos(project, folder, size)
        else:
            source = (_texts if kind == "texts" else _rows)(folder, size)
            found = find_data(AddData(path, (source,)), lambda *_: None, lambda: False)
            if found.table is not None:
                project.do(put_table(project, found.table.file, found.table.task))
            else:
                project.do(edit.AddExamples(found.examples))
                _check(project)
    print(f"made {path.name} in {time.process_time() - began:.0f} s of processor time", flush=True)
    return path


def _check(project: "Project") -> None:
    """What the window does unasked once examples are there."""
    from desktop.jobs.learn import CheckData, check_data, keep_inspection
    from desktop.project import commands as edit

    checked = check_data(CheckData(project.path), lambda *_: None, lambda: False)
    project.do(edit.HoldOut(checked.held_out))
    keep_inspection(project, checked, current=True)


# Journeys ---------------------------------------------------------------------------------------


class Hands:
    """Keys and wheel in the window of an application, one after the other with the event loop in between."""

    def __init__(self, application: "Application") -> None:
        self.application, self.window = application, application.window

    def show(self, name: str) -> Act:
        from desktop.project.stages import Stage

        return lambda: self.window.show_stage(Stage[name])

    def press(self, key: str) -> Act:
        """A key on the grid of examples, which scrolls and chooses by it."""
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest

        return lambda: QTest.keySequence(self.grid, QKeySequence(key))

    def search(self, words: str) -> list[Act]:
        """Letter by letter in the palette."""
        popover = self.window.palette_popover
        typed = [words[:end] for end in range(1, len(words) + 1)]
        return [self.window.show_palette, *[partial(popover.search.setText, one) for one in typed], popover.close_popover]  # fmt: skip

    def run(self, action: str) -> Act:
        """What a key does, by its action: keys need a window manager, which Xvfb has not."""
        return partial(self.window.registry.run, action)

    def label(self, keys: str) -> list[Act]:
        """Choose the first example, then label with one key after the other."""
        return [lambda: self.page.pane.choose(0), *[self.run(f"data.label-{key}") for key in keys]]

    def wheel(self, turns: int) -> list[Act]:
        """Over what scrolls on Data."""
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent
        from PySide6.QtWidgets import QApplication

        def turn() -> None:
            part = self._scrolls()
            at = QPointF(part.rect().center())
            event = QWheelEvent(at, QPointF(part.mapToGlobal(at)), QPoint(), QPoint(0, -360), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
            QApplication.sendEvent(part, event)

        return [turn] * turns

    def drag(self, steps: int) -> list[Act]:
        """The handle of the scroll bar from top to bottom."""

        def pull(step: int) -> None:
            bar: Any = self._scrolls().parent()
            bar = bar.verticalScrollBar()
            bar.setValue(round(bar.maximum() * step / steps))

        return [partial(pull, step) for step in range(1, steps + 1)]

    @property
    def grid(self) -> "QWidget":
        grid: QWidget = self.page.pane.grid
        return grid

    def _scrolls(self) -> "QWidget":
        page = self.page
        shows_grid = hasattr(page, "pane") and self.grid.isVisible()
        viewport: QWidget = (self.grid if shows_grid else page.scroller).viewport()
        return viewport

    @property
    def page(self) -> Any:  # each has other parts
        return self.window.page()

    def choose_class(self, name: str | None) -> Act:
        from desktop.pages.data.pane import ShownExamples

        return lambda: self.page.pane.show_examples(
            ShownExamples(label=name, unlabelled=name is None)
        )


def journeys(hands: Hands, project: Path) -> Iterator[tuple[str, list[Act]]]:
    """What a person does, in order."""
    from desktop.project.stages import Stage

    yield "open", [lambda: hands.application.open_project(project)]
    yield "Data", [hands.show("DATA")]
    yield "wheel", hands.wheel(150)
    yield "drag", hands.drag(60)
    if project.stem.startswith("rows"):
        yield (
            "roles",
            [
                hands.page.facts.columns.setFocus,
                hands.run("data.leave-out"),
                hands.run("data.use"),
            ],
        )
        yield "undo", [hands.run("edit.undo")] * 2
    else:
        yield "class", [hands.choose_class(name) for name in _names(hands)]
        yield "page down", [*hands.label("")[:1], *[hands.press("PgDown")] * 40]
        yield "label", hands.label("123412341234")
        yield "undo", [hands.run("edit.undo")] * 12
        yield "redo", [hands.run("edit.redo")] * 6
        yield "no label", [hands.choose_class(None)]
        yield "label new", hands.label("12341234")
        yield "label all", [hands.grid.selectAll, hands.run("data.label-1")]
        yield "undo all", [hands.run("edit.undo")]
    yield "search", hands.search("blade 199")
    yield "pages", [hands.show(stage.name) for stage in Stage] * 2
    yield "Measure", [hands.show("DATA"), hands.show("MEASURE")]
    yield "close", [hands.application.close_project]


def _names(hands: Hands) -> list[str]:
    return [info.name for info in hands.application.session.project.classes()]


def walk(project: Path) -> None:
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    from desktop.app import Application

    application = Application(app)
    application.window.resize(1440, 900)
    meter = BlockMeter(application, jobs_too=False)  # a new check of 100,000 texts takes minutes
    meter.largest(application.window.show)
    print(project.stem.ljust(14), "longest".rjust(16), "999 of 1,000".rjust(16), "gaps".rjust(7))
    for name, acts in journeys(Hands(application), project):
        meter.begin()
        for act in acts:
            loop = QEventLoop()
            QTimer.singleShot(_EVERY, act)
            QTimer.singleShot(_EVERY, loop.quit)
            loop.exec()
            if name in ("pages", "Measure", "class", "no label"):
                meter.rest()
        meter.rest()
        most = " ".join(f"{_worst(by, 1.0):5.0f} ({_worst(clock, 1.0):4.0f})".rjust(16) for by, clock in [(meter.blocks, meter.gaps)])  # fmt: skip
        rare = f"{_worst(meter.blocks, 0.999):5.0f} ({_worst(meter.gaps, 0.999):4.0f})".rjust(16)
        print(name.ljust(14), most, rare, str(len(meter.gaps)).rjust(7), flush=True)


def _worst(gaps: list[float], share: float) -> float:
    """The gap that this share of them does not exceed."""
    return sorted(gaps)[max(0, round(share * len(gaps)) - 1)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("kinds", nargs="*", default=list(SIZES), choices=list(SIZES))
    parser.add_argument("--size", type=int)
    parser.add_argument("--kept", type=Path, help="where the projects are made, and found again")
    asked = parser.parse_args()
    os.environ["QT_NO_GLIB"] = (
        "1"  # Qt's own loop says when a turn begins, whether it waited or not
    )
    with tempfile.TemporaryDirectory() as home:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):  # fmt: skip
            os.environ[name] = home
        folder = asked.kept or Path(home) / "projects"
        for kind in asked.kinds:
            project = project_of(kind, asked.size or SIZES[kind], folder)
            used = shutil.copy(project, project.with_name(f"{kind}-in-use.smart"))
            if (child := os.fork()) == 0:  # a window of its own
                walk(Path(used))
                sys.stdout.flush()
                os._exit(0)
            os.waitpid(child, 0)


if __name__ == "__main__":
    main()
