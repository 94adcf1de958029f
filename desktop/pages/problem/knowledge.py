"""The side column: what we know, what is still unknown and how much that matters, how far the brief is."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.findings.problem.brief import KnownFact, OpenQuestion
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChipRow
from desktop.widgets.label import Hairline, Label, ProvenanceMark
from desktop.widgets.layout import LEFT, FlowLayout, column, fill
from desktop.widgets.popover import Popover
from desktop.widgets.pressable import PressableRow
from desktop.widgets.rows import FactRow, RowList, Section, fact_line
from estimators.base.sentence import tr
from estimators.case.price_book import usual_currencies
from reports.provenance import Provenance


class Knowledge(QWidget):
    """``focus_question(key)`` leads to a field."""

    def __init__(self, focus_question: Callable[[str], object]) -> None:
        super().__init__()
        self._focus_question = focus_question
        self.known_rows = RowList(tr("What we know"), lines=False, spacing=8)
        self.open_rows = RowList(tr("Still unknown"), lines=False, spacing=8)
        self.known = Section(tr("What we know"), self.known_rows, gap=4)
        self.open = Section(tr("Still unknown"), self.open_rows, gap=4)
        self._between, self._after = Hairline(), Hairline()
        self.progress = Label(colour="ink2")
        self.currency = Button("", "link")
        self.story = Label(role=Role.NOTE, colour="ink3")
        above = (self.known, self._between, self.open, self._after, self.progress, _marks())
        column(*above, (self.currency, LEFT), self.story, of=self, spacing=16)

    def show_known(self, facts: tuple[KnownFact, ...]) -> None:
        """Show what is known."""
        self.known_rows.show_each(facts, lambda f: FactRow(f.provenance, f.text, f.note))
        self.known.setVisible(bool(facts))
        self._between.setVisible(bool(facts))

    def show_open(self, questions: tuple[OpenQuestion, ...]) -> None:
        """Show what is not known, the weightiest first."""
        self.open_rows.show_each(questions, self._open_row)
        self.open.setVisible(bool(questions))
        self._after.setVisible(bool(questions))

    def _open_row(self, asked: OpenQuestion) -> PressableRow:
        line = fact_line(Provenance.UNKNOWN, asked.text, asked.matters)
        name, tip = f"{asked.text}, {Provenance.UNKNOWN.words}", tr("Go to this question")
        return PressableRow(
            asked.key, self._focus_question, line, name=name, tip=tip, lights_up=False
        )

    def say(self, progress: str, currency: str, story: str) -> None:
        """How far the brief is, the currency of its amounts, and what a sample says about itself."""
        self.progress.setText(progress)
        self.currency.setText(tr("Amounts in {currency}", currency=currency))
        self.story.say(story)


def _marks() -> QWidget:
    key = QWidget()
    flow = FlowLayout(key, spacing=14)
    for source in (Provenance.MEASURED, Provenance.GUESS, Provenance.UNKNOWN):
        flow.addWidget(ProvenanceMark(source))
    return key


class CurrencyPopover(Popover):
    """The currencies as chips; ``chosen(code)`` is told."""

    def __init__(self, window: QWidget, current: str, chosen: Callable[[str], object]) -> None:
        super().__init__(window, tr("Currency"), width=304)
        self._chosen = chosen
        self.chips = ChipRow(tr("Currency"))
        self.chips.set_chips(tuple(dict.fromkeys((*usual_currencies(), current))), chosen=current)
        self.chips.picked.connect(self._picked)
        kept = tr("Amounts you typed keep their digits; they are not converted.")
        note = Label(kept, role=Role.NOTE, colour="ink3")
        fill(self.body, Label(tr("Amounts are in"), weight=600), 10, self.chips, 8, note)

    def _picked(self, code: str) -> None:
        self._chosen(code)
        self.close_popover()
