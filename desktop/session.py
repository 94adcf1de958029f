"""The open project, as the window sees it: one object that edits it and says what changed.

Pages read through ``session.project`` and write with ``session.do(command)``; they refresh on ``changed`` and never
from one another.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from desktop.project.stages import Stage, StageStatus, State
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from desktop.project.file import Command
    from desktop.project.project import Project

T = TypeVar("T")


@dataclass(frozen=True)
class Change:
    """The tables of the project that an edit, undo, redo or appended record touched."""

    tables: frozenset[str]

    def touches(self, *tables: str) -> bool:
        return not self.tables.isdisjoint(tables)


class Session(QObject):
    """Holds at most one open project; lives in the GUI thread."""

    changed = Signal(object)  # Change
    opened = Signal()
    closed = Signal()
    _written = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project: Project | None = None
        self._writer: ThreadPoolExecutor | None = None
        self.edited_on: Stage | None = None
        """The page on which the last edit was made; the report opens at what it says of that."""

    # --- what is open --------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        return self._project is not None

    @property
    def project(self) -> "Project":
        """The open project; asking while none is open is a bug."""
        if self._project is None:
            raise RuntimeError("No project is open.")
        return self._project

    @property
    def path(self) -> Path | None:
        return self._project.path if self._project else None

    @property
    def read_only(self) -> bool:
        return self._project is None or self._project.file.read_only

    @property
    def notice(self) -> str:
        """Why the project can only be read; an empty text: it can be edited, or none is open."""
        if self._project is None or not self._project.file.read_only:
            return ""
        return self._project.file.notice or tr("This project can only be read.")

    @property
    def name(self) -> str:
        return self._project.name if self._project else ""

    @property
    def organisation(self) -> str:
        return self._project.organisation if self._project else ""

    @property
    def saved_at(self) -> datetime | None:
        return self._project.file.saved_at if self._project else None

    @property
    def undo_text(self) -> str | None:
        return self._project.file.undo_text if self._project else None

    @property
    def redo_text(self) -> str | None:
        return self._project.file.redo_text if self._project else None

    def stage_statuses(self) -> tuple[StageStatus, ...]:
        """The seven rows of the rail."""
        from desktop.findings.stage_status import stage_statuses  # Welcome is painted without
        from desktop.project.decode import DATA_ERRORS

        try:
            return stage_statuses(self.project)
        except DATA_ERRORS as error:  # each page says what is damaged of what it shows
            if self.project.damage_behind(error) is None:
                raise
            return tuple(StageStatus(stage, State.PROBLEM, "damaged") for stage in Stage)

    # --- opening and closing -------------------------------------------------------------------------------------

    def close(self) -> None:
        """Close the project; every edit is saved already."""
        if self._project is not None:
            self.release().close()

    def release(self) -> "Project":
        """Let the open project go without closing it: another session takes it."""
        project, self._project = self.project, None
        project.file.window = None
        if self._writer is not None:
            self._writer.shutdown()
            self._writer = None
        self.closed.emit()
        return project

    def use(self, project: "Project") -> None:
        """Show a project that is open already, in place of the one there is."""
        self.close()
        self._project = project
        project.file.window = self
        self.opened.emit()

    # --- editing -------------------------------------------------------------------------------------------------

    def do(self, command: "Command") -> None:
        """Carry out one edit of the person (``UserError`` where it cannot be done; nothing changed then)."""
        self._edit(lambda project: project.do(command))

    def undo(self) -> None:
        self._edit(lambda project: project.file.undo())

    def redo(self) -> None:
        self._edit(lambda project: project.file.redo())

    def appended(self, *tables: str) -> None:
        """Say that a job or a demo added rows to these tables."""
        self._emit(frozenset(tables))

    def _edit(self, edit: "Callable[[Project], frozenset[str]]") -> None:
        from desktop.project.large_edit import take  # Welcome is painted without

        project = self.project
        tables = edit(project)
        take(project.blocks.steps_to_count(), self)  # each page counts
        self._emit(tables)

    def _emit(self, tables: frozenset[str]) -> None:
        if tables:
            self.changed.emit(Change(tables))

    def run_beside(self, work: Callable[[], T]) -> T:
        """Have a thread do it, after what it has to do already; meanwhile the window is painted, and keys and clicks wait."""
        self._writer = self._writer or ThreadPoolExecutor(1, "smart-enough-edit")
        loop = QEventLoop()
        self._written.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            doing = self._writer.submit(work)
            doing.add_done_callback(lambda _doing: self._written.emit())
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            return doing.result()
        finally:
            QGuiApplication.restoreOverrideCursor()

    def breathe(self) -> None:
        """Between two steps of work that takes long."""
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
