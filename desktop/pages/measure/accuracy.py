"""How good: the candidates against each other, case by case and kind by kind; the model file of one trained here, its export."""

from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.actions import Action
from desktop.findings.measure.model_file import exported, file_facts
from desktop.findings.measure.table_model import is_number
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
from desktop.project.stages import Stage
from desktop.save_dialog import ask_where, with_ending
from desktop.session import Session
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.factory import ChartPlace
from desktop.widgets.charts.intervals import IntervalChartView
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
from reports.stage_view import StageView

T = TypeVar("T")
MANY_CLASSES = 12  # of more, the weakest are shown first and the others on request
HAS_8_BIT = frozenset({"photo", "video"})  # modalities whose network has convolutions


class ShareTable(QWidget):
    """Shares with their lines, the weakest marked: the classes of a classifier, or kinds of cases."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label(role=Role.SECTION)
        self.note = Label(role=Role.NOTE, colour="ink2")
        self.table: PlainTable | None = None
        self._made_for: tuple[float, str] | None = None
        self._every_row = False
        self._chart: IntervalChart | None = None
        self._place = column()
        self.all_rows = Button("", "link", run=self._show_every_row)
        column(self.title, self.note, 4, self._place, self.all_rows, of=self)

    def show_chart(self, chart: IntervalChart) -> None:
        self._chart = chart
        self.title.setText(chart.title)
        self.note.setText(chart.note)
        rows = chart.rows
        many = len(rows) > MANY_CLASSES
        if many and not self._every_row:
            rows = rows[: -MANY_CLASSES - 1 : -1]  # the weakest, weakest first
        self.all_rows.setVisible(many)
        self.all_rows.setText(
            tr("Show the weakest alone")
            if self._every_row
            else tr("Show all {rows} classes", rows=len(chart.rows))
        )
        low = chart.axis.low
        table = self._fitting_table(low, chart.value_header)
        table.set_rows([_cells(row, low) for row in rows])
        table.fit_rows()

    def _show_every_row(self) -> None:
        self._every_row = not self._every_row
        if self._chart is not None:
            self.show_chart(self._chart)

    def _fitting_table(self, low: float, header: str) -> PlainTable:
        """The table, made anew where its little axis or its figures are others (headers do not change)."""
        if self.table is not None and self._made_for == (low, header):
            return self.table
        if self.table is not None:
            self._place.removeWidget(self.table)
            self.table.deleteLater()
        self._made_for = low, header
        self.table = PlainTable(
            self.title.text(),
            (
                TableColumn("", always=True),
                TableColumn(percent_range(low, 1.0), stretch=True),
                TableColumn(header, right=True),
                TableColumn("", right=True, always=True),
                TableColumn(tr("likely"), right=True),
            ),
        )
        self._place.addWidget(self.table)
        return self.table


class AccuracyView(QWidget):
    """The chart of the candidates, where the one that is looked at is weak, the file of one trained here; at the right who is
    better case by case, and below that whatever is put into ``side_box``. ``row_pressed`` carries the name of a row."""

    row_pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.runs = ChartPlace(made=self._follow)
        self.columns = ResponsiveColumns((LayoutColumn("main"), LayoutColumn("side")), gap=54)
        self.classes = ShareTable()
        self.pairs, self.error = ChartPlace(), ChartPlace()
        self.file = ModelFileView()
        self.side_box = column(spacing=28)
        self.side = holder(self.side_box)
        self.columns.add("main", self.classes)
        self.error_box = column(self.error, spacing=20)
        self.columns.add("main", holder(self.error_box))
        self.columns.add("side", self.pairs)
        self.columns.add("main", self.file, gap=28)
        self.columns.add("side", self.side, gap=28)
        column(self.runs, 28, self.columns, of=self)

    def show_run(
        self, project: Project, run: Run, modality: str, beside: StageView | None, frozen: str = ""
    ) -> None:
        """Show what this run measured, ``beside`` the other candidates."""
        said = view(project, run)
        charts = beside.charts if beside is not None else said.charts
        self.runs.show_chart(
            charts.get("candidates", said.charts["runs"]), said.explanations["line"]
        )
        self.classes.setVisible("classes" in said.charts)
        if "classes" in said.charts:
            self.classes.show_chart(said.chart("classes", IntervalChart))
        self.error.show_chart(said.charts.get("error"))
        self._show_pairs(beside)
        self.file.show()
        self.file.show_run(project, run, modality, frozen)

    def show_candidate(self, said: StageView) -> None:
        """Show a candidate that was not trained here."""
        self.runs.show_chart(said.charts["candidates"], said.explanations["line"])
        self.file.hide()
        self.error.hide()
        self.classes.setVisible("slices" in said.charts)
        if "slices" in said.charts:
            self.classes.show_chart(said.chart("slices", IntervalChart))
        self._show_pairs(said)

    def _show_pairs(self, said: StageView | None) -> None:
        if said is None:
            self.pairs.hide()
        else:
            self.pairs.show_chart(said.charts.get("pairs"), said.explanations.get("pairs"))

    def _follow(self, view: IntervalChartView) -> None:
        view.row_pressed.connect(self._pressed)

    def _pressed(self, number: int) -> None:
        view = self.runs.view
        if isinstance(view, IntervalChartView):
            self.row_pressed.emit(view.chart.rows[number].label)


def _cells(row: IntervalRow, low: float) -> tuple[str | TableCell, ...]:
    interval = InlineInterval(row.low, row.mid, row.high, low, 1.0)
    tested = row.low is not None and row.high is not None
    likely = percent_range(row.low, row.high) if tested else ""
    strong = row.emphasis
    return (
        TableCell(row.label, strong=strong),
        TableCell("", interval=interval),
        TableCell(row.note, strong=strong),
        row.value_text,
        likely,
    )


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

    def actions(self) -> tuple[Action, ...]:
        stage, off = Stage.MEASURE, self._history.no_run
        return (
            Action("train.export", tr("Export the model file…"), self.ask, "Ctrl+E", stage=stage, off=off),
            Action("train.export8", tr("Export it as 8-bit…"), self.ask_small, stage=stage, off=off),
        )  # fmt: skip

    def ask(self) -> None:
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
        name = ask_where(self._page, title, first, "Models (*.onnx)", with_ending(".onnx"))
        if name:
            self.write(Path(name), small=small)

    def write(self, target: Path, *, small: bool = False) -> None:
        """Write the file, whole or not at all."""
        run = self._history.run
        if run is None:
            return
        self._jobs.start(
            tr("8-bit model of run {number}", number=run.number)
            if small
            else tr("Exporting run {number}", number=run.number),
            f"desktop.jobs.model_files:write_{'small' if small else 'certified'}",
            WriteModel(self._session.project.path, run.id, target),
            on_done=self._small_done if small else self._done,
            on_failed=self._failed,
            bind=partial(_callbacks_elsewhere, SMALL_MODEL)
            if small
            else partial(_callbacks_elsewhere, CERTIFICATE),
        )

    def _done(self, written: WrittenModel[Certificate]) -> str:
        _keep(self._session, CERTIFICATE, written)
        project = self._session.project
        number = any(is_number(run) for run in project.runs() if run.model_sha256 == written.model_sha256)  # fmt: skip
        found = exported(project, written.target.name, written.found, number=number)
        if found.holds is False:
            self._say("error", found.title, found.note, tr("Train again, and tell us if it happens again."))  # fmt: skip
            return found.figure
        self._say_written(written.target, found.title, found.note)
        return tr("answers as tested") if found.holds else tr("not compared")

    def _small_done(self, written: WrittenModel[Loss]) -> str:
        _keep(self._session, SMALL_MODEL, written)
        what = tr("“{name}” is written, with 8-bit convolutions.", name=written.target.name)
        self._say_written(written.target, what, written.found.sentence)
        return f"{written.found.megabytes:.1f} MB"

    def _failed(self, failed: Failed) -> None:
        self._page.set_message(message_of_failure(failed, self._page.close_message))

    def _say_written(self, file: Path, what: str, why: str) -> None:
        """What came of it, where it lies, and its folder at a press."""
        folder = QUrl.fromLocalFile(str(file.parent))

        def show() -> None:
            QDesktopServices.openUrl(folder)

        close = (tr("Close"), self._page.close_message)
        self._page.set_message(Message("ok", what, why, str(file), tr("Show the folder"), show, *close))  # fmt: skip

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
