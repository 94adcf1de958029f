"""How long it takes, in the forms that the dial cannot show: evenly between two ends, or as it was recorded."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from desktop.latest_wins_thread import LatestWinsThread
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import RadioGroup
from desktop.widgets.fields import NumberField
from desktop.widgets.label import Label
from desktop.widgets.popover import Popover
from estimators.base.errors import UserError
from mock_ai.scenario import Scenario
from mock_ai.stubs.delay_distributions import RecordedDelays, UniformDelay, read_recording
from mock_ai.stubs.fault_catalogue import with_section

_FORMS = (
    ("dial", "As the dial says: usually, and 1 in 20 slower"),
    ("uniform", "Anything between two ends, each as likely"),
    ("recording", "As it was recorded, in its order"),
)


class WaitsPopover(Popover):
    """``changed`` carries (scenario, what was done)."""

    changed = Signal(object, str)

    def __init__(self, window: QWidget, scenario: Scenario) -> None:
        super().__init__(window, "How the time is drawn", width=392)
        self._scenario = scenario
        self._recorded: RecordedDelays | None = None
        self.body.addWidget(Label("How the time is drawn", role=Role.SECTION))
        self.body.addSpacing(10)
        self.group = RadioGroup("How the time is drawn", _FORMS)
        self.group.chosen.connect(self._form_chosen)
        self.body.addWidget(self.group)
        self.body.addSpacing(8)
        self.ends = QWidget()
        row = QHBoxLayout(self.ends)
        row.setContentsMargins(26, 0, 0, 0)
        row.setSpacing(8)
        self.low = NumberField("The shortest", suffix=" s", low=0, high=600, width=88)
        self.high = NumberField("The longest", suffix=" s", low=0, high=600, width=88)
        row.addWidget(self.low)
        row.addWidget(Label("to", colour="ink2", wrap=False))
        row.addWidget(self.high)
        row.addStretch(1)
        self.body.addWidget(self.ends)
        self.file = QWidget()
        row = QHBoxLayout(self.file)
        row.setContentsMargins(26, 0, 0, 0)
        row.setSpacing(8)
        self.choose = Button("Choose a recording…", "secondary", size="small")
        self.choose.clicked.connect(self._choose)
        self.recorded = Label(role=Role.NOTE, colour="ink2")
        row.addWidget(self.choose)
        row.addWidget(self.recorded, 1)
        self.body.addWidget(self.file)
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.body.addSpacing(12)
        row = QHBoxLayout()
        self.put = Button("Use it", "primary", size="small", shortcut="Return")
        self.put.clicked.connect(self.submit)
        row.addWidget(self.put)
        row.addStretch(1)
        self.body.addLayout(row)
        self._reading = LatestWinsThread(self)
        self._reading.answered.connect(self._read)
        self._reading.failed.connect(self._unread)
        self.closed.connect(self._reading.stop)
        self.closed.connect(self.deleteLater)
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
            self.recorded.setText("Seconds, one a line, or a journal’s JSON lines.")
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
        """Which file holds the recording."""
        title = "Choose a recording of delays"
        kinds = "Recordings (*.txt *.csv *.jsonl);;All files (*)"
        return QFileDialog.getOpenFileName(self.window(), title, str(Path.home()), kinds)[0]

    def _choose(self) -> None:
        name = self.ask_file()
        if name:
            self._reading.ask(lambda: read_recording(Path(name)))

    def _read(self, recorded: RecordedDelays) -> None:
        self._recorded = recorded
        waits = sorted(recorded.recorded)
        middle = waits[len(waits) // 2]
        self.recorded.setText(f"{len(waits):,} delays, half of them within {middle:.2g} s.")
        self._say("")

    def _unread(self, error: object) -> None:
        self._say(str(error))

    def submit(self) -> None:
        """Hand the choice over; stays open where it will not do."""
        form = self.group.value()
        self.low.editingFinished.emit()
        self.high.editingFinished.emit()
        section: dict[str, list[str]] | None = None
        words = "let the dial say how long it takes"
        if form == "uniform":
            low, high = self.low.value(), self.high.value()
            problem = self.low.problem() or self.high.problem()
            if problem or low is None or high is None or low > high:
                self._say(problem or "The longest comes after the shortest.")
                return
            section = {"uniform": [f"{low:g}", f"{high:g}"]}
            words = f"let it take {low:g} to {high:g} s"
        elif form == "recording":
            if self._recorded is None:
                self._say("Choose a recording first.")
                return
            section = {"recording": [f"{wait:.6g}" for wait in self._recorded.recorded]}
            words = "replay recorded delays"
        try:
            scenario = with_section(self._scenario, "delay", section)
        except UserError as error:
            self._say(" ".join(filter(None, (error.what, error.why))))
            return
        self.close_popover()
        if scenario != self._scenario:
            self.changed.emit(scenario, words)

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        self.resettle()
