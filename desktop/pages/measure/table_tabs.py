"""What Measure shows of a training on a table in place of what it shows of photos: a row to play with, and of numbers how honest its ranges are."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop.actions import Action
from desktop.findings.measure.table_model import found_sentence, is_number
from desktop.findings.measure.table_row import PLAY, row_answer
from desktop.findings.measure.view import GOOD, QUESTIONS, SURE, WRONG, view
from desktop.pages.measure.table_mistakes import TableMistakes
from desktop.pages.measure.table_row import TableRowView
from desktop.pages.measure.tolerance import ToleranceField
from desktop.pages.page import Page
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.stages import Stage
from desktop.widgets.button import shortcut_words
from desktop.widgets.charts.factory import ChartPlace
from estimators.base.sentence import tr
from reports.stage_view import Offer, StageView

PLAY_KEYS = {
    PLAY: (
        ("Tab", tr("next field")),
        (shortcut_words("Backspace"), tr("put it back")),
        ("Ctrl ↵", tr("next row")),
    )
}
TABS = QUESTIONS | {PLAY: tr("Play with a row")}


class TableTabs:
    """The parts; ``beside`` gets the field for what counts as right, ``told`` hears that the row, or what is said of it, is another."""

    def __init__(
        self,
        page: Page,
        beside: QBoxLayout,
        show_tab: Callable[[str], object],
        told: Callable[[], object],
    ) -> None:
        self.play = TableRowView(page, told, page.refuse)
        self.chart, self.mistakes, self.tolerance = (
            ChartPlace(),
            TableMistakes(),
            ToleranceField(page),
        )
        self.mistakes.opened.connect(self.open)
        self._show_tab = show_tab
        self._of_rows = False
        beside.addWidget(self.tolerance)
        self.parts: tuple[QWidget, ...] = (self.play, self.chart, self.mistakes)

    def findings(self, project: Project, run: Run) -> dict[str, StageView]:
        """What is said of the row that is played with; empty where the run is not of a table, or its test may not be shown."""
        self._of_rows = run.settings.table is not None
        if run.settings.table is None or not run.result.n_test:
            return {}
        self.play.show_run(project, run)
        self.tolerance.show_run(project, run)
        offers = {"next": Offer(tr("Next row →")), "own": Offer(tr("Type my own row…"))}
        status = row_answer(run, self.play.at)
        headline = self.play.headline() or tr("The file is asked.")
        good = view(project, run, GOOD)
        lead = found_sentence(run).strip() or good.lead
        return {PLAY: StageView(headline, lead, status, explanations=good.explanations, offers=offers)}  # fmt: skip

    def open(self, place: int) -> None:
        """Play with one of the held-out rows."""
        self.play.open(place)
        self._show_tab(PLAY)

    def tries(self, run: Run | None) -> bool:
        """Whether an example can be tried on what is shown; of a table a row is played with instead."""
        return run is not None and run.settings.table is None

    @property
    def deeds(self) -> dict[str, tuple[Callable[[], object], None]]:
        """What the offers of a training on a table do, by name."""
        worst = {"review": (partial(self.mistakes.open, 0), None)} if self._of_rows else {}
        return {"next": (partial(self.play.step, 1), None), "own": (self.play.type_own, None), **worst}  # fmt: skip

    def eyebrow(self, run: Run | None) -> str:
        """What stands over the headline."""
        of_rows = run is not None and run.settings.table is not None
        return tr("Measure · a table") if of_rows else Stage.MEASURE.title

    def actions(self) -> tuple[Action, ...]:
        return (
            Action("measure.row-back", tr("Put the row back"), self.play.put_back, "Backspace", stage=Stage.MEASURE, off=self._off),
            Action("measure.row-own", tr("Type my own row…"), self.play.type_own, stage=Stage.MEASURE, off=self._off),
        )  # fmt: skip

    def _off(self) -> str:
        return "" if self.play.isVisible() else tr("No row is played with here.")

    def part(self, run: Run, tab: str) -> QWidget | None:
        """What stands below the header; None where it is as for any other run."""
        if run.settings.table is None:
            return None
        if tab == PLAY:
            return self.play
        if tab == WRONG:
            return self.mistakes
        return self.chart if is_number(run) and tab == SURE else None

    def show(self, project: Project, run: Run, tab: str) -> None:
        """Show what is wrong, or the ranges of numbers; the row shows itself."""
        if tab == WRONG:
            self.mistakes.show_run(project, run)
        elif is_number(run) and tab == SURE:
            said = view(project, run, tab)
            explained = next(iter(said.explanations.values()), None)
            self.chart.show_chart(next(iter(said.charts.values()), None), explained)
