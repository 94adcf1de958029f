"""The example on the Stage: a photo, a text, a sound or a clip, large."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QElapsedTimer,
    QIODevice,
    QObject,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.stage.row_cells import RowCells
from desktop.project.originals import Original
from desktop.theme.current import tokens
from desktop.theme.paint import CENTRE, Face, paint_box, smooth, write
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.example import play, read_example
from desktop.widgets.label import Label
from desktop.widgets.layout import column, holder
from estimators.base.cell_lines import cells_of
from estimators.base.phrase import capital
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

EVERY_MS = 83
_USUAL_RATE = 25
MOST_LETTERS = 20_000
_SIZES = (  # letters at most, and how large they stand
    (120, Role.STAGE),
    (280, Role.VERDICT),
    (700, Role.HEADLINE),
    (MOST_LETTERS, Role.FIGURE),
)


def has_sound(path: Path) -> bool:
    """Whether somebody would want to hear it, too; a file that cannot be read has none."""
    from estimators.classifier.item import read_bytes
    from estimators.classifier.media_container import open_container
    from estimators.classifier.unreadable import UnreadableItem

    try:
        with open_container(read_bytes(path), "clip") as container:
            return bool(container.streams.audio)
    except UnreadableItem:
        return False


class _Frames:
    """The frames of one file, read as they are wanted. Used by one thread at a time."""

    def __init__(self, path: Path, room: QSize) -> None:
        self._path, self._room = path, room
        self._opened = ExitStack()
        self._frames: Iterator[VideoFrame] = iter(())
        self._shown = 0

    def at(self, seconds: float) -> QImage:
        """The frame shown so long after the beginning; a null image after the last."""
        import av

        from estimators.classifier.unreadable import UnreadableItem

        try:
            if not self._shown:
                self._frames = self._decoded()
            for frame in self._frames:
                self._shown += 1
                # Some files do not say when their frames come.
                at = frame.time if frame.pts is not None else self._shown / _USUAL_RATE
                if at >= seconds:
                    return self._picture(frame)
        except (av.FFmpegError, OSError, ValueError, IndexError, UnreadableItem):
            pass  # what cannot be read on is over
        return QImage()

    def _decoded(self) -> "Iterator[VideoFrame]":
        # From bytes and behind the same doors as the classifier's: a playlist that calls itself a clip opens nothing.
        from estimators.classifier.item import read_bytes
        from estimators.classifier.media_container import open_container

        container = self._opened.enter_context(open_container(read_bytes(self._path), "clip"))
        return container.decode(video=0)

    def _picture(self, frame: "VideoFrame") -> QImage:
        size = QSize(frame.width, frame.height)
        if size.width() > self._room.width() or size.height() > self._room.height():
            size.scale(self._room, Qt.AspectRatioMode.KeepAspectRatio)
        pixels = frame.to_ndarray(format="rgb24", width=size.width(), height=size.height())
        height, width, _ = pixels.shape
        return QImage(
            pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888
        ).copy()

    def close(self) -> None:
        self._opened.close()


class ClipPlayer(QObject):
    """Emits ``frame`` while it plays, and ``ended`` after the last one or when it is stopped."""

    frame = Signal(QImage)
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._frames: _Frames | None = None
        self._clock = QElapsedTimer()
        self._soon = LatestWinsThread(self, self._came)
        self._tick = QTimer(self, interval=EVERY_MS)
        self._tick.timeout.connect(self._want)

    @property
    def plays(self) -> bool:
        return self._frames is not None

    def play(self, path: Path, room: QSize) -> None:
        """Play a file from its beginning, no larger than there is room."""
        self.stop()
        self._frames = _Frames(path, room)
        self._clock.start()
        self._tick.start()
        self._want()

    def stop(self) -> None:
        self._tick.stop()
        self._soon.stop()
        if self._frames is not None:
            frames, self._frames = self._frames, None
            frames.close()
            self.ended.emit()

    def _want(self) -> None:
        frames, seconds = self._frames, self._clock.elapsed() / 1000
        if frames is not None and not self._soon.busy:
            self._soon.ask(lambda: frames.at(seconds))

    def _came(self, image: QImage) -> None:
        if image.isNull():
            self.stop()
        elif self._frames is not None:
            self.frame.emit(image)


@dataclass(frozen=True)
class OnStage:
    """What was read of an example: a picture, or a text."""

    image: QImage
    text: str = ""


def read_for_stage(
    modality: str, item: str | Original, thumbnail: bytes | None, room: QSize
) -> OnStage:
    """An example as large as there is room; for a worker thread. What cannot be read shows its thumbnail, if any."""
    if isinstance(item, str):
        return OnStage(QImage(), item[:MOST_LETTERS])
    from estimators.classifier.unreadable import UnreadableItem

    try:
        if modality == "photo":
            return OnStage(read_picture(item.read(), thumbnail, room))
        seen = read_example(modality, item, max(room.width(), room.height()))
    except UnreadableItem:
        return OnStage(QImage.fromData(thumbnail or b""))
    return OnStage(seen.image, seen.text[:MOST_LETTERS])


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
        self._words = "" if not image.isNull() else tr("This {one}’s file is not here.", one=one)
        spoken = f"{capital(one)} {name}"
        self.setAccessibleName(spoken if not self._words else f"{name}: {self._words}")
        self.update()

    def clear(self) -> None:
        self._pixmap, self._words = QPixmap(), ""
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self, turns=False)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._pixmap.isNull():
            if self._words:
                paint_box(painter, self.rect(), fill="sunken", radius=8)
                write(painter, self._words, QRectF(self.rect()), Face(Role.BODY), CENTRE)
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
        painter.setPen(QColor(tokens().line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)


class StageExample(QWidget):
    """Shows one example of any kind; a sound or clip can be played."""

    def __init__(self, modality: str) -> None:
        super().__init__()
        self._modality = modality
        self._one = {"photo": "photo", "sound": "sound", "video": "clip"}.get(modality, "text")
        self._item: str | Original = ""
        self._name, self._still = "", QImage()
        self.clip = ClipPlayer(self)
        self.clip.frame.connect(self._frame_came)
        self.clip.ended.connect(self._clip_ended)
        self.picture = StagePicture()
        self.words = ""
        self._labels = {role: Label(role=role, weight=500) for _, role in _SIZES}
        self.text = QScrollArea()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setWidgetResizable(True)
        self.text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.cells = RowCells()
        words = (*self._labels.values(), self.cells)
        lines = column(None, *words, None, spacing=None, margins=(0, 0, 12, 0))
        self.text.setWidget(holder(lines))
        self.play = Button(
            tr("Play the {one}", one=self._one), icon="play", shortcut="Space", run=self.play_it
        )
        below = Qt.AlignmentFlag.AlignHCenter
        column((self.picture, 1), (self.text, 1), (self.play, below), of=self, spacing=16)
        self.picture.setVisible(modality != "text")
        self.text.setVisible(modality == "text")
        self.play.setVisible(self.can_play)

    @property
    def can_play(self) -> bool:
        """Whether it is something to listen to or to watch."""
        return self._modality in ("sound", "video")

    def clear(self, item: str | Original) -> None:
        self.clip.stop()
        self._item, self._name, self._still = item, "", QImage()
        self.picture.clear()
        self._show_words("")
        gone = isinstance(item, Original) and not item.is_here()
        self.play.off_because(tr("This {one}’s file is not here.", one=self._one) if gone else "")

    def show_read(self, read: OnStage, name: str) -> None:
        if self._modality != "text":
            self._name, self._still = name, read.image
            self.picture.show_image(read.image, name, self._one)
            return
        self._show_words(read.text or tr("This text’s file is not here."))
        self.text.setAccessibleName(tr("Text {name}", name=name))

    def _show_words(self, words: str) -> None:
        self.words = words
        fitting = next(role for most, role in _SIZES if len(words) <= most)
        cells = cells_of(words)
        self.cells.show_cells(cells)
        for role, label in self._labels.items():
            shown = role is fitting and not cells
            label.setText(words if shown else "")
            label.setVisible(shown)
        self.text.verticalScrollBar().setValue(0)

    def play_it(self) -> None:
        """Play a clip here, or stop it. A sound, and a clip that has some, goes to the program that plays such files."""
        if self.clip.plays:
            self.clip.stop()
            return
        if not isinstance(self._item, Original):
            return
        file = self._item.to_play()
        silent = self._modality == "video" and file is not None and not has_sound(file)
        if file is not None and silent and not self._still.isNull():
            self.play.setText(tr("Stop the clip"))
            self.clip.play(file, self.picture.size() * self.devicePixelRatioF())
            return
        self.play.off_because(play(self._item))

    def stop(self) -> None:
        """Stop what plays: the Stage is closing."""
        self.clip.stop()

    def _frame_came(self, image: QImage) -> None:
        self.picture.show_image(image, self._name, self._one)

    def _clip_ended(self) -> None:
        self.play.setText(tr("Play the clip"))
        self.picture.show_image(self._still, self._name, self._one)
