"""Clipped, overlapping and elided words, found by geometry: a walk through every page of a window and what opens over it.

    QT_QPA_PLATFORM=offscreen python -m tests.desktop.layout_walk [--projects empty recall_bar …] [--scales 0.9 1 1.5 2] [--size 1024 680]
        [--rtl] [--dialogs]

prints each fault once, with the sizes at which it is there (``SMART_ENOUGH_LANGUAGE=de``: in German). ``tests/desktop/test_layouts.py``
walks the part of it for which there is time.
"""

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.stages import Stage
from desktop.startup import use_language
from desktop.theme.apply import Mode, apply_theme
from desktop.theme.type import font
from desktop.widgets.button import PaintedButton
from desktop.widgets.fields import NumberField
from desktop.widgets.focus import FocusRing
from desktop.widgets.label import Label
from desktop.widgets.layout import TileLayout
from desktop.widgets.message import Message
from desktop.widgets.popover import Popover, Shade
from desktop.widgets.tabs import AnswerTabs
from tests.desktop.dialogs import dialogs
from tests.desktop.presses import Presses, nothing_leaves
from tests.golden.layouts import places
from tests.golden.pages import WindowTexts, jobs_in_this_process
from tests.golden.projects import GUESS, NAMES, answer, open_project, show_fake

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
# What is cut on purpose, with its whole text in reach: cells and captions of thousands, the title of a file, keys without room.
_MAY_ELIDE = {"_CellDelegate", "_Painter", "_TextPainter"}
_OVER = (Popover, Shade, FocusRing)  # lie over the page


# What is wrong ----------------------------------------------------------------------------------


def faults(top: QWidget) -> Iterator[str]:
    """Each fault of what is shown in a widget, as "kind: where"."""
    shown = [one for one in top.findChildren(QWidget) if one.isVisible() and not one.isWindow()]
    for widget in shown:
        if widget.width() <= 0 or widget.height() <= 0:
            continue
        yield from _words(widget)
        parent = widget.parentWidget()
        if isinstance(parent, QScrollArea | QAbstractItemView) or _in_view(widget):
            continue
        if parent is not None and not _scrolls(parent):
            whole = parent.rect().adjusted(-1, -1, 1, 1)
            if not (whole.contains(widget.geometry()) or isinstance(widget, _OVER)) and _says(
                widget
            ):
                yield f"beyond: {_name(widget)}"
        elif parent is not None and widget.width() > parent.width() + 1:
            yield f"beyond: {_name(widget)}"
        least = widget.minimumSizeHint()
        if widget.layout() is None and not isinstance(widget, Label | QAbstractScrollArea) and (
            widget.width() < least.width() - 1 or widget.height() < least.height() - 1
        ):  # fmt: skip
            yield f"squeezed: {_name(widget)}"
    for parent in {one.parentWidget() for one in shown}:
        if parent is not None and parent.layout() is not None:
            yield from _overlaps(parent)


def _words(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, Label) and widget.text():
        if not widget._wrap:
            if widget.sizeHint().width() > widget.width() + 2 and not _in_reach(
                widget.text(), widget
            ):
                yield f"elided: {_name(widget)}"
        else:
            if widget.height() < widget.heightForWidth(widget.width()) - 1:
                yield f"clipped: {_name(widget)}"
            longest = max(map(_unbroken_width(widget), widget.text().split()), default=0)
            if longest > widget.width() + 1 and LONG not in widget.text():
                yield f"broken: {_name(widget)}"
    elif isinstance(widget, PaintedButton) and widget.text():
        if widget.width() < widget.minimumSizeHint().width() - 1:
            yield f"cut: {_name(widget)}"
    elif isinstance(widget, QLineEdit) and (isinstance(widget, NumberField) or not widget.text()):
        kind = "number" if widget.text() else "placeholder"
        shown = widget.text() or widget.placeholderText()
        if QFontMetrics(widget.font()).horizontalAdvance(shown) > widget.width() - 18:
            yield f"{kind}: {shown}"


def _in_reach(text: str, *widgets: QWidget) -> bool:
    """Whether these are a person's own words, of any length, whose whole text is said where they are cut."""
    return LONG in text and any(text in (one.toolTip(), one.accessibleName()) for one in widgets)


def _unbroken_width(label: Label) -> Callable[[str], float]:
    metrics = QFontMetrics(font(label._role, weight=label._weight, tabular=label._tabular))
    return lambda word: max(map(metrics.horizontalAdvance, word.replace("-", "- ").replace("/", "/ ").replace("\u200b", " ").split()), default=0)  # fmt: skip


def _overlaps(parent: QWidget) -> Iterator[str]:
    """Two that stand in one layout, each on part of the other."""
    inside = [
        one
        for one in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if one.isVisible() and not one.isWindow() and not isinstance(one, _OVER) and _laid_out(parent, one)
    ]  # fmt: skip
    if isinstance(parent, QStackedWidget) or isinstance(parent.layout(), TileLayout):
        return  # one on the other, or frames that share an edge
    for number, one in enumerate(inside):
        for other in inside[number + 1 :]:
            both = one.geometry().intersected(other.geometry())
            if both.width() > 1 and both.height() > 1 and _says(one) and _says(other):
                yield f"overlap: {_name(one)} / {_name(other)}"


def _laid_out(parent: QWidget, widget: QWidget) -> bool:
    layout = parent.layout()
    return layout is not None and _holds(layout, widget)


def _holds(layout: Any, widget: QWidget) -> bool:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is not None and (
            item.widget() is widget or (item.layout() is not None and _holds(item.layout(), widget))
        ):
            return True
    return False


def _says(widget: QWidget) -> bool:
    return bool(getattr(widget, "text", str)() if callable(getattr(widget, "text", None)) else True)


def _scrolls(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget


def _in_view(widget: QWidget) -> bool:
    """Part of a list or table that scrolls."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractItemView):
            return True
        parent = parent.parentWidget()
    return False


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    said = (text() if callable(text) else "") or widget.accessibleName()
    parts, outer = [type(widget).__name__], widget.parentWidget()
    while outer is not None and len(parts) < 4:
        parts.append(type(outer).__name__)
        outer = outer.parentWidget()
    return f"{' in '.join(parts)}: {said[:70]!r} ({widget.width()}x{widget.height()}, wants {widget.sizeHint().width()}x{widget.sizeHint().height()})"  # fmt: skip


class Elisions:
    """The words that were cut with an ellipsis while they were painted."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._elided = QFontMetrics.elidedText

    def __enter__(self) -> "Elisions":
        def elided(metrics: QFontMetrics, text: str, *how: Any) -> str:
            shown = self._elided(metrics, text, *how)
            if shown != text:
                around = list(_painting())
                names = dict.fromkeys(type(one).__name__ for one in around)
                inside = [one for one in around if isinstance(one, QWidget)]
                if not (_MAY_ELIDE & names.keys()) and not _in_reach(text, *inside):
                    self.found.append(f"elided: painted {text[:70]!r} by {' < '.join(names)}")
            return shown

        QFontMetrics.elidedText = elided  # type: ignore[method-assign,assignment]
        return self

    def __exit__(self, *_: object) -> None:
        QFontMetrics.elidedText = self._elided  # type: ignore[method-assign]


def _painting() -> Iterator[object]:
    """What paints at this moment, from within."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_code.co_name not in ("_note", "grab"):
        if (one := frame.f_locals.get("self")) is not None:
            yield one
        frame = frame.f_back


# Walking ----------------------------------------------------------------------------------------


class LayoutWalk(WindowTexts):
    """Goes through a window and notes what is wrong, by where it is."""

    def __init__(self, app: QApplication, width: int = 1024, height: int = 680) -> None:
        super().__init__(app)
        self._app = app
        self._window.resize(width, height)
        self.found: dict[str, set[str]] = {}
        self._seen: dict[str, str] = {}  # a fault, and where it was found first
        self._presses: dict[float, Presses] = {}
        self.pictures: Path | None = None

    def walk(
        self,
        path: Path,
        scales: tuple[float, ...],
        *,
        over_pages: bool = False,
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
            if over_pages:
                self._walk_dialogs(size)
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

    def _walk_dialogs(self, size: str) -> None:
        for name in dialogs(self._application, self._settle):
            self._note(name, size)

    def _note(self, where: str, size: str, top: QWidget | None = None) -> None:
        with Elisions() as cut:
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
        for fault in dict.fromkeys([*wrong, *cut.found]):
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
        if asked.press:
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
        os._exit(0)


if __name__ == "__main__":
    main()
