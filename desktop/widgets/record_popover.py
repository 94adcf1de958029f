"""Photos taken and sounds recorded here and now: what the camera sees or how loud it is, one key, and what came of it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from desktop.capture_devices import Device, cameras, microphones, pictures, record_sound
from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.clipboard import fresh_file
from desktop.widgets.label import Label
from desktop.widgets.layout import fill, row
from desktop.widgets.popover import Popover
from desktop.widgets.progress import ProgressLine
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.noun import example_noun
from estimators.base.number import digits
from estimators.base.sentence import tr

_SEEN = QSize(480, 360)
Taken = Callable[[list[Path]], object]


class _Bridge(QObject):
    """Carries what the thread sees and hears into the GUI thread."""

    seen = Signal(QImage)
    heard = Signal(float, float)
    ended = Signal(object)  # UserError, or None


class RecordPopover(Popover):
    """``taken`` gets the files once it closes, if there are any; Space takes a photo, or begins and ends a sound."""

    def __init__(self, window: QWidget, device: Device, taken: Taken, *, sound: bool) -> None:
        title = tr("Record sounds") if sound else tr("Take photos")
        super().__init__(window, title, width=_SEEN.width() + 48, dim=True)
        self.set_padding(24)
        self._device, self._taken, self._sound = device, taken, sound
        self.files: list[Path] = []
        self._last = QImage()
        self._stop, self._thread = Event(), Thread(target=self._work)
        self._bridge = _Bridge(self)
        queued = Qt.ConnectionType.QueuedConnection
        self._bridge.seen.connect(self._see, queued)
        self._bridge.heard.connect(self._hear, queued)
        self._bridge.ended.connect(self._ended, queued)
        self.add_head(title, 4, role=Role.FIGURE, wraps=False)
        self.view = QLabel()
        self.view.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.view.setAccessibleName(tr("What the camera sees"))
        self.view.setFixedHeight(0 if sound else scaled(_SEEN.height()))
        self.level = ProgressLine()
        self.said = Label(colour="ink2")
        words = tr("Record") if sound else tr("Take a photo")
        self.take = Button(words, "primary", shortcut="Space", run=self._press)
        self.done = Button(tr("Done"), run=self.close_popover)
        name = Label(device.name, role=Role.NOTE, colour="ink2")
        fill(self.body, name, 12, self.view, self.level, 12, self.said, 12)
        self.level.setVisible(sound)
        self.body.addLayout(row(self.take, self.done, None, spacing=8))
        self.closed.connect(self._close)
        self._say()

    def begin(self) -> None:
        """Open in the middle of the window; the camera is on from now on."""
        if self._sound:
            self.open_centred(60, focus=self.take)
            return
        self.take.off_because(tr("The camera is being switched on."))
        self.open_centred(60)
        self._thread.start()

    # --- in the thread -------------------------------------------------------------------------------------------

    def _work(self) -> None:
        failed: UserError | None = None
        try:
            if self._sound:
                record_sound(self._device, self._target, self._stop.is_set, self._bridge.heard.emit)
            else:
                for picture in pictures(self._device, self._stop.is_set):
                    high, wide, _ = picture.shape
                    lines = QImage(picture.tobytes(), wide, high, 3 * wide, QImage.Format.Format_RGB888)  # fmt: skip
                    self._bridge.seen.emit(lines.copy())
        except UserError as error:
            failed = error
        self._bridge.ended.emit(failed)

    # --- in the window -------------------------------------------------------------------------------------------

    def _press(self) -> None:
        if not self._sound:
            file = fresh_file(tr("camera"), ".png")
            if self._last.save(str(file)):
                self.files.append(file)
            self._say()
        elif self._thread.is_alive():
            self._stop.set()
        else:
            self._target = fresh_file(tr("microphone"), ".wav")
            self._stop.clear()
            self._thread = Thread(target=self._work)
            self._thread.start()
            self.take.setText(tr("Stop"))

    def _see(self, picture: QImage) -> None:
        if self._last.isNull():
            self.take.off_because("")
            self.take.setFocus(Qt.FocusReason.OtherFocusReason)
        self._last = picture
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self.view.setPixmap(QPixmap.fromImage(picture.scaled(self.view.size(), keep, smooth)))

    def _hear(self, seconds: float, loud: float) -> None:
        self.level.set_share(loud)
        self.said.setText(tr("{seconds} seconds so far", seconds=digits(round(seconds))))

    def _ended(self, failed: UserError | None) -> None:
        self._thread.join()
        if failed is not None:
            self.said.setText(" ".join(filter(None, (failed.what, failed.why, failed.next_step))))
            self.take.off_because(failed.what)
            return
        if self._sound:
            self.files.append(self._target)
            self.take.setText(tr("Record"))
            self._say()

    def _say(self) -> None:
        things = example_noun("sound" if self._sound else "photo")
        some = tr("{many} so far.", many=count(len(self.files), things)) if self.files else ""
        how = tr("Space begins and ends a sound.") if self._sound else tr("Space takes a photo.")
        self.said.setText(" ".join(filter(None, (some, how))))

    def _close(self) -> None:
        recording = self._sound and self._thread.is_alive()
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        if recording:
            self.files.append(self._target)
        if self.files:
            self._taken(self.files)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not self.take.off_reason:
            self._press()
            return
        super().keyPressEvent(event)


def record_here(window: QWidget, taken: Taken, *, sound: bool, devices: Sequence[Device] = ()) -> RecordPopover:  # fmt: skip
    """Open the camera, or the microphone.

    Raises `UserError` where there is none.
    """
    found = devices or (microphones() if sound else cameras())
    if not found:
        raise UserError(
            tr("No microphone was found.") if sound else tr("No camera was found."),
            "",
            tr("Connect one, or drop files here."),
        )
    popover = RecordPopover(window, found[0], taken, sound=sound)
    popover.begin()
    return popover
