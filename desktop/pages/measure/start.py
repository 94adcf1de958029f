"""Before anything is measured: who should answer, what a number of graded answers can show, and how long grading takes."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.findings.candidate_measurement import cases_of
from desktop.findings.measure.candidate_start import (
    SECONDS_A_GRADE,
    LadderStep,
    WayToAnswer,
    answered_so_far,
    graded_ladder,
    grading_time,
    ways_to_answer,
)
from desktop.pages.measure.sources.dialog import ICONS
from desktop.project.measure_records import CandidateSource
from desktop.project.product import case_noun_of, kind_name
from desktop.project.project import Project
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.label import Label
from desktop.widgets.layout import TOP, column, holder, keep_width, row
from desktop.widgets.rows import IconMark, RowList, Section, ValueRow
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.sentence import tr
from estimators.measure.measurement import GRADED_KINDS

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
        title = Label(way.title, role=Role.BODY, weight=500, wrap=False)
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
