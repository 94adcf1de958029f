"""Clipped, overlapping and elided words, found by geometry: a walk through every page of a window and what opens over it.

    QT_QPA_PLATFORM=offscreen python -m tests.desktop.layout_walk [--projects empty recall_bar …] [--scales 0.9 1 1.5 2] [--size 1024 680]
        [--rtl] [--dialogs] [--others] [--press]

prints each fault once, with the sizes at which it is there (``SMART_ENOUGH_LANGUAGE=de``: in German). ``tests/desktop/test_layouts.py``
walks the part of it for which there is time.
"""

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.stages import Stage
from desktop.startup import use_language
from desktop.theme.apply import Mode, apply_theme
from desktop.widgets.message import Message
from desktop.widgets.popover import Popover, open_popover
from desktop.widgets.tabs import AnswerTabs
from tests.desktop.dialogs import dialogs, opened
from tests.desktop.layout_faults import LONG, elisions, faults
from tests.desktop.other_dialogs import other_dialogs
from tests.desktop.presses import Presses, nothing_leaves
from tests.golden.layouts import places
from tests.golden.pages import WindowTexts, jobs_in_this_process
from tests.golden.projects import GUESS, NAMES, answer, open_project, show_fake


class LayoutWalk(WindowTexts):
    """Goes through a window and notes what is wrong, by where it is."""

    def __init__(self, app: QApplication, width: int = 1024, height: int = 680) -> None:
        super().__init__(app)
        self._app = app
        self._window.resize(width, height)
        self.found: dict[str, set[str]] = {}
        self._seen: dict[str, str] = {}  # a fault, and where it was found first
        self._presses: dict[float, Presses] = {}
        self.opened: set[str] = set()  # kinds of popovers
        self.pictures: Path | None = None

    def walk(
        self,
        path: Path,
        scales: tuple[float, ...],
        *,
        over_pages: bool = False,
        others: bool = False,
        press: bool = False,
    ) -> None:
        """Every page of a project, its tabs, at each size of text; at last with something that failed."""
        assert self._application.open_project(path)
        name = path.stem
        for scale in scales:
            self._application.settings.change(theme="light", text_scale=scale, reduced_motion=True)
            size = f"{100 * scale:.0f}"
            presses = self._presses.setdefault(scale, Presses(self._application, self._settle))
            for where, page in self._pages():
                self._note(f"{name} {where}", size)
                for opens, top in presses.of_page(where, page) if press else ():
                    self._note(f"{where} {opens}", size, top.window())
            self._window.show_message(FAILED)
            self._settle()
            self._note(f"{name} failing", size)
            self._window.show_message(None)
            for name in dialogs(self._application, self._settle) if over_pages else ():
                self._note(name, size)
            for way in other_dialogs(self._application) if others else ():
                for name in opened(self._application, self._settle, [way]):
                    self._note(name, size)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def places(self, theme: Mode) -> list[str]:
        """Where everything stands on every page of the project, at 100%."""
        apply_theme(self._app, theme, reduced_motion=True)
        self._settle()
        lines = ["== window", *places(self._window.rail), *places(self._window.top_bar)]
        for where, page in self._pages():
            lines += [f"== {where}", *places(page)]
        return lines

    def _pages(self) -> Iterator[tuple[str, QWidget]]:
        """Shows every page and each of its tabs, one after the other."""
        for stage in Stage:
            self._window.show_stage(stage)
            self._settle()
            page = self._window.page(stage)
            assert page is not None
            tabs = [bar for bar in page.findChildren(AnswerTabs) if bar.isVisible()][:1]
            for number, tab in enumerate([one.key for one in tabs[0]._tabs] if tabs else [""]):
                if tab:
                    tabs[0]._choose(number)
                    self._settle()
                yield f"{stage.name} {tab}".strip(), page

    def _note(self, where: str, size: str, top: QWidget | None = None) -> None:
        if (popover := open_popover(self._window)) is not None:
            self.opened.add(type(popover).__name__)
        with elisions() as cut:
            stage = top or self._window
            stage.repaint()
            for widget in stage.findChildren(QWidget):
                if widget.isVisible():
                    widget.update()
            QApplication.processEvents()
        wrong = list(faults(stage))
        if wrong:  # a layout may have asked for its room in the last round: what stays is a fault
            self._settle()
            wrong = [fault for fault in faults(stage) if fault in wrong]
        for fault in dict.fromkeys([*wrong, *cut]):
            what = fault.split(" (")[0]
            first = self._seen.setdefault(what, where)
            self.found.setdefault(f"{first} | {what}", set()).add(size)
        if self.pictures is not None:
            # Of the screen: ``grab`` lays out what is hidden, which PySide 6.12 pays for with a crash later.
            shot = stage.screen().grabWindow(stage.winId())
            shot.save(str(self.pictures / f"{file_name(where)}-{size}.png"))


def file_name(words: str) -> str:
    return re.sub(r"[^\w.]+", "-", words)[:120]


FAILED = Message(
    "error",
    "“messages.csv” could not be read.",
    "Line 14 has seven cells where the others have six. Nothing of it was brought in, and what was there before has stayed as it is.",
    "Look at that line, and bring the table in again.",
    "Choose another table…",
    lambda: None,
)


def _long_words(project: Project) -> None:
    answer(
        project,
        (
            ("idea", f"{LONG} erkennen"),
            ("who", f"{LONG} und {LONG.lower()}"),
            ("today", f"{LONG} " * 6),
            ("volume_per_month", {"low": 800_000_000, "high": 2_000_000_000}),
        ),
    )
    for name in (f"{LONG} defekt", "a", f"{LONG} in Ordnung"):
        project.do(edit.AddClass(name))
    project.do(edit.SetBar(0.85, "your choice", GUESS))
    show_fake(project, f"{LONG} defekt", "a")


def make(name: str, folder: Path) -> Path:
    """One of the golden projects, or ``long_words``."""
    if name != "long_words":
        return open_project(name, folder / name)
    (folder / name).mkdir(parents=True)
    path = folder / name / f"{name}.smart"
    with Project.create(path, name=f"{LONG} 2026") as project:
        _long_words(project)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--projects", nargs="*", default=[*NAMES, "long_words"])
    parser.add_argument("--scales", nargs="*", type=float, default=[0.9, 1.0, 1.5, 2.0])
    parser.add_argument("--size", nargs=2, type=int, default=[1024, 680])
    parser.add_argument("--dialogs", action="store_true")
    parser.add_argument("--others", action="store_true", help="dialogs that need a while each")
    parser.add_argument("--press", action="store_true", help="all that opens, one by one")
    parser.add_argument("--rtl", action="store_true", help="from right to left")
    parser.add_argument("--pictures", type=Path)
    parser.add_argument(
        "--places",
        nargs=2,
        help="a project, and the folder for two files of where everything stands",
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):  # fmt: skip
            os.environ[name] = home
        jobs_in_this_process(pytest.MonkeyPatch())
        if asked.press or asked.others:
            nothing_leaves(pytest.MonkeyPatch())
        app = QApplication([])
        use_language(app)
        if asked.rtl:
            app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        walk = LayoutWalk(app, *asked.size)
        walk.pictures = asked.pictures
        for name in asked.projects:
            walk.walk(
                make(name, Path(home)),
                tuple(asked.scales),
                over_pages=asked.dialogs,
                others=asked.others,
                press=asked.press,
            )
            print(f"walked {name}", file=sys.stderr, flush=True)
            for fault, sizes in sorted(walk.found.items()):
                print(f"{','.join(sorted(sizes, key=int)):>16}  {fault}", flush=True)
            walk.found.clear()
            themes: tuple[Mode, ...] = ("light", "dark")
            for theme in themes if asked.places and name == asked.places[0] else ():
                stands = "\n".join(walk.places(theme))
                file = Path(asked.places[1]) / f"{theme}.txt"
                file.write_text(f"{stands}\n", encoding="utf-8")
        if asked.others or asked.press:
            print(f"never opened: {sorted(_kinds(Popover) - walk.opened)}", file=sys.stderr)
        sys.stderr.flush()
        os._exit(0)


def _kinds(of: type) -> set[str]:
    """The names of what is made of it, and of what is made of that."""
    return {name for one in of.__subclasses__() for name in (one.__name__, *_kinds(one))}


if __name__ == "__main__":
    main()
