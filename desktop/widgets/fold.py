"""Lines that unfold: what is inside is made when it is first asked for, rows of it a few at a time."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.layout import column, row
from estimators.base.sentence import tr

_AT_ONCE = 3  # rows made in one go, so that the window stays awake


class Fold(QWidget):
    """A title, what stands ``beside`` it, and the link that unfolds the rest: see ``fill``."""

    unfolded = Signal()

    def __init__(self, title: str, *beside: QWidget, weight: int = 500, room: int = 7) -> None:
        super().__init__()
        self.title = title
        self.fold = Button(tr("Show"), "link", run=self._turn)
        self.fold.setAccessibleName(tr("Show {title}", title=title))
        self.words = column(Label(title, weight=weight))
        self.head = row((self.words, 1), *beside, self.fold, spacing=2 * room)
        self.box = column(self.head, of=self, margins=(0, room, 0, room))
        self.body: QWidget | None = None

    @property
    def open(self) -> bool:
        """Whether what is inside is shown."""
        return self.body is not None and not self.body.isHidden()

    def _turn(self) -> None:
        self.set_open(not self.open)

    def set_open(self, shown: bool) -> None:
        if shown and self.body is None:
            self.body = QWidget()
            self.box.addWidget(self.body)
            self.fill(self.body)
        if self.body is not None:
            self.body.setVisible(shown)
        self.fold.setText(tr("Hide") if shown else tr("Show"))
        self.fold.setAccessibleName(f"{self.fold.text()} {self.title}")
        if shown:
            self.unfolded.emit()

    def fill(self, body: QWidget) -> None:
        """Make what is inside; called once."""
        raise NotImplementedError


class RowsFold(Fold):
    """Has rows inside, one for each thing that ``make_rows`` gets; ``rows_made`` once all are there."""

    _make: Callable[[Any], QWidget]
    _pending: tuple[Any, ...] = ()
    _next: QTimer
    _rows: QVBoxLayout

    def make_rows(
        self, rows: QVBoxLayout, about: Iterable[Any], make: Callable[[Any], QWidget]
    ) -> None:
        """Put a row about each into ``rows``: the first at once, the others when the window has had its turn."""
        self._rows, self._pending, self._make = rows, tuple(about), make
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._make_the_next)
        self._make_more()

    def _make_more(self) -> None:
        for about in self._pending[:_AT_ONCE]:
            self._rows.addWidget(self._make(about))
        self._pending = self._pending[_AT_ONCE:]
        if self._pending:
            self._next.start()
        else:
            self.rows_made()

    def _make_the_next(self) -> None:
        if self._pending:
            self._make_more()
            self.unfolded.emit()

    def make_all(self) -> None:
        """Make every row now: one of them is asked for."""
        self.set_open(True)
        while self._pending:
            self._make_the_next()

    def rows_made(self) -> None:
        """Every row is there; called once."""
