"""What pages and charts need is imported while the person reads, one module at a time, so that no page has to wait for it."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

_AFTER_MS = 600  # the window has been painted
_BETWEEN_MS = 20  # between two modules the window answers
_FIRST = (
    "numpy",
    "pyqtgraph",
    "reports.evidence",
    "desktop.findings.problem.brief",
    "jinja2",
    "mock_ai.stubs.failure_effects",
    "reports.pdf.blocks",
    "desktop.project.journal_writer",
)
"""What several pages share and takes long; each in a step of its own."""
_PAGES = Path(__file__).resolve().parents[1] / "pages"


class IdleImporter(QObject):
    """Imports the modules of the pages a moment after ``start``; harmless where they are there already.

    In the GUI thread, though each holds it up for a moment: in a thread of its own the import makes classes of Qt beside a
    GUI thread that uses them, and a program that was closed meanwhile was aborted (decision 0243).
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._modules: Iterator[str] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._import_next)

    def start(self) -> None:
        """Import soon, unless that goes on or has happened."""
        if not self._timer.isActive() and any(name not in sys.modules for name in modules()):
            self._modules = modules()
            self._timer.start(_AFTER_MS)

    def _import_next(self) -> None:
        self._timer.setInterval(_BETWEEN_MS)
        missing = (name for name in self._modules if name not in sys.modules)
        name = next(missing, None)
        if name is None:
            self._timer.stop()
        else:
            import_module(name)


def modules() -> Iterator[str]:
    """What is shared, then every module of the pages: those that a page is made of before the page."""
    yield from _FIRST
    package = _PAGES.parent.parent
    for path in sorted(_PAGES.rglob("*.py"), key=lambda path: (path.stem == "page", path)):
        if path.stem != "__init__":
            yield ".".join(path.relative_to(package).with_suffix("").parts)
