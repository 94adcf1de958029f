"""The live preview: QtPdf where it loads, a sentence where it does not.

QtPdf is imported when the first preview is made, so that neither the window's first paint nor a computer without it
pays for it.
"""

import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QMargins,
    QObject,
    QPointF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAccessible, QColor, QMouseEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.findings.report.number_sources import NUMBER
from desktop.findings.report.preflight import kind_of, sections_of
from desktop.jobs.queue import JobQueue
from desktop.jobs.worker import Failed
from desktop.jobs.write_report import WriteReport, WrittenReport
from desktop.pages.report.export import WRITE
from desktop.session import Session
from desktop.theme.current import tokens
from desktop.theme.paint import paint_box, smooth
from desktop.theme.tokens import Radius
from desktop.widgets.label import Label
from desktop.widgets.spoken_role import speak_as
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument, QPdfSelection
    from PySide6.QtPdfWidgets import QPdfView

NO_PREVIEW = tr(
    "The preview cannot be shown here, because QtPdf did not load. Exporting works all the same."
)
FIRST = tr("Writing the first preview…")
_ZOOM_STEP = 1.2
_REACHES = ((-30.0, 30.0), (0.0, 30.0), (-30.0, 0.0), (0.0, 8.0), (-8.0, 0.0), (0.0, 2.0))  # points
_LONGEST = 12  # characters of a number that may reach out of there


class PdfPreview(QWidget):
    """Shows a PDF page by page. ``turned`` carries the page at the top, from 1."""

    turned = Signal(int)
    number_asked = Signal(int, str)  # page, from 1, and the number that was clicked on it

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Preview of the report"))
        self._buffer: QBuffer | None = None
        self._pressed = QPointF()
        self.document: QPdfDocument | None = None
        self.view: QPdfView | None = None
        self.words = Label(
            FIRST, colour="ink2", measure=360, balanced=True, align=Qt.AlignmentFlag.AlignHCenter
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.words, 1, Qt.AlignmentFlag.AlignCenter)
        self._make(box)

    def _make(self, box: QVBoxLayout) -> None:
        try:
            pdf: Any = import_module("PySide6.QtPdf")
            widgets: Any = import_module("PySide6.QtPdfWidgets")
        except ImportError:  # the module, or a library of the system that it needs, is not there
            self.words.setText(NO_PREVIEW)
            return
        document, view = pdf.QPdfDocument(self), widgets.QPdfView(self)
        speak_as(view, QAccessible.Role.Document)
        view.setDocument(document)
        view.setPageMode(widgets.QPdfView.PageMode.MultiPage)
        view.setZoomMode(widgets.QPdfView.ZoomMode.FitToWidth)
        view.setPageSpacing(16)
        view.setDocumentMargins(QMargins(44, 24, 44, 24))
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setAccessibleName(tr("The pages of the report"))
        view.viewport().installEventFilter(self)
        view.hide()
        view.pageNavigator().currentPageChanged.connect(self._turned)
        box.addWidget(view, 1)
        self.document, self.view = document, view
        self._colour()

    @property
    def works(self) -> bool:
        """Whether a preview can be shown at all."""
        return self.view is not None

    def show_file(self, path: Path) -> None:
        """Show a PDF; the file is read now and may then go. Stays at the page that was shown."""
        if self.view is None or self.document is None:
            return
        page = self.view.pageNavigator().currentPage()
        zoom = self.view.pageNavigator().currentZoom()
        self.document.close()
        buffer = QBuffer(self)
        buffer.setData(QByteArray(path.read_bytes()))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(buffer)
        if self._buffer is not None:
            self._buffer.deleteLater()
        self._buffer = buffer
        self.words.hide()
        self.view.show()
        if 0 < page < self.document.pageCount():
            self.view.pageNavigator().jump(page, QPointF(), zoom)

    def say(self, words: str) -> None:
        """Say, as long as there is no page to show, how far it is or why there is none."""
        if self.works:
            self.words.setText(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The well that the pages lie in, before they are there too."""
        paint_box(smooth(self), self.rect(), fill="sunken", radius=Radius.BOX)

    def page_count(self) -> int:
        return self.document.pageCount() if self.document is not None else 0

    def current_page(self) -> int:
        """The page at the top, from 1."""
        return self.view.pageNavigator().currentPage() + 1 if self.view is not None else 1

    def show_page(self, page: int) -> None:
        """Jump to a page, from 1."""
        if self.view is not None and 1 <= page <= self.page_count():
            self.view.pageNavigator().jump(page - 1, QPointF(), self.view.zoomFactor())

    def turn(self, step: int) -> None:
        self.show_page(min(self.page_count(), max(1, self.current_page() + step)))

    def zoom(self, step: int) -> None:
        """Larger (1) or smaller (-1); 0 fits the width again."""
        if self.view is None:
            return
        kind = type(self.view).ZoomMode
        if step == 0:
            self.view.setZoomMode(kind.FitToWidth)
            return
        if self.view.zoomMode() != kind.Custom and self.document is not None:
            width = self.document.pagePointSize(0).width() or 595.0
            room = self.view.viewport().width() - 88
            per_point = self.view.logicalDpiX() / 72
            self.view.setZoomFactor(room / (width * per_point))
            self.view.setZoomMode(kind.Custom)
        self.view.setZoomFactor(min(4.0, max(0.25, self.view.zoomFactor() * _ZOOM_STEP**step)))

    def number_at(self, place: QPointF) -> tuple[int, str]:
        """The page, from 1, and the number printed at a place of the view; an empty one where there is none."""
        page, point = self._on_page(place)
        if page < 0 or self.document is None:
            return 0, ""
        # Only the words around the place are read: the text of a whole page takes far too long.
        near = next((n for n in self._near(page, point) if n.isValid() and n.text()), None)
        if near is None:
            return page + 1, ""
        start = max(0, near.startIndex() - _LONGEST)
        length = near.endIndex() + _LONGEST - start
        text = self.document.getSelectionAtIndex(page, start, length).text()
        for found in NUMBER.finditer(text):
            part = self.document.getSelectionAtIndex(
                page, start + found.start(), len(found.group())
            )
            if part.boundingRectangle().adjusted(-2, -3, 2, 3).contains(point):
                return page + 1, found.group()
        return page + 1, ""

    def _near(self, page: int, point: QPointF) -> Iterator["QPdfSelection"]:
        """Stretches of text that reach to or over a point; beyond the ends of a line there is nothing to select."""
        assert self.document is not None
        for left, right in _REACHES:
            yield self.document.getSelection(
                page, QPointF(point.x() + left, point.y()), QPointF(point.x() + right, point.y())
            )

    def _on_page(self, place: QPointF) -> tuple[int, QPointF]:
        """Which page (from 0) lies at a place of the view, and where on it in points; -1: none."""
        nowhere = (-1, QPointF())
        if self.view is None or self.document is None:
            return nowhere
        margins, spacing = self.view.documentMargins(), self.view.pageSpacing()
        room = self.view.viewport().width() - margins.left() - margins.right()
        x = place.x() + self.view.horizontalScrollBar().value()
        y = place.y() + self.view.verticalScrollBar().value()
        fits = self.view.zoomMode() == type(self.view).ZoomMode.FitToWidth
        zoom = self.view.zoomFactor() * self.view.logicalDpiX() / 72
        top = float(margins.top())
        for page in range(self.page_count()):
            points = self.document.pagePointSize(page)
            scale = room / points.width() if fits else zoom
            width, height = points.width() * scale, points.height() * scale
            whole = max(width + margins.left() + margins.right(), self.view.viewport().width())
            left = (whole - width) / 2
            if top <= y < top + height and left <= x < left + width:
                return page, QPointF((x - left) / scale, (y - top) / scale)
            top += height + spacing
        return nowhere

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on a number asks where it comes from; a drag scrolls as before."""
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            if event.type() == QEvent.Type.MouseButtonPress:
                self._pressed = event.position()
            elif event.type() == QEvent.Type.MouseButtonRelease:
                moved = (event.position() - self._pressed).manhattanLength()
                page, number = self.number_at(event.position())
                if number and moved < 4:
                    self.number_asked.emit(page, number)
        elif event.type() == QEvent.Type.StyleChange:  # after which the view has its old colours
            self._colour()
        return super().eventFilter(watched, event)

    def page_text(self) -> str:
        """The page at the top as plain text."""
        if self.document is None or not self.page_count():
            return ""
        return self.document.getAllText(self.current_page() - 1).text().replace("\r\n", "\n")

    def _turned(self, page: int) -> None:
        self.turned.emit(page + 1)

    def _colour(self) -> None:
        if self.view is not None:
            palette = self.view.palette()
            for role in (
                QPalette.ColorRole.Dark,
                QPalette.ColorRole.Base,
                QPalette.ColorRole.Window,
            ):
                palette.setColor(role, QColor(tokens().sunken))
            self.view.setPalette(palette)
            self.view.viewport().setPalette(palette)


REWRITE_AFTER_MS = 350  # a burst of edits is one preview


class PreviewWriter(QObject):
    """``begun``: the project is read for the next one; ``written`` carries it, ``progressed`` what is being done."""

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
        self._timer = QTimer(self, singleShot=True, interval=REWRITE_AFTER_MS)
        self._timer.timeout.connect(self._begin)

    @property
    def is_writing(self) -> bool:
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
        self._queue.start(tr("Preview"), WRITE, request, on_done=self._done, on_failed=self._failed)

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
            self.progressed.emit(job.text)
