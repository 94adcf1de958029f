"""Printing the preview: pages are rendered in Qt's own thread, one after the other."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

DOTS_PER_INCH = 200


class Printing(QObject):
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
