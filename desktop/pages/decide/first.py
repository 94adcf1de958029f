"""Before anything is answered: the few questions that say most, each one press away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.pages.decide.rows import Pressable
from desktop.project.questions import question
from desktop.theme.tokens import TEXT_MEASURE
from desktop.theme.type import Role
from desktop.widgets.label import Label
from desktop.widgets.rows import RowList, Section

_FIRST = (
    ("explicit_rules_possible", "If they can, you need no AI, and the page says so."),
    ("demand_validated", "If nobody has seen it, a fake finds out in days."),
    ("miss_cost", "What a mistake costs decides how right it has to be."),
    ("volume_per_month", "Rare cases seldom pay for training."),
)


class FirstQuestions(QWidget):
    """``chosen(key)`` leads to a question of the Problem page."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        rows = [_FirstRow(key, why) for key, why in _FIRST]
        for row in rows:
            row.chosen.connect(self.chosen)
        listed = RowList("The answers that say most", last_line=True)
        listed.set_rows(rows)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        section = Section("Four answers that say most", listed, ruled=True, gap=0)
        section.setMaximumWidth(TEXT_MEASURE)
        box.addWidget(section)


class _FirstRow(Pressable):
    chosen = Signal(str)

    def __init__(self, key: str, why: str) -> None:
        super().__init__()
        self._key = key
        asked = question(key)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 10)
        box.setSpacing(0)
        box.addWidget(Label(asked.text, weight=500))
        box.addWidget(Label(why, role=Role.NOTE, colour="ink2"))
        self.setAccessibleName(f"{asked.text}. {why} Press to answer it.")
        self.pressed.connect(self._choose)

    def _choose(self) -> None:
        self.chosen.emit(self._key)
