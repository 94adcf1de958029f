"""Predict a number: what was counted so far, today's rule, and the number with its range."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from desktop.pages.stage.kind_view import BESIDE, BESIDE_NARROW, KindView
from desktop.pages.stage.marked_text import MarkedText
from desktop.pages.stage.past_chart import PastChart
from desktop.pages.stage.row_cells import RowCells
from desktop.theme.type import Role
from desktop.widgets.columns import scrolling
from desktop.widgets.fields import NumberField
from desktop.widgets.label import Label
from desktop.widgets.layout import column, holder, row
from estimators.base.cell_lines import cells_of
from estimators.base.sentence import tr
from mock_ai.stage_answer import StageAnswer


class NumberView(KindView):
    """A takes the number, C lets one type one's own, R would not use it."""

    def __init__(self, modality: str = "text") -> None:
        super().__init__(modality)
        self.waiting = tr("Working it out…")
        self.caption = Label(role=Role.ROW, colour="ink2")
        self.asked = MarkedText(Role.SECTION, weight=500, name=tr("What is asked"))
        self.cells = RowCells()
        self.chart = PastChart()
        self.dialled = Label(role=Role.NOTE, colour="ink2")
        self.field = NumberField(tr("My number"), width=200)
        self.field.setPlaceholderText(tr("My number"))
        self.field.hide()
        self.buttons.keep.set_shortcut("Return")
        lines = column(
            None, self.caption, 6, self.asked, 6, self.cells, 20, *self.file_shown(), (self.chart, 100), None,
            margins=(0, 0, 12, 0),
        )  # fmt: skip
        lines.setStretch(lines.count() - 1, 2)
        self.area = scrolling(holder(lines))
        self.dialled.hide()
        side = self.side(self.field, 12, below=(self.dialled,), lead_last=True)
        self.lay_out(row((self.area, 1), side, of=self), wide=BESIDE, narrow=BESIDE_NARROW)

    def _show_question(self) -> None:
        self.caption.say(self.question.caption)
        large = not self.question.past
        self.asked.set_look(Role.HEADLINE if large else Role.SECTION)
        cells = cells_of(self.question.text)
        self.cells.show_cells(cells)
        self.asked.set_text("" if cells else self.question.text)
        self.asked.setVisible(bool(self.question.text) and not cells)
        self.chart.show_past(self.question)

    def _show_nothing(self) -> None:
        self.leave_typing()
        self.dialled.hide()
        self.chart.show_past(self.question)

    def _show_answer(self, answer: StageAnswer) -> None:
        self.chart.show_answer(answer)
        self.dialled.say(answer.caption)

    def _pieces(self) -> int:
        return 0

    def start_correction(self) -> None:
        self.field.set_number(None)
        self.field.clear()
        self.field.show()
        self.field.setFocus()
        self.buttons.type(tr("Use my number"))

    def keep_typed(self) -> None:
        if not self.field.isVisibleTo(self):
            return
        self.field.editingFinished.emit()
        problem = self.field.problem()
        if problem or self.field.value() is None:
            self.say(problem or tr("Type your number, or go back with Esc."), "bad")
            return
        self.reacted.emit("corrected", self.field.text().strip())

    def leave_typing(self) -> bool:
        typing = self.field.isVisibleTo(self)
        self.field.hide()
        if typing and self.answer is not None:
            self.buttons.offer(self.answer)
            self.problem.hide()
            self.waits_for_key.emit()
        return typing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.field.isVisibleTo(self):
            self.keep_typed()
        else:
            event.ignore()
