"""Two who judge the same answers, as four boxes: where they agree filled, where they differ outlined."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.current import scaled
from desktop.theme.paint import Face, paint_box, smooth, write
from desktop.theme.type import Role, line_height
from estimators.base.number import digits
from estimators.base.sentence import tr

_HIGH, _GAP, _SIDE, _PAD = 84, 8, 74, 14
_FIGURE, _WORDS, _NAMES = Face(Role.FIGURE, colour="ink"), Face(Role.NOTE, colour="ink"), Face()


class VerdictBoxes(QWidget):
    """Four counts: across the one's verdicts, down the other's."""

    def __init__(self) -> None:
        super().__init__()
        self._across: tuple[str, ...] = ("", "")
        self._down: tuple[str, ...] = ("", "")
        self._counts: tuple[tuple[int, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(
        self, across: Sequence[str], down: Sequence[str], counts: Sequence[tuple[int, str]]
    ) -> None:
        self._across, self._down, self._counts = tuple(across), tuple(down), tuple(counts)
        self.setAccessibleName(
            tr("{counts}.", counts=", ".join(f"{digits(n)} {words}" for n, words in counts))
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(420), line_height(Role.NOTE) + 6 + 2 * scaled(_HIGH) + _GAP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, side, high = smooth(self), scaled(_SIDE), scaled(_HIGH)
        wide = (self.width() - side - _GAP) / 2
        top = line_height(Role.NOTE) + 6
        for at, name in enumerate(self._across):
            write(painter, name, QRectF(side + at * (wide + _GAP), 0, wide, top - 6), _NAMES)
        for at, name in enumerate(self._down):
            above = top + at * (high + _GAP)
            who, _, what = name.partition(": ")
            for line, words in enumerate((f"{who}:" if what else who, what)):
                place = QRectF(0, above + 18 + line * line_height(Role.NOTE), side - 8, line_height(Role.NOTE))  # fmt: skip
                write(painter, words, place, _NAMES)
        for at, (n, words) in enumerate(self._counts):
            down, across = divmod(at, 2)
            box = QRectF(side + across * (wide + _GAP), top + down * (high + _GAP), wide, high)
            if down == across:
                paint_box(painter, box, fill="measured_soft")
            else:
                paint_box(painter, box, fill="canvas", edge="bad")
            inside = box.adjusted(_PAD, 10, -_PAD, -10)
            write(painter, digits(n), QRectF(inside.x(), inside.y(), inside.width(), line_height(Role.FIGURE)), _FIGURE)  # fmt: skip
            write(painter, words, QRectF(inside.x(), inside.y() + line_height(Role.FIGURE) + 2, inside.width(), line_height(Role.NOTE)), _WORDS)  # fmt: skip
