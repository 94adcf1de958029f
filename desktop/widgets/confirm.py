"""A popover that says what is about to be done and asks for a yes; tick boxes may say how."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import Tick
from desktop.widgets.label import Label
from desktop.widgets.popover import Popover

WIDTH = 420


class ConfirmPopover(Popover):
    """``done`` is called once the button is pressed; Esc is a change of mind.

    ``ticks`` are boxes by name, each with its words and a note; ``done`` gets whether each is ticked, by its name.

    ``cautious``, for what cannot be undone: Cancel has the focus, and Enter at once does nothing. ``leave`` is what
    Cancel says.
    """

    def __init__(
        self,
        window: QWidget,
        title: str,
        sentences: Sequence[str],
        button: str,
        done: Callable[..., None],
        *,
        ticks: Mapping[str, tuple[str, str]] | None = None,
        cautious: bool = False,
        leave: str = "Cancel",
    ) -> None:
        super().__init__(window, title, width=scaled(WIDTH))
        self._done, self._cautious = done, cautious
        self.add_head(title)
        self.sentences = [Label(sentence) for sentence in sentences]
        for label in self.sentences:
            self.body.addSpacing(8)
            self.body.addWidget(label)
        self.ticks: dict[str, Tick] = {}
        for name, (words, note) in (ticks or {}).items():
            self.ticks[name] = Tick(words)
            self.body.addSpacing(12)
            self.body.addWidget(self.ticks[name])
            self.body.addSpacing(2)
            self.body.addWidget(Label(note, role=Role.NOTE, colour="ink2"))
        self.body.addSpacing(14)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.send = Button(button, "primary", shortcut="" if cautious else "Return")
        self.send.clicked.connect(self.submit)
        self.leave = Button(leave)
        self.leave.clicked.connect(self.close_popover)
        row.addWidget(self.send)
        row.addWidget(self.leave)
        row.addStretch(1)
        self.body.addLayout(row)
        self.closed.connect(self.deleteLater)

    def ask(self) -> None:
        """Open in the middle of the window."""
        x = (self.window().width() - scaled(WIDTH)) // 2
        self.open_at(x, 120, focus=self.leave if self._cautious else self.send)

    def submit(self) -> None:
        """It is a yes."""
        ticked = {name: box.isChecked() for name, box in self.ticks.items()}
        self.close_popover()
        self._done(**ticked)

    def take_primary(self) -> bool:
        if not self._cautious:
            self.submit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            (self.close_popover if focused is self.leave else self.submit)()
            return
        super().keyPressEvent(event)
