"""What the Decide page shows below its header: reasons and changes at the left, the value of the options at the right."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.findings.decide.cues import own_reasons
from desktop.findings.decide.explanations import METHOD, value_rows, value_text
from desktop.findings.decide.flip_points import Flip
from desktop.findings.decide.intangibles import pays_from, worth_of_knowing
from desktop.findings.decide.value_charts import options_chart, tornado_chart
from desktop.findings.decide.verdict import FindFirst, Worked, oddities, sources_sentence
from desktop.pages.decide.beside import BesideMoney
from desktop.pages.decide.cue_list import CueList
from desktop.pages.decide.rows import AdviceRow, FlipRow, SaidRow, SourcedReason
from desktop.pages.decide.sure import Sources, Sureness
from desktop.theme.type import Role
from desktop.widgets.charts.intervals import IntervalChartView
from desktop.widgets.charts.tornado import TornadoChartView
from desktop.widgets.columns import Columns, main_and_side
from desktop.widgets.label import Label
from desktop.widgets.rows import AskBox, RowList, Section
from estimators.need_for_ai import Assessment, Reason
from reports.chart_data import Axis, IntervalChart, Marker, TornadoChart
from reports.stage_view import Explanation

_SIDE = 512
_NO_OPTIONS = IntervalChart("", "", (), Axis(0, 1, ()))
_NO_BARS = TornadoChart("", "", (), Marker(0, ""), Marker(0, ""))


class DecideContent(QWidget):
    """What was pressed: a reason, the advice or a cue, a change or the bar of an input, and a question to answer."""

    reason_chosen = Signal(object)  # Reason or Advice
    cue_chosen = Signal(object)
    flip_chosen = Signal(object)
    input_chosen = Signal(str)
    find_out_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._reasons: tuple[Reason, ...] | None = None
        self._flips: tuple[Flip, ...] | None = None
        self._first: FindFirst | None = None
        self._said: object = None
        self.reasons = RowList("Why")
        self.sureness = Sureness()
        self.sureness.question_asked.connect(self.find_out_asked)
        self.why = Section("Why", self.reasons, ruled=True, gap=0)
        self.why.add(self.sureness, gap=4)
        self.odd = Section("These answers sit oddly together", gap=4)
        self._odd_text = Label(colour="ink2")
        self.odd.add(self._odd_text)
        self.odd.box.setContentsMargins(0, 20, 0, 0)
        self.why.add(self.odd, gap=0)
        self.flips = RowList("What would change this")
        self.change = Section("What would change this", self.flips, ruled=True, gap=0)
        self._no_change = Label("No single answer or number would change it.", colour="ink2")
        self.change.add(self._no_change, gap=8)
        self.how = RowList("How to go on, and when to stop")
        self.going_on = Section("How to go on, and when to stop", self.how, ruled=True, gap=0)
        self.cues = CueList()
        self.cues.cue_chosen.connect(self.cue_chosen)
        self.cues.question_asked.connect(self.find_out_asked)
        self.options = IntervalChartView(_NO_OPTIONS)
        self.pays = Label(role=Role.NOTE, colour="ink2")
        self.tornado = TornadoChartView(_NO_BARS)
        self.tornado.row_pressed.connect(self._bar_pressed)
        self.knowing = Label(role=Role.NOTE, colour="ink2")
        self.sources = Sources()
        self.find_out = AskBox("Find out first", "", "", "Enter what I found")
        self.find_out.asked.connect(self._find_out)
        self.beside = BesideMoney()
        self._tornado_inputs: tuple[str, ...] = ()
        self._lay_out()

    def _lay_out(self) -> None:
        self.columns: Columns = main_and_side(_SIDE)
        add = self.columns.add
        add("main", self.why)
        add("main", self.change, gap=32)
        add("main", self.going_on, gap=32)
        add("main", self.cues, gap=32)
        options = QWidget()  # the chart and what it comes to stay together in a narrow window
        inside = QVBoxLayout(options)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addWidget(self.options)
        inside.addWidget(self.pays)
        add("side", options, chart_first=True)
        add("side", self.tornado, gap=24)
        add("side", self.knowing, gap=6)
        add("side", self.find_out, gap=12)
        add("side", self.sources, gap=12)
        add("side", self.beside, gap=32)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.columns)

    def show_worked(self, worked: Worked, first: FindFirst | None, *, off: str = "") -> None:
        """Show verdict and value; ``off`` is why nothing can be changed."""
        found, valuation = worked.assessment, worked.valuation
        self._show_reasons(found)
        self.cues.show_cues(found.cues)
        explained = Explanation(
            "How the value is worked out", value_text(valuation), value_rows(valuation), METHOD
        )
        self.options.set_chart(options_chart(valuation))
        self.options.explanation = explained
        self.pays.setText(pays_from(valuation))
        self.pays.setVisible(bool(self.pays.text()))
        bars = tornado_chart(valuation)
        if bars.rows:
            bars = replace(bars, note=f"{bars.note} Press a bar to try others.")
        self.tornado.set_chart(bars)
        self.tornado.canvas.setVisible(bool(bars.rows))
        self.tornado.explanation = explained
        self._tornado_inputs = tuple(bar.input for bar in valuation.tornado if bar.low != bar.high)
        self.knowing.setText(worth_of_knowing(valuation))
        self.sources.text.setText(sources_sentence(valuation))
        self.beside.show_valuation(valuation, off=off)
        self._first = first
        self.find_out.setVisible(first is not None)
        if first is not None:
            self.find_out.title.setText(first.title)
            self.find_out.text.setText(first.text)

    def _show_reasons(self, found: Assessment) -> None:
        reasons = own_reasons(found)
        if reasons != self._reasons:
            self._reasons = reasons
            rows = [SourcedReason(reason) for reason in reasons]
            for row in rows:
                row.chosen.connect(self.reason_chosen)
            self.reasons.set_rows(rows)
        self.sureness.show_assessment(found)
        said = (found.advice, found.success_sentence)
        if said != self._said:
            self._said = said
            advice = AdviceRow(found.advice)
            advice.chosen.connect(self.reason_chosen)
            stop = SaidRow(found.success_sentence, "Agree on this before you begin.")
            self.how.set_rows([advice, stop])
        odd = oddities(found)
        self._odd_text.setText(" ".join(odd))
        self.odd.setVisible(bool(odd))

    def tornado_input(self, number: int) -> str:
        """The input of a bar; empty where there is none."""
        return self._tornado_inputs[number] if number < len(self._tornado_inputs) else ""

    def show_flips(self, flips: tuple[Flip, ...]) -> None:
        """Show what would change the answer."""
        if flips == self._flips:
            return
        self._flips = flips
        rows = [FlipRow(flip) for flip in flips]
        for row in rows:
            row.chosen.connect(self.flip_chosen)
        self.flips.set_rows(rows)
        self._no_change.setVisible(not rows)

    def _find_out(self) -> None:
        if self._first is not None:
            self.find_out_asked.emit(self._first.key)

    def _bar_pressed(self, number: int) -> None:
        if name := self.tornado_input(number):
            self.input_chosen.emit(name)
