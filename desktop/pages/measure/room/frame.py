"""Around the answer: how far one is at the top, the keys at the foot."""

from collections.abc import Sequence

from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.theme.current import scaled, tokens
from desktop.theme.type import Role
from desktop.widgets.label import Label, spans_of, strong
from desktop.widgets.layout import row
from desktop.widgets.progress import ProgressLine
from desktop.widgets.rows import IconMark
from estimators.base.sentence import tr

_SIDE, _GAP = 40, 22
_FIRST = 5
"""So many keys come before the sentence at the right."""


class RoomHead(QWidget):
    """What is done, how far, and that names stay hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label(weight=600, wrap=False)
        self.line = ProgressLine()
        self.line.setFixedHeight(4)
        self.line.setMaximumWidth(scaled(420))
        self.case = Label(weight=600, wrap=False)
        self.answer = Label(colour="ink2", wrap=False)
        self._eye = IconMark("eye", "", colour="ink2")
        self._hidden = Label(tr("Who wrote it stays hidden until the end"), role=Role.NOTE, colour="ink2", wrap=False)  # fmt: skip
        leave = Label(tr("Esc leaves, kept"), role=Role.NOTE, colour="ink2", wrap=False)
        row(
            self.title, 20, (self.line, 3), 20, self.case, 4, self.answer, None, self._eye, 8, self._hidden, 20, leave,
            of=self, margins=(_SIDE, 0, _SIDE, 0),
        )  # fmt: skip
        self.setFixedHeight(scaled(56))

    def show_progress(self, title: str, case: str, part: str, share: float) -> None:
        """Show what is done, which case it is at, which part of it, and how far it is."""
        self.title.setText(title)
        self.case.setText(case)
        self.answer.setText(tr("· {answer}", answer=part) if part else "")
        self.line.set_share(share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for part in (self._eye, self._hidden):
            part.setVisible(self.width() >= scaled(900))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens().rail))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(tokens().line))


class RoomFoot(QWidget):
    """Which keys act, with what they do; as many as there is room for."""

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._keys = [_key(key, does) for key, does in keys]
        self._without: tuple[str, ...] = ()
        self._names = [key for key, _ in keys]
        self.order = Label(role=Role.NOTE, colour="ink2", wrap=False)
        self._row = row(*self._keys, None, self.order, of=self, spacing=_GAP, margins=(_SIDE, 12, _SIDE, 16))  # fmt: skip
        self.setMinimumWidth(0)

    def say(self, order: str, *, without: Sequence[str] = ()) -> None:
        """Say in which order things come; `without`: keys that mean nothing now."""
        self.order.setText(order)
        self._without = tuple(without)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * _SIDE
        keys = [
            one
            for one, name in zip(self._keys, self._names, strict=True)
            if name not in self._without
        ]
        for label in self._keys:
            label.setVisible(False)
        for label in (*keys[:_FIRST], self.order, *keys[_FIRST:]):
            room -= label.sizeHint().width() + _GAP
            label.setVisible(room >= 0)


def _key(key: str, does: str) -> Label:
    return Label(*spans_of(does, key=strong(key)), role=Role.NOTE, colour="ink2", wrap=False)
