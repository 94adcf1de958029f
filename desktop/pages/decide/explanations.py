"""Where things come from on the Decide page: a pressed reason, cue or criterion, an option by its number, every number."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop.findings.decide.explanations import (
    NO_ADDRESS,
    of_criterion,
    of_cue,
    of_option,
    of_source,
)
from desktop.findings.decide.intangibles import inputs_table
from desktop.pages.decide.background_evaluation import BackgroundEvaluation
from desktop.pages.decide.content import DecideContent
from desktop.pages.page import show_explanation
from desktop.theme.glyphs import PROVENANCE_GLYPHS
from desktop.widgets.popover import Popover
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.sentence import tr
from estimators.build_vs_buy.result import Valuation
from estimators.need_for_ai.cues import Cue
from estimators.need_for_ai.reasons import Reason
from estimators.need_for_ai.verdict_text import Advice
from reports.stage_view import Explanation

_ROWS = 14  # shown at once; the rest scrolls


class EveryNumberPopover(Popover):
    """A table of all inputs of the valuation, measured first."""

    def __init__(self, window: QWidget, valuation: Valuation) -> None:
        title = tr("Every number behind the charts")
        super().__init__(window, title, width=min(860, window.width() - 120))
        self.add_head(title, 8, wraps=False)
        columns = [
            TableColumn(tr("number"), always=True),
            TableColumn(tr("9 in 10"), right=True, always=True),
            TableColumn(tr("worth knowing"), right=True, always=True),
            TableColumn(tr("source"), stretch=True, always=True),
        ]
        rows = [
            (TableCell(name, glyph=PROVENANCE_GLYPHS[source]), span, worth, where)
            for source, (name, span, worth, where) in inputs_table(valuation)
        ]
        self.view = PlainTable(title, columns)
        self.view.set_rows(rows)
        self.view.setFixedHeight(self.view.height_for_rows(min(len(rows), _ROWS)))
        self.body.addWidget(self.view)
        self.closed.connect(self.deleteLater)


class Explanations(QObject):
    """Opens the explanations of what the page shows."""

    def __init__(
        self, page: QWidget, shown: DecideContent, evaluation: BackgroundEvaluation
    ) -> None:
        super().__init__(page)
        self._page, self._shown, self._evaluation = page, shown, evaluation
        shown.reason_chosen.connect(self._show_source)
        shown.cue_chosen.connect(self._show_cue)
        shown.every.clicked.connect(self._show_every_number)
        shown.intangibles.ranking.criterion_chosen.connect(self._show_criterion)

    def option_words(self, number: int) -> str:
        """What the action that opens an option is called."""
        rows = self._shown.options.chart.rows
        return (
            tr("Open “{label}”", label=rows[number].label)
            if number < len(rows)
            else tr("Open an option")
        )

    def open_option(self, number: int) -> None:
        """Explain one option: costs, chances, break-even. The options are numbered as they are listed."""
        rows = self._shown.options.chart.rows
        if self._evaluation.worked is not None and number < len(rows):
            shown = of_option(self._evaluation.worked.valuation, rows[number].label)
            show_explanation(self._page, shown, anchor=self._shown.options.title)

    def _show_source(self, said: Reason | Advice) -> None:
        rows = (*self._shown.reasons.rows(), *self._shown.how.rows())
        self._show_of_row(said, of_source(said.text, said.source), rows)

    def _show_cue(self, cue: Cue) -> None:
        self._show_of_row(cue, of_cue(cue), self._shown.cues.rows())

    def _show_of_row(self, about: object, shown: Explanation, rows: tuple[QWidget, ...]) -> None:
        """Explain what was pressed below its row; its address can be copied."""
        if shown.source != NO_ADDRESS:
            copy = partial(QApplication.clipboard().setText, shown.source)
            shown = replace(shown, links=((tr("Copy address"), copy),))
        anchor = next((row for row in rows if getattr(row, "about", None) == about), None)
        show_explanation(self._page, shown, anchor=anchor)

    def _show_criterion(self, name: str) -> None:
        if self._evaluation.worked is not None:
            shown = of_criterion(self._evaluation.worked.valuation, name)
            show_explanation(self._page, shown, anchor=self._shown.intangibles.scores.title)

    def _show_every_number(self) -> None:
        if self._evaluation.worked is not None:
            popover = EveryNumberPopover(self._page.window(), self._evaluation.worked.valuation)
            popover.open_below(self._shown.tornado.title, focus=popover.view)
