"""What the Stage shows beside its sentence: a picture, how sure it is, how far the session has come."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.current import tokens
from desktop.theme.paint import text_width
from desktop.theme.type import Role, font, line_height
from estimators.base.percent import sure_percent

MOST_TIMES = 8  # a tiny picture is not blown up further than this


def read_picture(content: bytes, thumbnail: bytes | None, room: QSize) -> QImage:
    """The photo at the size it is shown, or else its thumbnail; a null image where neither can be read."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and (size.width() > room.width() or size.height() > room.height()):
        reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull() and thumbnail is not None:
        return QImage.fromData(thumbnail)
    return image


class StagePicture(QWidget):
    """A picture, as large as its place, with rounded corners."""

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage, name: str, one: str = "photo") -> None:
        """Show the picture of an example (``one`` is what it is called); a null one says that its file is not here."""
        self._pixmap = QPixmap.fromImage(image)
        self._words = "" if not image.isNull() else f"This {one}’s file is not here."
        spoken = f"{one.capitalize()} {name}"
        self.setAccessibleName(spoken if not self._words else f"{name}: {self._words}")
        self.update()

    def clear(self) -> None:
        """Show nothing while the next one is read."""
        self._pixmap, self._words = QPixmap(), ""
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._pixmap.isNull():
            if self._words:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(t.sunken))
                painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
                painter.setPen(QColor(t.ink2))
                painter.setFont(font(Role.BODY))
                painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._words)
            return
        room = self.size().boundedTo(self._pixmap.size() * MOST_TIMES)
        size = self._pixmap.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(
            (self.width() - size.width()) / 2,
            (self.height() - size.height()) / 2,
            size.width(),
            size.height(),
        )
        path = QPainterPath()
        path.addRoundedRect(box, 8, 8)
        painter.setClipPath(path)
        painter.drawPixmap(box, self._pixmap, QRectF(self._pixmap.rect()))
        painter.setClipping(False)
        painter.setPen(QColor(t.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)


class SureBar(QWidget):
    """How sure it is, from 0 to 100%."""

    def __init__(self) -> None:
        super().__init__()
        self._share: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float | None) -> None:
        """Show a share; None shows an empty bar."""
        self._share = share
        self.setAccessibleName("" if share is None else f"{sure_percent(share)}% sure")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 18 + line_height(Role.NOTE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.line))
        painter.drawRoundedRect(QRectF(0, 0, self.width(), 8), 4, 4)
        place = QRectF(0, 18, self.width(), line_height(Role.NOTE))
        if self._share is None:
            return
        x = self._share * self.width()
        painter.setBrush(QColor(t.ink))
        painter.drawRoundedRect(QRectF(0, 0, max(8.0, x), 8), 4, 4)
        painter.setPen(QColor(t.ink2))
        painter.setFont(font(Role.NOTE, tabular=True))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft), "0")
        words = f"{sure_percent(self._share)}%"
        width = text_width(words, Role.NOTE, weight=600, tabular=True)
        left = min(max(14.0, x - width / 2), self.width() - width)
        end = text_width("100%", Role.NOTE, tabular=True)
        if left + width < self.width() - end - 6:
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight), "100%")
        painter.setPen(QColor(t.ink))
        painter.setFont(font(Role.NOTE, weight=600, tabular=True))
        painter.drawText(QRectF(left, 18, width + 2, place.height()), 0, words)


class Dashes(QWidget):
    """One dash an example: done in ink, the one shown in grey, the rest pale."""

    def __init__(self) -> None:
        super().__init__()
        self._done: tuple[bool, ...] = ()
        self._at = 0
        self.setFixedHeight(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_progress(self, done: tuple[bool, ...], at: int) -> None:
        """Which examples have a reaction, and which one is shown."""
        self._done, self._at = done, at
        self.setAccessibleName(f"{at + 1} of {len(done)}")
        self.setMaximumWidth(24 * max(1, len(done)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(8 * len(self._done), 4)  # the words beside it come first

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        step = self.width() / max(1, len(self._done))
        for number, done in enumerate(self._done):
            colour = t.control if number == self._at else t.ink if done else t.line
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(number * step, 0, max(2.0, step - 4), 4), 2, 2)
