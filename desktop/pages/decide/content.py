"""What the Decide page shows below its header: four first questions, or reasons at the left and the value of the options at the right."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.decide.cues import own_reasons
from desktop.findings.decide.explanations import how_value
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
from desktop.pages.decide.rows import CueList, flip_row
from desktop.project.question_kinds import Question
from desktop.project.questions import question
from desktop.theme.glyphs import Glyph
from desktop.theme.tokens import TEXT_MEASURE
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.intervals import IntervalChartView
from desktop.widgets.charts.tornado import TornadoChartView
from desktop.widgets.columns import ResponsiveColumns, main_and_side
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.layout import LEFT, TOP, FlowLayout, column, holder, row
from desktop.widgets.pressable import PressableRow
from desktop.widgets.rows import AskBox, Effect, ReasonRow, RowList, Section
from estimators.base.sentence import tr
from estimators.need_for_ai.assessment import Assessment
from estimators.need_for_ai.reasons import Reason
from estimators.need_for_ai.verdict_text import Advice
from reports.chart_data import Axis, IntervalChart, Marker, TornadoChart

_FIRST = (
    ("explicit_rules_possible", tr("If they can, you need no AI, and the page says so.")),
    ("demand_validated", tr("If nobody has seen it, a fake finds out in days.")),
    ("miss_cost", tr("What a mistake costs decides how right it has to be.")),
    ("volume_per_month", tr("Rare cases seldom pay for training.")),
)
_SIDE = 512
_NO_OPTIONS = IntervalChart("", "", (), Axis(0, 1, ()))
_NO_BARS = TornadoChart("", "", (), Marker(0, ""), Marker(0, ""))


class FirstQuestions(Section):
    """``chosen(key)`` leads to a question of the Problem page."""

    chosen = Signal(str)

    def __init__(self) -> None:
        listed = RowList(tr("The answers that say most"), last_line=True)
        super().__init__(tr("Four answers that say most"), listed, ruled=True, gap=0)
        self.setMaximumWidth(TEXT_MEASURE)
        listed.set_rows([self._row(question(key), why) for key, why in _FIRST])

    def _row(self, asked: Question, why: str) -> PressableRow:
        words = (Label(asked.text, weight=500), Label(why, role=Role.NOTE, colour="ink2"))
        name = tr("{text}. {why} Press to answer it.", text=asked.text, why=why)
        return PressableRow(asked.key, self.chosen.emit, *words, name=name, room=10)


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
        column(self.text, self._links, of=self, spacing=4)

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
        self.buttons = tuple(self._link(*each) for each in asked)
        self._links.setVisible(bool(asked))

    def _link(self, key: str, words: str) -> Button:
        button = Button(words, "link", parent=self._links)
        button.setAccessibleName(tr("Find out: {words}", words=words))
        button.clicked.connect(partial(self.question_asked.emit, key))
        self._flow.addWidget(button)
        button.show()
        return button


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
        self.reasons = RowList(tr("Why"))
        self.sureness = VerdictCertainty()
        self.sureness.question_asked.connect(self.find_out_asked)
        self.why = Section(tr("Why"), self.reasons, ruled=True, gap=0)
        self.why.add(self.sureness, gap=4)
        self._odd_text = Label(colour="ink2")
        self.odd = Section(tr("These answers sit oddly together"), self._odd_text, gap=4)
        self.odd.box.setContentsMargins(0, 20, 0, 0)
        self.why.add(self.odd, gap=0)
        self.flips = RowList(tr("What would change this"))
        self.change = Section(tr("What would change this"), self.flips, ruled=True, gap=0)
        self._no_change = Label(tr("No single answer or number would change it."), colour="ink2")
        self.change.add(self._no_change, gap=8)
        self.how = RowList(tr("How to go on, and when to stop"))
        self.going_on = Section(tr("How to go on, and when to stop"), self.how, ruled=True, gap=0)
        self.cues = CueList()
        self.cues.cue_chosen.connect(self.cue_chosen)
        self.cues.question_asked.connect(self.find_out_asked)
        self.options = IntervalChartView(_NO_OPTIONS)
        self.pays = Label(role=Role.NOTE, colour="ink2")
        self.tornado = TornadoChartView(_NO_BARS)
        self.tornado.row_pressed.connect(self._bar_pressed)
        self.knowing = Label(role=Role.NOTE, colour="ink2")
        self.sources = Label(role=Role.NOTE, colour="ink2")
        self.every = Button(tr("Every number and its source"), "link")
        self.find_out = AskBox(tr("Find out first"), "", "", tr("Enter what I found"))
        self.find_out.asked.connect(self._find_out)
        self.intangibles = IntangiblesView()
        self._tornado_inputs: tuple[str, ...] = ()
        self._lay_out()

    def _lay_out(self) -> None:
        self.columns: ResponsiveColumns = main_and_side(_SIDE)
        # The chart and what it comes to stay together in a narrow window.
        options = holder(column(self.options, self.pays, spacing=6))
        mark = GlyphMark(Glyph.GUESS, tr("guesses and defaults"), size=12)
        words = column(self.sources, (self.every, LEFT), spacing=4)
        sources = holder(row((mark, TOP), (words, 1), margins=(0, 3, 0, 0), spacing=6))
        self.columns.add("main", self.why)
        for section in (self.change, self.going_on, self.cues):
            self.columns.add("main", section, gap=32)
        self.columns.add("side", options, chart_first=True)
        self.columns.add("side", self.tornado, gap=24)
        self.columns.add("side", self.knowing, gap=6)
        self.columns.add("side", self.find_out, gap=12)
        self.columns.add("side", sources, gap=12)
        self.columns.add("side", self.intangibles, gap=32)
        column(self.columns, of=self)

    def show_worked(self, worked: Worked, first: FindFirst | None, *, off: str = "") -> None:
        """Show verdict and value; ``off`` is why nothing can be changed."""
        valuation = worked.valuation
        self._show_reasons(worked.assessment)
        self.cues.show_cues(worked.assessment.cues)
        self.options.set_chart(options_chart(valuation))
        self.pays.say(pays_from(valuation))
        bars = tornado_chart(valuation)
        if bars.rows:
            bars = replace(bars, note=tr("{note} Press a bar to try others.", note=bars.note))
        self.tornado.set_chart(bars)
        self.tornado.canvas.setVisible(bool(bars.rows))
        self.options.explanation = self.tornado.explanation = how_value(valuation)
        self._tornado_inputs = tuple(bar.input for bar in valuation.tornado if bar.low != bar.high)
        self.knowing.setText(worth_of_knowing(valuation))
        self.sources.setText(sources_sentence(valuation))
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
            self.reasons.set_rows([self._reason_row(reason) for reason in reasons])
        self.sureness.show_assessment(found)
        said = (found.advice, found.success_sentence)
        if said != self._said:
            self._said = said
            self.how.set_rows([self._advice_row(found.advice), _stop_row(found.success_sentence)])
        odd = oddities(found)
        self._odd_text.setText(" ".join(odd))
        self.odd.setVisible(bool(odd))

    def _reason_row(self, reason: Reason) -> PressableRow:
        row = ReasonRow(Effect[reason.effect.upper()], reason.text, reason.source.title)
        name, tip = tr("{accessiblename}. Press for its source.", accessiblename=row.accessibleName()), tr("Where this criterion comes from")  # fmt: skip
        return PressableRow(reason, self.reason_chosen.emit, row, name=name, tip=tip)

    def _advice_row(self, advice: Advice) -> PressableRow:
        source = advice.source.title
        words = (Label(advice.text), Label(source, role=Role.NOTE, colour="ink3"))
        name, tip = (
            tr("{text} {source}. Press for its source.", text=advice.text, source=source),
            tr("Where this advice comes from"),
        )
        return PressableRow(advice, self.reason_chosen.emit, *words, name=name, tip=tip, room=8)

    def tornado_input(self, number: int) -> str:
        """The input of a bar; empty where there is none."""
        return self._tornado_inputs[number] if number < len(self._tornado_inputs) else ""

    def show_flips(self, flips: tuple[Flip, ...]) -> None:
        """Show what would change the answer."""
        if flips != self._flips:
            self._flips = flips
            self.flips.set_rows([flip_row(flip, self.flip_chosen.emit) for flip in flips])
            self._no_change.setVisible(not flips)

    def _find_out(self) -> None:
        if self._first is not None:
            self.find_out_asked.emit(self._first.key)

    def _bar_pressed(self, number: int) -> None:
        if name := self.tornado_input(number):
            self.input_chosen.emit(name)


def _stop_row(sentence: str) -> QWidget:
    note = Label(tr("Agree on this before you begin."), role=Role.NOTE, colour="ink3")
    return holder(column(Label(sentence), note, margins=(0, 8, 0, 8)))
