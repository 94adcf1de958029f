"""The decision: its reasons, its sentence and conditions, and who signs it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.findings.launch.conditions import condition_words, signed_words
from desktop.findings.launch.readiness import condition_for
from desktop.project.records import Condition, SignOff
from desktop.theme.glyphs import Glyph
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import RadioGroup
from desktop.widgets.fields import LineField
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.layout import LEFT, TOP, Part, clear, column, fill, row
from desktop.widgets.menu import MenuEntry, open_menu
from desktop.widgets.pressable import Pressable
from desktop.widgets.rows import Box, CheckMark, RowList, Section
from estimators.acceptance.readiness.tripwires import Tripwire
from estimators.acceptance.readiness.verdict import Ground, GroundState, Verdict, Word
from estimators.base.date import day
from estimators.base.phrase import shorten
from estimators.base.sentence import tr

_STATES = {
    GroundState.PASS: CheckMark.PASS,
    GroundState.FAIL: CheckMark.FAIL,
    GroundState.NOT_SHOWN: CheckMark.NOT_SHOWN,
    GroundState.UNKNOWN: CheckMark.NEEDS_YOU,
}
DECISIONS = tuple((word.key, word.words) for word in reversed(Word))
TO_SIGN, ASKED, SIGNED = "to sign", "asked", "signed"
_OTHER_STATES = {
    TO_SIGN: (tr("Asked today"), ASKED),
    ASKED: (tr("Not asked yet"), TO_SIGN),
    SIGNED: (tr("Take the signature back"), TO_SIGN),
}
_GLYPHS = {TO_SIGN: Glyph.NOT_STARTED, ASKED: Glyph.DRAFT, SIGNED: Glyph.DECIDED}


class ReasonLine(QWidget):
    """One reason that decides the verdict: how it stands, and the sentence; an open one can become a condition."""

    condition_asked = Signal(str)

    def __init__(self, ground: Ground, *, condition: str) -> None:
        """``condition``: a first wording of it as a condition; empty where it can be none."""
        super().__init__()
        state = _STATES[ground.state]
        mark = GlyphMark(state.glyph, state.words, size=16)
        self.take = Button(tr("Make it a condition"), "link")
        self.take.setAccessibleName(tr("Make it a condition: {text}", text=ground.text))
        self.take.clicked.connect(partial(self.condition_asked.emit, condition))
        words = column(Label(shorten(ground.text, 180)), (self.take, LEFT), spacing=2)
        row((mark, TOP), (words, 1), of=self, margins=(0, 6, 0, 6), spacing=10)
        self.take.setVisible(bool(condition))
        self.setToolTip(ground.text)
        self.setAccessibleName(ground.text)  # it says itself how it stands


class RewordableRow(Pressable):
    """What can be reworded, by a click or Enter, and dropped, by the cross or Delete; ``about`` is handed on."""

    edit_asked = Signal(int)
    delete_asked = Signal(int)

    def __init__(
        self, about: int, name: str, *words: Part, room: int, locked: bool = False
    ) -> None:
        """``name`` is what a screen reader calls it: "Condition 1"; ``words`` say it."""
        super().__init__(lights_up=False)
        self._about, self._locked = about, locked
        self.drop = Button("", "text", icon="close", size="small")
        self.drop.setAccessibleName(
            tr("Delete {name}{name_2}", name=name[:1].lower(), name_2=name[1:])
        )
        self.drop.setToolTip(tr("Delete"))
        self.drop.clicked.connect(self._drop)
        row(*words, (self.drop, TOP), of=self, margins=(0, room, 0, room), spacing=10)
        self.drop.setVisible(not locked)
        if locked:
            self.unsetCursor()
        else:
            self.setToolTip(tr("Reword"))
            self.pressed.connect(partial(self.edit_asked.emit, about))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and not self._locked:
            self._drop()
        else:
            super().keyPressEvent(event)

    def _drop(self) -> None:
        self.delete_asked.emit(self._about)


def condition_row(number: int, condition: Condition) -> RewordableRow:
    """One condition."""
    said = condition_words(condition)
    mark = Label(str(number), colour="ink2", tabular=True, wrap=False)
    name = tr("Condition {number}", number=number)
    row = RewordableRow(condition.id, name, (mark, TOP), (Label(said), 1), room=2)
    row.setAccessibleName(f"{name}: {said}")
    return row


def tripwire_row(at: int, wire: Tripwire, *, locked: bool) -> RewordableRow:
    """One tripwire, and who sees to it."""
    words, name = [Label(wire.sentence)], tr("Tripwire {at}", at=at + 1)
    if wire.owner:
        words.append(
            Label(tr("{owner} sees to it.", owner=wire.owner), role=Role.NOTE, colour="ink2")
        )
    row = RewordableRow(at, name, (column(*words), 1), room=7, locked=locked)
    row.setAccessibleName(f"{name}: {wire.sentence} {wire.owner}".rstrip())
    return row


class DecisionSection(Section):
    """Radio buttons, the sentence that the report opens with, the conditions."""

    decided = Signal(str)
    worded = Signal(str)
    wording_asked = Signal(str)  # a condition with a first wording
    edit_asked = Signal(int)
    delete_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__(tr("Decision"))
        self.group = RadioGroup(tr("Decision"), DECISIONS)
        self.group.chosen.connect(self.decided)
        self.sentence = LineField(
            tr("The decision in one sentence"), tr("In one sentence, for page one")
        )
        self.sentence.committed.connect(self.worded)
        self.box_of_conditions = Box(filled=True)
        self._list = column(spacing=2)
        self.box_of_conditions.row.addLayout(self._list, 1)
        self.add_button = Button(tr("Add a condition"), "text", icon="add", size="small")
        self.hint = Label(role=Role.NOTE, colour="ink2")
        self.how = Button(tr("How?"), "link")
        self.how.setAccessibleName(tr("How the verdict is worked out"))
        self.reasons = RowList(tr("The reasons that decide it"))
        said = row((self.hint, 1), self.how, spacing=8)
        wording = (10, self.sentence, 10, self.box_of_conditions, 4, (self.add_button, LEFT))
        fill(self.box, 8, self.group, 8, said, 2, self.reasons, *wording)
        self._shown: tuple[Condition, ...] = ()
        self._verdict: tuple[Verdict, bool] | None = None
        self._rows: list[RewordableRow] = []

    def lock(self, locked: bool) -> None:
        """Let nothing be changed; what it rests on can still be read."""
        for widget in (self.group, self.sentence, self.box_of_conditions, self.add_button):
            widget.setEnabled(not locked)

    def show_verdict(self, verdict: Verdict, decision: str | None, *, locked: bool) -> None:
        """Show what the evidence supports, and the three reasons that decide it."""
        words = dict(DECISIONS)[verdict.word.key].lower()
        agrees = decision in (None, verdict.word.key)
        beside = "" if agrees else tr(", not what was decided")
        self.hint.setText(
            tr(
                "The evidence supports: {words}{beside}. What decides it:",
                words=words,
                beside=beside,
            )
        )
        offered = decision in (None, "conditions") and not locked
        if (verdict, offered) == self._verdict:
            return
        self._verdict = (verdict, offered)
        rows = []
        for ground in verdict.reasons:
            row = ReasonLine(ground, condition=condition_for(ground) if offered else "")
            row.condition_asked.connect(self.wording_asked)
            rows.append(row)
        self.reasons.set_rows(rows)

    def show_decision(
        self, decision: str | None, sentence: str, conditions: Sequence[Condition]
    ) -> None:
        """Show what was decided and under which conditions."""
        self.group.set_value(decision)
        self.sentence.set_value(sentence)
        self.box_of_conditions.setVisible(bool(conditions))
        self.add_button.setVisible(bool(conditions) or decision == "conditions")
        if tuple(conditions) == self._shown:
            return
        self._shown = tuple(conditions)
        clear(self._list)
        self._rows = [condition_row(*each) for each in enumerate(conditions, start=1)]
        for line in self._rows:
            line.edit_asked.connect(self.edit_asked)
            line.delete_asked.connect(self.delete_asked)
        fill(self._list, *self._rows)

    def rows(self) -> tuple[RewordableRow, ...]:
        return tuple(self._rows)


class TripwireSection(Section):
    """The tripwires, and the way to add one."""

    edit_asked = Signal(int)
    delete_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__(tr("When it is stopped"))
        self.list = RowList(tr("Tripwires"), first_line=True, last_line=True)
        self.hint = Label(
            tr("Agree on it before the launch: what is watched, where it trips, what you do then."),
            role=Role.NOTE,
            colour="ink2",
        )
        self.add_button = Button(tr("Add a tripwire"), "text", icon="add", size="small")
        fill(self.box, 8, self.list, self.hint, 4, (self.add_button, LEFT))
        self._shown: tuple[tuple[Tripwire, ...], bool] | None = None

    def rows(self) -> tuple[RewordableRow, ...]:
        """The tripwires that are shown, in order."""
        return tuple(row for row in self.list.rows() if isinstance(row, RewordableRow))

    def show_tripwires(self, wires: Sequence[Tripwire], *, locked: bool) -> None:
        """Show these; ``locked``: the project can only be read."""
        if self._shown == (tuple(wires), locked):
            return
        self._shown = (tuple(wires), locked)
        rows = []
        for at, wire in enumerate(wires):
            row = tripwire_row(at, wire, locked=locked)
            row.edit_asked.connect(self.edit_asked)
            row.delete_asked.connect(self.delete_asked)
            rows.append(row)
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.hint.setVisible(not rows)
        self.add_button.setVisible(not locked)


class SignOffRow(QWidget):
    """One person. ``changed`` carries (id, new state); ``removed`` the id."""

    changed = Signal(int, str)
    removed = Signal(int)

    def __init__(self, person: SignOff, *, hold: str) -> None:
        """``hold``: why nobody can sign yet, or an empty text."""
        super().__init__()
        self._person = person
        said = _signature_words(person, hold)
        mark = GlyphMark(_GLYPHS.get(person.state, Glyph.NOT_STARTED), person.state, size=16)
        words = [Label(person.name, weight=500)]
        if person.role:
            words.append(Label(person.role, role=Role.NOTE, colour="ink2"))
        note = [Label(said, role=Role.NOTE, colour="ink2", wrap=False)] if said else []
        self.sign = Button(tr("Sign"), "link")
        self.sign.clicked.connect(partial(self.changed.emit, person.id, SIGNED))
        self.more = Button("⋯", "text", size="small")
        self.more.setAccessibleName(tr("More for {name}", name=person.name))
        self.more.clicked.connect(self._menu)
        named = (column(*words), 1)
        row(mark, named, *note, self.sign, self.more, of=self, margins=(0, 8, 0, 8), spacing=12)
        self.sign.setVisible(not person.has_signed and not hold)
        self.setAccessibleName(f"{person.name}, {person.role}: {said or person.state}")

    def _menu(self) -> None:
        person = self._person
        other = _OTHER_STATES.get(person.state)
        change = [MenuEntry(other[0], partial(self.changed.emit, person.id, other[1]))] if other else []  # fmt: skip
        open_menu(
            self.more, [*change, MenuEntry(tr("Remove"), partial(self.removed.emit, person.id))]
        )


def _signature_words(person: SignOff, hold: str) -> str:
    if person.outdated:
        return signed_words(person)
    if person.state == SIGNED:
        when = datetime.fromisoformat(person.at).astimezone()
        return tr("signed {at} {when}", at=day(person.at), when=f"{when:%H:%M}")
    if person.state == ASKED:
        return tr("asked {at}", at=day(person.at))
    return hold


class SigningSection(Section):
    """The list of people, and the way to name another one."""

    changed = Signal(int, str)
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__(tr("Sign-off"))
        self.people = RowList(tr("Sign-off"), first_line=True, last_line=True)
        self.add_button = Button(tr("Name who signs"), "link")
        fill(self.box, 8, self.people, 4, (self.add_button, LEFT))
        self._shown: tuple[tuple[SignOff, ...], str] | None = None

    def show_people(self, people: Sequence[SignOff], hold: str) -> None:
        """Show these people; ``hold`` says what has to come first, if anything."""
        if self._shown == (tuple(people), hold):
            return
        self._shown = (tuple(people), hold)
        rows = []
        for person in people:
            row = SignOffRow(person, hold=hold)
            row.changed.connect(self.changed)
            row.removed.connect(self.removed)
            rows.append(row)
        self.people.set_rows(rows)
        self.people.setVisible(bool(rows))
        self.add_button.setText(tr("Name another one") if people else tr("Name who signs"))
