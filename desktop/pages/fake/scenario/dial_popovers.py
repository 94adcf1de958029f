"""What the dials open: classes that differ, and the ways to draw a delay that the dial cannot show."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QScrollArea, QWidget

from desktop.latest_wins_thread import LatestWinsThread
from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.ask import AnsweredPopover
from desktop.widgets.button import Button
from desktop.widgets.choices import RadioGroup
from desktop.widgets.fields import LineField, NumberField, format_number, number_style
from desktop.widgets.label import Label
from desktop.widgets.layout import fill, holder, row
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.number_reader import read_share
from estimators.base.percent import percent
from estimators.base.phrase import quoted, shorten
from estimators.base.sentence import tr
from mock_ai.confusion import ByClass, Shares
from mock_ai.fault_catalogue import with_section
from mock_ai.scenario import Scenario
from mock_ai.stubs.faults_and_delays import RecordedDelays, UniformDelay, read_recording

_TALLEST = 320
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
MOST_SHOWN = 60  # classes; those beyond keep what they have


class _DialPopover(AnsweredPopover):
    """Changes a scenario, and stays open where its fields will not do. ``changed`` carries (scenario, what was done)."""

    changed = Signal(object, str)

    def __init__(
        self, window: QWidget, scenario: Scenario, title: str, words: str, *, width: int
    ) -> None:
        super().__init__(window, title, width=width)
        self._scenario = scenario
        self.body.addWidget(Label(title, role=Role.SECTION))
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.problem.hide()
        self.put = Button(words, "primary", size="small", shortcut="Return", run=self.submit)

    def _add_foot(self, *others: Button) -> None:
        fill(self.body, self.problem, 12, row(self.put, *others, None, spacing=None))

    def _hand_over(self, change: Callable[[], Scenario], words: str) -> None:
        try:
            scenario = change()
        except UserError as error:
            self._say(" ".join(filter(None, (error.what, error.why))))
            return
        self.close_popover()
        if scenario != self._scenario:
            self.changed.emit(scenario, words)

    def _say(self, words: str) -> None:
        self.problem.say(words)
        self.resettle()


class ClassDialsPopover(_DialPopover):
    """How often single classes are right, and what their mistakes are taken for."""

    def __init__(self, window: QWidget, scenario: Scenario) -> None:
        super().__init__(window, scenario, tr("Classes that differ"), tr("Use them"), width=520)
        note = Label(
            tr(
                "An empty field follows the dial: {accuracy} right, and mistakes go to every other "
                "class alike. Own values take the place of a skew.",
                accuracy=percent(scenario.accuracy),
            ),
            role=Role.NOTE,
            colour="ink2",
        )
        self.rates: dict[str, NumberField] = {}
        self.others: dict[str, LineField] = {}
        fill(self.body, 2, note, 10, self._rows())
        self.clear = Button(tr("All alike"), "text", size="small", run=self._all_alike)
        self._add_foot(self.clear)

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
        for place, words in enumerate((tr("class"), tr("right"), tr("mostly taken for"))):
            title = Label(words, role=Role.NOTE, colour="ink2", wrap=False)
            grid.addWidget(title, 0, place, _LEFT)
        for number, name in enumerate(self._scenario.classes[:MOST_SHOWN], 1):
            rate = NumberField(
                tr("How often “{name}” is right", name=name), suffix="%", low=0, high=100, width=80
            )
            rate.setAlignment(Qt.AlignmentFlag.AlignRight)
            rate.set_number(round(own[name] * 100, 4) if name in own else None)
            other = LineField(
                tr("What “{name}” is taken for", name=name), tr("any other"), width=168
            )
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
        before = self._scenario.by_class
        accuracy = [pair for pair in before.accuracy if pair[0] not in self.rates]
        mistakes = [row for row in before.mistakes if row[0] not in self.others]
        for name, rate in self.rates.items():
            rate.editingFinished.emit()  # what is being typed counts
            if rate.problem():
                self._say(tr("{name}: {why}.", name=quoted(name), why=rate.problem()))
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
        skew = None if has_any else self._scenario.skew
        self._hand_over(
            lambda: replace(self._scenario, by_class=by_class, skew=skew),
            tr("let classes differ") if has_any else tr("let all classes be alike"),
        )


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


_FORMS = (
    ("dial", tr("As the dial says: usually, and 1 in 20 slower")),
    ("uniform", tr("Anything between two ends, each as likely")),
    ("recording", tr("As it was recorded, in its order")),
)


class DelayPopover(_DialPopover):
    """How the time is drawn: as the dial says, evenly between two ends, or as it was recorded."""

    def __init__(self, window: QWidget, scenario: Scenario) -> None:
        super().__init__(window, scenario, tr("How the time is drawn"), tr("Use it"), width=392)
        self._recorded: RecordedDelays | None = None
        self.group = RadioGroup(tr("How the time is drawn"), _FORMS)
        self.group.chosen.connect(self._form_chosen)
        self.low = NumberField(tr("The shortest"), suffix=" s", low=0, high=600, width=88)
        self.high = NumberField(tr("The longest"), suffix=" s", low=0, high=600, width=88)
        to = Label(tr("to"), colour="ink2", wrap=False)
        self.ends = holder(row(self.low, to, self.high, None, spacing=8, margins=(26, 0, 0, 0)))
        self.choose = Button(tr("Choose a recording…"), size="small", run=self._choose)
        self.recorded = Label(role=Role.NOTE, colour="ink2")
        self.file = holder(row(self.choose, (self.recorded, 1), spacing=8, margins=(26, 0, 0, 0)))
        fill(self.body, 10, self.group, 8, self.ends, self.file)
        self._add_foot()
        self._reading = LatestWinsThread(self, self._read, self._unread)
        self.closed.connect(self._reading.stop)
        self._show(scenario)

    def _show(self, scenario: Scenario) -> None:
        drawn = scenario.stubs.delay
        usual = max(scenario.delay.median_seconds, 0.1)
        low, high = round(usual / 2, 2), round(usual * 2, 2)
        if isinstance(drawn, UniformDelay):
            low, high = drawn.low, drawn.high
        if isinstance(drawn, RecordedDelays):
            self._read(drawn)
        else:
            self.recorded.setText(tr("Seconds, one a line, or a journal’s JSON lines."))
        self.low.set_number(low)
        self.high.set_number(high)
        form = {UniformDelay: "uniform", RecordedDelays: "recording"}.get(type(drawn), "dial")
        self.group.set_value(form)
        self._form_chosen(form)

    def _form_chosen(self, form: str) -> None:
        self.ends.setVisible(form == "uniform")
        self.file.setVisible(form == "recording")
        self._say("")
        self.resettle()

    def ask_file(self) -> str:
        title = tr("Choose a recording of delays")
        kinds = tr("Recordings (*.txt *.csv *.jsonl);;All files (*)")
        return QFileDialog.getOpenFileName(self.window(), title, str(Path.home()), kinds)[0]

    def _choose(self) -> None:
        name = self.ask_file()
        if name:
            self._reading.ask(lambda: read_recording(Path(name)))

    def _read(self, recorded: RecordedDelays) -> None:
        self._recorded = recorded
        waits = sorted(recorded.recorded)
        middle = waits[len(waits) // 2]
        self.recorded.setText(
            tr(
                "{waits} delays, half of them within {middle} s.",
                waits=digits(len(waits)),
                middle=f"{middle:.2g}",
            )
        )
        self._say("")

    def _unread(self, error: object) -> None:
        self._say(str(error))

    def submit(self) -> None:
        form = self.group.value()
        self.low.editingFinished.emit()
        self.high.editingFinished.emit()
        section: dict[str, list[str]] | None = None
        words = tr("let the dial say how long it takes")
        if form == "uniform":
            low, high = self.low.value(), self.high.value()
            problem = self.low.problem() or self.high.problem()
            if problem or low is None or high is None or low > high:
                self._say(problem or tr("The longest comes after the shortest."))
                return
            section = {"uniform": [f"{low:g}", f"{high:g}"]}
            words = tr("let it take {low} to {high} s", low=f"{low:g}", high=f"{high:g}")
        elif form == "recording":
            if self._recorded is None:
                self._say(tr("Choose a recording first."))
                return
            section = {"recording": [f"{wait:.6g}" for wait in self._recorded.recorded]}
            words = tr("replay recorded delays")
        self._hand_over(lambda: with_section(self._scenario, "delay", section), words)
