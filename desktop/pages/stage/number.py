"""Predict a number: what was counted so far, today's rule, and the number with its range."""

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.pages.stage.kind_view import BESIDE, BESIDE_NARROW, KindView
from desktop.pages.stage.marked_text import MarkedText
from desktop.pages.stage.row_cells import RowCells
from desktop.theme.current import scaled, tokens
from desktop.theme.paint import LEFT, Face, set_ink, write
from desktop.theme.type import Role
from desktop.widgets.columns import scrolling
from desktop.widgets.fields import NumberField
from desktop.widgets.label import Label
from desktop.widgets.layout import column, holder, row
from estimators.base.cell_lines import cells_of
from estimators.base.number import number
from estimators.base.sentence import tr
from mock_ai.stage_answer import StageAnswer, StageQuestion
from reports.chart_parts import Axis

_TALL, _LEAST = 400, 220  # pixels
_TICKS, _MOST_PAST = 5, 400
_NOTE, _STRONG = Face(tabular=True), Face(Role.SECTION, 700, "ink", tabular=True)


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

    def _typed_in(self) -> tuple[QWidget, ...]:
        return (self.field,)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.field.isVisibleTo(self):
            self.keep_typed()
        else:
            event.ignore()


if TYPE_CHECKING:
    from desktop.widgets.charts.plot import Plot


class PastChart(QWidget):
    """The past in blue, the rule dotted, and the answer in the colour of what is simulated."""

    def __init__(self) -> None:
        super().__init__()
        self._question = StageQuestion("", "")
        self._answer: StageAnswer | None = None
        self._plot: Plot | None = None
        self._box = column(of=self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_LEAST)
        self.setMaximumHeight(_TALL)

    def sizeHint(self) -> QSize:
        return QSize(640, _LEAST)

    def show_past(self, question: StageQuestion) -> None:
        """Show what is known before the answer."""
        self._question, self._answer = question, None
        self._draw()

    def show_answer(self, answer: StageAnswer) -> None:
        """Show the answer at the right, where its numbers are known."""
        self._answer = answer
        self._draw()

    def _range(self) -> tuple[float, float, float] | None:
        """The lower end, the number and the upper end."""
        parts = () if self._answer is None else self._answer.parts
        known = [part.value for part in parts if part.value is not None]
        return (known[0], known[1], known[2]) if len(known) == 3 else None

    def _draw(self) -> None:
        past = self._question.past[-_MOST_PAST:]
        self.setVisible(bool(past))
        if not past:
            return
        from desktop.widgets.charts.plot import Plot  # pyqtgraph comes with the first chart

        if self._plot is None:
            self._plot = Plot(self, (0, 0, 0, 0), self._paint_over)
            self._box.addWidget(self._plot)
        plot, t, found = self._plot, tokens(), self._range()
        across, up = self.axes()
        left = max([scaled(52), *(_NOTE.width(words) + 12 for _, words in up.ticks)])
        parts = () if self._answer is None else self._answer.parts
        right = max([scaled(40), *(_STRONG.width(part.text) + 8 for part in parts)])
        plot.set_margins((left, scaled(28), right, scaled(36)))
        plot.clear()
        plot.set_axes(across, up)
        plot.line([(n, value) for n, (_, value) in enumerate(past)], t.measured, width=2)
        if found is not None:
            last = (len(past) - 1, past[-1][1])
            plot.line([last, (len(past) + 1, found[1])], t.sim_mark, dashed=True, width=2)
        self.setAccessibleName(self._in_words())
        plot.viewport().update()

    def axes(self) -> tuple[Axis, Axis]:
        """The days, with a place for the next, and what was counted."""
        past = self._question.past[-_MOST_PAST:]
        values = [value for _, value in past] + list(self._range() or ())
        if self._question.baseline is not None:
            values.append(self._question.baseline[1])
        low, high = min(values), max(values)
        step = _round_step((high - low) / _TICKS or abs(high) / _TICKS or 1.0)
        first, last = math.floor(low / step) * step, math.ceil(high / step) * step
        last = last if last > first else first + step
        ticks = [first + n * step for n in range(round((last - first) / step) + 1)]
        up = Axis(first, last, tuple((each, number(round(each, 9))) for each in ticks))
        named = sorted({0, (len(past) - 1) // 2, len(past) - 1})
        days = [(float(n), past[n][0]) for n in named]
        # Where there is no room for all, it is the last day that goes.
        days.insert(-1, (len(past) + 1.0, tr("next")))
        across = Axis(0, len(past) + 2, tuple(days))
        return across, up

    def _in_words(self) -> str:
        past = self._question.past
        words = [
            tr(
                "{n} counted so far, last {value} on {day}.",
                n=len(past), value=number(past[-1][1]), day=past[-1][0],
            )
        ]  # fmt: skip
        if self._question.baseline is not None:
            rule, value = self._question.baseline
            words.append(tr("The rule, {rule}: {value}.", rule=rule, value=number(value)))
        if self._answer is not None and len(self._answer.parts) == 3:
            low, answer, high = (part.text for part in self._answer.parts)
            words.append(
                tr("It says {answer}, between {low} and {high}.", answer=answer, low=low, high=high)
            )
        return " ".join(words)

    # -- over the line ------------------------------------------------------------------------

    def _paint_over(self, painter: QPainter, plot: "Plot") -> None:
        past = self._question.past[-_MOST_PAST:]
        if not past:
            return
        if len(past) <= 60:
            set_ink(painter, fill="measured")
            for n, (_, value) in enumerate(past):
                painter.drawEllipse(plot.at(n, value), 3, 3)
        if self._question.baseline is not None:
            self._paint_rule(painter, plot, *self._question.baseline)
        found = self._range()
        if found is not None and self._answer is not None:
            self._paint_range(painter, plot, found, self._answer)

    def _paint_rule(self, painter: QPainter, plot: "Plot", rule: str, value: float) -> None:
        at, box = plot.at(0, value), plot.ground()
        pen = QPen(QColor(tokens().ink2), 1.5)
        pen.setDashPattern([1.0, 2.5])
        painter.setPen(pen)
        painter.drawLine(at, QPointF(box.right() - scaled(56), at.y()))
        words = tr("the rule: {rule}, {value}", rule=rule, value=number(value))
        face = Face(colour="ink")
        place = QRectF(0, 0, face.width(words) + 2, face.height)
        free = self._free(plot, place, at.y(), box.right() - scaled(64))
        if free is None:  # above the chart, with a piece of its line
            middle = face.height / 2
            painter.drawLine(QPointF(box.left(), middle), QPointF(box.left() + 20, middle))
            free = place.translated(box.left() + 28, 0)
        else:
            painter.fillRect(free, QColor(tokens().canvas))
        write(painter, words, free, face)

    def _free(self, plot: "Plot", words: QRectF, y: float, right: float) -> QRectF | None:
        """Where along the rule, above it or below, the words lie on no stretch of the line; None where it is everywhere."""
        past = [plot.at(n, value) for n, (_, value) in enumerate(self._question.past[-_MOST_PAST:])]
        line = [QRectF(a, b).normalized().adjusted(-3, -3, 3, 3) for a, b in pairwise(past)]
        left = plot.ground().left() + 8
        room = max(0.0, right - words.width() - left)
        places = (
            words.translated(left + share * room, top)
            for share in (0.0, 0.25, 0.5, 0.75, 1.0)
            for top in (y - words.height() - 2, y + 3)
        )
        free = (place for place in places if not any(place.intersects(part) for part in line))
        return next(free, None)

    @staticmethod
    def _paint_range(
        painter: QPainter, plot: "Plot", found: tuple[float, float, float], answer: StageAnswer
    ) -> None:
        across = plot.value_at(plot.ground().right()) - 1
        low, at, high = (plot.at(across, value) for value in found)
        set_ink(painter, "sim_mark", 3)
        painter.drawLine(low, high)
        side = 9.0
        diamond = [(0, -side), (side, 0), (0, side), (-side, 0)]
        set_ink(painter, "sim_mark", 2, fill="canvas")
        painter.drawPolygon(QPolygonF([at + QPointF(*corner) for corner in diamond]))
        room = plot.width() - at.x() - 18
        ends = zip((low, at, high), (1, 0, -1), (_NOTE, _STRONG, _NOTE), answer.parts, strict=True)
        for place, makes_way, face, part in ends:
            # Ends close to the number make way for it.
            apart = max(0.0, scaled(20) - abs(place.y() - at.y()))
            top = place.y() - face.height / 2 + makes_way * apart
            write(painter, part.text, QRectF(at.x() + 18, top, room, face.height), face, LEFT)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.PaletteChange}:
            self._draw()


def _round_step(about: float) -> float:
    """1, 2 or 5 and its tens, at least about so large."""
    ten = 10.0 ** math.floor(math.log10(about))
    return next(ten * each for each in (1, 2, 5, 10) if ten * each >= about * (1 - 1e-9))
