"""How good: the runs against the fake, people today and no AI at all; class by class; the model file and its export."""

from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.findings.measure.model_file import exported, file_facts
from desktop.findings.measure.view import view
from desktop.jobs.job import Callbacks
from desktop.jobs.model_files import WriteModel, WrittenModel
from desktop.jobs.queue import JobQueue
from desktop.jobs.worker import Failed
from desktop.pages.error_message import message_of_failure
from desktop.pages.measure.history import RunHistory
from desktop.pages.page import Page
from desktop.project.project import Project
from desktop.project.record_kinds import CERTIFICATE, SMALL_MODEL
from desktop.project.records import RecordKind, Run
from desktop.project.run_list import note_on
from desktop.session import Session
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.factory import ChartPlace
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.fields import LineField
from desktop.widgets.label import Label
from desktop.widgets.layout import column, holder, row
from desktop.widgets.marks import InlineInterval
from desktop.widgets.message import Message, Tone
from desktop.widgets.rows import Check, CheckMark, CheckRow, RowList, Section, ValueRow
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.errors import UserError
from estimators.base.interval import percent_range
from estimators.base.sentence import tr
from estimators.classifier.evaluation_result import Loss
from estimators.classifier.training_result import Certificate
from reports.chart_data import IntervalChart, IntervalRow

T = TypeVar("T")
MANY_CLASSES = 12  # of more, the weakest are shown first and the others on request
HAS_8_BIT = frozenset({"photo", "video"})  # modalities whose network has convolutions


class AccuracyView(QWidget):
    """The chart of the runs, the table of the classes, the file; at the right whatever is put into ``side``."""

    def __init__(self) -> None:
        super().__init__()
        self.runs = ChartPlace()
        self.columns = ResponsiveColumns(
            (LayoutColumn("main"), LayoutColumn("side", 232)), gap=80, ruled=True
        )
        self.classes_title = Label(role=Role.SECTION)
        self.classes_note = Label(role=Role.NOTE, colour="ink2")
        self._low = 0.0
        self._every_class = False
        self.classes: PlainTable | None = None
        self._table_place = column()
        self.all_classes = Button("", "link", run=self._show_every_class)
        head = (self.classes_title, self.classes_note, 4)
        table = holder(column(*head, self._table_place, self.all_classes))
        self.file = ModelFileView()
        self.side_box = column()
        self.columns.add("main", self.runs, chart_first=True)
        self.columns.add("main", table, gap=20)
        self.columns.add("main", self.file, gap=28)
        self.columns.add("side", holder(self.side_box), wide_only=True)
        column(self.columns, of=self)

    def show_run(self, project: Project, run: Run, modality: str, frozen: str = "") -> None:
        """Show what this run measured."""
        said = view(project, run)
        self.runs.show_chart(said.charts["runs"], said.explanations["line"])
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
            tr("Show the weakest alone")
            if self._every_class
            else tr("Show all {rows} classes", rows=len(by_class.rows))
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
            tr("How many of each class it found"),
            (
                TableColumn(tr("class"), always=True),
                TableColumn(percent_range(low, 1.0), stretch=True),
                TableColumn(tr("found"), right=True),
                TableColumn("", right=True, always=True),
                TableColumn(tr("likely"), right=True),
            ),
        )
        self._table_place.addWidget(self.classes)
        return self.classes


def _cells(row: IntervalRow, low: float) -> tuple[str | TableCell, ...]:
    interval = InlineInterval(row.low, row.mid, row.high, low, 1.0)
    tested = row.low is not None and row.high is not None
    likely = percent_range(row.low, row.high) if tested else ""
    return row.label, TableCell("", interval=interval), row.note, row.value_text, likely


class ModelFileView(QWidget):
    """What is known of the file, the buttons that write it, and a note of the person's own."""

    def __init__(self) -> None:
        super().__init__()
        self.certificate = RowList(tr("Whether the file answers as tested"), last_line=True)
        self.facts = RowList(tr("Facts about the file"))
        self.export = Button(tr("Export the model file…"), size="small", shortcut="Ctrl+E")
        self.small = Button(tr("Export it as 8-bit…"), "text", size="small")
        self.note = LineField(
            tr("Note on this run"), placeholder=tr("What to remember about this run")
        )
        buttons = row(self.export, self.small, None, spacing=12)
        head = Label(tr("Note"), role=Role.NOTE, colour="ink2")
        shown = column(self.certificate, self.facts, 10, buttons, 16, head, 4, self.note)
        column(Section(tr("The model file"), holder(shown), gap=4), of=self)

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
    """Asks where, writes the model of the run that is shown, and says on the page what came of it."""

    def __init__(self, page: Page, jobs: JobQueue, history: RunHistory) -> None:
        super().__init__(page)
        self._page, self._session, self._jobs, self._history = page, page.session, jobs, history

    def ask(self) -> None:
        """Ask where, and write the model file."""
        self._ask(tr("Export the model file"), small=False)

    def ask_small(self) -> None:
        """The same with its 8-bit variant."""
        self._ask(tr("Export the 8-bit model file"), small=True)

    def _ask(self, title: str, *, small: bool) -> None:
        run = self._history.run
        if run is None:
            return
        words = tr(
            "{name} run {number}{bit}.onnx",
            name=self._session.name,
            number=run.number,
            bit=tr(" 8-bit") if small else "",
        )
        first = str(Path.home() / words)
        name, _ = QFileDialog.getSaveFileName(self._page, title, first, "Models (*.onnx)")
        if name:
            self.write(Path(name), small=small)

    def write(self, target: Path, *, small: bool = False) -> None:
        """Write the file, whole or not at all."""
        run = self._history.run
        if run is None:
            return
        where = target if target.suffix else target.with_suffix(".onnx")
        self._jobs.start(
            tr("8-bit model of run {number}", number=run.number)
            if small
            else tr("Exporting run {number}", number=run.number),
            f"desktop.jobs.model_files:write_{'small' if small else 'certified'}",
            WriteModel(self._session.project.path, run.id, where),
            on_done=self._small_done if small else self._done,
            on_failed=self._failed,
            bind=partial(_callbacks_elsewhere, SMALL_MODEL)
            if small
            else partial(_callbacks_elsewhere, CERTIFICATE),
        )

    def _done(self, written: WrittenModel[Certificate]) -> str:
        _keep(self._session, CERTIFICATE, written)
        found = exported(self._session.project, written.target.name, written.found)
        if found.holds is False:
            self._say("error", found.title, found.note, tr("Train again, and tell us if it happens again."))  # fmt: skip
            return found.figure
        self._say("ok", found.title, found.note)
        return tr("answers as tested") if found.holds else tr("not compared")

    def _small_done(self, written: WrittenModel[Loss]) -> str:
        _keep(self._session, SMALL_MODEL, written)
        what = tr("“{name}” is written, with 8-bit convolutions.", name=written.target.name)
        self._say("ok", what, written.found.sentence)
        return f"{written.found.megabytes:.1f} MB"

    def _failed(self, failed: Failed) -> None:
        self._page.set_message(message_of_failure(failed, self._page.close_message))

    def _say(self, tone: Tone, what: str, why: str, next_step: str = "") -> None:
        close = self._page.close_message
        self._page.set_message(Message(tone, what, why, next_step, tr("Close"), close))


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
        return tr("“{name}” is written", name=written.target.name)

    return Callbacks(done)
