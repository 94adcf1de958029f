"""A table of facts on the Data page: its columns with their roles, what to look at before it is measured, and its first rows."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.actions import Action
from desktop.findings.data.table import ColumnLine, TableData, column_why, table_data
from desktop.findings.data.table_issues import COUNTS, HOLDS, KNOWS, LEAVE_OUT, TableIssue
from desktop.findings.data.training_data import can_measure, why_not_train
from desktop.findings.data.view import view
from desktop.jobs import training_pipeline as work
from desktop.jobs.training_pipeline import TrainingPipeline
from desktop.pages.data.column_list import ColumnList
from desktop.pages.data.forecast_notes import ForecastNotes
from desktop.pages.data.import_controller import ImportController
from desktop.pages.data.sufficiency import CurveBlock
from desktop.pages.header import HeaderAction
from desktop.pages.page import Page, show_explanation
from desktop.project.file import Command
from desktop.project.record_kinds import CURVE
from desktop.project.stages import Stage
from desktop.project.table_data import (
    choose_sheet,
    look_of,
    said_columns,
    say_direction,
    say_role,
    say_type,
    table_of,
)
from desktop.theme.type import Role
from desktop.widgets.ask import Answers, AskFor, AskPopover
from desktop.widgets.button import Button
from desktop.widgets.columns import main_and_side
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, column, holder, row
from desktop.widgets.menu import MenuEntry, open_menu
from desktop.widgets.rows import Check, CheckMark, CheckRow, RowList, Section
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.phrase import shorten
from estimators.base.sentence import tr
from estimators.table.column import AMOUNTS, ColumnRole, ColumnType, Direction
from estimators.table.target import CLASSES_OF_NUMBERS
from reports.stage_view import Explanation

_MARKS = {KNOWS: CheckMark.LOOK, COUNTS: CheckMark.NOT_SHOWN, HOLDS: CheckMark.PASS}


class TableContent(QWidget):
    """What the Data page shows of a table; ``page`` carries out its edits."""

    question_wanted = Signal(str)

    def __init__(
        self,
        page: Page,
        learning: TrainingPipeline,
        bringing: ImportController,
        train: Callable[[], None],
    ) -> None:
        super().__init__()
        self._page, self._learning = page, learning
        self._bringing, self._train = bringing, train
        self._found: TableData | None = None
        self.columns = ColumnList()
        self.columns.menu_asked.connect(self._ask_role)
        self.looking = Label(role=Role.BODY, colour="ink2")
        self.first_title = Label(weight=600)
        self.first_note = Label(role=Role.NOTE, colour="ink2", wrap=False)
        self._first_place = column()
        self._first: PlainTable | None = None
        head = row((self.first_title, 1), self.first_note)
        self._first_box = holder(column(head, 4, self._first_place))
        self.issues = RowList(tr("Before you measure"), first_line=True)
        self.to_beat = Label(measure=300)
        self._beat_box = Section(tr("To be beaten without AI"), self.to_beat)
        sides = main_and_side(276)
        sides.add("main", self.looking)
        sides.add("main", self.columns, gap=0)
        self.curve = CurveBlock(learning, ForecastNotes(self.question_wanted.emit, lambda _: None))
        sides.add("main", self._first_box, gap=18)
        sides.add("main", self.curve, gap=28)
        sides.add("side", Section(tr("Before you measure"), self.issues))
        sides.add("side", self._beat_box, gap=28)
        column(sides, None, of=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.curve.growing:
            self._learning.stop(work.MEASURE)
        else:
            super().keyPressEvent(event)

    # --- showing -------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        self._learning.table.look()
        found = table_data(self._page.session.project)
        self._found = found
        said = view(self._page.session.project)
        self._page.set_headline(said.headline, said.lead, eyebrow=tr("Data · a table"))
        for part in (self.columns, self._first_box, self.curve):
            part.setVisible(found is not None)
        if found is not None:
            self.curve.refresh(self._page.session.project)
            self.columns.show_lines(found.lines)
            self._show_first(found)
            self.issues.show_each(found.issues, self._issue_row)
            self.to_beat.setText(found.to_beat)
        else:
            self.issues.show_each((), self._issue_row)
        self._beat_box.setVisible(bool(found and found.to_beat))
        self.show_work()

    def show_work(self) -> None:
        """How far the look under way is, or why it could not be done."""
        trouble = self._learning.table.trouble
        words = self._learning.table.words
        if trouble is not None:
            words = " ".join(filter(None, (trouble.what, trouble.why, trouble.next_step)))
            words = words or tr("That stopped. It is our mistake; the details are in Jobs.")
        self.looking.say(words if self._found is None or trouble is not None else "")
        off = self._page.why_not_edit() or why_not_train(self._page.session.project)
        if not off and self._learning.is_active(work.TRAIN):
            off = tr("A training is under way.")
        project = self._page.session.project
        measurable, record = can_measure(project), project.record(CURVE)
        busy = self._learning.is_active(work.MEASURE) or self._page.session.read_only
        self.curve.say(
            measurable=measurable,
            stale=record is not None and not project.has_data(record.fingerprint),
            can_measure=measurable and not busy,
        )
        used = count(self._found.used, "column") if self._found else ""
        words = tr("Measure with {columns}", columns=used) if used else tr("Measure it")
        self._page.set_secondary(*self._header_actions())
        self._page.set_primary(words, self._train, off=off)
        self._page.show_message()

    def _show_first(self, found: TableData) -> None:
        title = tr("First rows of {name}", name=found.name)
        self.first_title.setText(title)
        self.first_note.setText(tr("{n} of {rows}", n=len(found.first), rows=digits(found.rows)))
        if self._first is not None:  # headers do not change
            self._first_place.removeWidget(self._first)
            self._first.hide()
            self._first.deleteLater()
        right = [line.type in AMOUNTS for line in found.lines]
        columns = [
            TableColumn(shorten(line.name, 20), right=at_right, most=150)
            for line, at_right in zip(found.lines, right, strict=True)
        ]
        self._first = PlainTable(title, columns, selectable=False)
        self._first_place.addWidget(self._first)
        self._first.set_rows(
            [
                [_cell(text, line) for text, line in zip(cells, found.lines, strict=True)]
                for cells in found.first
            ]
        )
        self._first.fit_rows()

    def _issue_row(self, issue: TableIssue) -> QWidget:
        run = partial(self._mend, issue) if issue.act else None
        link = issue.link if not self._page.why_not_edit() else ""
        check = Check(issue.title, issue.text, "", _MARKS[issue.state], states_shown=False)
        shown = CheckRow(check)
        if issue.column:
            shown.clicked.connect(partial(self.columns.choose, issue.column))
        if not link or run is None:
            return shown
        below = column((Button(link, "link", run=run), LEFT), margins=(30, 0, 0, 8))
        return holder(column(shown, below))

    # --- doing ---------------------------------------------------------------------------------------------------

    def _header_actions(self) -> tuple[HeaderAction, ...]:
        """Another table, and another sheet of a workbook."""
        frozen = self._page.why_not_edit()
        another = HeaderAction(tr("Another table…"), self._bringing.browse_table, frozen)
        found = self._found
        if found is None or len(found.sheets) < 2:
            return (another,)
        words = tr("Sheet “{sheet}”", sheet=shorten(found.sheet, 24))
        return (HeaderAction(words, self._ask_sheet, frozen, drops_down=True), another)

    def _ask_sheet(self) -> None:
        found, file = self._found, table_of(self._page.session.project)
        if found is None or file is None:
            return
        entries = [
            MenuEntry(sheet, partial(self._do, choose_sheet(file, sheet)), sheet == found.sheet)
            for sheet in found.sheets
        ]
        open_menu(self._page.header.secondary()[0], entries, name=tr("Sheets of the workbook"))

    def _do(self, command: Command) -> None:
        self._page.do(command)

    def _ask_role(self, row_: int) -> None:
        if self._found is None or self._page.why_not_edit():
            return
        line = self._found.lines[row_]
        roles = [
            MenuEntry(role.words, partial(self.give, line, role), role == line.role)
            for role in ColumnRole
        ]
        types = [
            MenuEntry(tr("Read as {type}", type=type_.words), partial(self._retype, line, type_), type_ == line.type)
            for type_ in ColumnType
        ]  # fmt: skip
        open_menu(self.columns.below(row_), roles, self._directions(line), types, name=tr("What “{name}” is for", name=line.name))  # fmt: skip

    def _directions(self, line: ColumnLine) -> list[MenuEntry]:
        """How the answer may move with a column of amounts or days that is learned from."""
        if line.role != ColumnRole.USE or not (
            line.type in AMOUNTS or line.type == ColumnType.DATE
        ):
            return []
        off = "" if self._found and self._found.has_direction else tr("The answer has no more and less: it is one of three or more.")  # fmt: skip
        project, answer = self._page.session.project, self._found.warned_of if self._found else ""
        return [
            MenuEntry(one.words(shorten(answer, 24)), partial(self._do, say_direction(project, line.name, one)), one == line.direction, off)
            for one in Direction
        ]  # fmt: skip

    def give(self, line: ColumnLine, role: ColumnRole) -> None:
        """Give a column a role; one that knows the answer is used only with a reason."""
        if role == line.role:
            return
        if role == ColumnRole.USE and line.alarm:
            self._ask_why(line.name)
        else:
            project = self._page.session.project
            self._do(say_role(project, line.name, role, task=self._task(line)))

    def _task(self, line: ColumnLine) -> str:
        """What predicting that column would be: many different amounts are a number."""
        look = look_of(self._page.session.project)
        found = look.column(line.name) if look else None
        many = found is not None and found.distinct > CLASSES_OF_NUMBERS
        return "number" if line.type in AMOUNTS and many else "classify"

    def _retype(self, line: ColumnLine, type_: ColumnType) -> None:
        if type_ != line.type:
            self._do(say_type(self._page.session.project, line.name, type_))

    def _mend(self, issue: TableIssue) -> None:
        if issue.act == LEAVE_OUT:
            project = self._page.session.project
            self._do(say_role(project, issue.column, ColumnRole.LEAVE_OUT))
        else:
            self._ask_why(issue.column)

    def _ask_why(self, name: str) -> None:
        """Ask why a column that knows the answer is used all the same, and who says so; both stand in the report."""
        project = self._page.session.project

        def done(answers: Answers) -> None:
            if not answers["why"] or not answers["name"]:
                raise UserError(tr("Both are needed."), "", tr("The report prints them."))
            self._page.session.do(say_role(project, name, ColumnRole.USE, why=answers["why"], who=answers["name"]))  # fmt: skip

        before = said_columns(project).columns.get(name)
        AskPopover(
            self._page.window(),
            tr("Use “{name}” anyway?", name=shorten(name, 30)),
            [
                AskFor("why", tr("Why is it known before the answer is?"), before.why if before else ""),
                AskFor("name", tr("Your name"), before.who if before else ""),
            ],
            done,
            button=tr("Use it"),
            text=tr("If it is filled in afterwards, the result looks better than it is. The report prints the reason and the name."),
        ).ask()  # fmt: skip

    # --- keys ----------------------------------------------------------------------------------------------------

    def explanation(self) -> Explanation | None:
        """Why the chosen column is what it is taken for."""
        line = self.columns.current
        if line is None:
            return None
        said = tuple(column_why(self._page.session.project, line.name))
        return Explanation(tr("About “{name}”", name=line.name), " ".join(said))

    def explain(self) -> None:
        """Open that."""
        if shown := self.explanation():
            show_explanation(self._page, shown)

    def _key(self, role: ColumnRole) -> None:
        line = self.columns.current
        if line is not None:
            self.give(line, role)

    def _off(self) -> str:
        if not self.isVisible():
            return tr("This is for a table.")
        return self._page.why_not_edit() or ("" if self.columns.current else tr("Choose a column first."))  # fmt: skip

    def column_actions(self) -> tuple[Action, ...]:
        here, off = Stage.DATA, self._off
        return (
            Action("data.predict", tr("Predict the chosen column"), partial(self._key, ColumnRole.PREDICT), "P", stage=here, off=off),
            Action("data.use", tr("Use the chosen column"), partial(self._key, ColumnRole.USE), "U", stage=here, off=off),
            Action("data.leave-out", tr("Leave the chosen column out"), partial(self._key, ColumnRole.LEAVE_OUT), "X", stage=here, off=off),
        )  # fmt: skip


KEYS = (
    ("P", tr("predict this")),
    ("U", tr("use")),
    ("X", tr("leave out")),
    ("F1", tr("why it is taken for that")),
)


def _cell(text: str, line: ColumnLine) -> TableCell:
    if not text.strip():
        return TableCell(tr("empty"), colour="ink3")
    return TableCell(text, colour="sim" if line.alarm else "ink")
