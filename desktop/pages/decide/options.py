"""The options at the right of Decide: what each is worth, what is not possible, and what the answers cost."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.findings.decide.explanations import how_value, why_not_possible
from desktop.findings.decide.intangibles import pays_from
from desktop.findings.decide.option_prices import PriceSentences, price_sentences
from desktop.findings.decide.option_sheet import OptionSheet, option_sheet
from desktop.findings.decide.reconciled import chosen_option
from desktop.findings.decide.value_charts import impossible_sentence, options_chart
from desktop.findings.decide.verdict import Worked
from desktop.pages.page import show_explanation
from desktop.theme.current import scaled
from desktop.theme.glyphs import PROVENANCE_GLYPHS
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.intervals import IntervalChartView
from desktop.widgets.label import GlyphMark, Hairline, Label, strong
from desktop.widgets.layout import LEFT, TOP, column, fill, holder, row
from desktop.widgets.popover import Popover
from desktop.widgets.rows import ValueRow
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.sentence import tr
from reports.chart_data import Axis, IntervalChart
from reports.provenance import Provenance

_PRICES = 6  # lines of a table shown at once; the rest scrolls
_NO_OPTIONS = IntervalChart("", "", (), Axis(0, 1, ()))


class OptionsPanel(QWidget):
    """``change_prices()`` opens the price book."""

    def __init__(self, change_prices: Callable[[], None]) -> None:
        super().__init__()
        self._worked: Worked | None = None
        self._change_prices = change_prices
        self.chart = IntervalChartView(_NO_OPTIONS)
        self.chart.row_pressed.connect(self.open_option)
        self.impossible = Label(role=Role.NOTE, colour="ink2")
        self.why = Button(tr("Why"), "link", run=self._show_why)
        self.why.setAccessibleName(tr("Why some ways are not possible"))
        self.pays = Label(role=Role.NOTE, colour="ink2")
        self.prices = PriceLineView(change_prices)
        below = row((self.impossible, 1), (self.why, TOP), spacing=12)
        self._impossible = holder(below)
        column(self.chart, self._impossible, self.pays, 10, self.prices, of=self, spacing=6)

    def show_worked(self, worked: Worked) -> None:
        self._worked, valuation = worked, worked.valuation
        chart = options_chart(valuation, chosen_option(worked.assessment))
        self.chart.set_chart(chart)
        self.chart.canvas.setVisible(len(chart.rows) > 1)
        self.chart.note.setVisible(len(chart.rows) > 1)
        self.chart.explanation = how_value(valuation)
        impossible = impossible_sentence(valuation)
        self.impossible.setText(impossible)
        self._impossible.setVisible(bool(impossible))
        self.pays.say(pays_from(valuation))
        self.prices.show_prices(price_sentences(worked))

    def option_words(self, number: int) -> str:
        """What the action that opens an option is called."""
        rows = self.chart.chart.rows
        if number >= len(rows):
            return tr("Open an option")
        return tr("Open “{label}”", label=rows[number].label)

    def open_option(self, number: int) -> None:
        """Explain one option: its value, its lines of cost and its prices. They are numbered as they are listed."""
        rows = self.chart.chart.rows
        if self._worked is None or number >= len(rows):
            return
        sheet = option_sheet(self._worked.valuation, rows[number].label)
        popover = OptionPopover(self.window(), sheet, self._change_prices)
        popover.open_centred(60, focus=popover.change)

    def _show_why(self) -> None:
        if self._worked is not None:
            show_explanation(self, why_not_possible(self._worked.valuation), anchor=self.why)


class OptionPopover(Popover):
    """Shows one option: worth at the left, costs at the right, the prices below, and the way to change these."""

    def __init__(self, window: QWidget, sheet: OptionSheet, change: Callable[[], None]) -> None:
        super().__init__(window, sheet.title, width=min(scaled(780), window.width() - 48))
        self._change = change
        self.add_head(sheet.title, 4, wraps=False)
        self.body.addWidget(Label(sheet.text))
        worth, costs = (
            column(*(ValueRow(name, value) for name, value in rows), None)
            for rows in (sheet.worth, sheet.costs)
        )
        fill(self.body, 8, self.two_columns(worth, costs, spacing=32))
        self.change = Button(tr("Change the prices"), "link", run=self._change_prices)
        if sheet.prices:
            most = _PRICES if window.height() > scaled(560) else _PRICES // 2
            columns = [
                TableColumn(tr("price"), always=True),
                TableColumn(tr("amount"), always=True),
                TableColumn(tr("source"), stretch=True, always=True, most=240),
            ]
            table = PlainTable(tr("Prices of its answers"), columns)
            table.set_rows(
                [
                    (TableCell(label, glyph=PROVENANCE_GLYPHS[whose]), amount, source)
                    for whose, (label, amount, source) in sheet.prices
                ]
            )
            table.setFixedHeight(table.height_for_rows(min(len(sheet.prices), most)))
            fill(self.body, 10, table)
        fill(self.body, 10, (self.change, LEFT))

    def _change_prices(self) -> None:
        self.close_popover()
        self._change()


class PriceLineView(QWidget):
    """What 1,000 answers cost, of which tokens and prices, and the way to change these."""

    def __init__(self, change: Callable[[], None]) -> None:
        super().__init__()
        self.mark = GlyphMark(PROVENANCE_GLYPHS[Provenance.DEFAULT], "", size=14)
        self.cost = Label()
        self.note = Label(role=Role.NOTE, colour="ink2")
        self.old = Label(role=Role.NOTE, colour="sim")
        self.change = Button(tr("Change"), "link", run=change)
        self.change.setAccessibleName(tr("Change the prices"))
        marks = column(self.mark, None, margins=(0, 3, 0, 0))
        line = row(spacing=10, margins=(0, 8, 0, 8))
        fill(line, marks, (column(self.cost, self.note, self.old), 1), (self.change, TOP))
        column(Hairline(), line, Hairline(), of=self)

    def show_prices(self, said: PriceSentences | None) -> None:
        """Show them; without any there is still a price book to be changed."""
        if said is None:
            self.mark.set_glyph(PROVENANCE_GLYPHS[Provenance.DEFAULT], Provenance.DEFAULT.words)
            self.cost.setText(tr("What things cost stands in the price book."))
            self.note.say("")
            self.old.say("")
            return
        self.mark.set_glyph(PROVENANCE_GLYPHS[said.provenance], said.provenance.words)
        self.cost.set_spans(strong(said.strong), f" {said.month}")
        self.note.say(said.note)
        self.old.say(said.old)
