"""Showing where things come from: a pressed reason, cue or criterion, an option by its number, every number."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.pages.decide.content import DecideContent
from desktop.pages.decide.every_number import EveryNumber
from desktop.pages.decide.explained import (
    criterion_explanation,
    cue_explanation,
    option_explanation,
    source_explanation,
)
from desktop.pages.decide.workings import Workings
from desktop.pages.page import show_explanation
from estimators.need_for_ai import Reason
from estimators.need_for_ai.cues import Cue
from estimators.need_for_ai.verdict_text import Advice


class Explaining(QObject):
    """Opens the explanations of what the page shows."""

    def __init__(self, page: QWidget, shown: DecideContent, workings: Workings) -> None:
        super().__init__(page)
        self._page, self._shown, self._workings = page, shown, workings
        shown.reason_chosen.connect(self.show_source)
        shown.cue_chosen.connect(self.show_cue)
        shown.sources.all_asked.connect(self.show_every_number)
        shown.beside.criterion_chosen.connect(self.show_criterion)

    def option_words(self, number: int) -> str:
        """What the action that opens an option is called."""
        rows = self._shown.options.chart.rows
        return f"Open “{rows[number].label}”" if number < len(rows) else "Open an option"

    def open_option(self, number: int) -> None:
        """Explain one option: costs, chances, break-even. The options are numbered as they are listed."""
        rows = self._shown.options.chart.rows
        if self._workings.worked is not None and number < len(rows):
            shown = option_explanation(self._workings.worked.valuation, rows[number].label)
            show_explanation(self._page, shown, anchor=self._shown.options.title)

    def show_source(self, said: Reason | Advice) -> None:
        """Where the criterion behind a reason or the advice comes from."""
        rows = (*self._shown.reasons.rows(), *self._shown.how.rows())
        anchor = next(
            (row for row in rows if said in (getattr(row, "reason", 0), getattr(row, "advice", 0))),
            None,
        )
        show_explanation(self._page, source_explanation(said.text, said.source), anchor=anchor)

    def show_cue(self, cue: Cue) -> None:
        """Where a cue comes from."""
        anchor = next((row for row in self._shown.cues.rows() if row.cue == cue), None)
        show_explanation(self._page, cue_explanation(cue), anchor=anchor)

    def show_criterion(self, name: str) -> None:
        """What 0 to 100 stand for on one criterion besides money."""
        if self._workings.worked is not None:
            shown = criterion_explanation(self._workings.worked.valuation, name)
            show_explanation(self._page, shown, anchor=self._shown.beside.scores.title)

    def show_every_number(self) -> None:
        """Every number behind the charts with its source."""
        if self._workings.worked is not None:
            popover = EveryNumber(self._page.window(), self._workings.worked.valuation)
            popover.open_below(self._shown.tornado.title, focus=popover.view)
