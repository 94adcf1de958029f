"""What is being tried, on a dial, and what comes out differently; the project stays as it is."""

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.decide.flip_points import Flip
from desktop.findings.decide.verdict import Worked
from desktop.findings.decide.what_if import (
    Changed,
    Dial,
    changes,
    chosen_as,
    dial_of,
    moved_to,
    value_text,
)
from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.label import Label, strong
from desktop.widgets.rows import Box
from desktop.widgets.slider import Track

FRAME_MS = 16  # a dial asks at most once a frame
_FIELD = 360


class TrialPanel(QWidget):
    """``moved`` carries the value that is tried next, as the input takes it."""

    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        box = Box(filled=True)
        whole.addWidget(box)
        self._flip: Flip | None = None
        self._dial: Dial | None = None
        self._base: Worked | None = None
        self._wanted: Any = None
        self.field: Track | ChoiceBar | None = None
        self.name = Label(weight=600)
        self.value = Label(tabular=True, wrap=False, weight=600)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.name, 1)
        head.addWidget(self.value)
        self._left = QVBoxLayout()
        self._left.setSpacing(8)
        self._left.addLayout(head)
        self._left.addStretch(1)
        self._side = QWidget()
        self._side.setLayout(self._left)
        self._left.setContentsMargins(0, 0, 0, 0)
        self._side.setFixedWidth(scaled(_FIELD))
        self.results = Results()
        box.row.setSpacing(48)
        box.row.addWidget(self._side)
        box.row.addWidget(self.results, 1)
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(FRAME_MS)
        self._frame.timeout.connect(self._ask)

    def show_trial(self, flip: Flip, base: Worked, now: Worked | None) -> None:
        """Show what is tried, and what came out where it is worked out already."""
        if self._flip is None or self._flip.input != flip.input or self._base is not base:
            self._make_field(flip, base)
        self._flip, self._base = flip, base
        self.value.setText(value_text(flip.input, flip.to, base))
        if isinstance(self.field, ChoiceBar):
            self.field.set_value(_key(flip.to))
            self.value.hide()
        elif self.field is not None and not self._frame.isActive():
            self.field.set_value(float(flip.to))
        self.results.show_changes(changes(base, now) if now is not None else ())

    def forget(self) -> None:
        """Nothing is tried any more."""
        self._frame.stop()
        self._flip = self._base = None

    def _make_field(self, flip: Flip, base: Worked) -> None:
        if self.field is not None:
            self._left.removeWidget(self.field)
            self.field.hide()
            self.field.deleteLater()
            self.field = None
        dial = self._dial = dial_of(flip, base)
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
        if self._flip is not None and self._base is not None:
            self._wanted = moved_to(self._flip, number)
            self.value.setText(value_text(self._flip.input, self._wanted, self._base))
            if not self._frame.isActive():
                self._frame.start()

    def _chosen(self, key: str) -> None:
        self._wanted = chosen_as(key)
        self._ask()

    def _ask(self) -> None:
        if self._flip is not None and self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.moved.emit(wanted)


class Results(QWidget):
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
                value.set_spans(f"{change.after}, as before")
            else:
                value.set_colour("ink")
                value.set_spans(f"{change.before} → ", strong(change.after))
            value.setAccessibleName(f"{change.name}: {value.text()}")


def _key(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
