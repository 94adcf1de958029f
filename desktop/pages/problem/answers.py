"""Rows of the form that take a text, a choice, or whether a cue holds, and the mark that says where a number comes from."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.pages.problem.edits import BriefEdits
from desktop.project.question_kinds import Kind, Question
from desktop.project.records import Fact, Json
from desktop.theme.glyphs import PROVENANCE_GLYPHS, paint_glyph
from desktop.theme.paint import Face, paint_box, smooth, write
from desktop.theme.type import Role
from desktop.widgets.button import Button, PaintedButton
from desktop.widgets.choices import ChoiceBar, RadioGroup, Tick
from desktop.widgets.entries import FormRow
from desktop.widgets.fields import LineField, TextField
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, MIDDLE, RIGHT, FlowLayout, column, fill, holder, row
from desktop.widgets.message import TroubleNote
from desktop.widgets.popover import Popover
from estimators.base.sentence import tr
from reports.provenance import Provenance

_UNKNOWN = "unknown"
_IN_ONE_LINE = 2  # choices that stand beside the statement; more stand below it
_COULD = tr("Could change the verdict.")


SOURCES = (
    (Provenance.MEASURED, tr("I measured it")),
    (Provenance.PUBLISHED, tr("It is published")),
    (Provenance.GUESS, tr("It is my guess")),
)
_NOT_KNOWN = ((Provenance.UNKNOWN, tr("I don’t know after all")),)


class SourceButton(PaintedButton):
    """ "● drone log 2025", "◌": a press changes where the answer comes from."""

    def __init__(self, name: str, longest: int) -> None:
        """``longest``: pixels of the note beside a field, 0 for the mark alone; the whole note is in the tooltip."""
        super().__init__(across=QSizePolicy.Policy.Maximum)
        self.name, self._longest = name, longest
        self._source = Provenance.GUESS
        self._note = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_source(self, source: Provenance, note: str) -> None:
        """Show this source; a guess without a note shows its mark alone."""
        self._source = source
        self._note = note or ("" if source is Provenance.GUESS else source.words)
        said = f"{source.words}: {note}" if note else source.words
        self.setAccessibleName(tr("{name}, where it comes from: {said}", name=self.name, said=said))
        can_change = source not in {Provenance.DEFAULT, Provenance.UNKNOWN}
        tip = tr("{said}. Press to change where it comes from.", said=said)
        self.setToolTip(tip if can_change else said)
        self.refit()

    def sizeHint(self) -> QSize:
        words = min(self._longest, Face().width(self._note))
        return QSize(20 + (words + 4 if words else 0), 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(20, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        if self.isEnabled() and self.underMouse():
            paint_box(painter, self.rect(), fill="sunken")
        paint_glyph(painter, PROVENANCE_GLYPHS[self._source], 4, (self.height() - 12) / 2, 12)
        if self._longest:
            write(painter, self._note, QRectF(21, 0, self.width() - 22, self.height()), Face())


class SourcePopover(Popover):
    """Measured, published or guessed, or not known, and a note; ``chosen(source, note)`` is called when it closes with a change."""

    def __init__(
        self,
        window: QWidget,
        name: str,
        source: Provenance,
        note: str,
        chosen: Callable[[Provenance, str], object],
        *,
        may_be_unknown: bool = False,
    ) -> None:
        super().__init__(window, tr("Where it comes from: {name}", name=name), width=304)
        self._before, self._chosen = (source, note), chosen
        sources = (*SOURCES, *_NOT_KNOWN) if may_be_unknown else SOURCES
        self.group = RadioGroup(
            tr("Where it comes from"), [(str(s), words) for s, words in sources]
        )
        self.group.set_value(str(source))
        self.note = LineField(tr("Its source in a few words"), tr("For example: drone log 2025"))
        self.note.set_value(note)
        done = Button(tr("Done"), size="small", run=self.close_popover)
        title = Label(tr("Where this comes from"), weight=600)
        fill(self.body, title, 10, self.group, 12, self.note, 12, (done, RIGHT))
        self.note.returnPressed.connect(self.close_popover)
        self.closed.connect(self._finish)

    def _finish(self) -> None:
        value = self.group.value()
        after = (
            Provenance(value) if value else self._before[0],
            " ".join(self.note.text().split()),
        )
        if after != self._before:
            self._chosen(*after)


class AnswerRow(QWidget):
    """The base: what is answered goes to the edits of the brief.

    The field is only written to when its fact changes, so that half-typed and wrong texts of others stay.
    """

    def __init__(
        self, asked: Question, edits: BriefEdits, field: QWidget, *, tick: Tick | None = None
    ) -> None:
        super().__init__()
        self.asked, self._edits = asked, edits
        self.field = field
        self.source: SourceButton | None = None
        self._shown: tuple[Json, Provenance, str] | None = None
        # The tick has just been pressed: leave what was typed, even half a range.
        self._keeps_text = False
        self._tick = tick
        column(self._build(), of=self)

    def _build(self) -> QWidget:
        self.form = FormRow(self.asked.text, self.field, tick=self._tick)
        self.form.question.setToolTip(self.asked.help)
        return self.form

    def set_question(self, text: str) -> None:
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
        self._edits.unknown(self.asked.key, ticked, self.typed())

    def _answer(self) -> None:
        self._edits.answered(self.asked.key, self.typed())

    def typed(self) -> Json:
        """The complete answer in the field, whether or not it is ticked unknown."""
        return None

    def ask_source(self) -> None:
        if self._shown is None or self.source is None:
            return
        chosen = partial(self._edits.source_chosen, self.asked.key)
        popover = SourcePopover(self.window(), self.asked.text, *self._shown[1:], chosen)
        now = popover.group.value()
        first = popover.group.button(now) if now else popover.note
        popover.open_below(self.source, focus=first)


class TextAnswerRow(AnswerRow):
    """A line or a few lines of text."""

    def __init__(self, asked: Question, edits: BriefEdits) -> None:
        field: LineField | TextField
        if asked.kind is Kind.LINE:
            field = LineField(asked.text, asked.hint)
        else:
            field = TextField(asked.text, asked.hint)
        super().__init__(asked, edits, field)
        self._text = field
        field.committed.connect(self._committed)

    def show_value(self, value: Json, unknown: bool) -> None:
        del unknown
        self._text.set_value("" if value is None else str(value))

    def _committed(self, text: str) -> None:
        self._edits.answered(self.asked.key, text.strip() or None)


class ChoiceRow(AnswerRow):
    """One of a few answers, or "I don't know"."""

    def __init__(self, asked: Question, edits: BriefEdits) -> None:
        self.tick = Tick(
            tr("I don’t know"),
            accessible_name=tr("{name}: I don’t know", name=asked.text),
            quiet=True,
        )
        self.group, field = _choices(asked)
        super().__init__(asked, edits, field, tick=self.tick)
        self.group.chosen.connect(self._answer)
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

    def _ticked(self, ticked: bool) -> None:
        self.group.setEnabled(not ticked)
        self._say_unknown(ticked)


def _choices(asked: Question) -> tuple[RadioGroup | ChoiceBar, QWidget]:
    hint = [Label(asked.hint, role=Role.NOTE, colour="ink3")] if asked.hint else []
    if asked.kind is Kind.CHOICE:
        group = RadioGroup(asked.text, asked.choices, across=True)
        return group, holder(column(group, *hint, spacing=2))
    bar = ChoiceBar(asked.text, [(str(n), str(n)) for n in range(6)])
    low, high = (Label(end, role=Role.NOTE, colour="ink3", wrap=False) for end in asked.ends)
    line = FlowLayout(spacing=8, line_spacing=4, middle=True)
    for part in (low, bar, high):
        line.addWidget(part)
    return bar, holder(column(line, *hint, margins=(0, 2, 0, 0), spacing=4))


class CueAnswerRow(AnswerRow):
    """Yes, no and unknown are answers alike; nothing chosen: nobody has looked at it yet."""

    def __init__(self, asked: Question, edits: BriefEdits) -> None:
        self.bar = ChoiceBar(asked.text, (*asked.choices, (_UNKNOWN, tr("Unknown"))))
        super().__init__(asked, edits, self.bar)
        self.bar.chosen.connect(self._chosen)

    def _build(self) -> QWidget:
        """The row without a column of labels: the statement takes the room."""
        beside = len(self.asked.choices) <= _IN_ONE_LINE
        self.statement = Label(self.asked.text, weight=400 if beside else 500)
        self.matters = Label(_COULD, role=Role.NOTE, colour="ink3")
        self.settled = Label(role=Role.NOTE, colour="ink3")
        self.trouble = TroubleNote()
        more = (self.matters, self.settled, self.trouble)
        for label in more:
            label.hide()
        words = column(None, self.statement, *more, None)
        make, gap = (row, 16) if beside else (column, 6)
        shown = holder(
            make((words, 1), (self.bar, LEFT | MIDDLE), margins=(0, 6, 0, 6), spacing=gap)
        )
        shown.setToolTip(tr("Asked by: {origin}. F1 says more.", origin=self.asked.origin))
        return shown

    def say(self, words: str, *, wrong: bool = False) -> None:
        self.trouble.tell(words, wrong=wrong)
        self.bar.setAccessibleDescription(words)

    def say_settled(self, words: str) -> None:
        """What another answer says about this one: nobody is asked twice. An empty text: nothing."""
        self.settled.say(words)

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
            self._answer()
