"""What if: changes that are tried together, their dials below the header and what comes out differently; the project stays as it is."""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.findings.case import BUDGET, measured_inputs
from desktop.findings.decide.flip_points import Flip, measurement_of, tried
from desktop.findings.decide.verdict import Worked
from desktop.findings.decide.what_if import (
    Changed,
    changes,
    chosen_as,
    dial_of,
    flip_of_input,
    moved,
    moved_to,
    value_text,
)
from desktop.pages.decide.background_evaluation import BackgroundEvaluation
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.project import Project
from desktop.project.question_kinds import Kind
from desktop.project.questions import question_of
from desktop.project.records import Json
from desktop.session import Session
from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.columns import scrolling, scrolls
from desktop.widgets.label import Label, strong
from desktop.widgets.layout import TOP, column, fill, holder, row, stack_if
from desktop.widgets.message import Message
from desktop.widgets.rows import Box
from desktop.widgets.slider import Track
from estimators.base.phrase import within_a_sentence
from estimators.base.sentence import tr, tr_plural
from estimators.case.price_book import currencies

_FIELD = 360


class TriedChange(QWidget):
    """``turned()``: its dial stands at another value, which ``take_wanted`` makes its flip; ``take_back(input)``."""

    def __init__(
        self,
        flip: Flip,
        base: Worked,
        turned: Callable[[], None],
        take_back: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.flip, self.base, self._turned = flip, base, turned
        self._wanted: Any = None
        dial = dial_of(flip, base)
        self.name = Label(dial.name if dial is not None else flip.condition, weight=600, wrap=False)
        self.value = Label(tabular=True, wrap=False, weight=600)
        self.back = Button(tr("Take back"), "link", run=lambda: take_back(flip.input))
        self.back.setAccessibleName(tr("Take back: {condition}", condition=flip.condition))
        head = row(self.name, None, self.value, self.back, spacing=16)
        self.field: Track | ChoiceBar | None = None
        box = column(head, of=self, spacing=6)
        if dial is not None and dial.choices:
            self.field = ChoiceBar(dial.name, dial.choices)
            self.field.chosen.connect(self._chosen)
            self.value.hide()
        elif dial is not None:
            self.field = Track(
                dial.name, low=dial.low, high=dial.high, step=dial.step, ticks=dial.ticks
            )
            self.field.moved.connect(self._moved)
        if self.field is not None:
            fill(box, self.field)
        wide = self.field.sizeHint().width() if self.field is not None else 0
        self.setFixedWidth(max(scaled(_FIELD), wide))
        self.show_flip(flip)

    def show_flip(self, flip: Flip) -> None:
        """Stand where the change stands, unless it is being turned."""
        self.flip = flip
        if self._wanted is not None:
            return
        self.value.setText(value_text(flip.input, flip.to, self.base))
        if isinstance(self.field, ChoiceBar):
            self.field.set_value(_key(flip.to))
        elif self.field is not None:
            self.field.set_value(float(flip.to))

    def take_wanted(self) -> None:
        """Take over where the dial was turned to."""
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.show_flip(moved(self.flip, wanted, self.base))

    def take_focus(self) -> None:
        """The arrows turn the dial."""
        (self.field or self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def _moved(self, number: float) -> None:
        self._wanted = moved_to(self.flip, number)
        self.value.setText(value_text(self.flip.input, self._wanted, self.base))
        self._turned()

    def _chosen(self, key: str) -> None:
        self._wanted = chosen_as(key)
        self._turned()


def _key(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


_TRIED = tr("tried on Decide")
FRAME_MS = 16  # a dial asks at most once a frame
_LISTED, _LISTED_NARROW = 230, 58  # pixels of the list of changes; the rest scrolls
_NARROW = 760  # pixels of width, below which the results stand in the header and the charts alone


def kept_answer(project: Project, flip: Flip) -> Command | None:
    """The edit that makes a tried change an answer; None where nobody is asked for it or the project measures it."""
    asked = question_of(flip.input)
    measured = measured_inputs(project)
    if asked is None or flip.input in measured or measurement_of(measured, flip.input) in measured:
        return None
    value: Json = flip.to
    if isinstance(value, bool):
        value = "yes" if value else "no"
    elif flip.input == BUDGET:  # tried in US dollars, kept in the project's currency
        value = flip.to * currencies()[str(project.answer("currency", "USD"))]
    elif asked.kind is Kind.RANGE:
        value = {"low": value, "high": value}
    elif asked.kind is Kind.FLAGS:
        value = list(flip.to)
    return edit.SetFact(asked.key, value, asked.words, note=_TRIED)


def trial_message(
    flips: tuple[Flip, ...], keep: Callable[[], None] | None, kept: int, back: Callable[[], None]
) -> Message:
    """The bar that says what is being tried; without ``keep`` no change can be kept, else ``kept`` of them can."""
    what = tr("{n} changes are tried together.", n=len(flips))
    if len(flips) == 1:
        (flip,) = flips
        condition = within_a_sentence(flip.condition)
        what = (
            tr("What if {condition}? Then: {outcome}.", condition=condition, outcome=flip.outcome)
            if flip.outcome
            else tr("What if {condition}?", condition=condition)
        )
    why = tr("Your project is as it was.")
    back_words = tr_plural("Back", "Take all back", len(flips))
    if keep is None:
        return Message("warn", what, why, "", back_words, back, takes_primary=True)
    left = len(flips) - kept
    hint = tr_plural("One of them is measured here, so it stays.", "{n} of them are measured here, so they stay.", left) if left else ""  # fmt: skip
    button = tr_plural("Keep this as my answer", "Keep these as my answers", kept)
    return Message("warn", what, why, hint, button, keep, back_words, back, takes_primary=True)


class WhatIfResults(QWidget):
    """Verdict, best option, its value and how sure that is: before, and with the change."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        self._rows: list[tuple[Label, Label]] = []
        for number in range(4):
            name, value = Label(role=Role.NOTE, colour="ink2", wrap=False), Label(tabular=True)
            grid.addWidget(name, number, 0, TOP)
            grid.addWidget(value, number, 1)
            self._rows.append((name, value))

    def show_changes(self, found: tuple[Changed, ...]) -> None:
        """Show them; what stays as it was is quiet."""
        for (name, value), change in zip(self._rows, found, strict=False):
            name.setText(change.name)
            if change.same:
                value.set_colour("ink2")
                value.set_spans(tr("{after}, as before", after=change.after))
            else:
                value.set_colour("ink")
                value.set_spans(f"{change.before} → ", strong(change.after))
            value.setAccessibleName(f"{change.name}: {value.text()}")


class VerdictWhatIf(QWidget):
    """The changes that are tried, each with its dial. ``changed``: something else is tried, or nothing any more.

    ``keep_as`` carries out the edit that makes them answers.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        evaluation: BackgroundEvaluation,
        keep_as: Callable[[Command], object],
    ) -> None:
        super().__init__()
        self._session, self._evaluation, self._keep_as = session, evaluation, keep_as
        self._flips: dict[str, Flip] = {}  # by input, in the order in which they were begun
        self._rows: dict[str, TriedChange] = {}
        self._list = column(spacing=12)
        inside = holder(column(self._list, None))
        self._scroller = scrolling(inside)
        for part in (inside, self._scroller.viewport()):
            part.setAutoFillBackground(False)  # the box shows through
        self.results = WhatIfResults()
        box = Box(filled=True)
        self._beside = box.row
        fill(self._beside, self._scroller, (holder(column(self.results)), 1))
        column(box, of=self, margins=(0, 8, 0, 0))
        self.hide()
        self._frame = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._frame.timeout.connect(self._ask)

    @property
    def on(self) -> bool:
        """Whether a change is being tried."""
        return bool(self._flips)

    @property
    def flips(self) -> tuple[Flip, ...]:
        """What is tried, the newest last."""
        return tuple(self._flips.values())

    @property
    def field(self) -> Track | ChoiceBar | None:
        """The dial of the newest change."""
        rows = tuple(self._rows.values())
        return rows[-1].field if rows else None

    def row_of(self, name: str) -> TriedChange:
        return self._rows[name]

    # -- trying -------------------------------------------------------------------------------

    def begin(self, flip: Flip) -> None:
        """Try this change too; the project stays as it is."""
        self._flips[flip.input] = flip
        self.changed.emit()

    def begin_input(self, name: str) -> None:
        """Try other values of one number of the valuation."""
        base = self._evaluation.base
        flip = flip_of_input(name, base) if base is not None else None
        if flip is not None:
            self.begin(flip)

    def take_back(self, name: str) -> None:
        self._flips.pop(name, None)
        self._drop(name)
        if self._rows:
            next(reversed(self._rows.values())).take_focus()
        else:
            self.forget()
        self.changed.emit()

    def back(self) -> None:
        if self.forget():
            self.changed.emit()

    def forget(self) -> bool:
        """Nothing is tried any more; returns whether anything was."""
        was = self.on
        self._flips.clear()
        for name in tuple(self._rows):
            self._drop(name)
        self._frame.stop()
        self.hide()
        return was

    def keep(self) -> None:
        """Make the changes answers of the project, as one edit."""
        commands = self._commands()
        if commands:
            words = commands[0].text if len(commands) == 1 else tr("what was tried on Decide")
            self.forget()
            self._keep_as(edit.Several(commands, words))

    def case(self, case: Mapping[str, Any]) -> Mapping[str, Any]:
        """The case with the changes, if any."""
        return reduce(tried, self.flips, case)

    def message(self) -> Message | None:
        """What the bar under the header says while something is tried."""
        if not self.on:
            return None
        commands = self._commands()
        return trial_message(self.flips, self.keep if commands else None, len(commands), self.back)

    def _commands(self) -> list[Command]:
        if self._session.read_only:
            return []
        found = (kept_answer(self._session.project, flip) for flip in self.flips)
        return [command for command in found if command is not None]

    # -- dials and results --------------------------------------------------------------------

    def show_trial(self) -> None:
        """Show the dials, and what came out where it is worked out already."""
        base, now = self._evaluation.base, self._evaluation.worked
        if not self.on or base is None:
            return
        newest = None
        for name, flip in self._flips.items():
            shown = self._rows.get(name)
            if shown is None or shown.base is not base:
                self._drop(name)
                newest = self._rows[name] = TriedChange(flip, base, self._turned, self.take_back)
                self._list.addWidget(newest)
            else:
                shown.show_flip(flip)
        self._fit()
        self.results.show_changes(changes(base, now) if now is not None else ())
        self.show()
        if newest is not None:
            newest.take_focus()  # for the arrows

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        rows, flows = self._rows.values(), scrolls(self)
        narrow = self.width() < scaled(_NARROW)
        stack_if(self._beside, narrow)
        self._beside.setSpacing(16 if narrow else 48)
        self.results.setVisible(flows or not narrow)
        bar = self._scroller.verticalScrollBar().sizeHint().width()
        self._scroller.setFixedWidth(max((row.width() for row in rows), default=0) + bar + 4)
        needed = sum(row.sizeHint().height() for row in rows) + 12 * (len(rows) - 1)
        listed = needed if flows else scaled(_LISTED_NARROW if narrow else _LISTED)
        self._scroller.setFixedHeight(max(0, min(needed, listed)))

    def _drop(self, name: str) -> None:
        row = self._rows.pop(name, None)
        if row is not None:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()

    def _turned(self) -> None:
        if not self._frame.isActive():
            self._frame.start()

    def _ask(self) -> None:
        self._frame.stop()
        for name, shown in self._rows.items():
            shown.take_wanted()
            self._flips[name] = shown.flip
        if self.on:
            self.changed.emit()
