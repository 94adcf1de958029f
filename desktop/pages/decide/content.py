"""What the Decide page shows below its header: four first questions, or reasons at the left and the value of the options at the right."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.decide.cues import own_reasons
from desktop.findings.decide.explanations import METHOD, value_rows, value_text
from desktop.findings.decide.flip_points import Flip
from desktop.findings.decide.intangibles import pays_from, worth_of_knowing
from desktop.findings.decide.value_charts import options_chart, tornado_chart
from desktop.findings.decide.verdict import (
    FindFirst,
    Worked,
    oddities,
    sources_sentence,
    sureness_sentence,
    unknown_questions,
)
from desktop.pages.decide.intangibles import IntangiblesView
from desktop.pages.decide.rows import AdviceRow, CueList, FlipRow, Pressable, SaidRow, SourcedReason
from desktop.project.questions import question
from desktop.theme.glyphs import Glyph
from desktop.theme.tokens import TEXT_MEASURE
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.intervals import IntervalChartView
from desktop.widgets.charts.tornado import TornadoChartView
from desktop.widgets.columns import ResponsiveColumns, main_and_side
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.layout import FlowLayout
from desktop.widgets.rows import AskBox, RowList, Section
from estimators.need_for_ai.assessment import Assessment
from estimators.need_for_ai.reasons import Reason
from reports.chart_data import Axis, IntervalChart, Marker, TornadoChart
from reports.stage_view import Explanation

_FIRST = (
    ("explicit_rules_possible", "If they can, you need no AI, and the page says so."),
    ("demand_validated", "If nobody has seen it, a fake finds out in days."),
    ("miss_cost", "What a mistake costs decides how right it has to be."),
    ("volume_per_month", "Rare cases seldom pay for training."),
)
_TOP = Qt.AlignmentFlag.AlignTop
_SIDE = 512
_NO_OPTIONS = IntervalChart("", "", (), Axis(0, 1, ()))
_NO_BARS = TornadoChart("", "", (), Marker(0, ""), Marker(0, ""))


class FirstQuestions(QWidget):
    """``chosen(key)`` leads to a question of the Problem page."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        rows = [_FirstRow(key, why) for key, why in _FIRST]
        for row in rows:
            row.chosen.connect(self.chosen)
        listed = RowList("The answers that say most", last_line=True)
        listed.set_rows(rows)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        section = Section("Four answers that say most", listed, ruled=True, gap=0)
        section.setMaximumWidth(TEXT_MEASURE)
        box.addWidget(section)


class _FirstRow(Pressable):
    chosen = Signal(str)

    def __init__(self, key: str, why: str) -> None:
        super().__init__()
        self._key = key
        asked = question(key)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 10)
        box.setSpacing(0)
        box.addWidget(Label(asked.text, weight=500))
        box.addWidget(Label(why, role=Role.NOTE, colour="ink2"))
        self.setAccessibleName(f"{asked.text}. {why} Press to answer it.")
        self.pressed.connect(self._choose)

    def _choose(self) -> None:
        self.chosen.emit(self._key)


class VerdictCertainty(QWidget):
    """``question_asked(key)`` leads to the question of an unknown answer."""

    question_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.text = Label(role=Role.NOTE, colour="ink2")
        self._links = QWidget()
        self._flow = FlowLayout(self._links, spacing=12)
        self.buttons: tuple[Button, ...] = ()
        self._shown: tuple[tuple[str, str], ...] | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.text)
        box.addWidget(self._links)

    def show_assessment(self, assessment: Assessment) -> None:
        """Show how sure it is, and the questions still open."""
        self.text.setText(sureness_sentence(assessment))
        asked = unknown_questions(assessment)
        if asked == self._shown:
            return
        self._shown = asked
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        made = []
        for key, words in asked:
            button = Button(words, "link", parent=self._links)
            button.setAccessibleName(f"Find out: {words}")
            button.clicked.connect(partial(self.question_asked.emit, key))
            self._flow.addWidget(button)
            button.show()
            made.append(button)
        self.buttons = tuple(made)
        self._links.setVisible(bool(made))


class Sources(QWidget):
    """How many of the numbers are guesses, below the charts, with a way to every one of them."""

    all_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 0)
        row.setSpacing(6)
        row.addWidget(GlyphMark(Glyph.GUESS, "guesses and defaults", size=12), 0, _TOP)
        words = QVBoxLayout()
        words.setSpacing(4)
        self.text = Label(role=Role.NOTE, colour="ink2")
        self.every = Button("Every number and its source", "link")
        self.every.clicked.connect(self.all_asked)
        words.addWidget(self.text)
        words.addWidget(self.every, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 1)


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
        self.sureness = VerdictCertainty()
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
        self.intangibles = IntangiblesView()
        self._tornado_inputs: tuple[str, ...] = ()
        self._lay_out()

    def _lay_out(self) -> None:
        self.columns: ResponsiveColumns = main_and_side(_SIDE)
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
        add("side", self.intangibles, gap=32)
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
        self.intangibles.show_valuation(valuation, off=off)
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
