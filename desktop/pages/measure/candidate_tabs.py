"""The tabs of a candidate beside how good it is: how sure, where it is wrong, how it was graded, and the judge."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.actions import Action
from desktop.findings.measure.candidate_certainty import certainty_view, cutoff_table
from desktop.findings.measure.candidates import GRADING, JUDGE
from desktop.findings.measure.failure_types import failures_view, mistakes_table
from desktop.findings.measure.grading_view import (
    GradingView,
    agreement_words,
    grading_view,
    why_not_grade,
)
from desktop.findings.measure.judge_view import (
    JudgeView,
    KindnessRow,
    Permission,
    has_judge,
    judge_view,
)
from desktop.findings.measure.view import GOOD, SURE, WRONG
from desktop.pages.measure.calibration import CertaintyView
from desktop.pages.measure.choice import CandidateChoice
from desktop.pages.measure.failures import FailuresView
from desktop.pages.measure.room.entry import open_grading_room
from desktop.pages.measure.room.window import GradingWindow
from desktop.pages.measure.verdict_boxes import VerdictBoxes
from desktop.pages.page import Page, show_explanation
from desktop.project.commands.measure import SeeCases
from desktop.project.example_list import with_paths
from desktop.project.product import kind_name
from desktop.project.stages import Stage
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.factory import ChartPlace
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.explain import TablePopover
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.layout import LEFT, TOP, column, holder, row
from desktop.widgets.marks import InlineInterval
from desktop.widgets.progress import ProgressLine
from desktop.widgets.rows import CheckMark, RowList, Section, ValueRow
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from desktop.widgets.thumbnail_model import decode
from estimators.base.errors import UserError
from estimators.base.interval import of_all, percent_range
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.sentence import tr
from estimators.measure.measurement import GRADED_KINDS
from reports.stage_view import StageView


class GradingTab(QWidget):
    """Shows a `GradingView`. `settle`: opens the room to settle; `explain`: opens how kappa is worked out."""

    def __init__(
        self, settle: Callable[[], object], explain: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        self.columns = ResponsiveColumns((LayoutColumn("main"), LayoutColumn("side", 304)))
        self.both = Section(tr("Two people on the same answers"))
        self.note = Label(role=Role.NOTE, colour="ink2")
        self.boxes = VerdictBoxes()
        self.kappa = Label(weight=600)
        self.kappa_note = Label(role=Role.NOTE, colour="ink2")
        self.settle = Button("", size="small", run=settle)
        for part in (self.note, self.boxes, self.kappa, self.kappa_note):
            self.both.add(part, 8)
        self.both.add(holder(column((self.settle, LEFT))), 12)
        self.rates = Section(tr("How many each finds good"))
        self.table = PlainTable(
            tr("How many each person finds good"),
            (
                TableColumn(tr("who"), always=True),
                TableColumn("", stretch=True),
                TableColumn(tr("good"), right=True),
                TableColumn("", right=True, always=True),
                TableColumn(tr("9 chances in 10"), right=True),
            ),
        )
        self.rates.add(self.table)
        self.columns.add("main", self.both)
        self.columns.add("main", self.rates)
        self.line = ProgressLine()
        self.line.setFixedHeight(4)
        self.far = Label(weight=600)
        self.rule = Label(role=Role.NOTE, colour="ink2")
        self.columns.add(
            "side",
            Section(tr("How far"), holder(column(self.far, 8, self.line, 8, self.rule)), gap=8),
        )
        self.why_bad = Section(tr("Why answers are not good"))
        self.reasons = RowList(tr("Why answers are not good"))
        self.why_bad.add(self.reasons)
        self.columns.add("side", self.why_bad)
        self.how = Button(tr("How agreement is measured"), "link", run=explain)
        self.columns.add("side", holder(column((self.how, LEFT))))
        column(self.columns, of=self)
        self.how.setVisible(explain is not None)

    def show(self, view: GradingView | None = None) -> None:
        """Show a view; without one, Qt's own showing of a widget."""
        if view is not None:
            self._fill(view)
        super().show()

    def _fill(self, view: GradingView) -> None:
        shared = view.shared
        self.both.setVisible(shared is not None)
        if shared is not None:
            first, second = shared.who
            self.note.setText(
                tr("{n} answers that both {first} and {second} graded.", n=digits(shared.n), first=first, second=second)
            )  # fmt: skip
            self.boxes.show_counts(
                (tr("{name}: good", name=second), tr("{name}: not good", name=second)),
                (tr("{name}: good", name=first), tr("{name}: not good", name=first)),
                (
                    (shared.both_good, tr("both say good")),
                    (shared.first_good, tr("split")),
                    (shared.second_good, tr("split")),
                    (shared.both_bad, tr("both say not good")),
                ),
            )
        found = view.agreement
        value, on = agreement_words(found) if found is not None else ("", "")
        raw = tr("The same in {raw}. {value}.", raw=percent(found.raw), value=value) if found else ""  # fmt: skip
        self.kappa.say(raw)
        self.kappa_note.say(on)
        offer = view.said.offers["settle"]
        self.settle.setText(offer.words)
        self.settle.setVisible(view.settle > 0)
        low = min((one.low for one in view.raters), default=0.0)
        axis = int(low * 10) / 10
        self.rates.setVisible(bool(view.raters))
        self.table.set_rows(
            [
                (
                    one.rater,
                    TableCell("", interval=InlineInterval(one.low, one.share, one.high, axis, 1.0)),
                    of_all(one.good, one.n),
                    percent(one.share),
                    percent_range(one.low, one.high),
                )
                for one in view.raters
            ]
        )
        self.table.fit_rows()
        self.far.setText(
            tr("{graded} of {of} graded", graded=digits(view.graded), of=digits(view.of))
        )
        self.line.set_share(view.graded / max(1, view.of))
        self.rule.say(view.rule)
        self.why_bad.setVisible(bool(view.reasons))
        self.reasons.show_each(view.reasons, lambda one: ValueRow(one[0], digits(one[1])))


_MARKS = {True: CheckMark.PASS, False: CheckMark.FAIL, None: CheckMark.NOT_SHOWN}


class JudgeTab(QWidget):
    """Shows a `JudgeView`; nothing of it where there is no judge, or nobody graded what it read."""

    def __init__(self) -> None:
        super().__init__()
        self.columns = ResponsiveColumns((LayoutColumn("left"), LayoutColumn("right")))
        self.grid_title, self.grid_note = _head()
        self.boxes = VerdictBoxes()
        self.rows_title, self.rows_note = _head()
        self.table = PlainTable(
            tr("People and the judge, candidate by candidate"),
            (
                TableColumn(tr("candidate"), always=True, stretch=True),
                TableColumn(tr("of"), right=True),
                TableColumn(tr("people"), right=True),
                TableColumn(tr("judge"), right=True),
                TableColumn(tr("judge is"), right=True, always=True),
            ),
        )
        self.line_title, self.line_note = _head()
        self.line = ChartPlace(titled=False)
        self.worth = Label()
        self.may_title = Label(tr("What the judge may do"), role=Role.SECTION)
        self.may = RowList(tr("What the judge may do"), first_line=True, last_line=True)
        self._grid = holder(column(self.grid_title, self.grid_note, 8, self.boxes))
        self._rows = holder(column(self.rows_title, self.rows_note, 4, self.table))
        self._line = holder(column(self.line_title, self.line_note, 8, self.line))
        self.columns.add("left", self._grid)
        self.columns.add("left", self._rows)
        self.columns.add("right", self._line)
        self.columns.add("right", self.worth, gap=12)
        self.columns.add("right", holder(column(self.may_title, 8, self.may)))
        column(self.columns, of=self)

    def show(self, view: JudgeView | None = None) -> None:
        """Show a view; without one, Qt's own showing of a widget."""
        if view is not None:
            self._fill(view)
        super().show()

    def _fill(self, view: JudgeView) -> None:
        grid, titles = view.grid, view.titles
        self.columns.setVisible(grid is not None)
        if grid is None or titles is None:
            return
        for key, title, note in (
            ("grid", self.grid_title, self.grid_note),
            ("rows", self.rows_title, self.rows_note),
            ("line", self.line_title, self.line_note),
        ):
            title.setText(titles[key][0])
            note.setText(titles[key][1])
        self.boxes.show_counts(
            (tr("judge: good"), tr("judge: not good")),
            (tr("people: good"), tr("people: not good")),
            (
                (grid.both_good, tr("both say good")),
                (grid.too_strict, tr("judge too strict")),
                (grid.lets_pass, tr("judge lets it pass")),
                (grid.both_bad, tr("both say not good")),
            ),
        )
        self.table.set_rows([_cells(one) for one in view.rows])
        self.table.fit_rows()
        chart = view.said.charts.get("line")
        self._line.setVisible(chart is not None)
        if chart is not None:
            self.line.show_chart(chart, view.said.explanations["corrected"])
        self.worth.say(view.worth)
        self.may.show_each(view.may, _may_row)


def _head() -> tuple[Label, Label]:
    return Label(role=Role.SECTION), Label(role=Role.NOTE, colour="ink2")


def _cells(one: KindnessRow) -> tuple[str | TableCell, ...]:
    return one.name, digits(one.n), digits(one.people), digits(one.judge), one.words


def _may_row(one: Permission) -> QWidget:
    mark = _MARKS[one.allowed]
    words = {True: tr("may"), False: tr("may not"), None: tr("it depends")}[one.allowed]
    note = Label(one.note, role=Role.NOTE, colour="ink2")
    text = column(Label(one.text), note)
    made = holder(row((GlyphMark(mark.glyph, words), TOP), (text, 1), spacing=12, margins=(0, 8, 0, 8)))  # fmt: skip
    note.setVisible(bool(one.note))
    return made


class CandidateTabs:
    """`parts`: the widget of each tab. `room`: the grading room that was opened last."""

    def __init__(self, page: Page, choice: CandidateChoice) -> None:
        self.room: GradingWindow | None = None
        self._page, self._session, self._choice = page, page.session, choice
        self.failures, self.certainty = FailuresView(self._picture), CertaintyView()
        self.failures.opened.connect(self._case_opened)
        self.grading = GradingTab(partial(self.grade, settle=True), self._explain_agreement)
        self.judge = JudgeTab()
        self.parts: dict[str, QWidget] = {
            SURE: self.certainty,
            WRONG: self.failures,
            GRADING: self.grading,
            JUDGE: self.judge,
        }

    def findings(self) -> dict[str, StageView]:
        """What is said of a candidate that was not trained here, by tab; empty where nothing is measured."""
        project, choice = self._session.project, self._choice
        said, found, candidate = choice.view(), choice.found, choice.candidate
        if said is None or found is None or candidate is None:
            return {}
        every = {
            GOOD: said,
            SURE: certainty_view(project, found, candidate),
            WRONG: failures_view(project, found, candidate),
        }
        if kind_name(project) in GRADED_KINDS:
            every[GRADING] = grading_view(project).said
            if has_judge(project):
                every[JUDGE] = judge_view(project).said
        return {key: one for key, one in every.items() if one.status}

    def show(self, key: str) -> None:
        project, found, candidate = (
            self._session.project,
            self._choice.found,
            self._choice.candidate,
        )
        if found is None or candidate is None:
            return
        if key == SURE:
            said = certainty_view(project, found, candidate)
            self.certainty.show_view(said, cutoff_table(found, candidate))
        elif key == WRONG:
            self.failures.show_candidate(found, candidate)
        elif key == GRADING:
            self.grading.show(grading_view(project))
        elif key == JUDGE:
            self.judge.show(judge_view(project))

    def show_table(self, key: str) -> bool:
        """Show a tab's numbers as a table; False where it has none of its own."""
        found, candidate = self._choice.found, self._choice.candidate
        if key != WRONG or found is None or candidate is None:
            return False
        title = tr("Where {name} is wrong", name=candidate.name)
        popover = TablePopover(self._page.window(), title, mistakes_table(found, candidate))
        popover.open_centred(focus=popover.view)
        return True

    def grade(self, *, settle: bool = False) -> None:
        try:
            self.room = open_grading_room(self._session, self._page, settle=settle)
        except UserError as error:
            self._page.refuse(error)

    def why_not_grade(self) -> str:
        """Why nobody can grade now; an empty text: somebody can."""
        project = self._session.project
        if kind_name(project) not in GRADED_KINDS:
            return tr("What is right is known here, so nobody has to grade.")
        return self._page.why_not_edit() or why_not_grade(project)

    def actions(self) -> tuple[Action, ...]:
        off = self.why_not_grade
        return (Action("measure.grade", tr("Grade answers"), self.grade, "G", stage=Stage.MEASURE, off=off),)  # fmt: skip

    def _picture(self, name: str) -> QImage:
        """Of a case that is an example kept on Data; a null image else."""
        found = with_paths(self._session.project, [name])
        small = self._session.project.caches.thumbnail(found[0].sha256) if found else None
        return decode(small, 512) if small else QImage()

    def _case_opened(self, name: str) -> None:
        """Who reads a mistake has seen the case."""
        kept = self._session.project.measured.case(name)
        if kept is not None and not kept.seen and not self._page.why_not_edit():
            self._page.do(SeeCases((kept.id,)))

    def _explain_agreement(self) -> None:
        explained = grading_view(self._session.project).said.explanations
        for one in explained.values():
            show_explanation(self._page, one)
            return
