"""One cue in one row: the statement, and yes, no or unknown."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.pages.problem.answers import AnswerRow
from desktop.project.questions import Question
from desktop.project.records import Json
from desktop.theme.type import Role
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.label import Label

_UNKNOWN = "unknown"
_IN_ONE_LINE = 2  # choices that stand beside the statement; more stand below it
_COULD = "Could change the verdict."


class CueRow(AnswerRow):
    """Yes, no and unknown are answers alike; nothing chosen: nobody has looked at it yet."""

    def __init__(self, asked: Question) -> None:
        self.bar = ChoiceBar(asked.text, (*asked.choices, (_UNKNOWN, "Unknown")))
        super().__init__(asked, self.bar)
        self.bar.chosen.connect(self._chosen)

    def _build(self) -> QWidget:
        """The row without a column of labels: the statement takes the room."""
        holder = QWidget()
        beside = len(self.asked.choices) <= _IN_ONE_LINE
        row: QBoxLayout = QHBoxLayout(holder) if beside else QVBoxLayout(holder)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(16 if beside else 6)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.statement = Label(self.asked.text, weight=400 if beside else 500)
        self.matters = Label(_COULD, role=Role.NOTE, colour="ink3")
        self.matters.hide()
        self.settled = Label(role=Role.NOTE, colour="ink3")
        self.settled.hide()
        self.trouble = Label(role=Role.NOTE)
        self.trouble.hide()
        words.addStretch(1)
        for label in (self.statement, self.matters, self.settled, self.trouble):
            words.addWidget(label)
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        holder.setToolTip(f"Asked by: {self.asked.origin}. F1 says more.")
        return holder

    def say(self, words: str, *, wrong: bool = False) -> None:
        self.trouble.set_colour("bad" if wrong else "sim")
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))
        self.bar.setAccessibleDescription(words)

    def say_settled(self, words: str) -> None:
        """What another answer says about this one: nobody is asked twice. An empty text: nothing."""
        self.settled.setText(words)
        self.settled.setVisible(bool(words))

    def set_question(self, text: str) -> None:
        self.statement.setText(text)

    def set_matters(self, could_change: bool) -> None:
        self.matters.setVisible(could_change)

    def toggle_unknown(self) -> None:
        if self.bar.value() != _UNKNOWN:
            self.bar.set_value(_UNKNOWN)
            self._chosen(_UNKNOWN)

    def show_value(self, value: Json, unknown: bool) -> None:
        self.bar.set_value(_UNKNOWN if unknown else None if value is None else str(value))

    def typed(self) -> Json:
        chosen = self.bar.value()
        return None if chosen == _UNKNOWN else chosen

    def _chosen(self, key: str) -> None:
        if key == _UNKNOWN:
            self._say_unknown(True)
        else:
            self.answered.emit(self.asked.key, key)
