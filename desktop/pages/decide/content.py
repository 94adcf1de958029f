"""What the Decide page shows below its header: reasons and changes at the left, the value of the options at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.decide import (
    FindFirst,
    Worked,
    oddities,
    sources_sentence,
    sureness_sentence,
)
from desktop.findings.explanations import METHOD, value_rows, value_text
from desktop.findings.flips import Flip
from desktop.findings.value_charts import options_chart, tornado_chart
from desktop.pages.decide.rows import FlipRow, SourcedReason
from desktop.theme.glyphs import Glyph
from desktop.theme.type import Role
from desktop.widgets.charts.intervals import IntervalChartView
from desktop.widgets.charts.tornado import TornadoChartView
from desktop.widgets.columns import Columns, main_and_side
from desktop.widgets.explain import Explanation
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.rows import AskBox, RowList, Section
from estimators.need_for_ai import Reason
from reports.chart_data import Axis, IntervalChart, Marker, TornadoChart

_SIDE = 512
_NO_OPTIONS = IntervalChart("", "", (), Axis(0, 1, ()))
_NO_BARS = TornadoChart("", "", (), Marker(0, ""), Marker(0, ""))


class DecideContent(QWidget):
    """``reason_chosen(Reason)``, ``flip_chosen(Flip)`` and ``find_out_asked(key)`` say what was pressed."""

    reason_chosen = Signal(object)
    flip_chosen = Signal(object)
    find_out_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._reasons: tuple[Reason, ...] | None = None
        self._flips: tuple[Flip, ...] | None = None
        self._first: FindFirst | None = None
        self.reasons = RowList("Why")
        self.sureness = Label(role=Role.NOTE, colour="ink2")
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
        self.options = IntervalChartView(_NO_OPTIONS)
        self.tornado = TornadoChartView(_NO_BARS)
        self.sources = _Sources()
        self.find_out = AskBox("Find out first", "", "", "Enter what I found")
        self.find_out.asked.connect(self._find_out)
        self.columns: Columns = main_and_side(_SIDE)
        self.columns.add("main", self.why)
        self.columns.add("main", self.change, gap=32)
        self.columns.add("side", self.options, chart_first=True)
        self.columns.add("side", self.tornado, gap=28)
        self.columns.add("side", self.sources, gap=6)
        self.columns.add("side", self.find_out, gap=20)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.columns)

    def show_worked(self, worked: Worked, first: FindFirst | None) -> None:
        """Show verdict and value."""
        found, valuation = worked.assessment, worked.valuation
        if found.reasons != self._reasons:
            self._reasons = found.reasons
            rows = [SourcedReason(reason) for reason in found.reasons]
            for row in rows:
                row.chosen.connect(self.reason_chosen)
            self.reasons.set_rows(rows)
        self.sureness.setText(sureness_sentence(found))
        odd = oddities(found)
        self._odd_text.setText(" ".join(odd))
        self.odd.setVisible(bool(odd))
        explained = Explanation(
            "How the value is worked out", value_text(valuation), value_rows(valuation), METHOD
        )
        self.options.set_chart(options_chart(valuation))
        self.options.explanation = explained
        self.tornado.set_chart(tornado_chart(valuation))
        self.tornado.explanation = explained
        self.sources.set_text(sources_sentence(valuation))
        self._first = first
        self.find_out.setVisible(first is not None)
        if first is not None:
            self.find_out.title.setText(first.title)
            self.find_out.text.setText(first.text)

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


class _Sources(QWidget):
    """How many of the numbers are guesses, below the charts."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        mark = GlyphMark(Glyph.GUESS, "guesses and defaults", size=12)
        holder = QVBoxLayout()
        holder.setContentsMargins(0, 3, 0, 0)
        holder.addWidget(mark)
        holder.addStretch(1)
        row.addLayout(holder)
        self._text = Label(role=Role.NOTE, colour="ink2")
        row.addWidget(self._text, 1, Qt.AlignmentFlag.AlignTop)

    def set_text(self, text: str) -> None:
        self._text.setText(text)
