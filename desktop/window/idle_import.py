"""What pages and charts need is imported while the person reads, one module at a time, so that no page has to wait for it."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QObject

from desktop.garbage_collection import keep_what_was_imported
from desktop.turns import Step, Turns

_AFTER_MS = 600  # the window has been painted
_BETWEEN_MS = 5  # between two modules the window answers
_OTHERS = (
    "platformdirs",
    "filelock",
    "numpy",
    "msgspec",
    "ssl",
    "http.client",
    "urllib.request",
    "asyncio",
    "uvicorn.config",
    "uvicorn.server",
    "starlette.requests",
    "jinja2",
    "yaml",
    *("xml.etree.ElementTree", "pydoc", "cProfile", "multiprocessing.connection"),
    *("PySide6.QtSvg", "PySide6.QtTest", "PySide6.QtOpenGLWidgets", "pyqtgraph"),
    "desktop.widgets.charts.curve",
    "desktop.widgets.charts.reliability",
    "reports.launch",
)
"""What takes long and is not ours, after what it imports itself, or is imported only where it is first drawn or said; each in a step of its own."""
_QT = ("QtCore", "QtGui", "QtWidgets")
_ROOT = Path(__file__).resolve().parents[2]
_PAGES = _ROOT / "desktop" / "pages"
_IMPORTS = re.compile(
    r"^from ((?:desktop|estimators|mock_ai|reports)[.\w]*) import \(?\s*(\w+)", re.MULTILINE
)


class IdleImporter(QObject):
    """Imports the modules of the pages a moment after ``start``, then takes the steps of ``afterwards``, one at a time.

    In the GUI thread, though each holds it up for a moment: in a thread of its own the import makes classes of Qt beside a
    GUI thread that uses them, and a program that was closed meanwhile was aborted (decision 0243).
    """

    def __init__(
        self,
        parent: QObject,
        afterwards: Callable[[], Iterable[Step]] = tuple,
    ) -> None:
        super().__init__(parent)
        self._afterwards = afterwards
        self.turns = Turns(self, after=_AFTER_MS, between=_BETWEEN_MS)

    def start(self) -> None:
        """Begin soon, unless it goes on."""
        if not self.turns.at_work:
            self.turns.begin(self._all_steps())

    def _all_steps(self) -> Iterator[Step]:
        yield from steps()
        yield from self._afterwards()  # asked only now: a project may have been opened meanwhile


def modules() -> Iterator[str]:
    """Every module of the pages: those that a page is made of before the page."""
    for path in sorted(_PAGES.rglob("*.py"), key=lambda path: (path.stem == "page", path)):
        if path.stem != "__init__":
            yield ".".join(path.relative_to(_ROOT).with_suffix("").parts)


def steps() -> Iterator[Step]:
    """What is not there yet, a little at a time: what a module imports before the module itself."""
    if "pyqtgraph" not in sys.modules:
        for name in _QT:
            yield partial(_make_classes, name)
    seen: set[str] = set()
    for name in (*_OTHERS, *modules()):
        for missing in _with_what_it_imports(name, seen):
            yield partial(_import, missing)


def _import(name: str) -> None:
    # It may have come with another, or a bundle may be without it.
    if name not in sys.modules and find_spec(name) is not None:
        import_module(name)
        keep_what_was_imported()


def _make_classes(name: str) -> None:
    """Qt's classes are made when first named, and pyqtgraph names them all at once."""
    module = import_module(f"PySide6.{name}")
    for each in dir(module):
        getattr(module, each)


def _with_what_it_imports(name: str, seen: set[str]) -> Iterator[str]:
    """The module after those of ours that it imports at its top, where they are not there yet."""
    if name in sys.modules or name in seen:
        return
    seen.add(name)
    package = name.rpartition(".")[0]  # it comes first, whoever asks for a module of it
    if _file_of(package) is not None:
        yield from _with_what_it_imports(package, seen)
    file = _file_of(name)
    if file is not None:
        for source, first in _IMPORTS.findall(file.read_text("utf-8")):
            for imported in (source, f"{source}.{first}"):
                if _file_of(imported) is not None:
                    yield from _with_what_it_imports(imported, seen)
    if package not in seen or package in sys.modules:  # else it comes with its package
        yield name


def _file_of(name: str) -> Path | None:
    """The file of a module of ours, found without importing the package that it is in."""
    path = _ROOT.joinpath(*name.split("."))
    files = (path / "__init__.py", path.with_name(f"{path.name}.py"))
    return next((file for file in files if file.is_file()), None)
