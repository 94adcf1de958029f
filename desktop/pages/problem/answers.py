"""Rows of the form that take a text, a choice, or whether a cue holds."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.pages.problem.source import SourceButton
from desktop.project.question_kinds import Kind, Question
from desktop.project.records import Fact, Json
from desktop.theme.type import Role
from desktop.widgets.choices import ChoiceBar, RadioGroup, Tick
from desktop.widgets.entries import FormRow
from desktop.widgets.fields import LineField, TextField
from desktop.widgets.label import Label

_UNKNOWN = "unknown"
_IN_ONE_LINE = 2  # choices that stand beside the statement; more stand below it
_COULD = "Could change the verdict."


class AnswerRow(QWidget):
    """The base: ``answered(key, value)`` (None: emptied), ``unknown(key, ticked, typed)``, ``source_asked(key)``.

    ``moved(key, value)`` while a handle is dragged (None: put back); only ``answered`` is an edit.

    The field is only written to when its fact changes, so that half-typed and wrong texts of others stay.
    """

    answered = Signal(str, object)
    unknown = Signal(str, bool, object)
    source_asked = Signal(str)
    moved = Signal(str, object)

    def __init__(self, asked: Question, field: QWidget, *, tick: Tick | None = None) -> None:
        super().__init__()
        self.asked = asked
        self.field = field
        self.source: SourceButton | None = None
        self._shown: tuple[Json, object, str] | None = None
        self._keeps_text = (
            False  # the tick has just been pressed: leave what was typed, even half a range
        )
        self._tick = tick
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._build())

    def _build(self) -> QWidget:
        self.form = FormRow(self.asked.text, self.field, tick=self._tick)
        self.form.question.setToolTip(self.asked.help)
        return self.form

    def set_question(self, text: str) -> None:
        """Ask in these words."""
        self.form.question.setText(text)

    def show_fact(self, fact: Fact | None, text: str) -> None:
        """Show the answer as the project has it, under this question text."""
        self.set_question(text)
        state = None if fact is None else (fact.value, fact.source, fact.note)
        if state == self._shown:
            return
        self._shown = state
        if not self._keeps_text:
            self.show_value(
                None if fact is None else fact.value, fact is not None and not fact.known
            )
        self._keeps_text = False
        if self.source is not None:
            self.source.setVisible(fact is not None and fact.known and fact.value is not None)
            if fact is not None:
                self.source.set_source(fact.source, fact.note)

    def show_value(self, value: Json, unknown: bool) -> None:
        raise NotImplementedError

    def focus_field(self) -> None:
        """Put the cursor into the field."""
        self.field.setFocus(Qt.FocusReason.TabFocusReason)  # selects the number that is there

    def toggle_unknown(self) -> None:
        """Tick or untick "I don't know", where there is such a tick."""

    def show_default(self, ends: tuple[float, float] | None, words: str) -> None:
        """What is taken while nothing is answered, and where that comes from."""

    def say(self, words: str, *, wrong: bool = False) -> None:
        """What is wrong or odd about the answer, below its field; an empty text: nothing."""
        self.form.say(words, wrong=wrong)
        self.field.setAccessibleDescription(words)

    def set_matters(self, could_change: bool) -> None:
        """Whether an answer could change the verdict."""

    def _say_unknown(self, ticked: bool) -> None:
        self._keeps_text = True
        self.unknown.emit(self.asked.key, ticked, self.typed())

    def typed(self) -> Json:
        """The complete answer in the field, whether or not it is ticked unknown."""
        return None

    def _ask_source(self) -> None:
        self.source_asked.emit(self.asked.key)


class TextAnswerRow(AnswerRow):
    """A line or a few lines of text."""

    def __init__(self, asked: Question) -> None:
        field: LineField | TextField
        if asked.kind is Kind.LINE:
            field = LineField(asked.text, asked.hint)
        else:
            field = TextField(asked.text, asked.hint)
        super().__init__(asked, field)
        self._text = field
        field.committed.connect(self._committed)

    def show_value(self, value: Json, unknown: bool) -> None:
        del unknown
        self._text.set_value("" if value is None else str(value))

    def _committed(self, text: str) -> None:
        self.answered.emit(self.asked.key, text.strip() or None)


class ChoiceRow(AnswerRow):
    """One of a few answers, or "I don't know"."""

    def __init__(self, asked: Question) -> None:
        self.tick = Tick("I don’t know", accessible_name=f"{asked.text}: I don’t know", quiet=True)
        self.group, field = _choices(asked)
        super().__init__(asked, field, tick=self.tick)
        self.group.chosen.connect(self._chosen)
        self.tick.toggled.connect(self._ticked)

    def focus_field(self) -> None:
        if isinstance(self.group, RadioGroup):
            self.group.button(self.asked.choices[0][0]).setFocus()
        else:
            self.group.setFocus()

    def toggle_unknown(self) -> None:
        self.tick.click()

    def show_value(self, value: Json, unknown: bool) -> None:
        self.group.set_value(None if value is None else str(value))
        self.group.setEnabled(not unknown)
        blocked = self.tick.blockSignals(True)
        self.tick.setChecked(unknown)
        self.tick.blockSignals(blocked)

    def typed(self) -> Json:
        key = self.group.value()
        return int(key) if key is not None and self.asked.kind is Kind.LEVEL else key

    def _chosen(self, _key: str) -> None:
        self.answered.emit(self.asked.key, self.typed())

    def _ticked(self, ticked: bool) -> None:
        self.group.setEnabled(not ticked)
        self._say_unknown(ticked)


def _choices(asked: Question) -> tuple[RadioGroup | ChoiceBar, QWidget]:
    if asked.kind is Kind.CHOICE:
        group = RadioGroup(asked.text, asked.choices, across=True)
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(group)
        if asked.hint:
            box.addWidget(Label(asked.hint, role=Role.NOTE, colour="ink3"))
        return group, holder
    bar = ChoiceBar(asked.text, [(str(n), str(n)) for n in range(6)])
    holder = QWidget()
    lines = QVBoxLayout(holder)
    lines.setContentsMargins(0, 2, 0, 0)
    lines.setSpacing(4)
    line = QHBoxLayout()
    lines.addLayout(line)
    line.setSpacing(8)
    line.addWidget(Label(asked.ends[0], role=Role.NOTE, colour="ink3", wrap=False))
    line.addWidget(bar)
    line.addWidget(Label(asked.ends[1], role=Role.NOTE, colour="ink3", wrap=False))
    line.addStretch(1)
    if asked.hint:
        lines.addWidget(Label(asked.hint, role=Role.NOTE, colour="ink3"))
    return bar, holder


class CueAnswerRow(AnswerRow):
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
