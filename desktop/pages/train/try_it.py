"""Try it: a photo goes in, and the model file answers the way the product will."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.jobs.soon import Soon
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.theme.type import Role
from desktop.widgets.drop import DropZone
from desktop.widgets.example import Picture
from desktop.widgets.label import Hairline, Label
from desktop.widgets.rows import RowList
from desktop.widgets.thumbnails import decode
from mock_ai.wording import answer_sentence, next_guess_sentence

if TYPE_CHECKING:
    from estimators.classifier import OnnxClassifier

AT_ONCE, KEPT = 5, 6


@dataclass(frozen=True)
class Tried:
    """One photo and its answer, as the list shows it."""

    name: str
    sentence: str
    note: str
    image: QImage


@dataclass
class Answerer:
    """Answers with the model file of one run; works in a thread and keeps the last model open."""

    folder: Path
    _sha256: str = ""
    _model: "OnnxClassifier | None" = field(default=None, repr=False)

    def answer(self, project: Path, sha256: str, photos: Sequence[Path]) -> list[Tried]:
        """What the model says of these photos. ``UserError`` where the model cannot be used."""
        from estimators.classifier import OnnxClassifier

        if self._model is None or self._sha256 != sha256:
            with Project.open_beside(project) as opened:
                file = opened.caches.model_file(sha256, self.folder)
            self._model, self._sha256 = OnnxClassifier(file), sha256
        return [self._one(self._model, photo) for photo in photos]

    @staticmethod
    def _one(model: "OnnxClassifier", photo: Path) -> Tried:
        from estimators.classifier.item import UnreadableItem
        from estimators.classifier.photo.decoding import thumbnail_jpeg

        answer = model.answer(photo)
        if answer.probabilities is None:
            return Tried(photo.name, f"“{photo.name}” can’t be opened.", answer.problem, QImage())
        try:
            image = decode(thumbnail_jpeg(photo, 96), 96)
        except UnreadableItem:
            image = QImage()
        best = int(answer.probabilities.argmax())
        strange = model.is_strange(answer)
        sentence = answer_sentence(
            str(model.classes_[best]), float(answer.probabilities[best]), strange
        )
        table = dict(zip(model.classes_.tolist(), answer.probabilities.tolist(), strict=True))
        note = "Unlike anything it learnt from." if strange else next_guess_sentence(table)
        return Tried(photo.name, sentence, note, image)


class _TriedRow(QWidget):
    def __init__(self, tried: Tried) -> None:
        super().__init__()
        picture = Picture(tried.name)
        picture.setFixedSize(QSize(48, 40))
        picture.set_image(tried.image)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 7, 0, 7)
        row.setSpacing(12)
        row.addWidget(picture)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(tried.sentence, weight=500))
        words.addWidget(Label(tried.note, role=Role.NOTE, colour="ink2"))
        row.addLayout(words, 1)
        self.setAccessibleName(f"{tried.name}: {tried.sentence} {tried.note}")


class TryIt(QWidget):
    """The drop zone and the last answers. ``answered``: the newest ``Tried``; ``failed``: the model cannot be used."""

    answered = Signal(object)
    failed = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._answerer = Answerer(folder)
        self._project: Path | None = None
        self._run: Run | None = None
        self.tried: tuple[Tried, ...] = ()
        self._soon = Soon(self)
        self._soon.answered.connect(self._came)
        self._soon.failed.connect(self._went_wrong)
        self.note = Label(role=Role.NOTE, colour="ink2")
        self.zone = DropZone("Drop a photo", noun="photos", large=True)
        self.zone.dropped.connect(self.try_photos)
        self.zone.browse_asked.connect(self.browse)
        self.rows = RowList("Just tried", last_line=True)
        self.just_tried = Label("Just tried", weight=600)
        self._line = Hairline()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(Label("Try it", role=Role.SECTION))
        box.addWidget(self.note)
        box.addSpacing(8)
        box.addWidget(self.zone)
        box.addSpacing(20)
        box.addWidget(self.just_tried)
        box.addSpacing(6)
        box.addWidget(self._line)
        box.addWidget(self.rows)
        box.addStretch(1)
        self._say()

    def set_run(self, project: Path, run: Run) -> None:
        """Answer with this run's model from now on."""
        self._project, self._run = project, run
        self.note.setText(f"Run {run.number}, on this computer.")

    def browse(self) -> None:
        """Ask for a photo."""
        names, _ = QFileDialog.getOpenFileNames(self.window(), "Choose a photo", str(Path.home()))
        self.try_photos([Path(name) for name in names])

    def try_photos(self, photos: Sequence[Path]) -> None:
        """Answer for these photos, soon."""
        if self._project is not None and self._run is not None and photos:
            some = list(photos)[:AT_ONCE]
            self.zone.set_words("Looking…", some[0].name)
            self._soon.ask(
                partial(self._answerer.answer, self._project, self._run.model_sha256, some)
            )

    def _came(self, tried: list[Tried]) -> None:
        self.tried = (*reversed(tried), *self.tried)[:KEPT]
        self.rows.set_rows([_TriedRow(one) for one in self.tried])
        self._say()
        self.answered.emit(self.tried[0])

    def _went_wrong(self, error: Exception) -> None:
        self._say()
        self.failed.emit(error)

    def _say(self) -> None:
        self.zone.set_words(
            "Drop a photo", "It answers the way your product will:\n“Rhino? I’m 70% sure.”"
        )
        for widget in (self.just_tried, self._line, self.rows):
            widget.setVisible(bool(self.tried))

    def stop(self) -> None:
        """The page is closing."""
        self._soon.stop()
