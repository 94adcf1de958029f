"""Classes that differ from the dial: how often each is right, and what its mistakes are taken for."""

import re
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QWidget

from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.fields import LineField, NumberField
from desktop.widgets.label import Label
from desktop.widgets.number_style import format_number, number_style
from desktop.widgets.popover import Popover
from estimators.base.errors import UserError
from estimators.base.number_reader import read_share
from estimators.base.percent import percent
from estimators.base.phrase import shorten
from mock_ai.by_class import ByClass, Shares
from mock_ai.scenario import Scenario

_TALLEST = 320
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
MOST_SHOWN = 60  # classes; those beyond keep what they have


class ClassDialsPopover(Popover):
    """``changed`` carries (scenario, what was done)."""

    changed = Signal(object, str)

    def __init__(self, window: QWidget, scenario: Scenario) -> None:
        super().__init__(window, "Classes that differ", width=520)
        self._scenario = scenario
        self.body.addWidget(Label("Classes that differ", role=Role.SECTION))
        self.body.addSpacing(2)
        self.body.addWidget(
            Label(
                f"An empty field follows the dial: {percent(scenario.accuracy)} right, and mistakes go to every other "
                "class alike. Own values take the place of a skew.",
                role=Role.NOTE,
                colour="ink2",
            )
        )
        self.body.addSpacing(10)
        self.rates: dict[str, NumberField] = {}
        self.others: dict[str, LineField] = {}
        self.body.addWidget(self._rows())
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.body.addSpacing(12)
        row = QHBoxLayout()
        self.put = Button("Use them", "primary", size="small", shortcut="Return")
        self.put.clicked.connect(self.submit)
        self.clear = Button("All alike", "text", size="small")
        self.clear.clicked.connect(self._all_alike)
        row.addWidget(self.put)
        row.addWidget(self.clear)
        row.addStretch(1)
        self.body.addLayout(row)
        self.closed.connect(self.deleteLater)

    def _rows(self) -> QWidget:
        own = dict(self._scenario.by_class.accuracy)
        taken = dict(self._scenario.by_class.mistakes)
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(0, scaled(180))
        for place, words in enumerate(("class", "right", "mostly taken for")):
            title = Label(words, role=Role.NOTE, colour="ink2", wrap=False)
            grid.addWidget(title, 0, place, _LEFT)
        for number, name in enumerate(self._scenario.classes[:MOST_SHOWN], 1):
            rate = NumberField(
                f"How often “{name}” is right", suffix="%", low=0, high=100, width=80
            )
            rate.setAlignment(Qt.AlignmentFlag.AlignRight)
            rate.set_number(round(own[name] * 100, 4) if name in own else None)
            other = LineField(f"What “{name}” is taken for", "any other", width=168)
            other.set_value(_written(taken[name]) if name in taken else "")
            self.rates[name], self.others[name] = rate, other
            label = Label(shorten(name, 28), role=Role.ROW, wrap=False)
            label.setToolTip(name)
            label.setBuddy(rate)
            for place, widget in enumerate((label, rate, other)):
                grid.addWidget(widget, number, place, _LEFT)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.setFixedHeight(min(inner.sizeHint().height() + 4, scaled(_TALLEST)))
        return area

    def _all_alike(self) -> None:
        for rate in self.rates.values():
            rate.set_number(None)
        for other in self.others.values():
            other.set_value("")
        self.submit()

    def submit(self) -> None:
        """Hand the dials over; stays open where they will not do."""
        before = self._scenario.by_class
        accuracy = [pair for pair in before.accuracy if pair[0] not in self.rates]
        mistakes = [row for row in before.mistakes if row[0] not in self.others]
        for name, rate in self.rates.items():
            rate.editingFinished.emit()  # what is being typed counts
            if rate.problem():
                self._say(f"“{name}”: {rate.problem()}.")
                rate.setFocus()
                return
            number = rate.value()
            if number is not None:
                accuracy.append((name, number / 100))
            shares = _read(self.others[name].text())
            if shares:
                mistakes.append((name, shares))
        by_class = ByClass(tuple(accuracy), tuple(mistakes))
        has_any = by_class != ByClass()
        try:
            scenario = replace(
                self._scenario, by_class=by_class, skew=None if has_any else self._scenario.skew
            )
        except UserError as error:
            self._say(" ".join(filter(None, (error.what, error.why))))
            return
        self.close_popover()
        if scenario != self._scenario:
            self.changed.emit(
                scenario, "let classes differ" if has_any else "let all classes be alike"
            )

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()
        self.resettle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.submit()
            return
        super().keyPressEvent(event)


def _written(shares: Shares) -> str:
    """“erosion”, or “erosion 90%, clean 10%”."""
    if len(shares) == 1:
        return shares[0][0]
    return ", ".join(
        f"{name} {format_number(float(f'{share * 100:.12g}'), suffix='%')}"
        for name, share in shares
    )


def _read(text: str) -> Shares:
    """The classes that are named; one without a share counts whole."""
    shares: list[tuple[str, float]] = []
    # A comma within a number is its own: "erosion 92,5%, clean 7,5%".
    for part in filter(None, (piece.strip() for piece in re.split(r",(?!\d)|;", text))):
        name, _, share = part.rpartition(" ")
        value = read_share(share, number_style()) if share.endswith("%") else None
        if name and value is not None:
            shares.append((name.strip(), value))
        else:
            shares.append((part, 1.0))
    return tuple(shares)
