"""Entries: a number or a low-high range with "I don't know".

Every entry says what is wrong in a sentence below itself; unknown greys it and keeps what was typed.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme.type import Role
from desktop.widgets.choices import Tick
from desktop.widgets.fields import NumberField
from desktop.widgets.label import Label
from desktop.widgets.range_track import RangeTrack
from desktop.widgets.scale import TrackScale

UNKNOWN = "Unknown"
TRACK_WIDTH = 440  # as wide as a field for text, so that a narrow range can be told from a point


class Unknowable(QWidget):
    """What the number and the range share: the tick "I don't know", the note and the error below."""

    unknown_toggled = Signal(bool)

    def __init__(self, name: str, note: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._name = name
        self._note_text = note
        self.line = QHBoxLayout()
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(8)
        self.note = Label(note, role=Role.NOTE, colour="ink3")
        if not note:
            self.note.hide()
        self.tick = Tick("I don’t know", accessible_name=f"{name}: I don’t know", quiet=True)
        self.tick.toggled.connect(self._unknown_changed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(self.line)
        whole.addWidget(self.note)
        self.setAccessibleName(name)

    def is_unknown(self) -> bool:
        """Whether "I don't know" is ticked."""
        return self.tick.isChecked()

    def set_note(self, note: str) -> None:
        """The quiet sentence below (where the number comes from, how to pick it)."""
        self._note_text = note
        self._show_problem()

    def _fields(self) -> tuple[NumberField, ...]:
        raise NotImplementedError

    def _problem(self) -> str:
        return next((field.problem() for field in self._fields() if field.problem()), "")

    def _show_problem(self) -> None:
        wrong = "" if self.is_unknown() else self._problem()
        self.note.set_colour("bad" if wrong else "ink3")
        self.note.setText(wrong or self._note_text)
        self.note.setVisible(bool(wrong or self._note_text))
        for field in self._fields():
            field.setAccessibleDescription(wrong)

    def _unknown_changed(self, unknown: bool) -> None:
        self._grey(unknown)
        self.unknown_toggled.emit(unknown)

    def _grey(self, unknown: bool) -> None:
        for field in self._fields():
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

    def __init__(
        self,
        name: str,
        *,
        prefix: str = "",
        suffix: str = "",
        unit: str = "",
        note: str = "",
        low: float | None = None,
        high: float | None = None,
        width: int = 232,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, note, parent)
        self.field = NumberField(
            name,
            prefix=prefix,
            suffix=suffix,
            low=low,
            high=high,
            percent=unit == "%",
            width=width,
        )
        self.unit = Label(unit, colour="ink2", wrap=False)
        self.line.addWidget(self.field)
        self.line.addWidget(self.unit)
        self.line.addStretch(1)
        self.field.edited.connect(self._show_problem)
        self.field.changed.connect(self.changed)
        self.setFocusProxy(self.field)

    def value(self) -> float | None:
        """The number, or None while it is unknown or empty."""
        return None if self.is_unknown() else self.field.value()

    def set_value(self, value: float | None, *, unknown: bool = False) -> None:
        """Show ``value``; with ``unknown`` the field is greyed and keeps the number."""
        self.field.set_number(value)
        self.set_unknown(unknown)

    def _fields(self) -> tuple[NumberField, ...]:
        return (self.field,)


class RangeEntry(Unknowable):
    """A low and a high end. ``changed`` carries ``(low, high)`` once both are there and in order.

    With a ``scale`` two handles lie below the fields: ``moved`` carries the range while one is dragged (None: the
    move was cancelled), and ``changed`` once it is let go. Until there is an answer they lie at the default (``set_default``).
    """

    changed = Signal(object)
    moved = Signal(object)

    def __init__(
        self,
        name: str,
        *,
        prefix: str = "",
        suffix: str = "",
        unit: str = "",
        note: str = "",
        low: float | None = None,
        high: float | None = None,
        scale: TrackScale | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, note, parent)
        self.low_field, self.high_field = (
            NumberField(
                f"{name}, {end} end",
                prefix=prefix,
                suffix=suffix,
                low=low,
                high=high,
                percent=unit == "%",
            )
            for end in ("low", "high")
        )
        self.unit = Label(unit, colour="ink2", wrap=False)
        self.line.addWidget(self.low_field)
        self.line.addWidget(Label("to", colour="ink2", wrap=False))
        self.line.addWidget(self.high_field)
        self.line.addWidget(self.unit)
        self.line.addStretch(1)
        self._last: tuple[float, float] | None = None
        self._default: tuple[float, float] | None = None
        for field in self._fields():
            field.edited.connect(self._edited)
        self.setFocusProxy(self.low_field)
        self.track: RangeTrack | None = None
        if scale is not None:
            self.track = self._add_track(RangeTrack(name, scale, prefix=prefix, suffix=suffix))

    def _add_track(self, track: RangeTrack) -> RangeTrack:
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        track.setMaximumWidth(TRACK_WIDTH)
        whole.insertWidget(1, track)
        track.moved.connect(self._dragged)
        track.changed.connect(self._let_go)
        track.cancelled.connect(self._cancelled)
        return track

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
        for field, end in zip(self._fields(), ends, strict=True):
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

    def _fields(self) -> tuple[NumberField, ...]:
        return (self.low_field, self.high_field)

    def _problem(self) -> str:
        low, high = self.low_field.value(), self.high_field.value()
        upside_down = low is not None and high is not None and low > high
        return super()._problem() or ("low end is above high" if upside_down else "")

    def _edited(self) -> None:
        wrong = self._problem()
        upside_down = wrong == "low end is above high"
        self.low_field.set_error(upside_down or bool(self.low_field.problem()))
        self.high_field.set_error(bool(self.high_field.problem()))
        self._show_problem()
        value = self.value()
        if value is not None and value != self._last:
            self._last = value
            self._show_on_track()
            self.changed.emit(value)
