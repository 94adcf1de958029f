"""Where things come from on the Decide page: F1, a pressed reason, cue or criterion, an option by its number, every number."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop.findings.decide.explanations import (
    GATES,
    METHOD,
    option_rows,
    option_text,
    verdict_rows,
)
from desktop.findings.decide.intangibles import inputs_table
from desktop.pages.decide.background_evaluation import BackgroundEvaluation
from desktop.pages.decide.content import DecideContent
from desktop.pages.page import show_explanation
from desktop.theme.glyphs import PROVENANCE_GLYPHS
from desktop.widgets.popover import Popover
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.percent import percent
from estimators.build_vs_buy.result import Valuation
from estimators.need_for_ai.assessment import Assessment
from estimators.need_for_ai.cues import Citation, Cue, sources
from estimators.need_for_ai.reasons import Reason
from estimators.need_for_ai.verdict_text import Advice
from reports.stage_view import Explanation

_ROWS = 14  # shown at once; the rest scrolls


def verdict_explanation(assessment: Assessment) -> Explanation:
    """How the verdict is worked out, and the success sentence that goes with it."""
    return Explanation(
        "How the verdict is worked out",
        GATES,
        verdict_rows(assessment),
        assessment.success_sentence,
    )


def option_explanation(valuation: Valuation, label: str) -> Explanation:
    """Costs and chances of one option."""
    option = next(o for o in valuation.options if o.label == label)
    return Explanation(option.label, option_text(option), option_rows(option, valuation), METHOD)


def source_explanation(text: str, source: Citation) -> Explanation:
    """Where the criterion behind a sentence comes from, when it was read and how well."""
    rows = (("Last read", source.date), ("How it was read", source.status))
    return _sourced(source, text, rows)


def cue_explanation(cue: Cue) -> Explanation:
    """Where a cue comes from, and which other answer settled it."""
    source = sources()[cue.source_id]
    rows = [("Its place there", cue.item), ("Last read", source.date), ("Read", source.status)]
    return _sourced(source, cue.text, tuple(rows))


def _sourced(source: Citation, text: str, rows: tuple[tuple[str, str], ...]) -> Explanation:
    url = source.url or ""

    def copy() -> None:
        QApplication.clipboard().setText(url)

    links = (("Copy address", copy),) if url else ()
    return Explanation(source.title, text, rows, url or "It has no address on the web.", links)


def criterion_explanation(valuation: Valuation, name: str) -> Explanation:
    """What 0 to 100 stand for on one criterion, and where each option stands."""
    found = valuation.intangibles
    criterion = next(each for each in found.criteria if each.name == name)
    rows = [(f"{score:.0f}: {words}", "") for score, words in criterion.anchors]
    for option in found.options:
        part = next(part for part in option.parts if part.criterion == name)
        span = f"{part.low:.0f} to {part.high:.0f}" if part.low < part.high else ""
        rows.append((option.label, f"{part.score:.0f}" + (f" ({span})" if span else "")))
    return Explanation(
        criterion.label,
        f"It weighs {percent(criterion.weight)}. What 0 to 100 stand for, then where each option stands:",
        tuple(rows),
        "Our judgement, in intangibles.json, for you to change.",
    )


class EveryNumberPopover(Popover):
    """A table of all inputs of the valuation, measured first."""

    def __init__(self, window: QWidget, valuation: Valuation) -> None:
        title = "Every number behind the charts"
        super().__init__(window, title, width=min(860, window.width() - 120))
        self.add_head(title, 8, wraps=False)
        columns = [
            TableColumn("number", always=True),
            TableColumn("9 in 10", right=True, always=True),
            TableColumn("worth knowing", right=True, always=True),
            TableColumn("source", stretch=True, always=True),
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
        shown.reason_chosen.connect(self.show_source)
        shown.cue_chosen.connect(self.show_cue)
        shown.sources.all_asked.connect(self.show_every_number)
        shown.intangibles.criterion_chosen.connect(self.show_criterion)

    def option_words(self, number: int) -> str:
        """What the action that opens an option is called."""
        rows = self._shown.options.chart.rows
        return f"Open “{rows[number].label}”" if number < len(rows) else "Open an option"

    def open_option(self, number: int) -> None:
        """Explain one option: costs, chances, break-even. The options are numbered as they are listed."""
        rows = self._shown.options.chart.rows
        if self._evaluation.worked is not None and number < len(rows):
            shown = option_explanation(self._evaluation.worked.valuation, rows[number].label)
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
        if self._evaluation.worked is not None:
            shown = criterion_explanation(self._evaluation.worked.valuation, name)
            show_explanation(self._page, shown, anchor=self._shown.intangibles.scores.title)

    def show_every_number(self) -> None:
        """Every number behind the charts with its source."""
        if self._evaluation.worked is not None:
            popover = EveryNumberPopover(self._page.window(), self._evaluation.worked.valuation)
            popover.open_below(self._shown.tornado.title, focus=popover.view)
