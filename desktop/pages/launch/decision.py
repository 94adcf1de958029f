"""The decision: its reasons, its sentence and conditions, and who signs it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.findings.launch.conditions import condition_words, signed_words
from desktop.findings.launch.readiness import condition_for
from desktop.project.records import Condition, SignOff
from desktop.theme.glyphs import Glyph
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import RadioGroup
from desktop.widgets.fields import LineField
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.rows import Box, CheckMark, RowList, Section
from estimators.acceptance.readiness.verdict import Ground, GroundState, Verdict, Word
from estimators.base.date import day
from estimators.base.phrase import shorten

_STATES = {
    GroundState.PASS: CheckMark.PASS,
    GroundState.FAIL: CheckMark.FAIL,
    GroundState.NOT_SHOWN: CheckMark.NOT_SHOWN,
    GroundState.UNKNOWN: CheckMark.NEEDS_YOU,
}
DECISIONS = tuple((word.key, word.words) for word in reversed(Word))
TO_SIGN, ASKED, SIGNED = "to sign", "asked", "signed"
_GLYPHS = {TO_SIGN: Glyph.NOT_STARTED, ASKED: Glyph.DRAFT, SIGNED: Glyph.DECIDED}


class ReasonLine(QWidget):
    """One reason that decides the verdict: how it stands, and the sentence; an open one can become a condition."""

    condition_asked = Signal(str)

    def __init__(self, ground: Ground, *, condition: str) -> None:
        """``condition``: a first wording of it as a condition; empty where it can be none."""
        super().__init__()
        self._condition = condition
        state = _STATES[ground.state]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(10)
        mark = GlyphMark(state.glyph, state.words, size=16)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(shorten(ground.text, 180)))
        self.take = Button("Make it a condition", "link")
        self.take.setAccessibleName(f"Make it a condition: {ground.text}")
        self.take.clicked.connect(self._take)
        words.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 1)
        self.take.setVisible(bool(condition))
        self.setToolTip(ground.text)
        self.setAccessibleName(ground.text)  # it says itself how it stands

    def _take(self) -> None:
        self.condition_asked.emit(self._condition)


class ConditionRow(QWidget):
    """One condition; a click or Enter rewords it, the cross or Delete drops it."""

    edit_asked = Signal(int)
    delete_asked = Signal(int)

    def __init__(self, number: int, condition: Condition) -> None:
        super().__init__()
        self._id = condition.id
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Reword")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(Label(str(number), colour="ink2", tabular=True, wrap=False), 0, top)
        row.addWidget(Label(condition_words(condition)), 1)
        self.drop = Button("", "text", icon="close", size="small")
        self.drop.setAccessibleName(f"Delete condition {number}")
        self.drop.setToolTip("Delete")
        self.drop.clicked.connect(self._drop)
        row.addWidget(self.drop, 0, top)
        self.setAccessibleName(f"Condition {number}: {condition_words(condition)}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.edit_asked.emit(self._id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.edit_asked.emit(self._id)
        elif event.key() == Qt.Key.Key_Delete:
            self._drop()
        else:
            super().keyPressEvent(event)

    def _drop(self) -> None:
        self.delete_asked.emit(self._id)


class DecisionSection(Section):
    """Radio buttons, the sentence that the report opens with, the conditions."""

    decided = Signal(str)
    worded = Signal(str)
    add_asked = Signal()
    how_asked = Signal()  # the verdict is worked out
    wording_asked = Signal(str)  # a condition with a first wording
    edit_asked = Signal(int)
    delete_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__("Decision")
        self.group = RadioGroup("Decision", DECISIONS)
        self.group.chosen.connect(self.decided)
        self.sentence = LineField("The decision in one sentence", "In one sentence, for page one")
        self.sentence.committed.connect(self.worded)
        self.box_of_conditions = Box(filled=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.box_of_conditions.row.addLayout(self._list, 1)
        self.add_button = Button("Add a condition", "text", icon="add", size="small")
        self.add_button.clicked.connect(self.add_asked)
        self.hint = Label(role=Role.NOTE, colour="ink2")
        self.how = Button("How?", "link")
        self.how.setAccessibleName("How the verdict is worked out")
        self.how.clicked.connect(self.how_asked)
        self.reasons = RowList("The reasons that decide it")
        self.add(self.group)
        said = QWidget()
        line = QHBoxLayout(said)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.hint, 1)
        line.addWidget(self.how)
        self.add(said, 8)
        self.add(self.reasons, 2)
        self.add(self.sentence, 10)
        self.add(self.box_of_conditions, 10)
        self.box.addSpacing(4)
        self.box.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._shown: tuple[Condition, ...] = ()
        self._verdict: tuple[Verdict, bool] | None = None
        self._rows: list[ConditionRow] = []

    def lock(self, locked: bool) -> None:
        """Let nothing be changed; what it rests on can still be read."""
        for widget in (self.group, self.sentence, self.box_of_conditions, self.add_button):
            widget.setEnabled(not locked)

    def show_verdict(self, verdict: Verdict, decision: str | None, *, locked: bool) -> None:
        """Show what the evidence supports, and the three reasons that decide it."""
        words = dict(DECISIONS)[verdict.word.key].lower()
        agrees = decision in (None, verdict.word.key)
        beside = "" if agrees else ", not what was decided"
        self.hint.setText(f"The evidence supports: {words}{beside}. What decides it:")
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
        for row in self._rows:
            row.hide()
            self._list.removeWidget(row)
            row.deleteLater()
        self._rows = []
        for number, condition in enumerate(conditions, start=1):
            row = ConditionRow(number, condition)
            row.edit_asked.connect(self.edit_asked)
            row.delete_asked.connect(self.delete_asked)
            self._list.addWidget(row)
            self._rows.append(row)

    def rows(self) -> tuple[ConditionRow, ...]:
        return tuple(self._rows)


class SignOffRow(QWidget):
    """One person. ``changed`` carries (id, new state); ``removed`` the id."""

    changed = Signal(int, str)
    removed = Signal(int)

    def __init__(self, person: SignOff, *, hold: str) -> None:
        """``hold``: why nobody can sign yet, or an empty text."""
        super().__init__()
        self._person = person
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        glyph = _GLYPHS.get(person.state, Glyph.NOT_STARTED)
        row.addWidget(GlyphMark(glyph, person.state, size=16))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(person.name, weight=500))
        if person.role:
            words.addWidget(Label(person.role, role=Role.NOTE, colour="ink2"))
        row.addLayout(words, 1)
        said = _signature_words(person, hold)
        if said:
            row.addWidget(Label(said, role=Role.NOTE, colour="ink2", wrap=False))
        self.sign = Button("Sign", "link")
        self.sign.clicked.connect(self._sign)
        row.addWidget(self.sign)
        self.sign.setVisible(not person.has_signed and not hold)
        self.more = Button("⋯", "text", size="small")
        self.more.setAccessibleName(f"More for {person.name}")
        self.more.clicked.connect(self._menu)
        row.addWidget(self.more)
        self.setAccessibleName(f"{person.name}, {person.role}: {said or person.state}")

    def _sign(self) -> None:
        self.changed.emit(self._person.id, SIGNED)

    def _menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        state = self._person.state
        choices = {
            TO_SIGN: (("Asked today", ASKED),),
            ASKED: (("Not asked yet", TO_SIGN),),
            SIGNED: (("Take the signature back", TO_SIGN),),
        }
        for words, wanted in (*choices.get(state, ()), ("Remove", "")):
            action = menu.addAction(words)
            action.setData(wanted)
            action.triggered.connect(self._menu_chosen)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _menu_chosen(self) -> None:
        wanted = self.sender().data()  # type: ignore[attr-defined]  # the menu's action
        if wanted:
            self.changed.emit(self._person.id, wanted)
        else:
            self.removed.emit(self._person.id)


def _signature_words(person: SignOff, hold: str) -> str:
    if person.outdated:
        return signed_words(person)
    if person.state == SIGNED:
        when = datetime.fromisoformat(person.at).astimezone()
        return f"signed {day(person.at)} {when:%H:%M}"
    if person.state == ASKED:
        return f"asked {day(person.at)}"
    return hold


class SigningSection(Section):
    """The list of people, and the way to name another one."""

    add_asked = Signal()
    changed = Signal(int, str)
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__("Sign-off")
        self.people = RowList("Sign-off", first_line=True, last_line=True)
        self.add_button = Button("Name who signs", "link")
        self.add_button.clicked.connect(self.add_asked)
        self.add(self.people)
        self.box.addSpacing(4)
        self.box.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
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
        self.add_button.setText("Name another one" if people else "Name who signs")
