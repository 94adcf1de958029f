"""Where it is wrong, for every kind: the ways, the cases of each, one case with what the best and the second best said, and what is looked
for in every answer beside its grades.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.findings.candidate_measurement import ProjectCandidate, ProjectMeasurement
from desktop.findings.measure.answer_checks import KINDS, check_lines, drop_check, put_check
from desktop.findings.measure.failure_types import (
    CaseMistake,
    FailureType,
    failure_matrix,
    failure_types,
    mistake,
    repeats_words,
)
from desktop.pages.page import Page
from desktop.theme.current import scaled, tokens
from desktop.theme.paint import paint_box, smooth
from desktop.theme.type import Role
from desktop.widgets.ask import Answers, AskFor, AskPopover
from desktop.widgets.button import Button
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.example import ExamplePicture
from desktop.widgets.focus import UP_DOWN
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import LEFT, column, fill, holder, row
from desktop.widgets.pressable import Pressable
from desktop.widgets.rows import Box, RowList, Section
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.interval import of_all
from estimators.base.number import digits
from estimators.base.phrase import shorten
from estimators.base.sentence import tr
from estimators.measure.checks import AnswerCheck
from reports.chart_parts import TableTwin

_SHOWN = 12  # cases of a way that are listed; the table has all
_LONGEST, _TALL = 90, 200


class _ChoiceRow(Pressable):
    """A row that is filled while it is the chosen one."""

    def __init__(self, name: str, *parts: QWidget) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAccessibleName(name)
        column(*parts, of=self, margins=(10, 8, 10, 8), spacing=4)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isChecked():
            paint_box(smooth(self), self.rect(), fill="sel")
        else:
            super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in UP_DOWN:
            event.ignore()  # the list goes to its next row
            return
        super().keyPressEvent(event)


class _CountBar(QWidget):
    """How often, outlined in the colour of what is wrong."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self._share = share
        self.setFixedHeight(scaled(9))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter: QPainter = smooth(self)
        painter.setPen(QPen(QColor(tokens().bad), 1.2))
        width = max(2.0, (self.width() - 2) * self._share)
        painter.drawRect(QRectF(0.6, 0.6, width, self.height() - 1.6))


class AnswerChecks(QWidget):
    """``show_candidate`` says how often each check holds."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.lines = RowList(tr("Checks of the answers"), last_line=False)
        self.add = Button(tr("Look for something…"), "link", run=self.ask)
        note = Label(
            tr("A program looks for this in every answer: evidence beside the grades, never the grade."),
            role=Role.NOTE,
            colour="ink2",
            measure=280,
        )  # fmt: skip
        inside = holder(column(note, 4, self.lines, 6, (self.add, LEFT)))
        column(Section(tr("Checks of the answers"), inside, gap=6), of=self)

    def show_candidate(self, found: ProjectMeasurement, chosen: ProjectCandidate) -> None:
        frozen = self._page.why_not_edit()
        lines = check_lines(self._page.session.project, found, chosen)
        self.lines.set_rows([self._line(check, words, frozen) for check, words in lines])
        self.lines.setVisible(bool(lines))
        self.add.off_because(frozen)

    def _line(self, check: AnswerCheck, words: str, frozen: str) -> QWidget:
        drop = Button(tr("Leave out"), "link", size="small", run=partial(self._drop, check))
        drop.setAccessibleName(tr("Leave out: {check}", check=words))
        drop.off_because(frozen)
        return holder(column(Label(words, measure=280), 2, (drop, LEFT), margins=(0, 6, 0, 6)))

    def ask(self) -> None:
        """Ask what to look for."""

        def done(answers: Answers) -> None:
            session = self._page.session
            session.do(put_check(session.project, answers["kind"], answers["value"]))

        kinds = tuple((kind.value, words) for kind, words in KINDS)
        what = tr("What: words, a pattern, a number of words, a language (de) or a schema")
        fields = [AskFor("value", what), AskFor("kind", tr("The answer"), choices=kinds)]
        title = tr("Look for something in every answer")
        AskPopover(self._page.window(), title, fields, done, width=780).ask(self.add)

    def _drop(self, check: AnswerCheck) -> None:
        self._page.do(drop_check(self._page.session.project, check))


class FailuresView(QWidget):
    """Three columns: ways, cases, one case. ``opened`` carries the name of a case that was opened."""

    opened = Signal(str)

    def __init__(self, picture: Callable[[str], QImage], checks: AnswerChecks) -> None:
        """`picture`: of a case, where it is one; a null image else. `checks`: what is looked for in the answers."""
        super().__init__()
        self.checks = checks
        self._picture = picture
        self._found: ProjectMeasurement | None = None
        self._chosen: ProjectCandidate | None = None
        self._way, self._case = "", ""
        self.ways = RowList(tr("What goes wrong"), lines=False, spacing=4)
        self.cases = RowList(tr("Cases"), lines=True, last_line=True)
        self.cases_block = Section("", self.cases, gap=6)
        self.detail = _CaseDetail()
        self.stable = Label(colour="ink2", measure=300)
        goes_wrong = Section(tr("What goes wrong"), self.ways, gap=6)
        first = holder(column(goes_wrong, 12, self.stable, 20, checks))
        columns = ResponsiveColumns(
            (LayoutColumn("ways", 290), LayoutColumn("cases"), LayoutColumn("case", 340)),
            gap=48,
            ruled=True,
        )
        columns.add("ways", first)
        columns.add("cases", self.cases_block)
        columns.add("case", self.detail)
        self.matrix_block = Section(tr("Which kind goes wrong how"), gap=4)
        self._matrix: PlainTable | None = None
        self.matrix = holder(column(Hairline(), 16, self.matrix_block, margins=(0, 24, 0, 0)))
        column(columns, self.matrix, of=self)

    def show_candidate(self, found: ProjectMeasurement, chosen: ProjectCandidate) -> None:
        if self._chosen is None or self._chosen.uid != chosen.uid:
            self._way, self._case = "", ""
        self._found, self._chosen = found, chosen
        types = failure_types(found, chosen)
        if self._way not in {one.way for one in types}:
            self._way = types[0].way if types else ""
        scores = next(one for one in found.measured.candidates if one.name == chosen.name).scores
        n = len(scores.main.runs) if scores else 0
        most = max((one.n for one in types), default=1)
        self.ways.set_rows([self._way_row(one, n, most) for one in types])
        self.stable.setText(repeats_words(found, chosen))
        self.stable.setVisible(bool(self.stable.text()))
        self.checks.show_candidate(found, chosen)
        self._show_cases()
        self._show_matrix(failure_matrix(found, chosen))

    def _way_row(self, one: FailureType, n: int, most: int) -> QWidget:
        shown = one.way == self._way
        counted = Label(of_all(one.n, n), weight=600 if shown else 400, wrap=False, tabular=True)
        words = holder(row((Label(one.words, weight=600 if shown else 400), 1), counted, spacing=8))
        name = tr("{way}: {count}", way=one.words, count=of_all(one.n, n))
        made = _ChoiceRow(name, words, _CountBar(one.n / most))
        made.setChecked(shown)
        made.clicked.connect(partial(self.choose_way, one.way))
        return made

    def choose_way(self, way: str) -> None:
        self._way, self._case = way, ""
        self._again()

    def choose_number(self, number: int) -> None:
        """The way with that number, from 1."""
        if self._found is not None and self._chosen is not None:
            types = failure_types(self._found, self._chosen)
            if 0 < number <= len(types):
                self.choose_way(types[number - 1].way)

    def step(self, by: int) -> None:
        """To the case before (-1) or after (1)."""
        names = self._listed()
        if not names:
            return
        at = names.index(self._case) + by if self._case in names else 0
        self.open_case(names[max(0, min(at, len(names) - 1))])

    def open_case(self, name: str) -> None:
        """Show a case; who reads a mistake has seen the case."""
        self._case = name
        self._show_cases()
        self.opened.emit(name)

    def _again(self) -> None:
        if self._found is not None and self._chosen is not None:
            self.show_candidate(self._found, self._chosen)

    def _listed(self) -> list[str]:
        """The cases of the way that is chosen, then those of the others."""
        if self._found is None or self._chosen is None:
            return []
        types = failure_types(self._found, self._chosen)
        ordered = sorted(types, key=lambda one: one.way != self._way)
        return list(dict.fromkeys(case for one in ordered for case in one.cases))[:_SHOWN]

    def _show_cases(self) -> None:
        found, chosen = self._found, self._chosen
        if found is None or chosen is None:
            return
        names = self._listed()
        first = next((one for one in failure_types(found, chosen) if one.way == self._way), None)
        self.cases_block.setVisible(first is not None)
        if first is not None:
            self.cases_block.title.setText(
                tr("{count} of this way, then the others", count=digits(first.n))
                if len(names) > first.n
                else tr("{count} of this way", count=digits(first.n))
            )
        rows = [self._case_row(mistake(found, chosen, name)) for name in names]
        self.cases.set_rows(rows)
        if self._case in names:
            self.detail.show_case(
                chosen.name, mistake(found, chosen, self._case), self._picture(self._case)
            )
        else:
            self.detail.show_nothing()

    def _case_row(self, seen: CaseMistake) -> QWidget:
        head = row(
            Label(seen.case, role=Role.NOTE, colour="ink2", wrap=False),
            Label(seen.slice, role=Role.NOTE, colour="ink2", wrap=False),
            None,
            Label(seen.how, role=Role.NOTE, weight=500, wrap=False),
            spacing=16,
        )
        name = f"{seen.case} {seen.slice} {seen.how}: {shorten(seen.asked)}"
        made = _ChoiceRow(name, holder(head), Label(shorten(seen.asked, _LONGEST)))
        made.setChecked(seen.case == self._case)
        made.clicked.connect(partial(self.open_case, seen.case))
        return made

    def _show_matrix(self, twin: TableTwin | None) -> None:
        self.matrix.setVisible(twin is not None)
        if twin is None:
            return
        if self._matrix is not None:
            self.matrix_block.box.removeWidget(self._matrix)
            self._matrix.hide()
            self._matrix.deleteLater()
        columns = [TableColumn(twin.headers[0], stretch=True, always=True)]
        columns += [TableColumn(header, right=True) for header in twin.headers[1:]]
        self._matrix = PlainTable(tr("Which kind goes wrong how"), columns, selectable=False)
        self._matrix.set_rows([(line[0], line[1], *map(_hit, line[2:])) for line in twin.rows])
        self._matrix.fit_rows()
        self.matrix_block.add(self._matrix)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = UP_DOWN.get(event.key())
        if event.text().isdigit():
            self.choose_number(int(event.text()))
        elif step is not None:
            self.step(step)
            shown = [row for row in self.cases.rows() if isinstance(row, _ChoiceRow)]
            for row_shown in shown:
                if row_shown.isChecked():
                    row_shown.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)


def _hit(count: str) -> TableCell:
    wrong = count != digits(0)
    return TableCell(count, strong=wrong, colour="bad" if wrong else "ink2")


class _CaseDetail(QWidget):
    """One case: what was asked and expected, and what two candidates said. All of it is text as it came."""

    def __init__(self) -> None:
        super().__init__()
        self.head = Label(role=Role.NOTE, colour="ink2")
        self.asked = Label()
        self.image = ExamplePicture("")
        self.image.setFixedHeight(scaled(_TALL))
        well = Box(filled=True)
        well.row.addWidget(self.asked, 1)
        self.parts: list[tuple[Label, Label]] = []
        self.whole = holder(column(self.head, 6, well, self.image))
        box = self.whole.layout()
        assert box is not None
        below = column(spacing=2)
        for role in (Role.BODY, Role.ROW, Role.ROW):
            title, text = Label(role=Role.NOTE, colour="ink2"), Label(role=role)
            self.parts.append((title, text))
            fill(below, 10, title, text)
        self.how = Label(colour="bad", weight=500)
        self.stable = Label(role=Role.NOTE, colour="ink2")
        self.invite = Label(
            tr("Open one to read it. It then counts as seen, and the next candidate gets others."),
            colour="ink2",
        )
        column(self.whole, holder(below), 12, self.how, self.stable, self.invite, of=self)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Invite to open one."""
        self._show(False)

    def show_case(self, name: str, seen: CaseMistake, image: QImage) -> None:
        self.head.setText(" · ".join(filter(None, (seen.case, seen.slice))))
        self.asked.setText(seen.asked)
        said = (
            (name, seen.answer),
            (tr("Expected"), seen.expected),
            (seen.other, seen.other_answer),
        )
        self._show(True)
        for (title, text), (who, words) in zip(self.parts, said, strict=True):
            title.setText(who)
            text.setText(words)
            for label in (title, text):
                label.setVisible(bool(words))
        self.image.set_image(image)
        self.image.setVisible(not image.isNull())
        self.how.setText(seen.how)
        self.stable.setText(seen.stable)
        self.stable.setVisible(bool(seen.stable))
        self.setAccessibleName(f"{seen.case}: {seen.asked} {name}: {seen.answer}")

    def _show(self, shown: bool) -> None:
        for part in (self.whole, self.how, self.stable, *(x for pair in self.parts for x in pair)):
            part.setVisible(shown)
        self.invite.setVisible(not shown)
