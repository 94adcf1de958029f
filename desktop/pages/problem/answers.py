"""One row of the form for each kind of question: it shows a fact and says what the person answered."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.pages.problem.source import SourceButton
from desktop.project.questions import Kind, Question
from desktop.project.records import Fact, Json
from desktop.theme.type import Role
from desktop.widgets.choices import ChoiceBar, RadioGroup, Tick
from desktop.widgets.entries import FormRow, NumberEntry, RangeEntry
from desktop.widgets.fields import LineField, NumberField, TextField
from desktop.widgets.label import Label

_UNIT_WORDS = {"s": "seconds", "%": "%", "money": ""}


class AnswerRow(QWidget):
    """The base: ``answered(key, value)`` (None: emptied), ``unknown(key, ticked, typed)``, ``source_asked(key)``.

    The field is only written to when its fact changes, so that half-typed and wrong texts of others stay.
    """

    answered = Signal(str, object)
    unknown = Signal(str, bool, object)
    source_asked = Signal(str)

    def __init__(self, asked: Question, field: QWidget, *, tick: Tick | None = None) -> None:
        super().__init__()
        self.asked = asked
        self.field = field
        self.source: SourceButton | None = None
        self._shown: tuple[Json, object, str] | None = None
        self._keeps_text = (
            False  # the tick has just been pressed: leave what was typed, even half a range
        )
        self.form = FormRow(asked.text, field, tick=tick)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.form)

    def show_fact(self, fact: Fact | None, text: str) -> None:
        """Show the answer as the project has it, under this question text."""
        self.form.question.setText(text)
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

    def show_default(self, words: str) -> None:
        """What is taken while nothing is answered."""

    def _say_unknown(self, ticked: bool) -> None:
        self._keeps_text = True
        self.unknown.emit(self.asked.key, ticked, self.typed())

    def typed(self) -> Json:
        """The complete answer in the field, whether or not it is ticked unknown."""
        return None

    def _ask_source(self) -> None:
        self.source_asked.emit(self.asked.key)


class TextRow(AnswerRow):
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


class _AmountRow(AnswerRow):
    """What number and range share: per cent on screen are shares in the project; the source mark."""

    entry: NumberEntry | RangeEntry

    def __init__(self, asked: Question, entry: NumberEntry | RangeEntry) -> None:
        super().__init__(asked, entry)
        self.entry = entry
        self._note = asked.hint
        self._scale = 100.0 if asked.unit == "%" else 1.0
        self.source = SourceButton(asked.text, 150 if isinstance(entry, RangeEntry) else 84)
        self.source.hide()
        entry.unit.setVisible(bool(entry.unit.text()))
        self.source.clicked.connect(self._ask_source)
        entry.line.insertWidget(entry.line.count() - 1, self.source)
        entry.unknown_toggled.connect(self._say_unknown)

    def toggle_unknown(self) -> None:
        self.entry.tick.click()

    def _say_unknown(self, ticked: bool) -> None:
        self._hint(ticked)
        super()._say_unknown(ticked)

    def _hint(self, unknown: bool) -> None:
        """How to pick a number helps only those who pick one."""
        self.entry.set_note("" if unknown else self._note)

    def show_default(self, words: str) -> None:
        self._note = self.asked.hint or (f"Until you know: {words}." if words else "")
        self._hint(self.entry.is_unknown() and not words)

    def _shown_number(self, value: float | None) -> float | None:
        return None if value is None else float(f"{value * self._scale:.6g}")

    def _kept(self, value: float) -> float:
        kept = round(value / self._scale, 12)
        return int(kept) if kept == int(kept) and self._scale == 1 else kept


def _field_manner(asked: Question, mark: str) -> dict[str, str | float]:
    unit = _UNIT_WORDS.get(asked.unit, asked.unit)
    manner: dict[str, str | float] = {"unit": unit, "note": asked.hint, "low": 0.0}
    if asked.unit == "money":
        manner["prefix"] = mark
    if asked.unit == "%":
        manner["high"] = 100.0
    return manner


class NumberRow(_AmountRow):
    """One number."""

    entry: NumberEntry

    def __init__(self, asked: Question, mark: str) -> None:
        super().__init__(asked, NumberEntry(asked.text, **_field_manner(asked, mark)))  # type: ignore[arg-type]  # one dict for both kinds
        self.entry.changed.connect(self._changed)

    def show_value(self, value: Json, unknown: bool) -> None:
        self.entry.set_value(self._shown_number(value), unknown=unknown)
        self._hint(unknown)

    def typed(self) -> Json:
        number = self.entry.field.value()
        return None if number is None else self._kept(number)

    def _changed(self, _number: object) -> None:
        self.answered.emit(self.asked.key, self.typed())


class RangeRow(_AmountRow):
    """A low and a high end. Emptying both takes the answer away; a wrong or half range is kept in the fields only."""

    entry: RangeEntry

    def __init__(self, asked: Question, mark: str) -> None:
        super().__init__(asked, RangeEntry(asked.text, **_field_manner(asked, mark)))  # type: ignore[arg-type]  # one dict for both kinds
        self.entry.changed.connect(self._changed)
        for field in self._ends():
            field.edited.connect(self._emptied)

    def _ends(self) -> tuple[NumberField, NumberField]:
        return self.entry.low_field, self.entry.high_field

    def show_value(self, value: Json, unknown: bool) -> None:
        ends = None
        if isinstance(value, dict):
            low, high = (self._shown_number(value[end]) for end in ("low", "high"))
            ends = None if low is None or high is None else (low, high)
        elif value is not None:
            number = self._shown_number(value)
            ends = None if number is None else (number, number)
        self.entry.set_value(ends, unknown=unknown)
        self._hint(unknown)

    def typed(self) -> Json:
        low, high = (field.value() for field in self._ends())
        if low is None or high is None or low > high:
            return None
        return {"low": self._kept(low), "high": self._kept(high)}

    def _changed(self, _ends: object) -> None:
        self.answered.emit(self.asked.key, self.typed())

    def _emptied(self) -> None:
        if self._shown is not None and not any(field.text().strip() for field in self._ends()):
            self.answered.emit(self.asked.key, None)


class ChoiceRow(AnswerRow):
    """One of a few answers; further questions have a tick "I don't know" as well."""

    def __init__(self, asked: Question, *, can_be_unknown: bool) -> None:
        self.tick: Tick | None = None
        if can_be_unknown:
            self.tick = Tick(
                "I don’t know", accessible_name=f"{asked.text}: I don’t know", quiet=True
            )
        self.group, field = _choices(asked)
        super().__init__(asked, field, tick=self.tick)
        self.group.chosen.connect(self._chosen)
        if self.tick is not None:
            self.tick.toggled.connect(self._ticked)

    def focus_field(self) -> None:
        if isinstance(self.group, RadioGroup):
            self.group.button(self.asked.choices[0][0]).setFocus()
        else:
            self.group.setFocus()

    def toggle_unknown(self) -> None:
        if self.tick is not None:
            self.tick.click()

    def show_value(self, value: Json, unknown: bool) -> None:
        self.group.set_value(None if value is None else str(value))
        self.group.setEnabled(not unknown)
        if self.tick is not None:
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
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 2, 0, 0)
    line.setSpacing(8)
    line.addWidget(Label(asked.ends[0], role=Role.NOTE, colour="ink3", wrap=False))
    line.addWidget(bar)
    line.addWidget(Label(asked.ends[1], role=Role.NOTE, colour="ink3", wrap=False))
    line.addStretch(1)
    return bar, holder


def answer_row(asked: Question, mark: str, *, can_be_unknown: bool = True) -> AnswerRow:
    """The row for a question; ``mark`` is the sign of the currency."""
    if asked.kind is Kind.NUMBER:
        return NumberRow(asked, mark)
    if asked.kind is Kind.RANGE:
        return RangeRow(asked, mark)
    if asked.kind in {Kind.CHOICE, Kind.LEVEL}:
        return ChoiceRow(asked, can_be_unknown=can_be_unknown)
    return TextRow(asked)
