"""How sure: whether “I’m 70% sure” means it, and from which confidence on it may answer alone."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.findings.measure.calibration import (
    CUTOFF,
    at_cutoff,
    confidence_chart,
    cutoff_cost,
    cutoff_of,
    other_cutoff,
    readings,
    sure_remark,
)
from desktop.findings.measure.error_costs import NEGATIVE_CLASS, negative_class
from desktop.findings.measure.view import SURE, view
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.confidence import ConfidenceChartView
from desktop.widgets.charts.factory import ChartPlace
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import TOP, FlowLayout, column, holder, row
from desktop.widgets.menu import MenuEntry, open_menu
from desktop.widgets.rows import Readout, Section
from desktop.widgets.table import PlainTable, TableColumn
from estimators.base.percent import percent
from estimators.base.sentence import tr
from reports.chart_parts import TableTwin
from reports.provenance import Provenance
from reports.stage_view import Explanation, StageView

NEITHER = tr("neither: every mistake counts the same")


class CutoffChoice:
    """``tried`` is called when another cut-off is to be shown."""

    def __init__(self, page: Page, tried: Callable[[], None]) -> None:
        self._session, self._do, self._tried = page.session, page.do, tried
        self._trial: float | None = None  # dragged to, not chosen yet

    @property
    def value(self) -> float:
        return cutoff_of(self._session.project) if self._trial is None else self._trial

    @property
    def is_chosen(self) -> bool:
        """Whether the cut-off that is shown is the one that the person chose."""
        project = self._session.project
        return project.answer(CUTOFF) is not None and abs(self.value - cutoff_of(project)) <= 0.004

    def forget_trial(self) -> None:
        """Back to the chosen one: another run is shown."""
        self._trial = None

    def try_it(self, cutoff: float) -> None:
        """Show another cut-off without choosing it."""
        self._trial = round(cutoff, 2)
        self._tried()

    def use(self) -> None:
        """Choose the cut-off shown."""
        cutoff, self._trial = self.value, None
        words = tr("the cut-off to {cutoff}", cutoff=percent(cutoff))
        self._do(edit.SetFact(CUTOFF, cutoff, words, Provenance.GUESS, tr("your choice")))

    def say_quiet(self, name: str) -> None:
        """Say which answer means that nothing is wrong ("" for none)."""
        words = tr("which answer means nothing is wrong")
        self._do(edit.SetFact(NEGATIVE_CLASS, name, words, Provenance.GUESS, tr("your choice")))


WHAT_THE_CUTOFF_DOES = Explanation(
    tr("What the cut-off does"),
    tr(
        "It answers alone when it is at least this sure; everything else, and whatever it does not know, goes to a person. "
        "A stricter cut-off answers less and errs less. The cost of a case is what its mistakes cost, weighed by how often "
        "they happened, and a look by a person for the rest, who is taken to be right; a look costs what a label costs. The "
        "cheapest cut-off was found on training examples that were left out, so that the test can say what it costs."
    ),
    source=tr("Costs as answered on Problem; lines and ranges: 9 chances in 10"),
)


class CalibrationView(QWidget):
    """The reliability diagram and the cut-off; ``say_costs`` leads to where a person says what a mistake costs."""

    def __init__(self, choice: CutoffChoice, say_costs: Callable[[], None]) -> None:
        super().__init__()
        self._choice = choice
        self._project: Project | None = None
        self._run: Run | None = None
        self._best: float | None = None
        self.reliability = ChartPlace()
        self.confidence = ChartPlace(made=self._follow)
        self.remark = Label()
        self.other = Label()
        self.readouts = [Readout(), Readout(), Readout()]
        self.cost = Label(weight=600)
        self.cost_note = Label(role=Role.NOTE, colour="ink2")
        self.cheapest = Button("", "link", run=self._use_cheapest)
        self.quiet = Button("", "link", run=self._ask_quiet)
        self.say_costs = Button(tr("Say what a mistake costs"), "link", run=say_costs)
        self.columns = ResponsiveColumns(
            (LayoutColumn("left", stretch=1), LayoutColumn("right", stretch=1)), gap=56
        )
        self.columns.add("left", self.reliability, chart_first=True)
        self.columns.add("left", self.remark, gap=8)
        self.columns.add("right", self.confidence)
        self.columns.add("right", self._below(), gap=12)
        column(self.columns, of=self)

    def _below(self) -> QWidget:
        """What hangs on the cut-off: three figures, what it costs, what another would do."""
        figures = row(
            *((readout, 1, TOP) for readout in self.readouts), margins=(0, 12, 0, 12), spacing=16
        )
        links = FlowLayout(spacing=16, line_spacing=4)
        for link in (self.cheapest, self.quiet, self.say_costs):
            links.addWidget(link)
        cost = (10, self.cost, self.cost_note, links, 10)
        return holder(column(Hairline(), figures, Hairline(), *cost, Hairline(), 12, self.other))

    def show_run(self, project: Project, run: Run, cutoff: float) -> None:
        """Show what this run measured, with the cut-off there."""
        self._project, self._run = project, run
        self._best = cutoff_cost(project, run, cutoff).best
        said = view(project, run, SURE)
        self.reliability.show_chart(said.charts["reliability"], said.explanations["calibration"])
        self.remark.setText(sure_remark(project, run))
        self._moved(cutoff)

    def _follow(self, view: ConfidenceChartView) -> None:
        view.cutoff_moved.connect(self._moved)
        view.cutoff_changed.connect(self._choice.try_it)

    def _moved(self, cutoff: float) -> None:
        """Every number that hangs on the cut-off, while it is dragged."""
        if self._project is None or self._run is None:
            return
        project, run = self._project, self._run
        chart = confidence_chart(run, project, cutoff, self._best)
        self.confidence.show_chart(chart, WHAT_THE_CUTOFF_DOES)
        shown = readings(project, at_cutoff(run, cutoff))
        for number, readout in enumerate(self.readouts):
            readout.setVisible(number < len(shown))
            if number < len(shown):
                readout.set_values(*shown[number])
        self.other.setText(other_cutoff(project, run, cutoff))
        self._show_cost(project, run, cutoff)

    def _show_cost(self, project: Project, run: Run, cutoff: float) -> None:
        found = cutoff_cost(project, run, cutoff)
        self.cost.say(found.words)
        self.cost_note.setText(
            tr("Which cut-off is cheapest depends on {missing}.", missing=found.missing)
            if found.missing
            else found.note
        )
        self.say_costs.setVisible(bool(found.missing))
        best = found.best
        self.cheapest.setVisible(best is not None and abs(best - cutoff) >= 0.005)
        self.cheapest.setText(tr("Try {best}", best=percent(best)) if best is not None else "")
        self.quiet.setVisible(bool(found.words))
        quiet = negative_class(project, run.result.confusion.labels)
        self.quiet.setText(
            tr("“{quiet}” means nothing is wrong", quiet=quiet)
            if quiet
            else tr("Which answer means nothing is wrong?")
        )

    def _use_cheapest(self) -> None:
        if self._best is not None:
            self._choice.try_it(self._best)

    def _ask_quiet(self) -> None:
        if self._project is None or self._run is None:
            return
        labels = list(self._run.result.confusion.labels)
        now = negative_class(self._project, labels) or ""
        entries = [
            MenuEntry(label or NEITHER, partial(self._choice.say_quiet, label), label == now)
            for label in (*labels, "")
        ]
        open_menu(self.quiet, entries)


class CertaintyView(QWidget):
    """The same of a candidate that was not trained here: the diagram, and what it answers alone at each cut-off."""

    def __init__(self) -> None:
        super().__init__()
        self.reliability = ChartPlace()
        self.cutoffs = PlainTable(
            tr("What it answers alone"),
            [
                TableColumn("", right=True, always=number < 2, stretch=not number)
                for number in range(4)
            ],
            selectable=False,
        )
        columns = ResponsiveColumns(
            (LayoutColumn("left", stretch=1), LayoutColumn("right", stretch=1)), gap=56
        )
        columns.add("left", self.reliability, chart_first=True)
        columns.add(
            "right", Section(tr("From which sureness on it may answer alone"), self.cutoffs)
        )
        column(columns, of=self)

    def show_view(self, said: StageView, cutoffs: TableTwin) -> None:
        self.reliability.show_chart(said.charts["reliability"], said.explanations["calibration"])
        for place, header in enumerate(cutoffs.headers):
            self.cutoffs.rename_column(place, header)
        self.cutoffs.set_rows(cutoffs.rows)
        self.cutoffs.fit_rows()
