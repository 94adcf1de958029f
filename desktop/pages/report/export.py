"""Sending the report: written to a file, or printed."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QPainter

from desktop.jobs.job import Callbacks
from desktop.jobs.queue import JobQueue
from desktop.jobs.worker import Failed
from desktop.jobs.write_report import WriteReport, WrittenReport
from desktop.pages.error_message import failure_message
from desktop.pages.page import Page
from desktop.project.record_kinds import REPORT, KeptReport
from desktop.project.versions import VersionKind
from desktop.save_dialog import ask_where
from desktop.session import Session
from desktop.widgets.message import Message
from estimators.base.count import count
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

WRITE = "desktop.jobs.write_report:write_report"
DOTS_PER_INCH = 200
FORMS = tr("PDF (*.pdf);;Slides (*.pptx);;Web page (*.html);;Markdown (*.md)")


class ReportExport(QObject):
    """Writes a report as a job. ``ask_file(title, suggestion, forms)`` says where; an empty answer is a change of mind."""

    def __init__(self, page: Page, jobs: JobQueue) -> None:
        super().__init__(page)
        self._page, self._session, self._jobs = page, page.session, jobs
        self.ask_file: Callable[[str, str, str], str] = lambda title, first, forms: ask_where(
            page, title, first, forms, in_form
        )
        self.job = 0
        """The id of the export that runs or ran last."""
        jobs.changed.connect(self._jobs_changed)

    def export(
        self, kind: str, sections: tuple[str, ...] | None, words: str, ending: str = ".pdf"
    ) -> None:
        """Ask where, and write that kind of report there, in the form of that ending or another; ``words`` name it."""
        project = self._session.project
        name = f"{project.path.stem}, {words}{ending}"
        forms = sorted(FORMS.split(";;"), key=lambda form: f"*{ending})" not in form)
        chosen = self.ask_file(
            tr("Export the report"), str(project.path.parent / name), ";;".join(forms)
        )
        if not chosen:
            return
        has_ending = Path(chosen).suffix[1:].isalpha()  # “24.11.2026” has none
        out = Path(chosen if has_ending else f"{chosen}{ending}")
        self._busy(tr("Writing…"))
        self.job = self._jobs.start(
            tr("Write the {words}", words=words),
            WRITE,
            WriteReport(project.path, out, kind, sections),
            on_done=self._done,
            on_failed=self._failed,
            on_open=lambda: _open(out),
            bind=partial(_callbacks_elsewhere, out),
        )

    def _done(self, written: WrittenReport) -> str:
        self._busy("")
        pages = _keep(self._session, written)
        many = f": {pages}" if written.file.suffix.lower() == ".pdf" else ""
        words = tr("“{name}” is written{many}.", name=written.file.name, many=many)
        if written.file.suffix.lower() == ".pptx":
            words = " ".join((words, *written.warnings))
        show = partial(_open, written.file)
        folder = str(written.file.parent)
        self._page.set_message(Message("ok", words, folder, button=tr("Open it"), run=show))
        return pages

    def _failed(self, failed: Failed) -> None:
        self._busy("")
        self._page.set_message(failure_message(failed, tr("The report could not be written.")))

    def _jobs_changed(self) -> None:
        """A cancelled export has neither a result nor an error; the button is free again."""
        states = {job.id: job.state for job in self._jobs.jobs()}
        if states.get(self.job) == "cancelled":
            self.job = 0
            self._busy("")

    def _busy(self, words: str) -> None:
        """What the button says meanwhile; an empty text: it is free again."""
        self._page.header.primary.set_busy(words)


def _keep(session: Session, written: WrittenReport) -> str:
    """Note in the project that it was written; returns the words for the list of jobs."""
    if session.is_open and not session.read_only:
        project = session.project
        kept = KeptReport(written.pages, written.sha256, str(written.file))
        project.append_record(REPORT, kept, project.fingerprint())
        project.versions.keep(VersionKind.REPORT)  # what was handed out can be compared with later
        session.appended("record", "version")
    return count(written.pages, "page")


def _callbacks_elsewhere(out: Path, session: Session, _jobs: JobQueue) -> Callbacks:
    """Where the page is gone: the report is written all the same."""
    return Callbacks(partial(_keep, session), open=lambda: _open(out))


def in_form(chosen: str, form: str) -> str:
    """The file that was chosen, with the ending of the form that was chosen beside it: not every dialog gives it."""
    asked = re.search(r"\*(\.\w+)", form)
    if not chosen or asked is None:
        return chosen
    path = Path(chosen)
    has_ending = path.suffix.lower() in re.findall(r"\*(\.\w+)", FORMS)
    return str(path.with_suffix(asked[1])) if has_ending else f"{chosen}{asked[1]}"


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class PrintJob(QObject):
    """Prints a document. ``finished`` carries the number of pages that went to the printer."""

    finished = Signal(int)

    def __init__(self, document: "QPdfDocument", printer: "QPrinter", parent: QObject) -> None:
        super().__init__(parent)
        from PySide6.QtPdf import QPdfPageRenderer

        self._document, self._printer = document, printer
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.setDocument(document)
        self._renderer.pageRendered.connect(self._rendered)
        self._painter = QPainter()
        self._page = 0

    def start(self) -> None:
        """Begin; pages follow one another."""
        if not self._document.pageCount() or not self._painter.begin(self._printer):
            self.finished.emit(0)
            return
        self._next()

    def stop(self) -> None:
        """Give up what is left."""
        if self._painter.isActive():
            self._painter.end()

    def _next(self) -> None:
        points = self._document.pagePointSize(self._page)
        scale = DOTS_PER_INCH / 72
        size = QSize(round(points.width() * scale), round(points.height() * scale))
        self._renderer.requestPage(self._page, size)

    def _rendered(self, page: int, _size: QSize, image: QImage, *_more: object) -> None:
        if not self._painter.isActive() or page != self._page:
            return
        room = self._painter.viewport()
        size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        self._painter.drawImage(
            room.adjusted(0, 0, size.width() - room.width(), size.height() - room.height()), image
        )
        self._page += 1
        if self._page < self._document.pageCount():
            self._printer.newPage()
            self._next()
        else:
            self._painter.end()
            self.finished.emit(self._page)
