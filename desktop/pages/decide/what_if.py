"""What if: a change that is tried, its dial below the header and what comes out differently; the project stays as it is."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

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
from desktop.project.case import BUDGET, measured_inputs
from desktop.project.file import Command
from desktop.project.project import Project
from desktop.project.question_kinds import Kind
from desktop.project.questions import question_of
from desktop.project.records import Json
from desktop.session import Session
from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.label import Label, strong
from desktop.widgets.layout import column, fill, holder, row
from desktop.widgets.message import Message
from desktop.widgets.rows import Box
from desktop.widgets.slider import Track
from estimators.base.sentence import tr
from estimators.case.price_book import currencies

_TRIED = tr("tried on Decide")
FRAME_MS = 16  # a dial asks at most once a frame
_FIELD = 360


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


def trial_message(flip: Flip, keep: Callable[[], None] | None, back: Callable[[], None]) -> Message:
    """The bar that says what is being tried; without ``keep`` the change cannot be kept."""
    condition = flip.condition[:1].lower() + flip.condition[1:]
    what = (
        tr("What if {condition}: {outcome}.", condition=condition, outcome=flip.outcome)
        if flip.outcome
        else tr("What if {condition}?", condition=condition)
    )
    why = tr("Your project is as it was.")
    if keep is None:
        return Message("warn", what, why, "", tr("Back"), back, takes_primary=True)
    return Message("warn", what, why, "", tr("Keep it"), keep, tr("Back"), back, takes_primary=True)


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
            grid.addWidget(name, number, 0)
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
    """A change that is tried, with its dial. ``changed``: something else is tried, or nothing any more.

    ``keep_as`` carries out the edit that makes it an answer.
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
        self.flip: Flip | None = None
        self._dialled: tuple[str, Worked] | None = (
            None  # the input that the dial is for, and from what
        )
        self._wanted: Any = None
        self.field: Track | ChoiceBar | None = None
        self.name = Label(weight=600)
        self.value = Label(tabular=True, wrap=False, weight=600)
        head = row((self.name, 1), self.value, spacing=16)
        self._left = column(head, None, spacing=8)
        self._side = holder(self._left)
        self._side.setFixedWidth(scaled(_FIELD))
        self.results = WhatIfResults()
        box = Box(filled=True)
        box.row.setSpacing(48)
        fill(box.row, self._side, (self.results, 1))
        column(box, of=self, margins=(0, 8, 0, 0))
        self.hide()
        self._frame = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._frame.timeout.connect(self._ask)

    @property
    def on(self) -> bool:
        """Whether a change is being tried."""
        return self.flip is not None

    # -- trying -------------------------------------------------------------------------------

    def begin(self, flip: Flip) -> None:
        """Try this change; the project stays as it is."""
        self.flip = flip
        self.changed.emit()

    def begin_input(self, name: str) -> None:
        """Try other values of one number of the valuation."""
        base = self._evaluation.base
        flip = flip_of_input(name, base) if base is not None else None
        if flip is not None:
            self.begin(flip)

    def back(self) -> None:
        """Back to what the project says."""
        if self.forget():
            self.changed.emit()

    def forget(self) -> bool:
        """Nothing is tried any more; returns whether anything was."""
        was, self.flip, self._dialled = self.flip, None, None
        self._frame.stop()
        self.hide()
        return was is not None

    def keep(self) -> None:
        """Make the change an answer of the project."""
        command = self._command()
        if command is not None:
            self.forget()
            self._keep_as(command)

    def case(self, case: Mapping[str, Any]) -> Mapping[str, Any]:
        """The case with the change, if any."""
        return case if self.flip is None else tried(case, self.flip)

    def message(self) -> Message | None:
        """What the bar under the header says while something is tried."""
        if self.flip is None:
            return None
        keep = self.keep if self._command() is not None else None
        return trial_message(self.flip, keep, self.back)

    def _command(self) -> Command | None:
        if self.flip is None or self._session.read_only:
            return None
        return kept_answer(self._session.project, self.flip)

    # -- dial and results ---------------------------------------------------------------------

    def show_trial(self) -> None:
        """Show the dial, and what came out where it is worked out already."""
        flip, base, now = self.flip, self._evaluation.base, self._evaluation.worked
        if flip is None or base is None:
            return
        name, before = self._dialled or ("", None)
        anew = name != flip.input or before is not base
        if anew:
            self._make_field(flip, base)
        self._dialled = (flip.input, base)
        self.value.setText(value_text(flip.input, flip.to, base))
        if isinstance(self.field, ChoiceBar):
            self.field.set_value(_key(flip.to))
            self.value.hide()
        elif self.field is not None and not self._frame.isActive():
            self.field.set_value(float(flip.to))
        self.results.show_changes(changes(base, now) if now is not None else ())
        self.show()
        if anew and self.field is not None:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)  # for the arrows

    def _make_field(self, flip: Flip, base: Worked) -> None:
        if self.field is not None:
            self._left.removeWidget(self.field)
            self.field.hide()
            self.field.deleteLater()
            self.field = None
        dial = dial_of(flip, base)
        self.name.setText(dial.name if dial is not None else flip.condition)
        self.value.show()
        if dial is None:
            return
        if dial.choices:
            bar = ChoiceBar(dial.name, dial.choices)
            bar.chosen.connect(self._chosen)
            self.field = bar
        else:
            track = Track(dial.name, low=dial.low, high=dial.high, step=dial.step, ticks=dial.ticks)
            track.moved.connect(self._moved)
            self.field = track
        self._left.insertWidget(1, self.field)
        wide = max(scaled(_FIELD), self.field.sizeHint().width())
        self._side.setFixedWidth(wide)

    def _moved(self, number: float) -> None:
        base = self._evaluation.base
        if self.flip is not None and base is not None:
            self._wanted = moved_to(self.flip, number)
            self.value.setText(value_text(self.flip.input, self._wanted, base))
            if not self._frame.isActive():
                self._frame.start()

    def _chosen(self, key: str) -> None:
        self._wanted = chosen_as(key)
        self._ask()

    def _ask(self) -> None:
        base = self._evaluation.base
        if self.flip is not None and base is not None and self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.begin(moved(self.flip, wanted, base))


def _key(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
