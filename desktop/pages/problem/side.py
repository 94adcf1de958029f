"""Beside the questions: the answers that could still change the verdict, what speaks for which, what was measured, the marks."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.findings.decide.live_verdict import OpenAnswer
from desktop.findings.problem.brief import KnownFact
from desktop.theme.type import Role
from desktop.widgets.choices import ChipRow
from desktop.widgets.label import Label, ProvenanceMark
from desktop.widgets.layout import TOP, FlowLayout, column, fill, row
from desktop.widgets.popover import Popover
from desktop.widgets.pressable import PressableRow
from desktop.widgets.rows import FactRow, IconMark, RowList, Section
from estimators.base.sentence import tr
from estimators.case.price_book import usual_currencies
from reports.provenance import Provenance

if TYPE_CHECKING:
    from estimators.need_for_ai.considered import Reason

_SIGNS = {"for": tr("For"), "against": tr("Against")}
_MOST_REASONS = 5


class SideColumn(QWidget):
    """``focus_question(key)`` leads to where an answer is given."""

    def __init__(self, focus_question: Callable[[str], object]) -> None:
        super().__init__()
        self._focus_question = focus_question
        self.open = RowList(tr("What could still change it"), last_line=True)
        self.reasons = RowList(tr("What speaks for which"), last_line=True)
        self.measured = RowList(tr("Measured here"), lines=False, spacing=8)
        self.nothing = Label(colour="ink2")
        self.sections = [
            Section(tr("What could still change it"), self.open, ruled=True, gap=0),
            Section(tr("What speaks for which"), self.reasons, ruled=True, gap=0),
            Section(tr("Measured here"), self.measured, ruled=True),
        ]
        self.sections[0].add(self.nothing, gap=9)
        self.story = Label(role=Role.NOTE, colour="ink3")
        column(*self.sections, _marks(), self.story, of=self, spacing=28)
        self.show_measured((), "")
        self.forget()

    def forget(self) -> None:
        """There is no verdict to speak of."""
        for section in self.sections[:2]:
            section.hide()

    def show_open(self, answers: tuple[OpenAnswer, ...], settled: str) -> None:
        """Show what could still change the verdict; ``settled`` is said where nothing could."""
        self.sections[0].show()
        self.open.show_each(answers, self._open_row)
        self.open.setVisible(bool(answers))
        self.nothing.say("" if answers else settled)

    def _open_row(self, answer: OpenAnswer) -> PressableRow:
        title = Label(answer.title, weight=500)
        text = Label(answer.text, role=Role.NOTE, colour="ink2")
        name, tip = f"{answer.title}. {answer.text}", tr("Go to this question")
        return PressableRow(
            answer.key, self._focus_question, title, text, name=name, tip=tip, room=9
        )

    def show_reasons(self, reasons: tuple["Reason", ...]) -> None:
        """Show what speaks for the verdict and against it; what is not known stands above."""
        said = [(r.effect, r.text, r.source.title) for r in reasons if r.effect in _SIGNS]
        self.reasons.show_each(said[:_MOST_REASONS], _reason_row)
        self.sections[1].setVisible(bool(said))

    def show_measured(self, facts: tuple[KnownFact, ...], story: str) -> None:
        self.measured.show_each(facts, lambda f: FactRow(f.provenance, f.text, f.note))
        self.sections[2].setVisible(bool(facts))
        self.story.say(story)


def _reason_row(reason: tuple[str, str, str]) -> QWidget:
    effect, text, source = reason
    shown = QWidget()
    words = column(Label(text), Label(source, role=Role.NOTE, colour="ink3"), spacing=1)
    sign = IconMark(effect, _SIGNS[effect])
    row((sign, TOP), (words, 1), of=shown, spacing=10, margins=(0, 8, 0, 8))
    shown.setAccessibleName(f"{_SIGNS[effect]}: {text} {source}")
    return shown


def _marks() -> QWidget:
    key = QWidget()
    key.setAccessibleName(tr("Where a number comes from"))
    flow = FlowLayout(key, spacing=14)
    for source in Provenance:
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
        self.close_popover()
        self._chosen(code)  # last: the fields are made anew, and the keyboard is to be where it was
