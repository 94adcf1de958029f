"""What stands in place of a run's numbers: before the first run, how far one under way is, and a closed leakage gate."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.data.training_data import why_not_train
from desktop.findings.measure.view import QUESTIONS
from desktop.jobs import training_pipeline as work
from desktop.jobs.training_pipeline import TrainingPipeline
from desktop.pages.error_message import message_of_failure
from desktop.project.gate import GateState
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.label import Label
from desktop.widgets.layout import column, holder, row
from desktop.widgets.message import Message
from desktop.widgets.progress import ProgressLine
from desktop.widgets.rows import Check, CheckMark, CheckRow, RowList
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.sentence import tr
from reports.stage_view import StageView

SHOWN = 4  # names of examples in a row
WHAT_A_WAIVER_IS = tr(
    "Letting it through shows the numbers as they are. The name stands in the report beside them, and it holds until the "
    "data changes."
)
QUIET_MS = 300  # a retraining that is over by then is never spoken of


class MeasureEmptyState(QWidget):
    """What a training will answer; above it, while one runs, its sentence with a count, and its end where ``cancel`` is
    wanted."""

    def __init__(self, cancel: Callable[[], None]) -> None:
        super().__init__()
        self.words = Label(role=Role.FIGURE)
        self.line = ProgressLine()
        self.line.setMaximumWidth(420)
        self._texts = {key: Label(colour="ink2", measure=320) for key in QUESTIONS}
        shows = ResponsiveColumns(tuple(map(LayoutColumn, QUESTIONS)), gap=40)
        for key, title in QUESTIONS.items():
            shows.add(key, holder(column(Label(title, weight=600), self._texts[key], spacing=4)))
        self.cancel = Button(tr("Cancel"), size="small", run=cancel)
        line = row((self.line, 1), self.cancel, None, spacing=16)
        progress = column(self.words, line, margins=(0, 0, 0, 28), spacing=12)
        self._under_way = holder(progress)
        column(self._under_way, shows, of=self, margins=(0, 4, 0, 0))
        self.show_progress("", None)

    def show_view(self, said: StageView) -> None:
        for key, label in self._texts.items():
            label.setText(said.explanations[key].text)

    def show_progress(self, words: str, share: float | None) -> None:
        """Say how far it is; without words nothing is under way."""
        self.words.setText(words)
        self.line.set_share(share or 0.0)
        self._under_way.setVisible(bool(words))


class GatedView(QWidget):
    """The checks that have not passed."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = RowList(tr("What stands in the way"), first_line=True, last_line=True)
        self.note = Label(WHAT_A_WAIVER_IS, colour="ink2", measure=640)
        column(self.rows, self.note, of=self, margins=(0, 8, 0, 0), spacing=16)

    def show_gate(self, project: Project, gate: GateState) -> None:
        rows = []
        for hurdle in gate.hurdles:
            names = [path.rsplit("/", 1)[-1] for path in hurdle.paths]
            more = (
                tr(" and {names} more", names=digits(len(names) - SHOWN))
                if len(names) > SHOWN
                else ""
            )
            note = ", ".join(names[:SHOWN]) + more
            figure = count(len(names), example_noun_of(project)) if names else ""
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
        self._hush = QTimer(self, singleShot=True, interval=QUIET_MS)
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
        return f"{' · '.join(filter(None, (job.title, job.text, job.time_left)))}.", job.share

    def why_not(self, project: Project, frozen: str) -> str:
        """Why no training can start now; an empty text: it can."""
        if self._learning.training_wanted:
            return tr("A training is under way.")
        return frozen or why_not_train(project)

    def message(self, to_data: Callable[[], None]) -> Message | None:
        """Why the last training failed; None where it did not."""
        trouble = self._learning.trouble(work.TRAIN)
        if trouble is None:
            return None
        dismiss = partial(self._learning.dismiss, work.TRAIN)
        return message_of_failure(trouble, dismiss, tr("Go to the data"), to_data)
