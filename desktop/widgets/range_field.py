"""A range in one field: "5 to 7", "$8 to 22", "12 to 18%"; one number alone is both of its ends."""

import re

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from desktop.theme.current import scaled
from desktop.widgets.fields import NumberField
from desktop.widgets.focus import claims
from estimators.base.sentence import tr

Ends = tuple[float, float]
_PAD, _WIDEST = 14, 260
_BETWEEN = re.compile(
    r"\s+(?:to|bis|à|a|-|–|—|…|\.\.\.)\s+|(?<=[\d%])\s*(?:-|–|—|…|\.\.\.)\s*(?=\S)"
)


class RangeField(NumberField):
    """``ranged`` carries ``(low, high)``, or None where the field was emptied; ``entered`` and ``down`` are of the keyboard.

    Each end is read as in a field for one number, and a unit at either end is that of both. What is no range stays as it
    was typed, marked, and is never announced.
    """

    ranged = Signal(object)
    entered = Signal()  # the keyboard is here
    down = Signal()

    def __init__(
        self,
        name: str,
        *,
        prefix: str = "",
        suffix: str = "",
        high: float | None = None,
        width: int = 84,
    ) -> None:
        super().__init__(name, prefix=prefix, suffix=suffix, low=0.0, high=high, width=width)
        self._ends: Ends | None = None

    def _fit_text_size(self) -> None:
        super()._fit_text_size()
        self.fit()

    def fit(self) -> None:
        """As wide as what stands in it."""
        shown = max(self.text(), self.placeholderText(), key=len)
        width = self.fontMetrics().horizontalAdvance(shown) + 2 * scaled(_PAD)
        self.setFixedWidth(max(scaled(self._width), min(scaled(_WIDEST), width)))

    def ends(self) -> Ends | None:
        """The last range that was accepted."""
        return self._ends

    def set_ends(self, ends: Ends | None) -> None:
        """Show a range (None empties the field) without announcing it."""
        self._ends = ends
        self.set_error(False)
        self.set_value("" if ends is None else self.written(ends))
        self.fit()

    def written(self, ends: Ends) -> str:
        """A range as this field writes it."""
        low, high = ends
        if low == high:
            return self._shown(low)
        first, last, mark = self._shown(low), self._shown(high), self._prefix.strip()
        if mark and not last.endswith(mark):
            last = last.removeprefix(self._prefix)
        return tr(
            "{low} to {high}", low=first.removesuffix(mark or self._suffix).rstrip(), high=last
        )

    def problem(self) -> str:
        parts = self._parts(self.text())
        if self._ends is not None and self.text() == self.written(self._ends):
            return ""
        if len(parts) == 1:
            return self._problem_of(parts[0])
        if len(parts) > 2:
            return tr("this is no range: type two numbers with “to” between")
        for part in parts:
            if choices := self._reading(part).choices:
                said = tr(" or ").join(map(self._unmistakable, choices))
                return tr("is that {choices}? Type the one that you mean", choices=said)
            if wrong := self._problem_of(part):
                return wrong
        low, high = self._numbers(parts)
        return tr("low end is above high") if low > high else ""

    def _parts(self, text: str) -> list[str]:
        """Both ends, or the one number."""
        parts = [part.strip() for part in _BETWEEN.split(text.strip())]
        unit = self._suffix.strip()
        if len(parts) == 2 and unit and any(part.endswith(unit) for part in parts):
            parts = [part if part.endswith(unit) else f"{part}{unit}" for part in parts]
        return parts

    def _numbers(self, parts: list[str]) -> Ends:
        read = [self._reading(part).value or 0.0 for part in parts]
        return read[0], read[-1]

    def _read(self, text: str) -> None:
        parts = self._parts(text)
        if not text.strip():
            self.set_error(False)
            self._take(None)
        elif len(parts) == 1:
            super()._read(text)
        else:
            self.set_error(bool(self.problem()))
            self.edited.emit()
            if not self.problem():
                self._take(self._numbers(parts))

    def _accept(self, number: float | None) -> None:
        super()._accept(number)
        self._take(None if number is None else (number, number))

    def _take(self, ends: Ends | None) -> None:
        before, self._ends = self._ends, ends
        self._last = "" if ends is None else self.written(ends)
        self.setText(self._last)
        self.fit()
        self.edited.emit()
        if ends != before:
            self.ranged.emit(ends)

    def _show_reading(self, text: str) -> None:
        if len(self._parts(text)) == 1:
            super()._show_reading(text)
        elif self.hint is not None:
            self.hint.hide()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def event(self, event: QEvent) -> bool:
        return claims(event, Qt.Key.Key_Down) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() == Qt.Key.Key_Down and (self.hint is None or self.hint.isHidden()):
            self.down.emit()
