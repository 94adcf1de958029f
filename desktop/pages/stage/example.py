"""The example on the Stage: a photo, the waveform of a sound, frames of a clip, or a text in large letters."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.pages.stage.clip import ClipPlayer, has_sound
from desktop.pages.stage.parts import Picture, read_picture
from desktop.project.originals import Original
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.example import play, read_example
from desktop.widgets.label import Label

MOST_LETTERS = 20_000
_SIZES = (  # letters at most, and how large they stand
    (120, Role.STAGE),
    (280, Role.VERDICT),
    (700, Role.HEADLINE),
    (MOST_LETTERS, Role.FIGURE),
)


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
    from estimators.classifier.item import UnreadableItem

    try:
        if modality == "photo":
            return OnStage(read_picture(item.read(), thumbnail, room))
        seen = read_example(modality, item, max(room.width(), room.height()))
    except UnreadableItem:
        return OnStage(QImage.fromData(thumbnail or b""))
    return OnStage(seen.image, seen.text[:MOST_LETTERS])


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
        self.picture = Picture()
        self.words = ""
        self._labels = {role: Label(role=role, weight=500) for _, role in _SIZES}
        self.text = QScrollArea()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setWidgetResizable(True)
        self.text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        lines = QVBoxLayout(page)
        lines.setContentsMargins(0, 0, 12, 0)
        lines.addStretch(1)
        for label in self._labels.values():
            lines.addWidget(label)
        lines.addStretch(1)
        self.text.setWidget(page)
        self.play = Button(f"Play the {self._one}", icon="play", shortcut="Space")
        self.play.clicked.connect(self.play_it)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        whole.addWidget(self.picture, 1)
        whole.addWidget(self.text, 1)
        whole.addWidget(self.play, 0, Qt.AlignmentFlag.AlignHCenter)
        self.picture.setVisible(modality != "text")
        self.text.setVisible(modality == "text")
        self.play.setVisible(self.can_play)

    @property
    def can_play(self) -> bool:
        """Whether it is something to listen to or to watch."""
        return self._modality in ("sound", "video")

    def clear(self, item: str | Original) -> None:
        """Show nothing while this one is read."""
        self.clip.stop()
        self._item, self._name, self._still = item, "", QImage()
        self.picture.clear()
        self._show_words("")
        gone = isinstance(item, Original) and not item.is_here()
        self.play.off_because(f"This {self._one}’s file is not here." if gone else "")

    def show_read(self, read: OnStage, name: str) -> None:
        """Show what was read."""
        if self._modality != "text":
            self._name, self._still = name, read.image
            self.picture.show_image(read.image, name, self._one)
            return
        self._show_words(read.text or "This text’s file is not here.")
        self.text.setAccessibleName(f"Text {name}")

    def _show_words(self, words: str) -> None:
        self.words = words
        fitting = next(role for most, role in _SIZES if len(words) <= most)
        for role, label in self._labels.items():
            label.setText(words if role is fitting else "")
            label.setVisible(role is fitting)
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
            self.play.setText("Stop the clip")
            self.clip.play(file, self.picture.size() * self.devicePixelRatioF())
            return
        self.play.off_because(play(self._item))

    def stop(self) -> None:
        """Stop what plays: the Stage is closing."""
        self.clip.stop()

    def _frame_came(self, image: QImage) -> None:
        self.picture.show_image(image, self._name, self._one)

    def _clip_ended(self) -> None:
        self.play.setText("Play the clip")
        self.picture.show_image(self._still, self._name, self._one)
