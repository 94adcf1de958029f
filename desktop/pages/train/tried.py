"""What the model says of an example a person brings: a photo, a typed text, a sound, a clip."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.project.project import Project
from desktop.theme.type import Role
from desktop.widgets.example import Picture
from desktop.widgets.focus import ENTER_KEYS, claims
from desktop.widgets.label import Label
from desktop.widgets.thumbnails import decode
from estimators.base.phrase import shorten
from mock_ai.answer_wording import answer_sentence, next_guess_sentence

if TYPE_CHECKING:
    from estimators.classifier.onnx_classifier import OnnxClassifier

Tryable = str | Path  # a text, or the file of anything else


@dataclass(frozen=True)
class Tried:
    """One example and its answer, as the list shows it. ``label`` is None where it cannot be read."""

    item: Tryable
    sentence: str
    note: str
    image: QImage
    label: str | None = None

    @property
    def name(self) -> str:
        return self.item.name if isinstance(self.item, Path) else shorten(self.item, 120)


@dataclass
class Answerer:
    """Answers with the model file of one run; works in a thread and keeps the last model open."""

    _sha256: str = ""
    _model: "OnnxClassifier | None" = field(default=None, repr=False)

    def answer(self, project: Path, sha256: str, items: Sequence[Tryable]) -> list[Tried]:
        """What the model says of these. ``UserError`` where the model cannot be used."""
        from estimators.classifier.onnx_classifier import OnnxClassifier

        if self._model is None or self._sha256 != sha256:
            with Project.open_beside(project) as opened:
                file = opened.caches.model_file(sha256, models_folder())
            self._model, self._sha256 = OnnxClassifier(file), sha256
        return [self._one(self._model, item) for item in items]

    @staticmethod
    def _one(model: "OnnxClassifier", item: Tryable) -> Tried:
        answer = model.answer(item)
        if answer.probabilities is None:
            name = f"“{item.name}”" if isinstance(item, Path) else "This text"
            return Tried(item, f"{name} can’t be opened.", answer.problem, QImage())
        best = int(answer.probabilities.argmax())
        label, strange = str(model.classes_[best]), model.is_out_of_distribution(answer)
        sentence = answer_sentence(label, float(answer.probabilities[best]), strange)
        table = dict(zip(model.classes_.tolist(), answer.probabilities.tolist(), strict=True))
        note = "Unlike anything it learnt from." if strange else next_guess_sentence(table)
        return Tried(item, sentence, note, _small(model.modality.name, item), label)


def _small(modality: str, item: Tryable) -> QImage:
    """A small picture; a null one where there is nothing to see."""
    from estimators.classifier.example_reader import reader_of
    from estimators.classifier.item import UnreadableItem, read_bytes

    if isinstance(item, str) or modality == "text":
        return QImage()
    try:
        return decode(reader_of(modality).thumbnail(read_bytes(item), 96), 96)
    except UnreadableItem:
        return QImage()


class TriedRow(QWidget):
    """One line of "Just tried"; a click or Enter opens it large."""

    opened = Signal()

    def __init__(self, tried: Tried) -> None:
        super().__init__()
        self.tried = tried
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 7, 0, 7)
        row.setSpacing(12)
        if not tried.image.isNull():
            picture = Picture(tried.name)
            picture.setFixedSize(QSize(48, 40))
            picture.set_image(tried.image)
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        if isinstance(tried.item, str):
            words.addWidget(Label(shorten(tried.item, 90), role=Role.NOTE, colour="ink2"))
        words.addWidget(Label(tried.sentence, weight=500))
        words.addWidget(Label(tried.note, role=Role.NOTE, colour="ink2"))
        row.addLayout(words, 1)
        self.setAccessibleName(f"{tried.name}: {tried.sentence} {tried.note}")

    def event(self, event: QEvent) -> bool:
        return claims(event, *ENTER_KEYS) or super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


def models_folder() -> Path:
    """Where model files are written to be used: the user's cache."""
    from platformdirs import user_cache_path

    return user_cache_path("smart-enough", appauthor=False) / "models"
