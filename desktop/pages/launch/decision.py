"""The decision: its reasons, its sentence and conditions, and who signs it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.findings.launch.conditions import condition_words, signed_words
from desktop.findings.launch.readiness import condition_for
from desktop.findings.launch.since_launch import check_of
from desktop.findings.launch.view import view
from desktop.pages.launch.edits import ASKED, DECISIONS, SIGNED, TO_SIGN, LaunchEdits
from desktop.pages.page import show_explanation
from desktop.project.records import Condition, SignOff
from desktop.theme.glyphs import Glyph
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import RadioGroup
from desktop.widgets.fields import LineField
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.layout import LEFT, TOP, Part, YieldingRow, column, fill, holder, row
from desktop.widgets.menu import MenuEntry, open_menu
from desktop.widgets.pressable import Pressable
from desktop.widgets.rows import Box, CheckMark, RowList, Section
from estimators.acceptance.readiness.tripwire_check import TripwireCheck, threshold_of
from estimators.acceptance.readiness.tripwires import Tripwire
from estimators.acceptance.readiness.verdict import Ground, GroundState, Verdict
from estimators.base.date import day
from estimators.base.phrase import shorten, within_a_sentence
from estimators.base.sentence import tr

Run = Callable[[], object]
MARKS = {
    GroundState.PASS: CheckMark.PASS,
    GroundState.FAIL: CheckMark.FAIL,
    GroundState.NOT_SHOWN: CheckMark.NOT_SHOWN,
    GroundState.UNKNOWN: CheckMark.NEEDS_YOU,
}
_OTHER_STATES = {
    TO_SIGN: (tr("Asked today"), ASKED),
    ASKED: (tr("Not asked yet"), TO_SIGN),
    SIGNED: (tr("Take the signature back"), TO_SIGN),
}
_GLYPHS = {TO_SIGN: Glyph.NOT_STARTED, ASKED: Glyph.DRAFT, SIGNED: Glyph.DECIDED}


class ReasonLine(QWidget):
    """One reason that decides the verdict: how it stands, and the sentence; an open one can become a condition."""

    def __init__(
        self, ground: Ground, condition: str, ask: Callable[[int | None, str], None]
    ) -> None:
        """``condition``: a first wording of it as a condition; empty where it can be none."""
        super().__init__()
        state = MARKS[ground.state]
        mark = GlyphMark(state.glyph, state.words, size=16)
        self.take = Button(tr("Make it a condition"), "link", run=partial(ask, None, condition))
        self.take.setAccessibleName(tr("Make it a condition: {text}", text=ground.text))
        words = column(Label(shorten(ground.text, 180)), (self.take, LEFT), spacing=2)
        row((mark, TOP), (words, 1), of=self, margins=(0, 6, 0, 6), spacing=10)
        self.take.setVisible(bool(condition))
        self.setToolTip(ground.text)
        self.setAccessibleName(ground.text)  # it says itself how it stands


class RewordableRow(Pressable):
    """What can be reworded, by a click or Enter, and dropped, by the cross or Delete."""

    def __init__(
        self, name: str, *words: Part, room: int, reword: Run, drop: Run, locked: bool = False
    ) -> None:
        """``name`` is what a screen reader calls it: "Condition 1"; ``words`` say it."""
        super().__init__(lights_up=False)
        self._locked = locked
        self.drop = Button("", "text", icon="close", size="small", run=drop)
        self.drop.setAccessibleName(tr("Delete {name}", name=within_a_sentence(name)))
        self.drop.setToolTip(tr("Delete"))
        row(*words, (self.drop, TOP), of=self, margins=(0, room, 0, room), spacing=10)
        self.drop.setVisible(not locked)
        if locked:
            self.unsetCursor()
        else:
            self.setToolTip(tr("Reword"))
            self.clicked.connect(reword)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and not self._locked:
            self.drop.click()
        else:
            super().keyPressEvent(event)


def condition_row(number: int, condition: Condition, reword: Run, drop: Run) -> RewordableRow:
    said = condition_words(condition)
    mark = Label(str(number), colour="ink2", tabular=True, wrap=False)
    name = tr("Condition {number}", number=number)
    row = RewordableRow(name, (mark, TOP), (Label(said), 1), room=2, reword=reword, drop=drop)
    row.setAccessibleName(f"{name}: {said}")
    return row


def tripwire_row(
    edits: LaunchEdits, at: int, wire: Tripwire, found: TripwireCheck | None, locked: bool
) -> RewordableRow:
    """One tripwire, who sees to it, and whether it holds."""
    words, name = [Label(wire.sentence)], tr("Tripwire {at}", at=at + 1)
    if wire.owner:
        words.append(
            Label(tr("{owner} sees to it.", owner=wire.owner), role=Role.NOTE, colour="ink2")
        )
    if found is not None:
        words.append(Label(found.sentence, role=Role.NOTE, weight=600))
    parts: list[Part] = [*words]
    if threshold_of(wire) is not None and not locked:
        check = Button(tr("Check the outcomes…"), "link", run=partial(edits.ask_outcomes, at))
        check.setToolTip(tr("A file with 1 or 0 a line, right or wrong, all since the launch"))
        parts += [2, (check, LEFT)]
    reword, drop = partial(edits.ask_tripwire, None, at), partial(edits.drop_tripwire, at)
    said = (column(*parts), 1)
    row = RewordableRow(name, said, room=7, reword=reword, drop=drop, locked=locked)
    since = found.sentence if found is not None else ""
    row.setAccessibleName(" ".join(f"{name}: {wire.sentence} {wire.owner} {since}".split()))
    return row


class DecisionSection(Section):
    """Radio buttons, the sentence that the report opens with, the conditions."""

    def __init__(self, edits: LaunchEdits) -> None:
        super().__init__(tr("Decision"))
        self._edits = edits
        self._decision: str | None = None
        self._verdict: Verdict | None = None
        edits.left.connect(self._show_choice)
        self.group = RadioGroup(tr("Decision"), DECISIONS)
        self.group.chosen.connect(self.decide)
        self.sentence = LineField(
            tr("The decision in one sentence"), tr("In one sentence, for page one")
        )
        self.sentence.committed.connect(edits.word_decision)
        self.terms = Label(role=Role.NOTE, colour="ink2")
        self.say_terms = Button(tr("Why, by whom, and when…"), "link")
        self.say_terms.clicked.connect(lambda: edits.ask_terms(self.say_terms))
        self.box_of_conditions = Box(filled=True)
        self._list = RowList(spacing=2, lines=False)
        self.box_of_conditions.row.addWidget(self._list, 1)
        self.add_button = Button(tr("Add a condition"), "text", icon="add", size="small")
        self.add_button.clicked.connect(partial(self.ask_condition, None))
        self.hint = Label(role=Role.NOTE, colour="ink2")
        self.how = Button(tr("How?"), "link", run=self._explain)
        self.how.setAccessibleName(tr("How the verdict is worked out"))
        self.reasons = RowList(tr("The reasons that decide it"))
        said = row((self.hint, 1), self.how, spacing=8)
        terms = (8, self.terms, 2, (self.say_terms, LEFT))
        wording = (
            10,
            self.sentence,
            *terms,
            10,
            self.box_of_conditions,
            4,
            (self.add_button, LEFT),
        )
        fill(self.box, 8, self.group, 8, said, 2, self.reasons, *wording)

    def decide(self, decision: str) -> None:
        """Record it; a condition that it may need is worded as the first reason that is open."""
        reasons = self._verdict.reasons if self._verdict is not None else ()
        wordings = filter(None, map(condition_for, reasons))
        self._edits.decide(decision, next(wordings, ""), self.group)

    def _show_choice(self) -> None:
        """A form was left: the choice that opened it may not have been made."""
        self.group.set_value(self._decision)

    def ask_condition(self, condition_id: int | None, wording: str = "") -> None:
        """Ask for a condition of the launch, with a first wording, or for other words for one."""
        button = self.add_button
        self._edits.ask_condition(button if button.isVisible() else None, condition_id, wording)

    def _explain(self) -> None:
        told = view(self._edits.project).explanations["verdict"]
        show_explanation(self, told, anchor=self.how)

    def lock(self, locked: bool) -> None:
        """Let nothing be changed; what it rests on can still be read."""
        parts = (self.group, self.sentence, self.say_terms, self.box_of_conditions, self.add_button)
        for widget in parts:
            widget.setEnabled(not locked)

    def show_verdict(self, verdict: Verdict, decision: str | None, *, locked: bool) -> None:
        """Show what the evidence supports, and the three reasons that decide it."""
        words = dict(DECISIONS)[verdict.word.key].lower()
        agrees = decision in (None, verdict.word.key)
        beside = "" if agrees else tr(", not what was decided")
        decides = [each for each in verdict.reasons if each.state is not GroundState.UNKNOWN]
        said = tr(
            "The evidence supports: {words}{beside}. What decides it:", words=words, beside=beside
        )
        if not decides:  # what is open stands in the list of questions
            said = tr(
                "The evidence supports: {words}{beside}, while questions are open.",
                words=words,
                beside=beside,
            )
        self.hint.setText(said)
        offered = decision in (None, "conditions") and not locked
        self._verdict = verdict
        lines = [(each, condition_for(each) if offered else "") for each in decides]
        self.reasons.show_each(lines, lambda line: ReasonLine(*line, self.ask_condition))

    def show_decision(
        self,
        decision: str | None,
        sentence: str,
        terms: Sequence[str],
        conditions: Sequence[Condition],
    ) -> None:
        """``terms``: why, by whom and when, a sentence each."""
        self._decision = decision
        self._show_choice()
        self.terms.say("\n".join(terms))
        self.say_terms.setVisible(bool(decision))
        self.sentence.set_value(sentence)
        self.box_of_conditions.setVisible(bool(conditions))
        self.add_button.setVisible(bool(conditions) or decision == "conditions")
        self._list.show_each(enumerate(conditions, start=1), self._condition)

    def _condition(self, numbered: tuple[int, Condition]) -> RewordableRow:
        number, condition = numbered
        reword = partial(self.ask_condition, condition.id)
        drop = partial(self._edits.delete_condition, condition.id)
        return condition_row(number, condition, reword, drop)

    def rows(self) -> tuple[QWidget, ...]:
        """The conditions that are shown, in order."""
        return self._list.rows()


class TripwireSection(Section):
    def __init__(self, edits: LaunchEdits) -> None:
        super().__init__(tr("When it is stopped"))
        self._edits = edits
        self.list = RowList(tr("Tripwires"), first_line=True, last_line=True)
        self.hint = Label(
            tr("Agree on it before the launch: what is watched, where it trips, what you do then."),
            role=Role.NOTE,
            colour="ink2",
        )
        self.add_button = Button(tr("Add a tripwire"), "text", icon="add", size="small")
        self.add_button.clicked.connect(partial(edits.ask_tripwire, None))
        fill(self.box, 8, self.list, self.hint, 4, (self.add_button, LEFT))

    def rows(self) -> tuple[QWidget, ...]:
        return self.list.rows()

    def show_tripwires(self, wires: Sequence[Tripwire], *, locked: bool) -> None:
        """Show these; ``locked``: the project can only be read."""
        project = self._edits.project
        about = [(at, wire, check_of(project, wire), locked) for at, wire in enumerate(wires)]
        self.list.show_each(about, lambda each: tripwire_row(self._edits, *each))
        self.list.setVisible(bool(wires))
        self.hint.setVisible(not wires)
        self.add_button.setVisible(not locked)


class SignOffRow(QWidget):
    """One person, and how far the signature is."""

    def __init__(self, edits: LaunchEdits, person: SignOff, hold: str) -> None:
        """``hold``: why nobody can sign yet, or an empty text."""
        super().__init__()
        self._edits, self._person = edits, person
        said = _signature_words(person, hold)
        mark = GlyphMark(_GLYPHS.get(person.state, Glyph.NOT_STARTED), person.state, size=16)
        words = [Label(person.name, weight=500)]
        if person.role:
            words.append(Label(person.role, role=Role.NOTE, colour="ink2"))
        note = [Label(said, role=Role.NOTE, colour="ink2", wrap=False)] if said else []
        self.sign = Button(tr("Sign"), "link", run=partial(edits.change_person, person.id, SIGNED))
        self.more = Button("⋯", "text", size="small", run=self._menu)
        self.more.setAccessibleName(tr("More for {name}", name=person.name))
        line = YieldingRow(
            holder(column(*words)), *note, self.sign, self.more, least=130, spacing=12
        )
        row((mark, TOP), (line, 1), of=self, margins=(0, 8, 0, 8), spacing=12)
        self.sign.setVisible(not person.has_signed and not hold)
        self.setAccessibleName(f"{person.name}, {person.role}: {said or person.state}")

    def _menu(self) -> None:
        person, edits = self._person, self._edits
        entries = [MenuEntry(tr("Remove"), partial(edits.remove_person, person.id))]
        if person.state in _OTHER_STATES:
            words, state = _OTHER_STATES[person.state]
            entries.insert(0, MenuEntry(words, partial(edits.change_person, person.id, state)))
        open_menu(self.more, entries)


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

    def __init__(self, edits: LaunchEdits) -> None:
        super().__init__(tr("Sign-off"))
        self._edits = edits
        self.people = RowList(tr("Sign-off"), first_line=True, last_line=True)
        self.add_button = Button(tr("Name who signs"), "link", run=edits.add_person)
        fill(self.box, 8, self.people, 4, (self.add_button, LEFT))

    def show_people(self, people: Sequence[SignOff], hold: str) -> None:
        """Show these people; ``hold`` says what has to come first, if anything."""
        about = [(person, hold) for person in people]
        self.people.show_each(about, lambda each: SignOffRow(self._edits, *each))
        self.people.setVisible(bool(people))
        self.add_button.setText(tr("Name another one") if people else tr("Name who signs"))
