"""Writing previews of the report: one at a time, a burst of edits at once, each into a file of its own."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.findings.report.preflight import kind_of, sections_of
from desktop.jobs.queue import JobQueue
from desktop.jobs.worker import Failed
from desktop.jobs.write_report import WriteReport, WrittenReport
from desktop.pages.report.export import WRITE
from desktop.session import Session
from estimators.base.percent import percent

REWRITE_AFTER_MS = 350  # a burst of edits is one preview


class PreviewWriter(QObject):
    """``begun``: the project is read for the next one; ``written`` carries it, ``progressed`` how far it is in words."""

    begun = Signal()
    progressed = Signal(str)
    written = Signal(object)  # WrittenReport
    failed = Signal(object)  # worker.Failed

    def __init__(self, session: Session, parent: QObject, *, writes: bool) -> None:
        """``writes``: there is something to show a preview with."""
        super().__init__(parent)
        self._session, self._writes = session, writes
        # A queue of its own: nobody asked for previews, and they must not wait behind a training.
        self._queue = JobQueue(self)
        self._queue.changed.connect(self._tell_how_far)
        self.folder: tempfile.TemporaryDirectory[str] | None = None
        self._count, self._stale = 0, False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REWRITE_AFTER_MS)
        self._timer.timeout.connect(self._begin)

    @property
    def is_writing(self) -> bool:
        """Whether a preview is being written."""
        return self._queue.busy

    @property
    def is_waiting(self) -> bool:
        """Whether one will be, once the edits have come to rest."""
        return self._timer.isActive()

    def ask(self) -> None:
        """Write one of the project as it is, soon."""
        self._timer.start()

    def stop(self) -> None:
        """Let nothing run on, and leave no file behind."""
        self._timer.stop()
        self._stale = False
        self._queue.forget()
        if self.folder is not None:
            self.folder.cleanup()
            self.folder = None

    def _begin(self) -> None:
        if not self._session.is_open:
            return
        self.begun.emit()
        if not self._writes:
            return
        if self._queue.busy:
            self._stale = True
            return
        self._count += 1
        if self.folder is None:
            self.folder = tempfile.TemporaryDirectory(prefix="smart-enough-preview-")
        project = self._session.project
        kind = kind_of(project)
        out = Path(self.folder.name) / f"{self._count}.pdf"
        request = WriteReport(project.path, out, kind, sections_of(project, kind))
        self._queue.start("Preview", WRITE, request, on_done=self._done, on_failed=self._failed)

    def _done(self, written: WrittenReport) -> None:
        self.written.emit(written)
        written.file.unlink(missing_ok=True)
        self._again()

    def _failed(self, failed: Failed) -> None:
        self.failed.emit(failed)
        self._again()

    def _again(self) -> None:
        if self._stale:
            self._stale = False
            self._timer.start()

    def _tell_how_far(self) -> None:
        job = self._queue.jobs()[0] if self._queue.busy else None
        if job is not None:
            done = f" · {percent(job.share)}" if job.share else ""
            self.progressed.emit(f"{job.text}{done}" if job.text else "")
