"""Beside the money: what the next labels are worth, and what money does not show, with the ranking behind it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.findings.decide.explanations import SCORES_METHOD, how_labels
from desktop.findings.decide.intangibles import intangibles_chart, weights_sentence, worth_chart
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.intervals import IntervalChartView
from desktop.widgets.charts.worth import WorthChartView
from desktop.widgets.label import Label
from desktop.widgets.layout import column, holder, row
from desktop.widgets.rows import RowList
from estimators.base.percent import percent
from estimators.base.sentence import tr
from estimators.build_vs_buy.intangibles import Intangibles
from estimators.build_vs_buy.result import Valuation
from reports.chart_data import Axis, IntervalChart, WorthChart

_NO_LABELS = WorthChart("", "", (), Axis(10, 100, ()), Axis(0, 1, ()))
_NO_SCORES = IntervalChart("", "", (), Axis(0, 100, ()))

Rank = Callable[[list[str] | None], None]


class IntangiblesView(QWidget):
    """The worth of the next labels, the scores besides money, and the ranking behind these."""

    def __init__(self, rank: Rank, explain: Callable[[str], None]) -> None:
        super().__init__()
        self.labels = WorthChartView(_NO_LABELS, explanation=None)
        self.scores = IntervalChartView(_NO_SCORES, explanation=SCORES_METHOD)
        self.ranking = Ranking(rank, explain)
        self.order = Label(role=Role.NOTE, colour="ink2")
        self._above = holder(column(self.labels, margins=(0, 0, 0, 28)))
        column(self._above, self.scores, 6, self.order, 12, self.ranking, of=self)

    def show_valuation(self, valuation: Valuation, *, off: str) -> None:
        """Show labels and scores of a valuation; ``off`` is why the ranking cannot be changed."""
        chart = worth_chart(valuation)
        self._above.setVisible(chart is not None)
        if chart is not None:
            self.labels.set_chart(chart)
            self.labels.explanation = how_labels(valuation)
            self.labels.canvas.setVisible(bool(chart.points))
        found = valuation.intangibles
        self.scores.set_chart(intangibles_chart(found))
        self.order.setText(weights_sentence(found))
        for widget in (self.scores, self.order, self.ranking):
            widget.setVisible(found.best is not None)  # else there is nothing to choose among
        self.ranking.show_weights(found, off=off)


class Ranking(QWidget):
    """The four criteria in the person’s order, with their weights; the arrows move one up or down.

    ``rank(names)`` keeps a new order (None: there is none any more), ``explain(name)`` shows a scale.
    """

    def __init__(self, rank: Rank, explain: Callable[[str], None]) -> None:
        super().__init__()
        self._rank, self._explain = rank, explain
        self.rows = [_Place(number) for number in range(4)]
        for number, line in enumerate(self.rows):
            line.up.clicked.connect(partial(self._move, number, -1))
            line.down.clicked.connect(partial(self._move, number, 1))
            line.name.clicked.connect(partial(self._choose, number))
            line.name.setToolTip(tr("What 0 to 100 stand for"))
        self._names: list[str] = []
        self.back = Button(tr("All alike again"), "link", run=partial(rank, None))
        listed = RowList(tr("What counts besides money, the weightiest first"), first_line=True)
        listed.set_rows(self.rows)
        head = row((Label(tr("What counts most for you"), weight=600), 1), self.back, spacing=4)
        column(head, listed, of=self, spacing=4)

    def show_weights(self, found: Intangibles, *, off: str) -> None:
        ordered = sorted(found.criteria, key=lambda each: -each.weight)
        self._names = [each.name for each in ordered]
        alike = found.weights_from == "all alike"
        for number, (line, each) in enumerate(zip(self.rows, ordered, strict=True)):
            line.number.setText("" if alike else str(number + 1))
            line.name.setText(each.label)
            line.weight.setText(percent(each.weight))
            line.up.setAccessibleName(tr("Move “{label}” up", label=each.label))
            line.down.setAccessibleName(tr("Move “{label}” down", label=each.label))
            line.up.off_because(off or (tr("It is first already.") if number == 0 else ""))
            line.down.off_because(off or (tr("It is last already.") if number == 3 else ""))
        self.back.setVisible(found.weights_from == "your ranking" and not off)

    def _move(self, number: int, by: int) -> None:
        # An order is asked for, not weights: that is what people can state reliably (decision 0152).
        names = list(self._names)
        names[number], names[number + by] = names[number + by], names[number]
        kept = self.rows[number + by]
        self._rank(names)
        button = kept.up if by < 0 else kept.down
        (button if button.isEnabled() else kept.name).setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, number: int) -> None:
        self._explain(self._names[number])


class _Place(QWidget):
    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = Label(
            str(number + 1), role=Role.NOTE, colour="ink2", tabular=True, wrap=False
        )
        self.number.setFixedWidth(16)
        self.name = Button("", "link")
        self.weight = Label(tabular=True, wrap=False)
        self.up = Button("↑", "text", size="small")
        self.down = Button("↓", "text", size="small")
        left, right = (self.number, self.name), (self.weight, self.up, self.down)
        row(*left, None, *right, of=self, margins=(0, 2, 0, 2), spacing=8)
