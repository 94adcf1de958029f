"""The status bar: when it was saved, what Undo undoes, the keys of this page; while work runs, that."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.current import scaled, tokens
from desktop.theme.paint import Face, smooth, write
from desktop.theme.tokens import Height
from desktop.widgets.layout import row
from desktop.window.work_line import WorkLine
from estimators.base.date import day
from estimators.base.sentence import tr

_KEY = Face(weight=500, colour="ink")
_GAP, _EDGE = 16, 14
_MOST_OF_IT = 0.6  # of the width, for what runs: the keys have the rest
Keys = Sequence[tuple[str, str]]


class StatusBar(QWidget):
    """28 pixels high. Keys that have no room leave from the left."""

    def __init__(self) -> None:
        super().__init__()
        self.work = WorkLine()
        row(self.work, None, of=self, margins=(_EDGE, 1, _EDGE, 0))
        self._left: list[tuple[str, str]] = []
        self._keys: tuple[tuple[str, str], ...] = ()
        self.setFixedHeight(scaled(Height.STATUS_BAR))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedHeight(scaled(Height.STATUS_BAR))

    def set_state(self, saved_at: datetime | None, undo: str | None, *, read_only: bool) -> None:
        """Show when it was saved and what Undo would undo."""
        left = []
        if read_only:
            left.append(("", tr("Read only")))
        elif saved_at is not None:
            left.append(("", _saved_words(saved_at.astimezone())))
        if undo:
            left.append((tr("Ctrl Z"), tr("undo: {undo}", undo=undo)))
        self._left = left
        self._describe()

    def set_words(self, words: str) -> None:
        """Show one text at the left (the version, on Welcome)."""
        self._left = [("", words)]
        self._describe()

    def set_keys(self, keys: Keys) -> None:
        """The keys of this page, as (key, words)."""
        self._keys = tuple(keys)
        self._describe()

    def _describe(self) -> None:
        said = [f"{key} {words}".strip() for key, words in (*self._left, *self._keys)]
        self.setAccessibleName("; ".join(said))
        self.update()

    def shown_keys(self) -> tuple[tuple[str, str], ...]:
        """The keys there is room for."""
        before = sum(_room(key, words) + _GAP for key, words in self._left)
        taken = _EDGE + (self.work.width() + _GAP if self.work.isVisible() else before)
        kept: list[tuple[str, str]] = []
        for key, words in reversed(self._keys):
            taken += _room(key, words) + _GAP
            if taken > self.width() - _EDGE:
                break
            kept.insert(0, (key, words))
        return tuple(kept)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.work.set_room(round(_MOST_OF_IT * self.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = smooth(self)
        painter.fillRect(self.rect(), QColor(t.rail))
        painter.fillRect(QRectF(0, 0, self.width(), 1), QColor(t.line))
        x = float(_EDGE)
        for key, words in () if self.work.isVisible() else self._left:
            x = self._write(painter, x, key, words)
        shown = self.shown_keys()
        x = self.width() - _EDGE - sum(_room(*one) for one in shown) - _GAP * max(0, len(shown) - 1)
        for key, words in shown:
            x = self._write(painter, x, key, words)

    def _write(self, painter: QPainter, x: float, key: str, words: str) -> float:
        for text, face in ((key, _KEY), (words, Face())):
            if text:
                room = face.width(text)
                write(painter, text, QRectF(x, 1, room + 2, self.height() - 1), face)
                x += room + (3 if text is key else 0)
        return x + _GAP


def _saved_words(local: datetime) -> str:
    """When it was saved; the day too, unless it was today."""
    today = datetime.now(local.tzinfo).date() == local.date()
    return (
        tr("Saved {local}", local=f"{local:%H:%M}")
        if today
        else tr("Saved {date}", date=day(local.date()))
    )


def _room(key: str, words: str) -> int:
    return Face().width(words) + (_KEY.width(key) + 3 if key else 0)
