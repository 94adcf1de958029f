"""The tab “The judge”: where it errs, whom it favours, what it is worth, what it may do."""

from PySide6.QtWidgets import QWidget

from desktop.findings.measure.judge_view import JudgeView, KindnessRow, Permission
from desktop.pages.measure.verdict_boxes import VerdictBoxes
from desktop.theme.type import Role
from desktop.widgets.charts.factory import ChartPlace
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.layout import TOP, column, holder, row
from desktop.widgets.rows import CheckMark, RowList
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.number import digits
from estimators.base.sentence import tr

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
