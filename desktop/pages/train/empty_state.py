"""What stands in place of a run's numbers: before the first run, how far one under way is, and a closed leakage gate."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.jobs import training_pipeline as work
from desktop.jobs.training_pipeline import TrainingPipeline
from desktop.project.gate import GateState
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.theme.type import Role
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.jobrow import ProgressLine
from desktop.widgets.label import Label
from desktop.widgets.rows import Check, CheckMark, CheckRow, RowList
from estimators.base.count import count
from estimators.base.number import digits

_SHOWS = (
    ("How good", "Of {things} it never saw, how many it gets right, with the range that luck leaves open, beside the "
     "fake, people today and no AI at all."),
    ("How sure", "Whether “I’m 70% sure” is right 7 times in 10, and from which confidence on it may answer alone."),
    ("Where it’s wrong", "The {things} it mixed up, the most confident mistakes first. Wrong labels show up here."),
)  # fmt: skip
SHOWN = 4  # names of examples in a row
WHAT_A_WAIVER_IS = (
    "Letting it through shows the numbers as they are. The name stands in the report beside them, and it holds until the "
    "data changes."
)
QUIET_MS = 300  # a retraining that is over by then is never spoken of


class TrainEmptyState(QWidget):
    """Three things that a training shows; above them, while one runs, its sentence with a count."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Label(role=Role.FIGURE)
        self.line = ProgressLine()
        self.line.setMaximumWidth(420)
        shows = ResponsiveColumns(tuple(LayoutColumn(title) for title, _ in _SHOWS), gap=40)
        self._texts = []
        for title, text in _SHOWS:
            one = QWidget()
            box = QVBoxLayout(one)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(4)
            label = Label(text, colour="ink2", measure=320)
            self._texts.append((label, text))
            box.addWidget(Label(title, weight=600))
            box.addWidget(label)
            shows.add(title, one)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 4, 0, 0)
        whole.setSpacing(0)
        self._under_way = QWidget()
        box = QVBoxLayout(self._under_way)
        box.setContentsMargins(0, 0, 0, 28)
        box.setSpacing(12)
        box.addWidget(self.words)
        box.addWidget(self.line)
        whole.addWidget(self._under_way)
        whole.addWidget(shows)
        self.set_noun("examples")
        self.show_progress("", None)

    def set_noun(self, things: str) -> None:
        """What the examples of the project are called."""
        for label, text in self._texts:
            label.setText(text.format(things=things))

    def show_progress(self, words: str, share: float | None) -> None:
        """Say how far it is; without words nothing is under way."""
        self.words.setText(words)
        self.line.set_share(share or 0.0)
        self._under_way.setVisible(bool(words))


class GatedView(QWidget):
    """The checks that have not passed."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = RowList("What stands in the way", first_line=True, last_line=True)
        self.note = Label(WHAT_A_WAIVER_IS, colour="ink2", measure=640)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(16)
        box.addWidget(self.rows)
        box.addWidget(self.note)

    def show_gate(self, project: Project, gate: GateState) -> None:
        """Show what stands in the way."""
        rows = []
        for hurdle in gate.hurdles:
            names = [path.rsplit("/", 1)[-1] for path in hurdle.paths]
            more = f" and {digits(len(names) - SHOWN)} more" if len(names) > SHOWN else ""
            note = ", ".join(names[:SHOWN]) + more
            figure = count(len(names), noun(project, 1)) if names else ""
            rows.append(CheckRow(Check(hurdle.why, note, figure, CheckMark.FAIL)))
        self.rows.set_rows(rows)
        self.rows.setVisible(bool(rows))


class TrainingProgress(QObject):
    """``spoken_of``: the training has gone on for long enough to be shown."""

    spoken_of = Signal()

    def __init__(self, learning: TrainingPipeline, parent: QObject) -> None:
        super().__init__(parent)
        self._learning = learning
        self._began = False
        self._hush = QTimer(self)
        self._hush.setSingleShot(True)
        self._hush.setInterval(QUIET_MS)
        self._hush.timeout.connect(self.spoken_of)

    def words(self) -> tuple[str, float | None]:
        """What to say and the share done; an empty text where there is nothing to say (yet)."""
        job = self._learning.work(work.TRAIN, work.CHECK)
        if job is None or not self._learning.training_wanted:
            self._hush.stop()
            self._began = False
            return "", None
        if not self._began:
            self._began = True
            self._hush.start()
        if self._hush.isActive():
            return "", None
        return (f"{job.title} · {job.text}." if job.text else f"{job.title}."), job.share

    def stop(self) -> None:
        """The page is closing."""
        self._hush.stop()
