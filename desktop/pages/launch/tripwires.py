"""When it is stopped: the tripwires, and who sees to each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.rows import RowList, Section
from estimators.acceptance.readiness.tripwires import Tripwire


class TripwireRow(QWidget):
    """One tripwire; a click or Enter rewords it, the cross or Delete drops it."""

    edit_asked = Signal(int)
    delete_asked = Signal(int)

    def __init__(self, at: int, wire: Tripwire, *, locked: bool) -> None:
        super().__init__()
        self._at, self._locked = at, locked
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 7, 0, 7)
        row.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(wire.sentence))
        if wire.owner:
            words.addWidget(Label(f"{wire.owner} sees to it.", role=Role.NOTE, colour="ink2"))
        row.addLayout(words, 1)
        self.drop = Button("", "text", icon="close", size="small")
        self.drop.setAccessibleName(f"Delete tripwire {at + 1}")
        self.drop.setToolTip("Delete")
        self.drop.clicked.connect(self._drop)
        row.addWidget(self.drop, 0, Qt.AlignmentFlag.AlignTop)
        self.drop.setVisible(not locked)
        if not locked:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip("Reword")
        self.setAccessibleName(f"Tripwire {at + 1}: {wire.sentence} {wire.owner}".rstrip())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self._locked:
            self.edit_asked.emit(self._at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._locked:
            super().keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.edit_asked.emit(self._at)
        elif event.key() == Qt.Key.Key_Delete:
            self._drop()
        else:
            super().keyPressEvent(event)

    def _drop(self) -> None:
        self.delete_asked.emit(self._at)


class TripwireSection(Section):
    """The tripwires, and the way to add one."""

    add_asked = Signal()
    edit_asked = Signal(int)
    delete_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__("When it is stopped")
        self.list = RowList("Tripwires", first_line=True, last_line=True)
        self.hint = Label(
            "Agree on it before the launch: what is watched, where it trips, what you do then.",
            role=Role.NOTE,
            colour="ink2",
        )
        self.add_button = Button("Add a tripwire", "text", icon="add", size="small")
        self.add_button.clicked.connect(self.add_asked)
        self.add(self.list)
        self.add(self.hint, 0)
        self.box.addSpacing(4)
        self.box.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._shown: tuple[tuple[Tripwire, ...], bool] | None = None

    def rows(self) -> tuple[TripwireRow, ...]:
        """The tripwires that are shown, in order."""
        return tuple(row for row in self.list.rows() if isinstance(row, TripwireRow))

    def show_tripwires(self, wires: Sequence[Tripwire], *, locked: bool) -> None:
        """Show these; ``locked``: the project can only be read."""
        if self._shown == (tuple(wires), locked):
            return
        self._shown = (tuple(wires), locked)
        rows = []
        for at, wire in enumerate(wires):
            row = TripwireRow(at, wire, locked=locked)
            row.edit_asked.connect(self.edit_asked)
            row.delete_asked.connect(self.delete_asked)
            rows.append(row)
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.hint.setVisible(not rows)
        self.add_button.setVisible(not locked)
