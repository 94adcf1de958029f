"""How good: the runs against the fake, people today and no AI at all; class by class; the model file and its export."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.train.model_file import ALIKE, file_facts
from desktop.findings.train.view import view
from desktop.jobs.model_files import WriteModel, WrittenModel
from desktop.jobs.queue import Callbacks, JobQueue
from desktop.jobs.worker import Failed
from desktop.pages.train.history import RunHistory
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.record_kinds import CERTIFICATE, SMALL_MODEL
from desktop.project.records import RecordKind, Run
from desktop.project.run_list import note_on
from desktop.session import Session
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.factory import chart_view
from desktop.widgets.charts.view import ChartView
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.fields import LineField
from desktop.widgets.label import Label
from desktop.widgets.marks import InlineInterval
from desktop.widgets.message import Message
from desktop.widgets.rows import Check, CheckMark, CheckRow, RowList, Section, ValueRow
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.interval import percent_range
from estimators.base.number import digits
from estimators.classifier.evaluation_result import Loss
from estimators.classifier.training_result import Certificate
from reports.chart_data import IntervalChart, IntervalRow

T = TypeVar("T")
MANY_CLASSES = 12  # of more, the weakest are shown first and the others on request
HAS_8_BIT = frozenset({"photo", "video"})  # modalities whose network has convolutions
Say = Callable[[Message], None]
_WHOLE, _SMALL = "desktop.jobs.model_files:write_certified", "desktop.jobs.model_files:write_small"


class AccuracyView(QWidget):
    """The chart of the runs, the table of the classes, the file; at the right whatever is put into ``side``."""

    def __init__(self) -> None:
        super().__init__()
        self.chart: ChartView[IntervalChart] | None = None
        self.columns = ResponsiveColumns(
            (LayoutColumn("main"), LayoutColumn("side", 232)), gap=80, ruled=True
        )
        self._charts = QWidget()
        self._box = QVBoxLayout(self._charts)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.classes_title = Label(role=Role.SECTION)
        self.classes_note = Label(role=Role.NOTE, colour="ink2")
        self._low = 0.0
        self._every_class = False
        self.classes: PlainTable | None = None
        self._table_box = QWidget()
        self._table = QVBoxLayout(self._table_box)
        self._table.setContentsMargins(0, 0, 0, 0)
        self._table.setSpacing(0)
        self._table.addWidget(self.classes_title)
        self._table.addWidget(self.classes_note)
        self._table.addSpacing(4)
        self._table_place = QVBoxLayout()
        self._table.addLayout(self._table_place)
        self.all_classes = Button("", "link")
        self.all_classes.clicked.connect(self._show_every_class)
        self._table.addWidget(self.all_classes)
        self.file = ModelFileView()
        self.side = QWidget()
        self.side_box = QVBoxLayout(self.side)
        self.side_box.setContentsMargins(0, 0, 0, 0)
        self.columns.add("main", self._charts, chart_first=True)
        self.columns.add("main", self._table_box, gap=20)
        self.columns.add("main", self.file, gap=28)
        self.columns.add("side", self.side, wide_only=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.columns)

    def show_run(self, project: Project, run: Run, modality: str, frozen: str = "") -> None:
        """Show what this run measured."""
        said = view(project, run)
        chart, sure = said.chart("runs", IntervalChart), said.explanations["line"]
        if self.chart is None:
            self.chart = chart_view(chart, explanation=sure)
            self._box.addWidget(self.chart)
        elif self.chart.chart != chart:
            self.chart.set_chart(chart)
        self.chart.explanation = sure
        self._by_class = said.chart("classes", IntervalChart)
        self.classes_title.setText(self._by_class.title)
        self.classes_note.setText(self._by_class.note)
        self._fill_classes()
        self.file.show_run(project, run, modality, frozen)

    def _fill_classes(self) -> None:
        by_class = self._by_class
        rows = by_class.rows
        many = len(rows) > MANY_CLASSES
        if many and not self._every_class:
            rows = rows[: -MANY_CLASSES - 1 : -1]  # the weakest, weakest first
        self.all_classes.setVisible(many)
        self.all_classes.setText(
            "Show the weakest alone"
            if self._every_class
            else f"Show all {len(by_class.rows)} classes"
        )
        low = by_class.axis.low
        table = self._fitting_table(low)
        table.set_rows([_cells(row, low) for row in rows])
        table.fit_rows()

    def _show_every_class(self) -> None:
        self._every_class = not self._every_class
        self._fill_classes()

    def _fitting_table(self, low: float) -> PlainTable:
        """The table, made anew where its little axis begins elsewhere (headers do not change)."""
        if self.classes is not None and low == self._low:
            return self.classes
        if self.classes is not None:
            self._table_place.removeWidget(self.classes)
            self.classes.deleteLater()
        self._low = low
        self.classes = PlainTable(
            "How many of each class it found",
            (
                TableColumn("class", always=True),
                TableColumn(percent_range(low, 1.0), stretch=True),
                TableColumn("found", right=True),
                TableColumn("", right=True, always=True),
                TableColumn("likely", right=True),
            ),
        )
        self._table_place.addWidget(self.classes)
        return self.classes


def _cells(row: IntervalRow, low: float) -> tuple[str | TableCell, ...]:
    interval = InlineInterval(row.low, row.mid, row.high, low, 1.0)
    return (
        row.label,
        TableCell("", interval=interval),
        row.note,
        row.value_text,
        _likely(row.low, row.high),
    )


def _likely(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else percent_range(low, high)


class ModelFileView(QWidget):
    """``export_asked``, ``small_asked``: write a file; ``noted`` carries the note as the person left it."""

    export_asked = Signal()
    small_asked = Signal()
    noted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.certificate = RowList("Whether the file answers as tested", last_line=True)
        self.facts = RowList("Facts about the file")
        self.export = Button("Export the model file…", size="small", shortcut="Ctrl+E")
        self.export.clicked.connect(self.export_asked)
        self.small = Button("Export it as 8-bit…", "text", size="small")
        self.small.clicked.connect(self.small_asked)
        self.note = LineField("Note on this run", placeholder="What to remember about this run")
        self.note.committed.connect(self.noted)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.export)
        buttons.addWidget(self.small)
        buttons.addStretch(1)
        below = QWidget()
        box = QVBoxLayout(below)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.certificate)
        box.addWidget(self.facts)
        box.addSpacing(10)
        box.addLayout(buttons)
        box.addSpacing(16)
        box.addWidget(Label("Note", role=Role.NOTE, colour="ink2"))
        box.addSpacing(4)
        box.addWidget(self.note)
        self.section = Section("The model file", below, gap=4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.section)

    def show_run(self, project: Project, run: Run, modality: str, frozen: str) -> None:
        """Show what is known of this run's file; ``frozen`` is why the project cannot be edited."""
        found = file_facts(project, run)
        state = {True: CheckMark.PASS, False: CheckMark.FAIL, None: CheckMark.NOT_SHOWN}
        check = Check(found.title, found.note, found.figure, state[found.holds], states_shown=False)
        self.certificate.set_rows([CheckRow(check)])
        self.facts.set_rows([ValueRow(name, value) for name, value in found.rows])
        self.small.setVisible(modality in HAS_8_BIT)
        self.note.set_value(note_on(project, run))
        self.note.setEnabled(not frozen)


class ModelExport(QObject):
    """Asks where, writes, and tells ``say`` what came of it; ``close`` takes the message away."""

    def __init__(
        self,
        session: Session,
        jobs: JobQueue,
        history: RunHistory,
        say: Say,
        close: Callable[[], None],
    ) -> None:
        super().__init__(history)
        self._session, self._jobs, self._history = session, jobs, history
        self._say, self._close = say, close

    def ask(self) -> None:
        """Ask where, and write the model file of the run that is shown there."""
        self._ask(_WHOLE, "Export the model file", "")

    def ask_small(self) -> None:
        """The same with its 8-bit variant."""
        self._ask(_SMALL, "Export the 8-bit model file", " 8-bit")

    def _ask(self, function: str, title: str, words: str) -> None:
        run = self._history.run
        if run is None:
            return
        first = str(Path.home() / f"{self._session.name} run {run.number}{words}.onnx")
        window = self._history.block.window()
        name, _ = QFileDialog.getSaveFileName(window, title, first, "Models (*.onnx)")
        if name:
            self.write(Path(name), function)

    def write(self, target: Path, function: str = _WHOLE) -> None:
        """Write the model file of the run that is shown there, whole or not at all."""
        run = self._history.run
        if run is None:
            return
        small = function == _SMALL
        self._jobs.start(
            f"8-bit model of run {run.number}" if small else f"Exporting run {run.number}",
            function,
            WriteModel(
                self._session.project.path,
                run.id,
                target if target.suffix else target.with_suffix(".onnx"),
            ),
            on_done=self._small_done if small else self._done,
            on_failed=self._failed,
            bind=partial(_callbacks_elsewhere, SMALL_MODEL)
            if small
            else partial(_callbacks_elsewhere, CERTIFICATE),
        )

    def _done(self, written: WrittenModel[Certificate]) -> str:
        _keep(self._session, CERTIFICATE, written)
        found, thing = written.found, noun(self._session.project, 1)
        what = f"“{written.target.name}” is written."
        if not found.n:
            why = f"No held-out {thing} is here to compare it with the test."
            self._say(Message("ok", what, why, "", "Close", self._close))
            return "not compared"
        differ = f"{digits(found.label_flips or 0)} of {digits(found.n)} labels differ"
        if found.label_flips or (found.max_difference or 0) > ALIKE:
            next_step = "Train again, and tell us if it happens again."
            self._say(
                Message("error", f"{what} It does not answer as tested.", f"{differ}.", next_step, "Close", self._close)
            )  # fmt: skip
            return differ
        why = f"It answers as tested: {differ}, over {count(found.n, 'held-out ' + thing)}."
        self._say(Message("ok", what, why, "", "Close", self._close))
        return "answers as tested"

    def _small_done(self, written: WrittenModel[Loss]) -> str:
        _keep(self._session, SMALL_MODEL, written)
        what = f"“{written.target.name}” is written, with 8-bit convolutions."
        self._say(Message("ok", what, written.found.sentence, "", "Close", self._close))
        return f"{written.found.megabytes:.1f} MB"

    def _failed(self, failed: Failed) -> None:
        if failed.details:
            last = failed.details.strip().splitlines()[-1]
            self._say(Message("bug", "That is our mistake.", "Your project is saved.", last, "Close", self._close))  # fmt: skip
            return
        words = (failed.what, failed.why, failed.next_step)
        self._say(Message("error", *words, "Close", self._close))


def _keep(session: Session, kind: RecordKind[T], written: WrittenModel[T]) -> None:
    try:
        session.project.append_record(kind, written.found, written.model_sha256)
    except UserError:  # a read-only project: the file is written, the message says the rest
        return
    session.appended("record")


def _callbacks_elsewhere(kind: RecordKind[T], session: Session, _jobs: JobQueue) -> Callbacks:
    """Where the page is gone: the file is written all the same, and what was found is kept."""

    def done(written: WrittenModel[T]) -> str:
        _keep(session, kind, written)
        return f"“{written.target.name}” is written"

    return Callbacks(done)
