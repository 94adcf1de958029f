"""Does the window answer while a large project is worked on? The gaps of the event loop, journey by journey.

    xvfb-run -a -s "-screen 0 1600x1200x24" python tests/benchmarks/large_projects.py [photos texts rows] [--size N] [--kept FOLDER]
        [--journeys NAME ...]

Projects of 20,000 photos of six classes (one in ten without a label), 100,000 texts of four that were checked and a table of 100,000 rows
are made once, in FOLDER, and gone through in a real window by keys and wheel: opened, Data shown and scrolled from end to end, each
class chosen, examples labelled by key and that undone, dropped on a class, made a class of their own, a class renamed and merged into
another, what the check doubts reviewed, what has no label labelled one by one and all at once, the palette opened and an example found
by its name, History opened with two named versions, every page shown, Measure opened, as many texts pasted into a new project, the
project closed. A journey is measured until all that it started in the window has come to rest; `--journeys` takes some of them.

A gap is what happens between two moments at which Qt's event loop could have taken a key: in milliseconds of the GUI thread's own
processor time, so that neighbours disturb it little, and in brackets by the clock. Printed are the longest gap and the one that 999 of
1,000 keep below, over all gaps of the journey. The goal is 100 and 50.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.gui_blocks import BlockMeter
from tests.benchmarks.large_project_files import SIZES, project_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.app import Application

_EVERY = 12  # milliseconds between two keys or turns of the wheel: somebody in a hurry

Act = Callable[[], object]


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
        return [*[partial(popover.search.setText, one) for one in typed], popover.close_popover]

    def drop_on(self, number: int) -> list[Act]:
        """Choose the first example, and drop it on the class at this place."""

        def drop() -> None:
            self.page.counts.counts.dropped.emit(self.names()[number])

        return [lambda: self.page.pane.choose(0), drop]

    def names(self) -> list[str]:
        return [info.name for info in self.application.session.project.classes()]

    def split(self, rows: int) -> list[Act]:
        """Make the first so many examples a class of their own."""
        from PySide6.QtCore import QItemSelectionModel

        from desktop.project import commands as edit

        def choose() -> None:
            pane = self.page.pane
            pane.choose(0)
            select = QItemSelectionModel.SelectionFlag.Select
            for row in range(rows):
                pane.grid.selectionModel().select(pane.grid.thumbnails.index(row), select)

        def split() -> None:
            self.page.do(edit.LabelExamples(tuple(self.page.pane.selected()), "split off"))

        return [choose, split]

    def rename(self) -> Act:
        """The last class, as the popover that asks for its name does."""
        from desktop.project import commands as edit

        def rename() -> None:
            last = self.application.session.project.classes()[-1]
            self.page.do(edit.RenameClass(last.id, last.name, "renamed"))

        return rename

    def merge(self) -> Act:
        """The last class into the first, from its menu."""

        def merge() -> None:
            first, *_, last = self.application.session.project.classes()
            self.page.classes.merge_into(last, first)

        return merge

    def review(self, many: int) -> list[Act]:
        """What the check doubts, one finding after the other kept as it is."""

        def show() -> None:
            found = [one for one in self.page.before.findings if one.kind == "label_suspects"]
            if found:
                self.page.reviewing.show(found[0])

        def keep() -> None:
            if (issue := self.page.pane.review.issue) is not None:
                self.page.reviewing.keep((issue,))

        return [show, *[keep] * many]

    def history(self) -> list[Act]:
        """Two named versions, then History and away again."""
        from desktop.project.versions import VersionKind
        from desktop.widgets.popover import open_popover

        def keep(name: str) -> None:
            self.application.session.project.versions.keep(VersionKind.NAMED, name)

        def close() -> None:
            if (shown := open_popover(self.window)) is not None:
                shown.close_popover()

        return [partial(keep, "first"), partial(keep, "second"), self.run("history.show"), close]

    def paste(self, folder: Path, lines: int) -> list[Act]:
        """So many texts from the clipboard into a project of its own."""
        from PySide6.QtWidgets import QApplication

        from desktop.project.project import Project
        from desktop.project.stages import Stage

        path = folder / "pasted.smart"
        path.unlink(missing_ok=True)
        Project.create(path, name="pasted").close()
        text = "\n".join(f"where is parcel {number}, it is late" for number in range(lines))
        clipboard = QApplication.clipboard()
        return [
            lambda: self.application.open_project(path),
            lambda: self.window.show_stage(Stage.DATA),
            partial(clipboard.setText, text),
            self.run("data.paste"),
        ]

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
        yield "class", [hands.choose_class(name) for name in hands.names()]
        yield "page down", [*hands.label("")[:1], *[hands.press("PgDown")] * 40]
        yield "label", hands.label("123412341234")
        yield "undo", [hands.run("edit.undo")] * 12
        yield "redo", [hands.run("edit.redo")] * 6
        yield "drop", [act for number in (1, 2, 3) for act in hands.drop_on(number)]
        yield "split", hands.split(30)
        yield "rename", [hands.rename()]
        yield "merge", [hands.merge()]
        yield "review", hands.review(6)
        yield "undo edits", [hands.run("edit.undo")] * 6
        yield "no label", [hands.choose_class(None)]
        yield "label new", hands.label("12341234")
        yield "label all", [hands.grid.selectAll, hands.run("data.label-1")]
        yield "undo all", [hands.run("edit.undo")]
    yield "palette", [hands.window.show_palette]
    yield "search", hands.search("blade 199")
    yield "pages", [hands.show(stage.name) for stage in Stage] * 2
    yield "Measure", [hands.show("DATA"), hands.show("MEASURE")]
    yield "History", hands.history()
    if project.stem.startswith("texts"):
        yield "paste", hands.paste(project.parent, SIZES["texts"])
    yield "close", [hands.application.close_project]


def walk(project: Path, wanted: list[str]) -> None:
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
        if wanted and name not in ("open", "Data", *wanted):
            continue
        meter.begin()
        for act in acts:
            loop = QEventLoop()
            QTimer.singleShot(_EVERY, act)
            QTimer.singleShot(_EVERY, loop.quit)
            loop.exec()
            if name in ("pages", "Measure", "class", "no label"):
                meter.rest()
        while name == "paste" and application.jobs.busy:
            meter.rest()
        for job in application.jobs.jobs():  # checks and curves of so many take minutes
            if job.state in ("running", "waiting"):
                application.jobs.cancel(job.id)
        meter.rest()
        most = " ".join(f"{_worst(by, 1.0):5.0f} ({_worst(clock, 1.0):4.0f})".rjust(16) for by, clock in [(meter.blocks, meter.gaps)])  # fmt: skip
        rare = f"{_worst(meter.blocks, 0.999):5.0f} ({_worst(meter.gaps, 0.999):4.0f})".rjust(16)
        print(name.ljust(14), most, rare, str(len(meter.gaps)).rjust(7), flush=True)


def _worst(gaps: list[float], share: float) -> float:
    """The gap that this share of them does not exceed."""
    return sorted(gaps)[max(0, round(share * len(gaps)) - 1)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("kinds", nargs="*", metavar="{" + ",".join(SIZES) + "}")
    parser.add_argument("--journeys", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--size", type=int)
    parser.add_argument("--kept", type=Path, help="where the projects are made, and found again")
    asked = parser.parse_args()
    if unknown := set(asked.kinds) - set(SIZES):
        parser.error(f"There is no kind {', '.join(sorted(unknown))}.")
    os.environ["QT_NO_GLIB"] = (
        "1"  # Qt's own loop says when a turn begins, whether it waited or not
    )
    with tempfile.TemporaryDirectory() as home:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):  # fmt: skip
            os.environ[name] = home
        folder = asked.kept or Path(home) / "projects"
        for kind in asked.kinds or SIZES:
            project = project_of(kind, asked.size or SIZES[kind], folder)
            used = shutil.copy(project, project.with_name(f"{kind}-in-use.smart"))
            if (child := os.fork()) == 0:  # a window of its own
                walk(Path(used), asked.journeys)
                sys.stdout.flush()
                os._exit(0)
            os.waitpid(child, 0)


if __name__ == "__main__":
    main()
