"""What the Decide page shows below its header: four first questions, or reasons at the left and the value of the options at the right."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.findings.decide.cues import own_reasons
from desktop.findings.decide.explanations import (
    NO_ADDRESS,
    how_value,
    of_criterion,
    of_cue,
    of_source,
)
from desktop.findings.decide.flip_points import Flip
from desktop.findings.decide.intangibles import rests_on, worth_of_knowing
from desktop.findings.decide.reason_source import ReasonSource, first_reasons
from desktop.findings.decide.value_charts import tornado_chart
from desktop.findings.decide.verdict import (
    FindFirst,
    Worked,
    sources_sentence,
    unknown_questions,
)
from desktop.findings.problem.five_questions import FIVE
from desktop.pages.decide.intangibles import IntangiblesView
from desktop.pages.decide.options import OptionsPanel
from desktop.pages.decide.rows import CueList, EveryNumberPopover, flip_row
from desktop.pages.decide.what_if import VerdictWhatIf
from desktop.pages.page import show_explanation
from desktop.theme.glyphs import PROVENANCE_GLYPHS, Glyph
from desktop.theme.tokens import TEXT_MEASURE
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.tornado import TornadoChartView
from desktop.widgets.columns import ResponsiveColumns, main_and_side
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.layout import LEFT, TOP, FlowLayout, clear, column, holder, row
from desktop.widgets.pressable import PressableRow
from desktop.widgets.rows import AskBox, Effect, ReasonRow, RowList, Section
from estimators.base.sentence import tr, tr_plural
from estimators.need_for_ai.assessment import Assessment
from estimators.need_for_ai.considered import Reason
from estimators.need_for_ai.cues import Cue
from estimators.need_for_ai.verdict_text import Advice
from reports.chart_data import Marker, TornadoChart
from reports.stage_view import Explanation

# Why each of the five questions is asked first.
_WHY = (
    tr("If it can, you need no AI, and the page says so."),
    tr("If nobody was shown one, a fake finds out in days."),
    tr("It decides how right the thing has to be, and who checks."),
    tr("What is banned is worth nothing, whatever it would earn."),
    tr("Examples, documents or a service decide which way."),
)
_SIDE = 512
_NO_BARS = TornadoChart("", "", (), Marker(0, ""), Marker(0, ""))


FindOut = Callable[[str], None]


class FirstQuestions(Section):
    """Each leads to its question on the Problem page."""

    def __init__(self, find_out: FindOut) -> None:
        self._find_out = find_out
        self._listed = RowList(tr("The questions that decide"), last_line=True)
        super().__init__(tr("Five questions decide"), self._listed, ruled=True, gap=0)
        self.setMaximumWidth(TEXT_MEASURE)

    def show_questions(self, asked: tuple[str, ...]) -> None:
        keys = (keys[0] for keys in FIVE)
        self._listed.show_each(zip(keys, asked, _WHY, strict=True), self._row)

    def _row(self, said: tuple[str, str, str]) -> PressableRow:
        key, text, why = said
        words = (Label(text, weight=500), Label(why, role=Role.NOTE, colour="ink2"))
        name = tr("{text} {why} Press to answer it.", text=text, why=why)
        return PressableRow(key, self._find_out, *words, name=name, room=10)


class OpenAnswers(QWidget):
    """The answers that could still change the verdict; ``find_out(key)`` leads to the question of one."""

    def __init__(self, find_out: FindOut) -> None:
        super().__init__()
        self.find_out = find_out
        text = Label(tr("Open, and could change it:"), role=Role.NOTE, colour="ink2")
        self._links = QWidget()
        self._flow = FlowLayout(self._links, spacing=12)
        self.buttons: tuple[Button, ...] = ()
        self._shown: tuple[tuple[str, str], ...] | None = None
        column(text, self._links, of=self, spacing=4)

    def show_assessment(self, assessment: Assessment) -> None:
        """Show the questions still open."""
        asked = unknown_questions(assessment)
        if asked == self._shown:
            return
        self._shown = asked
        clear(self._flow)
        self.buttons = tuple(self._link(*each) for each in asked)
        self.setVisible(bool(asked))

    def _link(self, key: str, words: str) -> Button:
        button = Button(words, "link", parent=self._links, run=partial(self.find_out, key))
        button.setAccessibleName(tr("Find out: {words}", words=words))
        self._flow.addWidget(button)
        button.show()
        return button


class DecideContent(QWidget):
    """The verdict with its reasons, and the value of the options; all of it says where it comes from when pressed.

    ``find_out(key)`` leads to a question, ``what_if`` tries a change or the number behind a bar, ``rank`` keeps an order of
    what counts besides money (None: all alike again), ``change_prices()`` opens the price book.
    """

    def __init__(
        self,
        find_out: FindOut,
        what_if: VerdictWhatIf,
        rank: Callable[[list[str] | None], None],
        change_prices: Callable[[], None],
    ) -> None:
        super().__init__()
        self._find_out_about, self._what_if = find_out, what_if
        self.worked: Worked | None = None
        self._first: FindFirst | None = None
        self.reasons = RowList(tr("Why"))
        self._all_reasons: tuple[tuple[Reason, ReasonSource], ...] = ()
        self.more_reasons = Button("", "link", run=self._show_all_reasons)
        self.still_open = OpenAnswers(find_out)
        self.why = Section(tr("Why"), self.reasons, ruled=True, gap=0)
        self.why.add(holder(row(self.more_reasons, None, margins=(0, 0, 0, 4))), gap=0)
        self.why.add(self.still_open, gap=4)
        self._odd_text = Label(colour="ink2")
        self.odd = Section(tr("These answers sit oddly together"), self._odd_text, gap=4)
        self.odd.box.setContentsMargins(0, 20, 0, 0)
        self.why.add(self.odd, gap=0)
        self.flips = RowList(tr("What would change this"))
        self.change = Section(tr("What would change this"), self.flips, ruled=True, gap=0)
        self.no_change = Label(tr("No single answer or number would change it."), colour="ink2")
        self.no_change.hide()
        self.change.add(self.no_change, gap=8)
        self.how = RowList(tr("How to go on, and when to stop"))
        self.going_on = Section(tr("How to go on, and when to stop"), self.how, ruled=True, gap=0)
        self.cues = CueList(self._show_cue, find_out)
        self.options = OptionsPanel(change_prices)
        self.tornado = TornadoChartView(_NO_BARS)
        self.tornado.row_pressed.connect(self._bar_pressed)
        self.knowing = Label(role=Role.NOTE, colour="ink2")
        self.sources = Label(role=Role.NOTE, colour="ink2")
        self.every = Button(tr("Every number and its source"), "link", run=self._show_every_number)
        self.find_out = AskBox(tr("Enter what I found"))
        self.find_out.asked.connect(self._find_out)
        self.intangibles = IntangiblesView(rank, self._show_criterion)
        self._tornado_inputs: tuple[str, ...] = ()
        self._lay_out()

    def _lay_out(self) -> None:
        self.columns: ResponsiveColumns = main_and_side(_SIDE)
        self._mark = GlyphMark(Glyph.DEFAULT, "", size=12)
        words = column(self.sources, (self.every, LEFT), spacing=4)
        sources = holder(row((self._mark, TOP), (words, 1), margins=(0, 3, 0, 0), spacing=6))
        self.columns.add("main", self.why)
        for section in (self.change, self.going_on, self.cues):
            self.columns.add("main", section, gap=32)
        self.columns.add("side", self.options, chart_first=True)
        self.columns.add("side", self.tornado, gap=20)
        self.columns.add("side", self.find_out, gap=16)
        self.columns.add("side", self.knowing, gap=16)
        self.columns.add("side", sources, gap=6)
        self.columns.add("side", self.intangibles, gap=32)
        column(self.columns, of=self)

    def show_worked(
        self,
        worked: Worked,
        sources: tuple[ReasonSource, ...],
        first: FindFirst | None,
        *,
        off: str = "",
    ) -> None:
        """Show verdict and value; ``sources`` are those of the reasons, ``off`` is why nothing can be changed."""
        self.worked, valuation = worked, worked.valuation
        self._show_reasons(worked.assessment, sources)
        self.cues.show_cues(worked.assessment.cues)
        self.options.show_worked(worked)
        bars = tornado_chart(valuation)
        if bars.rows:
            bars = replace(bars, note=tr("{note} Press a bar to try others.", note=bars.note))
        self.tornado.set_chart(bars)
        self.tornado.setVisible(bool(bars.rows))
        self.tornado.explanation = how_value(valuation)
        self._tornado_inputs = tuple(bar.input for bar in valuation.tornado if bar.low != bar.high)
        self.knowing.setText(worth_of_knowing(valuation))
        self.sources.setText(sources_sentence(valuation))
        weakest = rests_on(valuation)
        self._mark.set_glyph(PROVENANCE_GLYPHS[weakest], weakest.words)
        self.intangibles.show_valuation(valuation, off=off)
        self._first = first
        self.find_out.setVisible(first is not None)
        if first is not None:
            self.find_out.title.setText(first.title)
            self.find_out.text.setText(first.text)

    def _show_reasons(self, found: Assessment, sources: tuple[ReasonSource, ...]) -> None:
        reasons = tuple(zip(own_reasons(found), sources, strict=True))
        if reasons != self._all_reasons:
            self._all_reasons = reasons
            shown = first_reasons(reasons)
            self.reasons.show_each(shown, self._reason_row)
            left = len(reasons) - len(shown)
            self.more_reasons.setVisible(left > 0)
            self.more_reasons.setText(
                tr_plural("Show one more reason", "Show {n} more reasons", max(left, 1))
            )
        self.still_open.show_assessment(found)
        how: tuple[Advice | str, ...] = (found.advice, found.success_sentence)
        self.how.show_each(how, self._how_row)
        self._odd_text.setText(" ".join(oddity.text for oddity in found.oddities))
        self.odd.setVisible(bool(found.oddities))

    def _show_all_reasons(self) -> None:
        self.reasons.show_each(self._all_reasons, self._reason_row)
        self.more_reasons.hide()
        self.reasons.rows()[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _reason_row(self, said: tuple[Reason, ReasonSource]) -> PressableRow:
        reason, source = said
        effect = Effect[reason.effect.upper()]
        row = ReasonRow(effect, reason.text, source.provenance, source.words)
        name, tip = tr("{accessiblename}. Press for its source.", accessiblename=row.accessibleName()), tr("Where this criterion comes from")  # fmt: skip
        return PressableRow(reason, self._show_source, row, name=name, tip=tip)

    def _how_row(self, said: Advice | str) -> QWidget:
        return _stop_row(said) if isinstance(said, str) else self._advice_row(said)

    def _advice_row(self, advice: Advice) -> PressableRow:
        source = advice.source.title
        words = (Label(advice.text), Label(source, role=Role.NOTE, colour="ink3"))
        name, tip = (
            tr("{text} {source}. Press for its source.", text=advice.text, source=source),
            tr("Where this advice comes from"),
        )
        return PressableRow(advice, self._show_source, *words, name=name, tip=tip, room=8)

    def tornado_input(self, number: int) -> str:
        """The input of a bar; empty where there is none."""
        return self._tornado_inputs[number] if number < len(self._tornado_inputs) else ""

    def show_flips(self, flips: tuple[Flip, ...], *, all_known: bool) -> None:
        self.flips.show_each(flips, lambda flip: flip_row(flip, self._what_if.begin))
        self.no_change.setVisible(all_known and not flips)

    def _find_out(self) -> None:
        if self._first is not None:
            self._find_out_about(self._first.key)

    def _bar_pressed(self, number: int) -> None:
        if name := self.tornado_input(number):
            self._what_if.begin_input(name)

    # -- where it comes from ------------------------------------------------------------------

    def _show_source(self, said: Reason | Advice) -> None:
        rows = (*self.reasons.rows(), *self.how.rows())
        self._show_of_row(said, of_source(said.text, said.source), rows)

    def _show_cue(self, cue: Cue) -> None:
        self._show_of_row(cue, of_cue(cue), self.cues.rows())

    def _show_of_row(self, about: object, shown: Explanation, rows: tuple[QWidget, ...]) -> None:
        """Explain what was pressed below its row; its address can be copied."""
        if shown.source != NO_ADDRESS:
            copy = partial(QApplication.clipboard().setText, shown.source)
            shown = replace(shown, links=((tr("Copy address"), copy),))
        anchor = next((row for row in rows if getattr(row, "about", None) == about), None)
        show_explanation(self, shown, anchor=anchor)

    def _show_criterion(self, name: str) -> None:
        if self.worked is not None:
            shown = of_criterion(self.worked.valuation, name)
            show_explanation(self, shown, anchor=self.intangibles.scores.title)

    def _show_every_number(self) -> None:
        if self.worked is not None:
            popover = EveryNumberPopover(self.window(), self.worked.valuation)
            popover.open_below(self.tornado.title, focus=popover.view)


def _stop_row(sentence: str) -> QWidget:
    note = Label(tr("Agree on this before you begin."), role=Role.NOTE, colour="ink3")
    return holder(column(Label(sentence), note, margins=(0, 8, 0, 8)))
