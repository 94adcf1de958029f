"""Looking closer: one photo large, with what is known of it; arrow keys step to its neighbours."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.jobs.soon import Soon
from desktop.theme.type import Role
from desktop.widgets.focus import ARROW_KEYS, ENTER_KEYS, claims
from desktop.widgets.label import Label
from desktop.widgets.popover import Popover

SIDE = 560


def read_photo(path: Path, side: int = 2 * SIDE) -> QImage:
    """A photo as the classifier sees it (upright, RGB), scaled to ``side``; for a worker thread.

    Raises ``UnreadableItem`` in words where it cannot be read; giants are refused before they are decoded.
    """
    from estimators.classifier.photo.decoding import decode_photo

    pixels = decode_photo(path)
    height, width, _ = pixels.shape
    image = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    if max(width, height) <= side:
        return image.copy()  # the bytes above go away
    return image.scaled(
        QSize(side, side),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


class Picture(QWidget):
    """Draws one image inside its bounds; small ones are enlarged with their pixels kept sharp."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_image(self, image: QImage) -> None:
        """Show another image; a null one clears it."""
        self._pixmap = QPixmap.fromImage(image) if not image.isNull() else QPixmap()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._pixmap.isNull():
            return
        painter = QPainter(self)
        size = self._pixmap.size()
        enlarged = max(size.width(), size.height()) < 200
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not enlarged)
        shown = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - shown.width()) // 2, (self.height() - shown.height()) // 2
        painter.drawPixmap(left, top, shown.width(), shown.height(), self._pixmap)


class PhotoPopover(Popover):
    """One photo large. ``stepped`` carries -1 or 1 at the arrow keys."""

    stepped = Signal(int)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "Look closer", width=SIDE + 32)
        self.name = Label(role=Role.SECTION, wrap=False)
        head = QHBoxLayout()
        head.addWidget(self.name)
        head.addStretch(1)
        head.addWidget(Label("← → next   Esc close", role=Role.NOTE, colour="ink3", wrap=False))
        self.picture = Picture()
        self.picture.setFixedHeight(min(SIDE, max(240, window.height() - 260)))
        self.words = Label(colour="ink2")
        self.body.addLayout(head)
        self.body.addSpacing(8)
        self.body.addWidget(self.picture)
        self.body.addSpacing(8)
        self.body.addWidget(self.words)

    def show_photo(self, name: str, words: str, image: QImage) -> None:
        """Show a photo (its thumbnail first, the photo itself once it is read)."""
        self.name.setText(name)
        self.words.setText(words)
        self.picture.setAccessibleName(f"{name}. {words}")
        self.picture.set_image(image)
        self.resettle()

    def event(self, event: QEvent) -> bool:
        return claims(event, *ARROW_KEYS, *ENTER_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        elif event.key() == Qt.Key.Key_Space:
            self.close_popover()
        else:
            super().keyPressEvent(event)


@dataclass(frozen=True)
class Look:
    """One photo to look at: its name, what is known of it, its file, and a small picture to show meanwhile."""

    name: str
    words: str
    path: Path
    small: QImage


class LookCloser(QObject):
    """Opens photos large, one after another. ``closed`` carries the number of the one looked at last."""

    closed = Signal(int)

    def __init__(self, owner: QWidget, look: Callable[[int], Look | None]) -> None:
        """``look`` gives the photo of a number, or None beyond the ends."""
        super().__init__(owner)
        self._owner, self._look = owner, look
        self.popover: PhotoPopover | None = None
        self._at = 0
        self._reading = Soon(self)
        self._reading.answered.connect(self._read)
        self._reading.failed.connect(self._unreadable)

    def open(self, number: int) -> None:
        """Show the photo of this number: the small picture at once, the photo itself when it is read."""
        found = self._look(number)
        if found is None:
            return
        self._at = number
        first = self.popover is None
        if self.popover is None:
            self.popover = PhotoPopover(self._owner.window())
            self.popover.stepped.connect(self._step)
            self.popover.closed.connect(self._closed)
        self.popover.show_photo(found.name, found.words, found.small)
        if first:
            self.popover.open_at((self._owner.window().width() - SIDE - 32) // 2, 72)
        self._reading.ask(partial(read_photo, found.path))

    def _step(self, by: int) -> None:
        self.open(self._at + by)

    def _read(self, image: QImage) -> None:
        if self.popover is not None:
            self.popover.picture.set_image(image)

    def _unreadable(self, error: Exception) -> None:
        if self.popover is not None:
            words = self.popover.words.text()
            self.popover.words.setText(f"{words} {error}".strip())

    def _closed(self) -> None:
        popover, self.popover = self.popover, None
        if popover is not None:
            popover.deleteLater()
            self.closed.emit(self._at)

    def stop(self) -> None:
        """The page is closing."""
        self._reading.stop()
