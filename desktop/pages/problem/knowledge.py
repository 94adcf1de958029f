"""The side column: what we know, what is still unknown and how much that matters, how far the brief is."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.findings.problem.brief import KnownFact, OpenQuestion
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChipRow
from desktop.widgets.label import Hairline, Label, ProvenanceMark
from desktop.widgets.layout import LEFT, FlowLayout, clear, column, fill, holder
from desktop.widgets.popover import Popover
from desktop.widgets.rows import FactRow, Section
from estimators.base.sentence import tr
from reports.provenance import Provenance


class OpenRow(FactRow):
    """An open question; a click or Enter leads to its field."""

    chosen = Signal(str)

    def __init__(self, row: OpenQuestion) -> None:
        super().__init__(Provenance.UNKNOWN, row.text, row.matters)
        self._key = row.key
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tr("Go to this question"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self._key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.chosen.emit(self._key)
            return
        super().keyPressEvent(event)


class Knowledge(QWidget):
    """``question_chosen(key)`` leads to a field."""

    question_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._known: tuple[KnownFact, ...] | None = None
        self._open: tuple[OpenQuestion, ...] | None = None
        self._known_rows, self._open_rows = column(spacing=8), column(spacing=8)
        self.known = _section(tr("What we know"), self._known_rows)
        self.open = _section(tr("Still unknown"), self._open_rows)
        self._between, self._after = Hairline(), Hairline()
        self.progress = Label(colour="ink2")
        self.currency = Button("", "link")
        self.story = Label(role=Role.NOTE, colour="ink3")
        above = (self.known, self._between, self.open, self._after, self.progress, _marks())
        column(*above, (self.currency, LEFT), self.story, of=self, spacing=16)

    def show_known(self, facts: tuple[KnownFact, ...]) -> None:
        """Show what is known."""
        if facts != self._known:
            self._known = facts
            clear(self._known_rows)
            fill(self._known_rows, *(FactRow(f.provenance, f.text, f.note) for f in facts))
            self.known.setVisible(bool(facts))
            self._between.setVisible(bool(facts))

    def show_open(self, questions: tuple[OpenQuestion, ...]) -> None:
        """Show what is not known, the weightiest first."""
        if questions != self._open:
            self._open = questions
            clear(self._open_rows)
            for question in questions:
                row = OpenRow(question)
                row.chosen.connect(self.question_chosen)
                self._open_rows.addWidget(row)
            self.open.setVisible(bool(questions))
            self._after.setVisible(bool(questions))

    def say(self, progress: str, currency: str, story: str) -> None:
        """How far the brief is, the currency of its amounts, and what a sample says about itself."""
        self.progress.setText(progress)
        self.currency.setText(tr("Amounts in {currency}", currency=currency))
        self.story.say(story)


def _section(title: str, rows: QVBoxLayout) -> Section:
    listed = holder(rows)
    listed.setAccessibleName(title)
    return Section(title, listed, gap=4)


def _marks() -> QWidget:
    key = QWidget()
    flow = FlowLayout(key, spacing=14)
    for source in (Provenance.MEASURED, Provenance.GUESS, Provenance.UNKNOWN):
        flow.addWidget(ProvenanceMark(source))
    return key


class CurrencyPopover(Popover):
    """The currencies as chips; ``chosen(code)``."""

    chosen = Signal(str)

    def __init__(self, window: QWidget, current: str, currencies: Sequence[str]) -> None:
        super().__init__(window, tr("Currency"), width=304)
        self.chips = ChipRow(tr("Currency"))
        self.chips.set_chips(list(currencies), chosen=current)
        self.chips.picked.connect(self._picked)
        kept = tr("Amounts you typed keep their digits; they are not converted.")
        note = Label(kept, role=Role.NOTE, colour="ink3")
        fill(self.body, Label(tr("Amounts are in"), weight=600), 10, self.chips, 8, note)

    def _picked(self, code: str) -> None:
        self.chosen.emit(code)
        self.close_popover()
