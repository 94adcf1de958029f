"""Before there are numbers: who should answer, what a number of graded answers can show and how long grading takes; of a run how far
one under way is, and a closed leakage gate.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.findings.candidate_measurement import cases_of
from desktop.findings.data.training_data import why_not_train
from desktop.findings.measure.candidate_start import (
    SECONDS_A_GRADE,
    LadderStep,
    WayToAnswer,
    answered_so_far,
    graded_ladder,
    grading_time,
    ways_to_answer,
)
from desktop.findings.measure.view import QUESTIONS
from desktop.jobs import training_pipeline as work
from desktop.jobs.training_pipeline import TrainingPipeline
from desktop.pages.error_message import message_of_failure
from desktop.pages.measure.sources.dialog import ICONS
from desktop.project.gate import GateState
from desktop.project.measure_records import CandidateSource
from desktop.project.product import case_noun_of, example_noun_of, kind_name
from desktop.project.project import Project
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, TOP, column, holder, keep_width, row
from desktop.widgets.message import Message
from desktop.widgets.rows import Check, CheckMark, CheckRow, IconMark, RowList, Section, ValueRow
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.measure.measurement import GRADED_KINDS
from reports.stage_view import StageView

_USUAL_CASES = 60  # where none are held out yet


class MeasureStart(QWidget):
    """The ways to get a candidate; for kinds that people grade, what grading shows and takes."""

    def __init__(self, set_up: Callable[[CandidateSource], object]) -> None:
        super().__init__()
        self._set_up = set_up
        self.there = RowList(tr("Who is there"), first_line=True, last_line=True)
        self.ways = RowList(tr("Who could answer"), first_line=True, last_line=True)
        self.ladder = PlainTable(
            tr("What a number of graded answers can show"),
            (
                TableColumn(tr("graded"), right=True, always=True),
                TableColumn(tr("can show"), right=True, always=True),
                TableColumn("", stretch=True),
            ),
            selectable=False,
        )
        self.takes = PlainTable(
            tr("What it takes"),
            (
                TableColumn(tr("candidates"), right=True, always=True),
                TableColumn(tr("answers"), right=True),
                TableColumn(tr("grading"), right=True, stretch=True),
            ),
            selectable=False,
        )
        self.shows = Section(
            "", self.ladder, note=tr("Sure of at least, 95 chances in 100."), gap=4
        )
        at_pace = tr(
            "At about {seconds} seconds an answer; stop whenever you like.", seconds=SECONDS_A_GRADE
        )
        effort = Section(tr("What it takes"), self.takes, note=at_pace, gap=4)
        columns = ResponsiveColumns((LayoutColumn("left"), LayoutColumn("right")), gap=64)
        columns.add("left", self.shows)
        columns.add("right", effort)
        self.grading = holder(column(columns, margins=(0, 36, 0, 0)))
        self._there = holder(column(self.there, margins=(0, 0, 0, 28)))
        column(self._there, self.ways, self.grading, of=self)

    def show_project(self, project: Project) -> None:
        there = answered_so_far(project)
        self.there.show_each(there, lambda each: ValueRow(*each))
        self._there.setVisible(bool(there))
        self.ways.show_each(ways_to_answer(project), self._way)
        self.grading.setVisible(kind_name(project) in GRADED_KINDS)
        cases = len(cases_of(project)) or _USUAL_CASES
        things = case_noun_of(project).many
        self.shows.title.setText(tr("What a number of graded {things} can show", things=things))
        self.ladder.set_rows([_step(step, cases) for step in graded_ladder()])
        self.ladder.fit_rows()
        self.takes.set_rows(grading_time(cases).rows)
        self.takes.fit_rows()

    def _way(self, way: WayToAnswer) -> QWidget:
        title = Label(way.title, role=Role.BODY, weight=500)
        keep_width(title, 160)
        takes = Label(way.takes, role=Role.NOTE, colour="ink2", wrap=False)
        keep_width(takes, 104)
        button = Button(tr("Set up…"), "link", run=partial(self._set_up, way.source))
        button.setAccessibleName(tr("Set up: {way}", way=way.title))
        words = Label(way.text, colour="ink2")
        mark = IconMark(ICONS[way.source], "")
        parts = ((mark, TOP), (title, TOP), (words, 1), (takes, TOP), (button, TOP))
        return holder(row(*parts, spacing=14, margins=(0, 12, 0, 12)))


def _step(step: LadderStep, cases: int) -> tuple[TableCell, ...]:
    here = step.graded == cases
    return (
        TableCell(str(step.graded), strong=here),
        TableCell(step.shows_words, strong=here),
        TableCell(step.words, colour="ink2"),
    )


SHOWN = 4  # names of examples in a row
WHAT_A_WAIVER_IS = tr(
    "Letting it through shows the numbers as they are. The name stands in the report beside them, and it holds until the "
    "data changes."
)
QUIET_MS = 300  # a retraining that is over by then is never spoken of


class NoRunState(QWidget):
    """What a training will answer; above it, while one runs, its sentence with a count, and its end. While it is in sight, this
    computer is timed."""

    def __init__(self, learning: TrainingPipeline) -> None:
        super().__init__()
        self._clock = learning.clock
        self.words = Label(role=Role.FIGURE)
        self._texts = {key: Label(colour="ink2", measure=320) for key in QUESTIONS}
        shows = ResponsiveColumns(tuple(map(LayoutColumn, QUESTIONS)), gap=40)
        for key, title in QUESTIONS.items():
            shows.add(key, holder(column(Label(title, weight=600), self._texts[key], spacing=4)))
        self.cancel = Button(tr("Cancel"), size="small", run=learning.cancel_training)
        self._under_way = holder(
            column(self.words, (self.cancel, LEFT), margins=(0, 0, 0, 28), spacing=12)
        )
        column(self._under_way, shows, of=self, margins=(0, 4, 0, 0))
        self.say_under_way("")

    def show_view(self, said: StageView) -> None:
        for key, label in self._texts.items():
            label.setText(said.explanations[key].text)
        if self.isVisible():
            self._clock.look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.leave()

    def say_under_way(self, words: str) -> None:
        """Say how far it is (the foot of the window draws it); without words nothing is under way."""
        self.words.setText(words)
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

    def words(self) -> str:
        """What to say; an empty text where there is nothing to say (yet)."""
        job = self._learning.work(work.TRAIN, work.CHECK)
        if job is None or not self._learning.training_wanted:
            self._hush.stop()
            self._began = False
            return ""
        if not self._began:
            self._began = True
            self._hush.start()
        if self._hush.isActive():
            return ""
        return f"{' · '.join(filter(None, (job.title, job.text, job.time_left)))}."

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
