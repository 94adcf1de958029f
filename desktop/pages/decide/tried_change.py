"""One change that is tried: what it is, its dial, its value, and the way to take it back."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.findings.decide.flip_points import Flip
from desktop.findings.decide.verdict import Worked
from desktop.findings.decide.what_if import chosen_as, dial_of, moved, moved_to, value_text
from desktop.theme.current import scaled
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.label import Label
from desktop.widgets.layout import column, fill, row
from desktop.widgets.slider import Track
from estimators.base.sentence import tr

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
        head = row((self.name, 1), self.value, self.back, spacing=16)
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
