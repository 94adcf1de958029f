"""Where files and folders are dropped: dashed at rest, solid with a count while they hover, refused with the reason."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.current import tokens
from desktop.theme.paint import smooth
from desktop.theme.tokens import Radius
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.focus import ENTER_KEYS
from desktop.widgets.label import Label, Span, strong
from desktop.widgets.layout import column, row
from desktop.widgets.rows import IconMark
from estimators.base.number import digits
from estimators.base.sentence import tr

Refusal = Callable[[Sequence[Path]], str]
_COUNT_AT_MOST = 20_000


def count_files(paths: Sequence[Path], most: int = _COUNT_AT_MOST) -> int:
    """How many files these files and folders hold, counting no further than ``most``."""
    total = 0
    for path in paths:
        if not path.is_dir():
            total += 1
            continue
        for _, folders, names in os.walk(path, onerror=None):
            folders[:] = [name for name in folders if not name.startswith(".")]
            total += sum(not name.startswith(".") for name in names)
            if total >= most:
                return most
    return total


class DropZone(QWidget):
    """A place to drop. ``dropped`` carries the paths; ``browse_asked`` is a click or Enter.

    ``shows`` is an example of what is dropped, below the words of one that is ``stacked``. ``refuse`` looks at the hovering paths and gives the reason why not, or an empty text.
    """

    spoken_as = QAccessible.Role.Button

    dropped = Signal(list)
    browse_asked = Signal()

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        noun: str = "files",
        browse: str = "",
        large: bool = False,
        stacked: bool = False,
        shows: QWidget | None = None,
        refuse: Refusal = lambda _paths: "",
    ) -> None:
        super().__init__()
        self._title, self._text, self._noun = title, text, noun
        self._refuse = refuse
        self._large, self._stacked = large, stacked
        self._hover = ""  # "", "over", "refused"
        self._off = ""
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.mark = IconMark("drop", "", size=32 if large else 24 if stacked else 20)
        centre = Qt.AlignmentFlag.AlignHCenter
        align = centre if large else Qt.AlignmentFlag.AlignLeft
        role = Role.FIGURE if large else Role.BODY if stacked else Role.ROW
        self.words = Label(role=role, weight=500 if stacked else None, align=align)
        under = Role.BODY if large else Role.ROW
        self.below = Label(text, role=under, colour="ink2", align=align)
        self.button: Button | None = None
        if large:
            below = (self.words, self.below, None)
            column(
                None,
                (self.mark, centre),
                8,
                *below,
                of=self,
                margins=(24, 24, 24, 24),
                spacing=None,
            )
        elif stacked:
            example = (12, shows) if shows is not None else ()
            lines = column(None, self.words, self.below, *example, None, spacing=0)
            row(self.mark, (lines, 1), of=self, spacing=16, margins=(24, 20, 24, 20))
        else:
            self.below.setParent(self)
            self.below.hide()
            words = (self.words, 1)
            line = row(self.mark, words, of=self, spacing=12, margins=(16, 13, 16, 13))
            line.setAlignment(self.words, Qt.AlignmentFlag.AlignVCenter)
            if browse:
                self.button = Button(browse, "link", run=self.browse_asked.emit)
                line.addWidget(self.button)
        self._say()

    def set_noun(self, noun: str) -> None:
        """What is counted while files hover."""
        self._noun = noun

    def set_words(self, title: str, text: str = "") -> None:
        """Say something else at rest."""
        self._title, self._text = title, text
        self._say()

    def off_because(self, reason: str) -> None:
        """Switch off: nothing is taken, and the reason stands in place of the invitation; "" switches on again."""
        if reason == self._off:
            return
        self._off = reason
        self.setAcceptDrops(not reason)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if reason else Qt.FocusPolicy.StrongFocus)
        shape = Qt.CursorShape.ArrowCursor if reason else Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)
        self.setToolTip(reason)
        self.mark.set_colour("ink3" if reason else "ink2")
        if self.button is not None:
            self.button.setVisible(not reason)
        self._rest()

    def _say(self) -> None:
        if self._off:
            self.words.set_spans(Span(self._off, colour="ink3"))
            self.below.setText("")
            self.setAccessibleName(self._off)
            return
        if self._large or self._stacked:
            self.words.setText(self._title)
            self.below.setText(self._text)
        else:
            spans: list[str | Span] = [strong(self._title)]
            if self._text:
                spans.append(Span(f" {self._text}", colour="ink2"))
            self.words.set_spans(*spans)
        self.words.set_colour("ink")
        self.setAccessibleName(f"{self._title} {self._text}".strip())

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), 264)) if self._large else hint

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter, edge = smooth(self), 0.5
        pen = QPen(QColor(t.line if self._off else t.ink2), 1)
        pen.setDashPattern([3, 3])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._hover == "over":
            edge, pen = 1.0, QPen(QColor(t.ink), 2)
            painter.setBrush(QColor(t.sunken))
        elif self._hover == "refused":
            edge, pen = 1.0, QPen(QColor(t.bad), 2)
        painter.setPen(pen)
        box = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter.drawRoundedRect(box, Radius.BOX, Radius.BOX)

    # -- dragging -----------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        paths = dropped_paths(event)
        if not paths:
            event.ignore()
            return
        event.acceptProposedAction()
        reason = self._refuse(paths)
        self._hover = "refused" if reason else "over"
        if reason:
            self.words.set_spans(strong(reason))
        else:
            count = count_files(paths)
            more = tr("more than ") if count >= _COUNT_AT_MOST else ""
            self.words.set_spans(
                strong(
                    tr(
                        "Let go to add {more}{count} {noun}",
                        more=more,
                        count=digits(count),
                        noun=self._noun,
                    )
                )
            )
        self.update()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._rest()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event)
        reason = self._refuse(paths) if paths else "nothing"
        event.acceptProposedAction()
        self._rest()
        if not reason:
            self.dropped.emit(paths)

    def _rest(self) -> None:
        self._hover = ""
        self._say()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._off and self.rect().contains(event.position().toPoint()):
            self.browse_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._off and event.key() in ENTER_KEYS:
            self.browse_asked.emit()
            return
        super().keyPressEvent(event)


def dropped_paths(event: QDropEvent) -> list[Path]:
    """The local files and folders of a drag, in order."""
    data = event.mimeData()
    if not data.hasUrls():
        return []
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
