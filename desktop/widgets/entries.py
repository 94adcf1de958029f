"""Entries: a number or a low-high range with "I don't know", and the row of a form that they stand in.

Every entry says what is wrong in a sentence below itself; unknown greys it and keeps what was typed.
"""

from collections.abc import Sequence
from typing import TypedDict, Unpack

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.theme.current import scaled
from desktop.theme.tokens import Height
from desktop.theme.type import Role
from desktop.widgets.choices import Tick
from desktop.widgets.fields import LineField, NumberField, TextField
from desktop.widgets.label import Label
from desktop.widgets.layout import (
    RIGHT,
    TOP,
    FlowLayout,
    column,
    holder,
    keep_height,
    keep_no_wider,
)
from desktop.widgets.message import TroubleNote
from desktop.widgets.range_track import RangeTrack, TrackScale
from estimators.base.sentence import tr

UNKNOWN = tr("Unknown")
_ANY_WIDTH = 16777215  # Qt's own
TRACK_WIDTH = 440  # as wide as a field for text, so that a narrow range can be told from a point


class Manner(TypedDict, total=False):
    """How the numbers of an entry are written, explained and bounded."""

    prefix: str
    suffix: str
    unit: str
    note: str
    low: float
    high: float


class Unknowable(QWidget):
    """What the number and the range share: their fields, the tick "I don't know", the note and the error below."""

    unknown_toggled = Signal(bool)

    def __init__(self, name: str, ends: Sequence[str], width: int, manner: Manner) -> None:
        super().__init__()
        self._note_text = manner.get("note", "")
        self.unit = Label(manner.get("unit", ""), colour="ink2", wrap=False)
        self.line = FlowLayout(spacing=8, line_spacing=4, middle=True)
        self.fields: list[NumberField] = []
        for end in ends:
            if self.fields:
                self.line.addWidget(Label(tr("to"), colour="ink2", wrap=False))
            field = NumberField(
                tr("{name}, {end} end", name=name, end=end) if end else name,
                prefix=manner.get("prefix", ""),
                suffix=manner.get("suffix", ""),
                low=manner.get("low"),
                high=manner.get("high"),
                percent=manner.get("unit") == "%",
                width=width,
            )
            self.line.addWidget(field)
            self.fields.append(field)
        self.line.addWidget(self.unit)
        self.note = Label(self._note_text, role=Role.NOTE, colour="ink3")
        if not self._note_text:  # shown before it has a place, it would be a window of its own
            self.note.hide()
        self.tick = Tick(
            tr("I don’t know"),
            accessible_name=tr("{name}: I don’t know", name=name),
            quiet=True,
        )
        self.tick.toggled.connect(self._unknown_changed)
        self.whole = column(self.line, self.note, of=self, spacing=4)
        self.setAccessibleName(name)
        self.setFocusProxy(self.fields[0])

    def is_unknown(self) -> bool:
        """Whether "I don't know" is ticked."""
        return self.tick.isChecked()

    def set_note(self, note: str) -> None:
        """The quiet sentence below (where the number comes from, how to pick it)."""
        self._note_text = note
        if note:
            self.note.setMinimumHeight(0)
        self._show_problem()

    def empty_note(self) -> None:
        """Take the sentence away and leave its room: nothing below moves while somebody is answering."""
        if self.note.isVisible():
            self.note.setMinimumHeight(self.note.height())
            policy = self.note.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            self.note.setSizePolicy(policy)
        self.set_note("")

    def _problem(self) -> str:
        return next((field.problem() for field in self.fields if field.problem()), "")

    def _show_problem(self) -> None:
        wrong = "" if self.is_unknown() else self._problem()
        self.note.set_colour("bad" if wrong else "ink3")
        self.note.say(wrong or self._note_text)
        for field in self.fields:
            field.setAccessibleDescription(wrong)

    def _unknown_changed(self, unknown: bool) -> None:
        self._grey(unknown)
        self.unknown_toggled.emit(unknown)

    def _grey(self, unknown: bool) -> None:
        for field in self.fields:
            field.setEnabled(not unknown)
            field.setPlaceholderText(UNKNOWN if unknown else "")
        self._show_problem()

    def set_unknown(self, unknown: bool) -> None:
        """Tick or untick without announcing it; what was typed stays."""
        blocked = self.tick.blockSignals(True)
        self.tick.setChecked(unknown)
        self.tick.blockSignals(blocked)
        self._grey(unknown)


class NumberEntry(Unknowable):
    """A number field with unit words, note and error below; ``tick`` is placed by the form row."""

    changed = Signal(object)

    def __init__(self, name: str, **manner: Unpack[Manner]) -> None:
        super().__init__(name, ("",), 232, manner)
        (self.field,) = self.fields
        self.field.edited.connect(self._show_problem)
        self.field.changed.connect(self.changed)

    def value(self) -> float | None:
        """The number, or None while it is unknown or empty."""
        return None if self.is_unknown() else self.field.value()

    def set_value(self, value: float | None, *, unknown: bool = False) -> None:
        """Show ``value``; with ``unknown`` the field is greyed and keeps the number."""
        self.field.set_number(value)
        self.set_unknown(unknown)


class RangeEntry(Unknowable):
    """A low and a high end. ``changed`` carries ``(low, high)`` once both are there and in order.

    With a ``scale`` two handles lie below the fields: ``moved`` carries the range while one is dragged (None: the
    move was cancelled), and ``changed`` once it is let go. Until there is an answer they lie at the default (``set_default``).
    """

    changed = Signal(object)
    moved = Signal(object)

    def __init__(
        self, name: str, *, scale: TrackScale | None = None, **manner: Unpack[Manner]
    ) -> None:
        super().__init__(name, (tr("low"), tr("high")), 104, manner)
        self.low_field, self.high_field = self.fields
        self._last: tuple[float, float] | None = None
        self._default: tuple[float, float] | None = None
        for field in self.fields:
            field.edited.connect(self._edited)
        self.track: RangeTrack | None = None
        if scale is not None:
            prefix, suffix = manner.get("prefix", ""), manner.get("suffix", "")
            self.track = RangeTrack(name, scale, prefix=prefix, suffix=suffix)
            self.track.setMaximumWidth(TRACK_WIDTH)
            self.whole.insertWidget(1, self.track)
            self.track.moved.connect(self._dragged)
            self.track.changed.connect(self._let_go)
            self.track.cancelled.connect(self._cancelled)

    def set_default(self, ends: tuple[float, float] | None) -> None:
        """Where the handles lie until there is an answer."""
        self._default = ends
        self._show_on_track()

    def _show_on_track(self) -> None:
        if self.track is None:
            return
        shown = self._last or self._default
        if shown is not None:
            self.track.set_ends(shown, answered=self._last is not None)
        self.track.setEnabled(not self.is_unknown())

    def _dragged(self, ends: tuple[float, float]) -> None:
        self._show_ends(ends)
        self.moved.emit(ends)

    def _let_go(self, ends: tuple[float, float]) -> None:
        self._show_ends(ends)
        self._last = ends
        self.changed.emit(ends)

    def _cancelled(self) -> None:
        self.set_value(self._last)
        self.moved.emit(None)

    def _show_ends(self, ends: tuple[float, float]) -> None:
        for field, end in zip(self.fields, ends, strict=True):
            field.setModified(False)  # the handle has the last word
            field.set_number(end)
            field.set_error(False)
        self._show_problem()

    def value(self) -> tuple[float, float] | None:
        """The range, or None while it is unknown, half filled or the wrong way round."""
        if self.is_unknown() or self._problem():
            return None
        low, high = self.low_field.value(), self.high_field.value()
        return None if low is None or high is None else (low, high)

    def set_value(self, value: tuple[float, float] | None, *, unknown: bool = False) -> None:
        """Show a range; with ``unknown`` both ends are greyed and keep their numbers."""
        self._last = value
        self.low_field.set_number(None if value is None else value[0])
        self.high_field.set_number(None if value is None else value[1])
        self.set_unknown(unknown)

    def _grey(self, unknown: bool) -> None:
        super()._grey(unknown)
        self._show_on_track()

    def _is_upside_down(self) -> bool:
        low, high = self.low_field.value(), self.high_field.value()
        return low is not None and high is not None and low > high

    def _problem(self) -> str:
        return super()._problem() or (tr("low end is above high") if self._is_upside_down() else "")

    def _edited(self) -> None:
        upside_down = not super()._problem() and self._is_upside_down()
        self.low_field.set_error(upside_down or bool(self.low_field.problem()))
        self.high_field.set_error(bool(self.high_field.problem()))
        self._show_problem()
        value = self.value()
        if value is not None and value != self._last:
            self._last = value
            self._show_on_track()
            self.changed.emit(value)


class FormRow(QWidget):
    """A question with its field, and the tick "I don't know" at the right, as on the Problem page; below each other without room.

    ``say`` puts a sentence below the field: what is wrong with the answer, or what it sits oddly with.
    """

    LABEL_WIDTH = 204
    FIELD_WIDTH = 440
    BESIDE = 640  # pixels, below which the question stands above its field

    def __init__(self, question: str, field: QWidget, *, tick: QWidget | None = None) -> None:
        super().__init__()
        self.question = Label(question, weight=500)
        self.question.setBuddy(field)
        if isinstance(field, LineField | TextField):
            keep_no_wider(field, self.FIELD_WIDTH)
        self.trouble = TroubleNote()
        self.field = field
        self._words = holder(column(self.question, None, margins=(0, 6, 0, 0)))
        self._inside = holder(column(field, self.trouble, None, spacing=4))
        self._tick = tick or (field.tick if isinstance(field, Unknowable) else None)
        if self._tick is not None:
            keep_height(self._tick, Height.CONTROL)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 16, 16)
        self._grid.setSpacing(8)
        self._place(below=False)

    def _place(self, *, below: bool) -> None:
        """The field beside the question and its tick, or below both."""
        grid, wide = self._grid, scaled(self.LABEL_WIDTH)
        grid.addWidget(self._words, 0, 0)
        grid.addWidget(self._inside, *((1, 0, 1, 2) if below else (0, 1, 1, 1)))
        if self._tick is not None:
            grid.addWidget(self._tick, 0, 1 if below else 2, TOP | RIGHT)
        for number in (0, 1):
            grid.setColumnStretch(number, int(below == (number == 0)))
        self._words.setFixedWidth(wide)
        if below:
            self._words.setMinimumWidth(0)
            self._words.setMaximumWidth(_ANY_WIDTH)
        self._below = below

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_below"):
            self._fit()

    def _fit(self) -> None:
        below = self.width() < scaled(self.BESIDE)
        if below != self._below or not below:
            self._place(below=below)

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Show a sentence below the field (``wrong``: in the colour of an error), or take it away."""
        self.trouble.tell(words, wrong=wrong)
