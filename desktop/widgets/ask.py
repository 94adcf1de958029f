"""A popover that asks for a few words or numbers: a name, a condition, why the bar moves. Enter sends it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.fields import LineField, NumberField
from desktop.widgets.label import Label
from desktop.widgets.popover import Popover
from estimators.base.errors import UserError

Answers = dict[str, str]


@dataclass(frozen=True)
class AskFor:
    """One field: its key in the answers, its question, and what it shows at first."""

    key: str
    question: str
    text: str = ""
    placeholder: str = ""
    percent: bool = False  # a share, typed as a percentage; its answer is the share as text
    choices: tuple[
        tuple[str, str], ...
    ] = ()  # one of (key, words) instead of words; text is the key


class AskPopover(Popover):
    """Shows the fields and one button. ``done`` gets the answers; a ``UserError`` it raises is shown below."""

    def __init__(
        self,
        window: QWidget,
        title: str,
        fields: Sequence[AskFor],
        done: Callable[[Answers], None],
        *,
        button: str = "Save",
        text: str = "",
        width: int = 392,
    ) -> None:
        super().__init__(window, title, width=width)
        self._done = done
        self.sent = False  # the answers were taken
        self.add_head(title, wraps=False)
        if text:
            self.body.addSpacing(2)
            self.body.addWidget(Label(text, role=Role.NOTE, colour="ink2"))
        self.fields: dict[str, LineField] = {}
        self.bars: dict[str, ChoiceBar] = {}
        for wanted in fields:
            field: LineField | ChoiceBar
            if wanted.choices:
                field = self.bars[wanted.key] = ChoiceBar(wanted.question, wanted.choices)
                field.set_value(wanted.text or wanted.choices[0][0])
            else:
                field = self.fields[wanted.key] = self._field(wanted)
            self.body.addSpacing(10)
            label = Label(wanted.question, weight=500)
            label.setBuddy(field)
            self.body.addWidget(label)
            self.body.addSpacing(4)
            side = Qt.AlignmentFlag.AlignLeft if wanted.choices else Qt.AlignmentFlag(0)
            self.body.addWidget(field, 0, side)
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.body.addSpacing(12)
        row = QHBoxLayout()
        self.send = Button(button, "primary", shortcut="Return")
        self.send.clicked.connect(self.submit)
        row.addWidget(self.send)
        row.addStretch(1)
        self.body.addLayout(row)
        self.closed.connect(self.deleteLater)

    @staticmethod
    def _field(wanted: AskFor) -> LineField:
        if not wanted.percent:
            field = LineField(wanted.question, wanted.placeholder)
            field.set_value(wanted.text)
            return field
        number = NumberField(wanted.question, suffix="%", low=1, high=99)
        number.set_number(round(float(wanted.text) * 100, 2) if wanted.text else None)
        return number

    def ask(self, anchor: QWidget | None = None, *, align_right: bool = False) -> None:
        """Open below ``anchor``, or in the middle of the window."""
        first = next(iter(self.fields.values()))
        if anchor is None:
            self.open_at((self.window().width() - 392) // 2, 120, focus=first)
        else:
            self.open_below(anchor, align_right=align_right, focus=first)
        first.selectAll()

    def submit(self) -> None:
        """Hand the answers over; stays open where they will not do."""
        answers: Answers = {key: bar.value() or "" for key, bar in self.bars.items()}
        for key, field in self.fields.items():
            if isinstance(field, NumberField):
                field.editingFinished.emit()  # what is being typed counts
                if field.problem() or field.value() is None:
                    self._say(field.problem() or "Type a number.")
                    field.setFocus()
                    return
                answers[key] = f"{(field.value() or 0) / 100:.6g}"
            else:
                answers[key] = field.text().strip()
        try:
            self._done(answers)
        except UserError as error:
            self._say(" ".join(filter(None, (error.what, error.why, error.next_step))))
            return
        self.sent = True
        self.close_popover()

    def typed(self) -> Answers:
        """What stands in the fields now, as typed."""
        return {key: field.text() for key, field in self.fields.items()}

    def take_primary(self) -> bool:
        self.submit()
        return True

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.show()
        self.resettle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.submit()
            return
        super().keyPressEvent(event)
