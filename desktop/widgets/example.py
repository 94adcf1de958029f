"""One example of any kind, as large as there is room: a photo, a text in full, a sound's waveform, a clip's frames."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from desktop.project.originals import Original
from desktop.theme.type import Role, font
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.layout import column, holder, row
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.sentence import tr

SIDE = 560
MOST_LETTERS = 100_000  # of a text, shown
FRAMES = 6  # of a clip, shown
BEING_READ = tr("It is being read.")


@dataclass(frozen=True)
class Seen:
    """What there is to see of an example: a picture or a text, and its length in words."""

    image: QImage
    text: str = ""
    facts: str = ""


def read_example(modality: str, item: Original | str | bytes, side: int = 2 * SIDE) -> Seen:
    """An example, ready to be shown; for a worker thread.

    Raises ``UnreadableItem`` in words where it cannot be read; giants are refused before they are decoded.
    """
    from estimators.classifier.item import reader_of

    if isinstance(item, str):
        return Seen(QImage(), item[:MOST_LETTERS], _letters(item))
    kind, data = reader_of(modality), item if isinstance(item, bytes) else item.read()
    decoded = kind.decode(data)
    if modality == "text":
        text = str(decoded[0])
        return Seen(QImage(), text[:MOST_LETTERS], _letters(text))
    if modality == "sound":
        seconds, loudest = kind.size(decoded, data)
        facts = tr(
            "{length_words}, loudest {loudest} of full scale.",
            length_words=length_words(round(1000 * seconds)),
            loudest=percent(loudest),
        )
        return Seen(QImage.fromData(kind.thumbnail(data, side)), "", facts)
    if modality == "video":
        facts = tr(
            "{length_words}, {decoded} frames looked at.",
            length_words=length_words(round(1000 * kind.size(decoded, data)[0])),
            decoded=digits(len(decoded)),
        )
        return Seen(_strip(decoded, side), "", facts)
    return Seen(_scaled(_image(decoded), side))


def length_words(milliseconds: int | None) -> str:
    """How long a sound or clip is: "0.4 s", "12 s", "2:05"; an empty text where it has no length."""
    if milliseconds is None:
        return ""
    seconds = milliseconds / 1000
    if seconds < 9.95:
        return (
            f"{seconds:.1f} s"
            if seconds >= 0.095
            else tr("{milliseconds} ms", milliseconds=milliseconds)
        )
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02}"


def _letters(text: str) -> str:
    words = len(text.split())
    return tr("1 word.") if words == 1 else tr("{words} words.", words=digits(words))


def _image(pixels: Any) -> QImage:
    height, width, _ = pixels.shape
    # The copy outlives the bytes.
    return QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _scaled(image: QImage, side: int) -> QImage:
    if max(image.width(), image.height()) <= side:
        return image
    return image.scaled(
        QSize(side, side),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _strip(frames: Any, side: int) -> QImage:
    """Frames of a clip from its beginning to its end, in two rows."""
    count = min(FRAMES, len(frames))
    chosen = [frames[round(i * (len(frames) - 1) / max(1, count - 1))] for i in range(count)]
    columns = min(3, count)
    rows = -(-count // columns)
    cells = [_scaled(_image(frame), (side - 8 * (columns - 1)) // columns) for frame in chosen]
    width, height = max(c.width() for c in cells), max(c.height() for c in cells)
    sheet = QImage(
        columns * width + 8 * (columns - 1),
        rows * height + 8 * (rows - 1),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    sheet.fill(Qt.GlobalColor.transparent)
    painter = QPainter(sheet)
    for number, cell in enumerate(cells):
        row, column = divmod(number, columns)
        painter.drawImage(column * (width + 8), row * (height + 8), cell)
    painter.end()
    return sheet


class ExamplePicture(QWidget):
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

    @property
    def is_empty(self) -> bool:
        return self._pixmap.isNull()

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


class ExampleView(QWidget):
    """Shows one example. ``show_example`` shows what is there at once, ``set_seen`` what reading it brought."""

    def __init__(self, height: int = SIDE) -> None:
        super().__init__()
        self._original: Original | None = None
        self.picture = ExamplePicture()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(font(Role.BODY))
        self.text.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows step to the neighbours
        self.play = Button("", size="small", icon="play", run=self.open_original)
        self.problem = Label(role=Role.NOTE, colour="bad")
        for shown in (self.picture, self.text):
            shown.setFixedHeight(height)
        self._height = height
        self._below = holder(row(self.play, self.problem, None, spacing=None))
        column(self.picture, self.text, self._below, of=self, spacing=8)

    def show_example(
        self, modality: str, name: str, original: Original, small: QImage, text: str = ""
    ) -> None:
        """Show the small picture, or the beginning of a text, until the example is read."""
        of_text = modality == "text"
        self._original = original
        self.picture.setVisible(not of_text)
        self.text.setVisible(of_text)
        self._show_image(small)
        self.picture.setAccessibleName(name)
        self.text.setAccessibleName(name)
        self._set_text(text)
        lasts = modality in ("sound", "video")
        self.play.setText(tr("Play the sound") if modality == "sound" else tr("Play the clip"))
        self._below.setVisible(lasts)
        self.play.setVisible(lasts)
        self.play.off_because(BEING_READ)
        self.problem.hide()

    def set_seen(self, seen: Seen) -> None:
        """Show what was read, which may be played from now on."""
        self.play.off_because("")
        if not seen.image.isNull():
            self._show_image(seen.image)
        if seen.text:
            self._set_text(seen.text)

    def _show_image(self, image: QImage) -> None:
        """Show it as wide as there is room, and no higher than that makes it."""
        self.picture.set_image(image)
        if not image.isNull():
            as_wide = round(SIDE * image.height() / max(1, image.width()))
            self.picture.setFixedHeight(max(96, min(self._height, as_wide)))

    def _set_text(self, text: str) -> None:
        if text == self.text.toPlainText():
            return
        self.text.setPlainText(text)
        lines = text.count("\n") + len(text) // 70 + 2
        self.text.setFixedHeight(max(96, min(self._height, 22 * lines)))

    def open_original(self) -> None:
        """Hand the file to the program that plays such files on this computer."""
        if self._original is None or not self.play.isEnabled():
            return
        problem = play(self._original)
        self.problem.say(problem)

    def scroll_text(self, pages: int) -> None:
        """Scroll a long text by so many pages."""
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())


open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl


def play(original: Original) -> str:
    """Hand a sound or clip to the program that plays such files on this computer; says why not, or nothing."""
    file = original.to_play()
    if file is None:
        return tr("Its file is gone, or is not the one that was added.")
    opened = open_url(QUrl.fromLocalFile(str(file)))
    return "" if opened else tr("No program on this computer opens it.")
