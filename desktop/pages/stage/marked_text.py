"""A text of any length with marked places: a draft that is being written, words that are doubtful, what a field was read from.

It is laid out in stretches of a few thousand letters, the first ones at once and the others while nothing else happens, so that
a book does not hold up the window. Offsets are those of the text; only a space is ever replaced, by the end of a stretch.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.current import generation, text_scale, tokens
from desktop.theme.paint import smooth
from desktop.theme.type import Role, font, line_height
from estimators.base.sentence import tr

STRETCH = 2_000  # letters laid out as one, at most
AT_ONCE = 8_000  # letters before the first paint, and in each pause after it
_KEPT_WIDTHS = 4


@dataclass(frozen=True)
class Mark:
    """A place in the text: a doubt of the fake's, or where something was read."""

    start: int
    end: int
    look: Literal["doubt", "place"] = "doubt"


@dataclass
class _Laid:
    """The text at one width: its stretches with where each begins, in letters and in pixels."""

    layouts: list[QTextLayout] = field(default_factory=list)
    tops: list[float] = field(default_factory=list)
    bottom: float = 0.0
    widest: float = 0.0


class MarkedText(QWidget):
    """Shows a text; the keyboard goes from doubt to doubt. ``stepped`` carries the number of the mark that it is at."""

    stepped = Signal(int)

    def __init__(
        self,
        role: Role,
        *,
        weight: int = 400,
        line: float = 0.0,
        colour: str = "ink",
        name: str = "",
        widens: bool = True,
        steps: bool = False,
    ) -> None:
        """``line``: pixels from line to line, of the design; 0: those of the role. ``widens``: it takes what is there.

        ``steps``: the keyboard and the pointer reach its doubts.
        """
        super().__init__()
        self._role, self._weight, self._line, self._colour = role, weight, line, colour
        self._name, self._text, self._steps = name, "", steps
        self.setProperty("fills", steps)  # it shows itself where the keyboard is
        self._stretches: list[tuple[int, str]] = []
        self._starts: list[int] = []
        self._marks: tuple[Mark, ...] = ()
        self._at: int | None = None
        self._there: int | None = None  # letters that can be seen; None: all
        self._laid: dict[tuple[int, int], _Laid] = {}
        self._rest = QTimer(self, interval=0)
        self._rest.timeout.connect(self._lay_out_more)
        across = QSizePolicy.Policy.Expanding if widens else QSizePolicy.Policy.Preferred
        policy = QSizePolicy(across, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # -- what it shows ------------------------------------------------------------------------

    @property
    def text(self) -> str:
        return self._text

    @property
    def marks(self) -> tuple[Mark, ...]:
        return self._marks

    @property
    def at(self) -> int | None:
        """The number of the mark that the person is at."""
        return self._at

    def set_look(self, role: Role, line: float = 0.0) -> None:
        if (role, line) != (self._role, self._line):
            self._role, self._line = role, line
            self._anew()

    def set_text(self, text: str, marks: Sequence[Mark] = (), at: int | None = None) -> None:
        """Show a text with its marks, whole."""
        self._marks, self._there, self._at = tuple(marks), None, at
        reached = bool(self._doubts())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if reached else Qt.FocusPolicy.NoFocus)
        if text != self._text:
            self._text = text
            self._stretches = _stretches_of(text)
            self._starts = [start for start, _ in self._stretches]
            self.setAccessibleName(": ".join(filter(None, (self._name, text))))
            self._anew()
        self._describe()
        self.update()

    def show_until(self, letters: int | None) -> None:
        """Show only so many letters of it; the others keep their room."""
        self._there = letters
        self.update()

    def go_to(self, number: int | None) -> None:
        if number != self._at:
            self._at = number
            self._describe()
            self.update()
            if number is not None:
                self.stepped.emit(number)

    def _describe(self) -> None:
        mark = None if self._at is None else self._marks[self._at]
        words = "" if mark is None else self._text[mark.start : mark.end]
        self.setAccessibleDescription(tr("Doubtful: {words}", words=words) if words else "")

    def place_of(self, number: int) -> QRectF:
        """Where a mark begins, in pixels; an empty one while it is not laid out."""
        laid, mark = self._at_width(self.width()), self._marks[number]
        which = bisect_right(self._starts, mark.start) - 1
        if not 0 <= which < len(laid.layouts):
            return QRectF()
        layout, start = laid.layouts[which], self._starts[which]
        line = layout.lineForTextPosition(_units(layout.text(), mark.start - start))
        top = laid.tops[which] + line.y()
        return QRectF(0, top, 1, line.height()) if line.isValid() else QRectF()

    # -- laid out -----------------------------------------------------------------------------

    def _step(self) -> float:
        scale = text_scale()
        return self._line * scale if self._line else float(line_height(self._role))

    def _anew(self) -> None:
        self._laid.clear()
        self._rest.stop()
        self.updateGeometry()
        self.update()

    def _at_width(self, width: int) -> _Laid:
        key = (max(1, width), generation())
        if key not in self._laid:
            if len(self._laid) >= _KEPT_WIDTHS:
                self._laid.clear()
            self._laid[key] = _Laid()
            self._lay_out(self._laid[key], key[0])
            if len(self._laid[key].layouts) < len(self._stretches):
                self._rest.start()
        return self._laid[key]

    def _lay_out(self, laid: _Laid, width: int) -> None:
        letters = 0
        while letters < AT_ONCE and len(laid.layouts) < len(self._stretches):
            stretch = self._stretches[len(laid.layouts)][1]
            layout = self._layout(stretch, width, laid)
            laid.tops.append(laid.bottom)
            laid.layouts.append(layout)
            laid.bottom += layout.lineCount() * self._step()
            letters += len(stretch) + 1

    def _layout(self, words: str, width: int, laid: _Laid) -> QTextLayout:
        layout = QTextLayout(words, font(self._role, weight=self._weight))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if _runs_to_the_left(words):
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        layout.setTextOption(option)
        step, count = self._step(), 0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, count * step + (step - line.height()) / 2))
            laid.widest = max(laid.widest, line.naturalTextWidth())
            count += 1
        layout.endLayout()
        return layout

    def _lay_out_more(self) -> None:
        """A few stretches more of the width that is shown."""
        laid = self._at_width(self.width())
        self._lay_out(laid, max(1, self.width()))
        if len(laid.layouts) == len(self._stretches):
            self._rest.stop()
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        laid = self._at_width(width)
        done = len(laid.layouts)
        if done == len(self._stretches):
            return round(laid.bottom)
        # What is not laid out yet takes about as much room for a letter.
        return round(laid.bottom * len(self._text) / max(1, self._starts[done]))

    def sizeHint(self) -> QSize:
        if not self._text:
            return QSize(0, 0)
        usual = 620
        laid = self._at_width(usual)
        return QSize(min(usual, round(laid.widest) + 1), self.heightForWidth(usual))

    def minimumSizeHint(self) -> QSize:
        return QSize(48, round(self._step()) if self._text else 0)

    # -- paint --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = smooth(self, turns=False)
        laid, shown = self._at_width(self.width()), event.rect()
        first = max(0, bisect_right(laid.tops, shown.top()) - 1)
        for which in range(first, len(laid.layouts)):
            top = laid.tops[which]
            if top > shown.bottom():
                break
            self._paint_stretch(painter, which, laid.layouts[which], top)

    def _paint_stretch(
        self, painter: QPainter, which: int, layout: QTextLayout, top: float
    ) -> None:
        start, words = self._stretches[which]
        there = len(words) if self._there is None else self._there - start
        if there <= 0:
            return
        for number, mark in enumerate(self._marks):
            if mark.start < start + there and mark.end > start:
                self._paint_mark(painter, number, layout, start, top)
        painter.setPen(QColor(getattr(tokens(), self._colour)))
        layout.draw(painter, QPointF(0, top), self._unseen(words, there))

    @staticmethod
    def _unseen(words: str, there: int) -> list[QTextLayout.FormatRange]:
        """What is still to come, in no colour: it keeps its room."""
        if there >= len(words):
            return []
        clear = QTextCharFormat()
        clear.setForeground(QColor(0, 0, 0, 0))
        unseen = QTextLayout.FormatRange()
        unseen.start = _units(words, there)
        unseen.length, unseen.format = _units(words, len(words)) - unseen.start, clear
        return [unseen]

    def _paint_mark(
        self, painter: QPainter, number: int, layout: QTextLayout, start: int, top: float
    ) -> None:
        mark, words = self._marks[number], layout.text()
        t, doubt, here = tokens(), mark.look == "doubt", number == self._at
        ends = _units(words, mark.start - start), _units(words, mark.end - start)
        for place in range(layout.lineCount()):
            line = layout.lineAt(place)
            box = self._box(line, *ends)
            if box.isEmpty():
                continue
            box.translate(0, top)
            if here or not doubt:
                painter.fillRect(box, QColor(t.sim_soft if doubt else t.sel))
            pen = QPen(QColor(t.sim_mark if doubt else t.ink), 3 if doubt else 2)
            if doubt:
                pen.setDashPattern([0.01, 1.7])
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            below = box.bottom() + (2 if doubt else 0)
            painter.drawLine(QPointF(box.left() + 1, below), QPointF(box.right() - 1, below))

    @staticmethod
    def _box(line: QTextLine, start: int, end: int) -> QRectF:
        first, last = line.textStart(), line.textStart() + line.textLength()
        start, end = max(start, first), min(end, last)
        if start >= end:
            return QRectF()
        # PySide6 returns the place together with the cursor's position.
        sides = [float(line.cursorToX(place)[0]) for place in (start, end)]  # type: ignore[index]
        return QRectF(min(sides), line.y(), max(sides) - min(sides), line.height())

    # -- the keyboard and the pointer ---------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        doubts = self._doubts()
        if doubts and event.reason() in {
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        }:
            back = event.reason() == Qt.FocusReason.BacktabFocusReason
            self.go_to(doubts[-1] if back else doubts[0])

    def focusNextPrevChild(self, forward: bool) -> bool:
        if self.step(1 if forward else -1):
            return True
        return super().focusNextPrevChild(forward)

    def step(self, by: int) -> bool:
        """Go to the next doubt, or the one before; whether there is one."""
        doubts = self._doubts()
        here = doubts.index(self._at) if self._at in doubts else -1 if by > 0 else len(doubts)
        there = here + by
        if not 0 <= there < len(doubts):
            return False
        self.go_to(doubts[there])
        return True

    def _doubts(self) -> list[int]:
        marks = enumerate(self._marks) if self._steps else ()
        return [number for number, mark in marks if mark.look == "doubt"]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._letter_at(event.position())
        for number in self._doubts():
            mark = self._marks[number]
            if mark.start <= at < mark.end:
                self.go_to(number)
                return
        event.ignore()

    def _letter_at(self, place: QPointF) -> int:
        laid = self._at_width(self.width())
        which = bisect_right(laid.tops, place.y()) - 1
        if not 0 <= which < len(laid.layouts):
            return -1
        layout = laid.layouts[which]
        row = min(int((place.y() - laid.tops[which]) / self._step()), layout.lineCount() - 1)
        before = layout.text().encode("utf-16-le", "surrogatepass")
        units = int(layout.lineAt(row).xToCursor(place.x()))
        letters = before[: 2 * units].decode("utf-16-le", "replace")
        return self._starts[which] + len(letters)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.PaletteChange}:
            self._anew()


def _stretches_of(text: str) -> list[tuple[int, str]]:
    """Paragraphs, and pieces of those that are long, each with where it begins in the text."""
    found: list[tuple[int, str]] = []
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        while end - start > STRETCH:
            cut = text.rfind(" ", start, start + STRETCH) + 1 or start + STRETCH
            found.append((start, text[start:cut]))
            start = cut
        found.append((start, text[start:end]))
        start = end + 1
    return found


def _runs_to_the_left(words: str) -> bool:
    """Whether the first letter with a direction is one of Arabic, Hebrew or their like."""
    directions = (unicodedata.bidirectional(letter) for letter in words)
    return next((one for one in directions if one in {"L", "R", "AL"}), "L") != "L"


def _units(words: str, letters: int) -> int:
    """So many letters as Qt counts them: those beyond 16 bits are two."""
    return len(words[: max(0, letters)].encode("utf-16-le", "surrogatepass")) // 2
