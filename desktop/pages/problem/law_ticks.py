"""What the law looks at, as tick boxes: a few wide ones that open to the flags that they stand for."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.problem.brief import NONE_OF_THESE
from desktop.pages.problem.answers import AnswerRow
from desktop.pages.problem.edits import BriefEdits
from desktop.project.question_kinds import Question
from desktop.project.records import Json
from desktop.theme.type import Role
from desktop.widgets.choices import Tick
from desktop.widgets.label import Label
from desktop.widgets.layout import FlowLayout, column, holder, row
from estimators.base.sentence import tr


class _FlagSet(QWidget):
    """One wide tick. With several flags behind it, they are asked below: "Which?"; it has no meaning of its own."""

    changed = Signal(list, str)  # the flags that apply now, what was done

    def __init__(self, name: str, title: str, flags: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.flags = tuple(flag for flag, _ in flags)
        self.head = Tick(title, accessible_name=f"{name}: {title}")
        self.ticks = {flag: Tick(words) for flag, words in flags} if len(flags) > 1 else {}
        box = column(self.head, of=self, spacing=6)
        inside = FlowLayout(spacing=20, line_spacing=6)
        for tick in self.ticks.values():
            tick.setAccessibleName(f"{title}: {tick.text()}")
            tick.clicked.connect(partial(self._say, tick))
            inside.addWidget(tick)
        self.which = holder(row((holder(inside), 1), margins=(24, 0, 0, 4)))
        self.which.hide()
        box.addWidget(self.which)
        self.head.clicked.connect(self._head_pressed)

    def chosen(self) -> list[str]:
        """The flags of this set that apply."""
        if not self.ticks:
            return [*self.flags] if self.head.isChecked() else []
        return [flag for flag, tick in self.ticks.items() if tick.isChecked()]

    def show_flags(self, given: Collection[str], *, stays_open: bool) -> None:
        """Show those that apply; ``stays_open``: it was opened, and which of them is still to be said."""
        asked = stays_open and self.head.isChecked() and bool(self.ticks)
        self.head.setChecked(asked or any(flag in given for flag in self.flags))
        for flag, tick in self.ticks.items():
            tick.setChecked(flag in given)
        self.which.setVisible(bool(self.ticks) and self.head.isChecked())

    def _head_pressed(self, ticked: bool) -> None:
        self.which.setVisible(bool(self.ticks) and ticked)
        if not self.ticks:
            self._say(self.head)
            return
        had = self.chosen()
        for tick in self.ticks.values():
            tick.setChecked(False)
        if ticked:
            next(iter(self.ticks.values())).setFocus()
        elif had:
            self._say(self.head)

    def _say(self, tick: Tick) -> None:
        words = tick.text()
        done = (
            tr("tick “{words}”", words=words)
            if tick.isChecked()
            else tr("untick “{words}”", words=words)
        )
        self.changed.emit(self.chosen(), done)


class FlagsRow(AnswerRow):
    """The sets of flags, "None of these", which clears them and is an answer, and "I don’t know"."""

    def __init__(self, asked: Question, edits: BriefEdits) -> None:
        self.tick = Tick(
            tr("I don’t know"),
            accessible_name=tr("{name}: I don’t know", name=asked.text),
            quiet=True,
        )
        words = dict(asked.choices)
        self.sets = [
            _FlagSet(asked.text, title, tuple((flag, words[flag]) for flag in flags))
            for title, flags in asked.sets
        ]
        self.none = Tick(NONE_OF_THESE, accessible_name=f"{asked.text}: {NONE_OF_THESE}")
        self.suspected = Label(role=Role.NOTE, colour="sim")
        self.suspected.hide()
        hint = Label(asked.hint, role=Role.NOTE, colour="ink3")
        self._boxes = holder(column(*self.sets, self.none, spacing=8))
        field = holder(column(self._boxes, self.suspected, hint, margins=(0, 6, 0, 0), spacing=6))
        field.setAccessibleName(asked.text)
        super().__init__(asked, edits, field, tick=self.tick)
        for each in self.sets:
            each.changed.connect(self._changed)
        self.none.clicked.connect(self._none_pressed)
        self.tick.toggled.connect(self._ticked)

    def say_suspected(self, words: str) -> None:
        """What its words suggest; an empty text: nothing."""
        self.suspected.say(words)

    def focus_field(self) -> None:
        self.sets[0].head.setFocus()

    def toggle_unknown(self) -> None:
        self.tick.click()

    def show_value(self, value: Json, unknown: bool) -> None:
        given = value if isinstance(value, list) else []
        none = value == [] and not unknown
        for each in self.sets:
            each.show_flags(given, stays_open=not none and bool(given))
        self.none.setChecked(none)
        self._boxes.setEnabled(not unknown)
        blocked = self.tick.blockSignals(True)
        self.tick.setChecked(unknown)
        self.tick.blockSignals(blocked)

    def typed(self) -> Json:
        flags = [flag for each in self.sets for flag in each.chosen()]
        return flags if flags or self.none.isChecked() else None

    def _changed(self, _flags: list[str], done: str) -> None:
        flags = [flag for each in self.sets for flag in each.chosen()]
        if flags:
            self._edits.flagged(self.asked.key, flags, done)
        else:  # the last one was taken back: nobody has said that none applies
            self._edits.answered(self.asked.key, None)

    def _none_pressed(self, ticked: bool) -> None:
        if ticked:
            done = tr("tick “{words}”", words=NONE_OF_THESE)
            self._edits.flagged(self.asked.key, [], done)
        else:
            self._edits.answered(self.asked.key, None)

    def _ticked(self, ticked: bool) -> None:
        self._boxes.setEnabled(not ticked)
        self._say_unknown(ticked)
