"""Beside the money: what the next labels are worth, and what money does not show, with the ranking behind it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.decide.intangibles import intangibles_chart, weights_sentence, worth_chart
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.intervals import IntervalChartView
from desktop.widgets.charts.worth import WorthChartView
from desktop.widgets.label import Label
from desktop.widgets.rows import RowList
from estimators.base.percent import percent
from estimators.build_vs_buy.intangibles import Intangibles
from estimators.build_vs_buy.result import Valuation
from reports.chart_data import Axis, IntervalChart, WorthChart
from reports.stage_view import Explanation

_NO_LABELS = WorthChart("", "", (), Axis(10, 100, ()), Axis(0, 1, ()))
_NO_SCORES = IntervalChart("", "", (), Axis(0, 100, ()))
LABELS_METHOD = Explanation(
    "What the next labels are worth",
    "A label is a case whose right answer is known, so more of them test how right the trained one is. The curve is what "
    "seeing their result would be worth to the choice among the options, on average; where no likely result would change "
    "the choice it is nothing. What they add by being learned from is on the Data page.",
    source="Expected value of sample information: Raiffa and Schlaifer 1961, Applied Statistical Decision Theory.",
)
SCORES_METHOD = Explanation(
    "What money does not show",
    "Each option gets 0 to 100 on four scales whose ends are fixed in words, so that adding an option never moves another. "
    "Your ranking gives the weights: 52, 27, 15 and 6%. Nothing of it is added to the money, because nobody can say what "
    "a point of privacy costs.",
    source="SMARTS with rank-order centroids: Edwards and Barron 1994, https://doi.org/10.1006/obhd.1994.1087.",
)


class IntangiblesView(QWidget):
    """``ranked(names)`` is a new order, ``unranked`` takes it away, ``criterion_chosen(name)`` asks for its scale."""

    ranked = Signal(list)
    unranked = Signal()
    criterion_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.labels = WorthChartView(_NO_LABELS, explanation=LABELS_METHOD)
        self.scores = IntervalChartView(_NO_SCORES, explanation=SCORES_METHOD)
        self.ranking = Ranking()
        self.ranking.ranked.connect(self.ranked)
        self.ranking.unranked.connect(self.unranked)
        self.ranking.criterion_chosen.connect(self.criterion_chosen)
        self.order = Label(role=Role.NOTE, colour="ink2")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self._above = QWidget()
        above = QVBoxLayout(self._above)
        above.setContentsMargins(0, 0, 0, 28)
        above.addWidget(self.labels)
        box.addWidget(self._above)
        box.addWidget(self.scores)
        box.addSpacing(6)
        box.addWidget(self.order)
        box.addSpacing(12)
        box.addWidget(self.ranking)

    def show_valuation(self, valuation: Valuation, *, off: str) -> None:
        """Show labels and scores of a valuation; ``off`` is why the ranking cannot be changed."""
        chart = worth_chart(valuation)
        self._above.setVisible(chart is not None)
        if chart is not None:
            self.labels.set_chart(chart)
            self.labels.canvas.setVisible(bool(chart.points))
        found = valuation.intangibles
        self.scores.set_chart(intangibles_chart(found))
        self.order.setText(weights_sentence(found))
        for widget in (self.scores, self.order, self.ranking):
            widget.setVisible(found.best is not None)  # else there is nothing to choose among
        self.ranking.show_weights(found, off=off)


class Ranking(QWidget):
    """The four criteria in the person’s order, with their weights; the arrows move one up or down."""

    ranked = Signal(list)
    unranked = Signal()
    criterion_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows = [_Place(number) for number in range(4)]
        for number, row in enumerate(self.rows):
            row.up.clicked.connect(partial(self._move, number, -1))
            row.down.clicked.connect(partial(self._move, number, 1))
            row.name.clicked.connect(partial(self._choose, number))
        self._names: list[str] = []
        self.back = Button("All alike again", "link")
        self.back.clicked.connect(self.unranked)
        listed = RowList("What counts besides money, the weightiest first", first_line=True)
        listed.set_rows(self.rows)
        head = QHBoxLayout()
        head.addWidget(Label("What counts most for you", weight=600), 1)
        head.addWidget(self.back)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(head)
        box.addWidget(listed)

    def show_weights(self, found: Intangibles, *, off: str) -> None:
        """Show the criteria by weight."""
        ordered = sorted(found.criteria, key=lambda each: -each.weight)
        self._names = [each.name for each in ordered]
        alike = found.weights_from == "all alike"
        for number, (row, each) in enumerate(zip(self.rows, ordered, strict=True)):
            row.number.setText("" if alike else str(number + 1))
            row.name.setText(each.label)
            row.name.setToolTip("What 0 to 100 stand for")
            row.weight.setText(percent(each.weight))
            row.up.setAccessibleName(f"Move “{each.label}” up")
            row.down.setAccessibleName(f"Move “{each.label}” down")
            row.up.off_because(off or ("It is first already." if number == 0 else ""))
            row.down.off_because(off or ("It is last already." if number == 3 else ""))
        self.back.setVisible(found.weights_from == "your ranking" and not off)

    def _move(self, number: int, by: int) -> None:
        # An order is asked for, not weights: that is what people can state reliably (decision 0152).
        names = list(self._names)
        names[number], names[number + by] = names[number + by], names[number]
        kept = self.rows[number + by]
        self.ranked.emit(names)
        button = kept.up if by < 0 else kept.down
        (button if button.isEnabled() else kept.name).setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, number: int) -> None:
        self.criterion_chosen.emit(self._names[number])


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
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(self.number)
        row.addWidget(self.name)
        row.addStretch(1)
        row.addWidget(self.weight)
        row.addWidget(self.up)
        row.addWidget(self.down)
