"""The way to the bar: the runs so far, what each changed, and an honest forecast by labels or by a date."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.findings.launch.forecast_to_bar import chance_by, chance_with, progress_to_bar
from desktop.latest_wins_thread import LatestWinsThread
from desktop.project.project import Project
from desktop.theme.type import Role
from desktop.widgets.charts.factory import ChartPlace
from desktop.widgets.columns import main_and_side
from desktop.widgets.fields import LineField, NumberField
from desktop.widgets.label import Label
from desktop.widgets.layout import clear, column, fill, holder, row
from desktop.widgets.rows import Section
from desktop.widgets.table import PlainTable, TableColumn
from estimators.base.chance import forecast_chances
from estimators.base.count import count
from estimators.base.date import read_day
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from reports.launch_evidence import ForecastToBar, ProgressToBar, RunStep

_NO_SPEED = tr(
    "Nobody has said how many labels a day there can be (Problem, Data); without that a date says nothing."
)
_NO_FORECAST = tr("There is nothing to forecast from yet.")


class ForecastToBarView(QWidget):
    """Works out of the GUI thread what it shows; the last answer stays until the next."""

    def __init__(self, failed: Callable[[BaseException], object]) -> None:
        super().__init__()
        self._failed = failed
        self._path: Path | None = None
        self._asked_for: object = None
        self.shown: ProgressToBar | None = None
        self._soon = LatestWinsThread(self, self._answered, failed)
        self._soon_what_if = LatestWinsThread(self, self._what_if_answered, self._what_if_failed)
        self.nothing = Label(colour="ink2")
        self.nothing.hide()
        self.columns = main_and_side(420)
        self.columns.hide()
        column(self.nothing, self.columns, of=self)
        self.runs = Section(tr("The runs"))
        self.forecast = Section(tr("Where more labels lead"))
        self.finding = Section("")
        self.runs_chart, self.forecast_chart = ChartPlace(titled=False), ChartPlace(titled=False)
        self.steps = PlainTable(
            tr("The runs, what each changed, and whether that mattered"),
            (
                TableColumn(tr("Run"), always=True),
                TableColumn(tr("Right"), right=True),
                TableColumn(tr("Against the one before"), always=True),
                TableColumn(tr("What it changed"), stretch=True),
            ),
            selectable=False,
        )
        self.runs.add(self.runs_chart, 0)
        self.runs.add(self.steps)
        self.forecast.add(self.forecast_chart, 0)
        self.sentences = column(spacing=8)
        fill(self.finding.box, 6, self.sentences)
        self._make_what_if()
        self.columns.add("main", self.runs)
        self.columns.add("main", self.forecast, gap=28)
        self.columns.add("side", self.finding)
        self.columns.add("side", self.what_if, gap=28)

    def _make_what_if(self) -> None:
        self.what_if = Section(tr("What if"))
        self.more = NumberField(tr("This many more labels"), low=0, high=10_000_000)
        self.day = LineField(tr("By this day"), tr("14 Jan 2027"), width=140)
        self.more.changed.connect(self._more_asked)
        self.day.committed.connect(self._day_asked)
        for words, field in (
            (tr("This many more labels"), self.more),
            (tr("Until this day"), self.day),
        ):
            label = Label(words, colour="ink2")
            label.setBuddy(field)
            self.what_if.add(holder(row((label, 1), field, spacing=6)), 6)
        self.answer = Label()
        self.trust = Label(role=Role.NOTE, colour="ink2")
        self.what_if.add(self.answer, 10)
        self.what_if.add(self.trust, 2)

    # -- asking -------------------------------------------------------------------------------

    def show_project(self, project: Project) -> None:
        """Work out the way of a project, unless that was asked for already."""
        wanted = (project.path, project.moment())
        if wanted == self._asked_for:
            return
        self._asked_for, self._path = wanted, project.path
        self._soon.ask(partial(_progress_of, project.path))

    @property
    def busy(self) -> bool:
        """Whether anything is being worked out."""
        return self._soon.busy or self._soon_what_if.busy

    def forget(self) -> None:
        """Of what is under way no answer comes: the project closes."""
        self._asked_for = None

    def _more_asked(self, more: float | None) -> None:
        if more is not None and self._path is not None:
            self.day.set_value("")
            self._soon_what_if.ask(partial(_with_more, self._path, int(more)))

    def _day_asked(self, text: str) -> None:
        if not text.strip() or self._path is None:
            return
        day = read_day(text)
        self.day.set_error(day is None)
        if day is None:
            self._say(tr("This is not a day. Write it like 14 Jan 2027 or 2027-01-14."))
            return
        self.more.set_number(None)
        self._soon_what_if.ask(partial(_by_day, self._path, day))

    # -- showing ------------------------------------------------------------------------------

    def _answered(self, found: ProgressToBar | None) -> None:
        self.nothing.setVisible(found is None)
        self.columns.setVisible(found is not None)
        if found is None or found == self.shown:
            self.shown = found
            return
        self.shown = found
        self.finding.title.setText(found.headline.removesuffix("."))
        clear(self.sentences)
        fill(self.sentences, *map(Label, filter(None, (*found.sentences, found.plateau))))
        shown = (
            (self.runs, self.runs_chart, found.chart),
            (self.forecast, self.forecast_chart, found.forecast_chart),
        )
        for section, place, chart in shown:
            place.show_chart(chart)
            if chart is not None:
                section.title.setText(chart.title)
        self.forecast.setVisible(found.forecast_chart is not None)
        self.what_if.setVisible(bool(found.forecasts))
        self.steps.set_rows([_step_cells(step) for step in found.steps])
        self.steps.fit_rows()

    def _what_if_answered(self, found: ForecastToBar | str | None) -> None:
        if found is None or isinstance(found, str):
            self._say(found or _NO_FORECAST)
            return
        chance = forecast_chances(found.chance)
        self._say(
            tr(
                "{capital} with {count}"
                "{by_when}. Then right {middle} of the time"
                " (9 in 10: {low} to {high}).",
                capital=capital(chance),
                count=count(found.more, "more label"),
                by_when=tr(", by {by}", by=found.by) if found.by else "",
                middle=percent(found.middle),
                low=percent(found.low),
                high=percent(found.high),
            ),
            found.trust,
        )

    def _what_if_failed(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._say(f"{error.what} {error.next_step}")
        else:
            self._failed(error)

    def _say(self, words: str, trust: str = "") -> None:
        self.answer.setText(words)
        self.trust.say(trust)


def _step_cells(step: RunStep) -> tuple[str, ...]:
    right = percent(step.correct / step.n) if step.n else ""
    changed = step.changed or tr("learned from {n_train}", n_train=digits(step.n_train))
    return capital(step.run), right, step.against_previous, changed


def _progress_of(path: Path) -> ProgressToBar | None:
    with Project.open_beside(path) as project:
        return progress_to_bar(project)


def _with_more(path: Path, more: int) -> ForecastToBar | None:
    with Project.open_beside(path) as project:
        return chance_with(project, more)


def _by_day(path: Path, day: date) -> ForecastToBar | str | None:
    with Project.open_beside(path) as project:
        found = chance_by(project, day)
        return _NO_SPEED if found is None and chance_with(project, 0) is not None else found
