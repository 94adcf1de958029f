"""Plays a clip on the Stage, as it is, without its sound: frames come from a thread, at most twelve a second."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from desktop.jobs.soon import Soon

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

EVERY_MS = 83
_USUAL_RATE = 25


def has_sound(path: Path) -> bool:
    """Whether somebody would want to hear it, too; a file that cannot be read has none."""
    from estimators.classifier.item import UnreadableItem, read_bytes
    from estimators.classifier.media_container import open_container

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

        from estimators.classifier.item import UnreadableItem

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
        self._soon = Soon(self)
        self._soon.answered.connect(self._came)
        self._tick = QTimer(self)
        self._tick.setInterval(EVERY_MS)
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
        """Stop, if it plays."""
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
