"""Try it: an example goes in, and the model file answers the way the product will."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.measure.mistakes.activation_map import ActivationMapper
from desktop.project.originals import Original
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.clipboard import copied, nothing_copied, write_picture
from desktop.widgets.drop import DropZone
from desktop.widgets.example import ExamplePicture
from desktop.widgets.fields import TextField
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import LEFT, TOP, column, fill, holder, row
from desktop.widgets.look import ExampleLook, LookCloser
from desktop.widgets.pressable import PressableRow
from desktop.widgets.record_popover import record_here
from desktop.widgets.rows import RowList
from desktop.widgets.thumbnail_model import decode
from estimators.base.errors import UserError
from estimators.base.phrase import quoted, shorten
from estimators.base.sentence import tr
from estimators.base.spoken_answer import answer_sentence, next_guess_sentence

if TYPE_CHECKING:
    from estimators.classifier.onnx_classifier import OnnxClassifier

Tryable = str | Path  # a text, or the file of anything else
TRY = (
    "try"  # the view beside those of the findings, where the window has no room for it at the side
)
AT_ONCE, KEPT = 5, 6
PAUSE_MS = 350  # in typing, before what is there so far is answered


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
            name = quoted(item.name) if isinstance(item, Path) else tr("This text")
            return Tried(
                item, tr("{name} can’t be opened.", name=name), str(answer.problem), QImage()
            )
        best = int(answer.probabilities.argmax())
        label, strange = str(model.classes_[best]), model.is_out_of_distribution(answer)
        sentence = answer_sentence(label, float(answer.probabilities[best]), strange)
        table = dict(zip(model.classes_.tolist(), answer.probabilities.tolist(), strict=True))
        note = tr("Unlike anything it learnt from.") if strange else next_guess_sentence(table)
        return Tried(item, sentence, note, _small(model.modality.name, item), label)


def _small(modality: str, item: Tryable) -> QImage:
    """A small picture; a null one where there is nothing to see."""
    from estimators.classifier.item import read_bytes, reader_of
    from estimators.classifier.unreadable import UnreadableItem

    if isinstance(item, str) or modality == "text":
        return QImage()
    try:
        return decode(reader_of(modality).thumbnail(read_bytes(item), 96), 96)
    except UnreadableItem:
        return QImage()


def tried_row(tried: Tried, choose: Callable[[Tried], object]) -> PressableRow:
    """One line of "Just tried"; pressed, it opens large."""
    line = row(spacing=12)
    if not tried.image.isNull():
        picture = ExamplePicture(tried.name)
        picture.setFixedSize(QSize(48, 40))
        picture.set_image(tried.image)
        fill(line, (picture, TOP))
    said = [Label(tried.sentence, weight=500), Label(tried.note, role=Role.NOTE, colour="ink2")]
    if isinstance(tried.item, str):
        said.insert(0, Label(shorten(tried.item, 90), role=Role.NOTE, colour="ink2"))
    fill(line, (column(*said), 1))
    name = f"{tried.name}: {tried.sentence} {tried.note}"
    return PressableRow(tried, choose, line, name=name, room=7, lights_up=False)


def models_folder() -> Path:
    """Where model files are written to be used: the user's cache."""
    from platformdirs import user_cache_path

    return user_cache_path("smart-enough", appauthor=False) / "models"


class _TypedText(TextField):
    """Enter sends the text, Shift Enter makes a new line."""

    sent = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.sent.emit()
            return
        super().keyPressEvent(event)


class TryIt(QWidget):
    """A place for an example, and the last answers; ``failed`` is told why there is no model to use."""

    def __init__(self, failed: Callable[[Exception], object]) -> None:
        super().__init__()
        self._failed = failed
        self._answerer = Answerer()
        self._explainer = ActivationMapper()
        self._project: Path | None = None
        self._run: Run | None = None
        self._modality, self._one, self._many = "photo", "photo", "photos"
        self._lit = False
        self.tried: tuple[Tried, ...] = ()
        self._soon = LatestWinsThread(self, self._came, self._went_wrong)
        self._while_typing = LatestWinsThread(self, self._typed_answer, self._went_wrong)
        self.closer = LookCloser(self, self._look)
        self.closer.asked_where.connect(self._toggle_where)
        self.note = Label(role=Role.NOTE, colour="ink2")
        self.zone = DropZone("", large=True)
        self.zone.dropped.connect(self.try_these)
        self.zone.browse_asked.connect(self.browse)
        self.record = Button("", "link", run=self._record)
        self.typed = _TypedText(
            tr("A text to try"), placeholder=tr("Type or paste a text"), lines=4
        )
        self.typed.sent.connect(self.send_text)
        self.typed.textChanged.connect(self._typing)
        self.so_far = Label(weight=500)
        self.send = Button(tr("Keep this answer"), size="small", shortcut="Return")
        self.send.clicked.connect(self.send_text)
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.pause.timeout.connect(self._ask_so_far)
        self.rows = RowList(tr("Just tried"), last_line=True)
        self.just_tried = Label(tr("Just tried"), weight=600)
        self._line = Hairline()
        self._lay_out()
        self._say_so_far("")
        self._say()

    def _lay_out(self) -> None:
        self._typing_box = holder(column(self.typed, self.so_far, self.send, spacing=8))
        title = Label(tr("Try it"), role=Role.SECTION)
        ways = (title, self.note, 8, self._typing_box, self.zone, 6, (self.record, LEFT))
        column(*ways, 20, self.just_tried, 6, self._line, self.rows, None, of=self)

    def set_run(self, project: Path, run: Run, modality: str, one: str) -> None:
        """Answer with this run's model from now on; ``one`` is what an example is called."""
        if self._run is not None and self._run.model_sha256 != run.model_sha256:
            self._say_so_far("")
        self._project, self._run, self._modality = project, run, modality
        self._one, self._many = one, f"{one}s"
        self.note.setText(tr("Run {number}, on this computer.", number=run.number))
        self._say()

    # --- asking --------------------------------------------------------------------------------------------------

    def browse(self) -> None:
        title = tr("Choose a {one}", one=self._one)
        names, _ = QFileDialog.getOpenFileNames(self.window(), title, str(Path.home()))
        self.try_these([Path(name) for name in names])

    def paste(self) -> None:
        """Answer for what was copied elsewhere: files, a picture, or a text.

        Raises `UserError` where that is nothing this model answers.
        """
        found, of_text = copied(), self._modality == "text"
        if found.paths:
            self.try_these(found.paths)
        elif of_text and found.text:
            self.typed.setPlainText(found.text)
            self.send_text()
        elif self._modality == "photo" and not found.picture.isNull():
            self.try_these([write_picture(found.picture)])
        elif found.text or not found.picture.isNull():
            raise UserError(
                tr("That is no {one}.", one=self._one),
                "",
                tr("Copy a {one}, or its file, and paste again.", one=self._one),
            )
        else:
            raise nothing_copied()

    def _record(self) -> None:
        try:
            record_here(self.window(), self.try_these, sound=self._modality == "sound")
        except UserError as error:
            self._failed(error)

    def try_these(self, items: Sequence[Tryable]) -> None:
        """Answer for these, soon."""
        if self._project is not None and self._run is not None and items:
            some = list(items)[:AT_ONCE]
            first = some[0]
            if isinstance(first, Path):
                looking = tr("Listening…") if self._modality == "sound" else tr("Looking…")
                self.zone.set_words(looking, first.name)
            self._soon.ask(
                partial(self._answerer.answer, self._project, self._run.model_sha256, some)
            )

    def send_text(self) -> None:
        """Answer for the text that was typed, and keep it in the list."""
        text = self.typed.toPlainText().strip()
        if text:
            self.pause.stop()
            self.try_these([text])
            self.typed.selectAll()

    def _typing(self) -> None:
        if self.typed.toPlainText().strip():
            self.pause.start()
        else:
            self.pause.stop()
            self._say_so_far("")
        self.send.setVisible(bool(self.typed.toPlainText().strip()))

    def _ask_so_far(self) -> None:
        text = self.typed.toPlainText().strip()
        if self._project is not None and self._run is not None and text and not self._soon.busy:
            self._while_typing.ask(
                partial(self._answerer.answer, self._project, self._run.model_sha256, [text])
            )

    # --- answers -------------------------------------------------------------------------------------------------

    def _typed_answer(self, tried: list[Tried]) -> None:
        if self.typed.toPlainText().strip() == tried[0].item:  # nobody has typed on since
            self._say_so_far(f"{tried[0].sentence} {tried[0].note}".strip())

    def _say_so_far(self, words: str) -> None:
        self.so_far.say(words)

    def _came(self, tried: list[Tried]) -> None:
        self.tried = (*reversed(tried), *self.tried)[:KEPT]
        self.rows.set_rows([tried_row(one, self._open) for one in self.tried])
        self._say()

    def _went_wrong(self, error: Exception) -> None:
        self._say()
        self._failed(error)

    def _as_the_product(self) -> str:
        if self._run is None or not self._run.result.trained_on:  # of numbers
            return ""
        said = answer_sentence(next(iter(self._run.result.trained_on)), 0.7)
        return tr("It answers the way your product will:\n“{said}”", said=said)

    def _say(self) -> None:
        text = self._modality == "text"
        self._typing_box.setVisible(text)
        self.send.setVisible(bool(self.typed.toPlainText().strip()))
        self.zone.setVisible(not text)
        sound = self._modality == "sound"
        self.record.setText(tr("Record a sound…") if sound else tr("Take a photo…"))
        self.record.setVisible(self._modality in ("photo", "sound"))
        self.zone.set_words(tr("Drop a {one}", one=self._one), self._as_the_product())
        self.zone.set_noun(self._many)
        for widget in (self.just_tried, self._line, self.rows):
            widget.setVisible(bool(self.tried))

    # --- looking closer ------------------------------------------------------------------------------------------

    def _open(self, tried: Tried) -> None:
        self.closer.open(self.tried.index(tried))

    def _look(self, number: int) -> ExampleLook | None:
        if not 0 <= number < len(self.tried):
            return None
        one = self.tried[number]
        own = one.item if isinstance(one.item, Path) else Path()
        original = Original(own, None, self._modality)
        text = one.item if isinstance(one.item, str) else None
        read = None
        if self._lit and self._modality == "photo" and one.label and self._run and self._project:
            project, sha256 = self._project, self._run.model_sha256
            read = self._explainer.reader(project, sha256, original, one.label)
        words = f"{one.sentence} {one.note}"
        if self._modality == "photo" and one.label:
            words += tr(" H: the photo alone.") if self._lit else tr(" H: where it looked.")
        name = one.name if text is None else tr("A text you typed")
        return ExampleLook(name, words, original, one.image, self._modality, text, read)

    def _toggle_where(self) -> None:
        self._lit = not self._lit
        self.closer.again()
