"""In which ways it is wrong: a bar in their shares, and for each way its mark, its name and how many of 100."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.theme.current import tokens
from desktop.theme.paint import set_ink, smooth
from desktop.theme.type import Role
from desktop.widgets.fields import NumberField
from desktop.widgets.label import Label
from desktop.widgets.layout import column, holder, row
from desktop.widgets.marks import failure_colour, paint_failure
from estimators.base.sentence import tr
from mock_ai.kinds.registry import FailureMode

_ACROSS = 4  # failures beside each other
_BAR, _GAP, _MARK = 8, 2, 16
_STRENGTH = (1.0, 0.25, 0.6, 0.8)  # of the colour, by the place of the mark's shape


class FailureMix(QWidget):
    """``turned`` carries which way, and of how many of 100 answers."""

    turned = Signal(str, object)

    def __init__(self, failures: Sequence[FailureMode]) -> None:
        super().__init__()
        self.fields: dict[str, NumberField] = {}
        self._wrong = Label(role=Role.SECTION, wrap=False)
        self.bar = _MixBar()
        head = row(
            Label(tr("When it is wrong, it…"), weight=600, wrap=False),
            None,
            self._wrong,
            spacing=None,
        )
        across = _ACROSS if len(failures) <= _ACROSS else _ACROSS - 1  # room for longer names
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        for number, mode in enumerate(failures):
            field = NumberField(
                tr("Of 100: {failure}", failure=mode.label), low=0, high=100, width=0
            )
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setToolTip(mode.does)
            field.changed.connect(partial(self.turned.emit, mode.name))
            self.fields[mode.name] = field
            name = Label(mode.label, role=Role.NOTE, colour="ink2", wrap=False)
            above = row(_FailureMark(number + 1), name, None, spacing=6)
            cell = holder(column(above, field, spacing=4))
            grid.addWidget(cell, number // across, number % across)
        for place in range(across):
            grid.setColumnStretch(place, 1)
        column(head, 8, self.bar, 10, grid, of=self)

    def show_shares(self, shares: Mapping[str, float]) -> None:
        """Show what share of all goes wrong in which way, without announcing it."""
        for name, field in self.fields.items():
            field.set_number(round(100 * shares[name], 1))
        self.bar.show_shares([shares[name] for name in self.fields])
        self._wrong.setText(tr("{n} in 100", n=f"{round(100 * sum(shares.values()), 1):g}"))


class _FailureMark(QWidget):
    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        self.setFixedSize(_MARK, _MARK)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_failure(smooth(self), self._place, QPointF(_MARK / 2, _MARK / 2))


class _MixBar(QWidget):
    """The ways of being wrong beside each other, as wide as their shares; an even line where nothing goes wrong."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: list[float] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(self, shares: list[float]) -> None:
        self._shares = shares
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, _BAR)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, whole = smooth(self), sum(self._shares)
        parts = (
            [(n, share / whole) for n, share in enumerate(self._shares, 1) if share > 0]
            if whole
            else []
        )
        if not parts:
            set_ink(painter, fill="line")
            painter.drawRect(QRectF(0, 0, self.width(), _BAR))
        room, left = self.width() - _GAP * (len(parts) - 1), 0.0
        for place, share in parts:
            self._paint_part(painter, place, QRectF(left, 0, room * share, _BAR))
            left += room * share + _GAP

    @staticmethod
    def _paint_part(painter: QPainter, place: int, box: QRectF) -> None:
        colour = QColor(getattr(tokens(), failure_colour(place)))
        colour.setAlphaF(_STRENGTH[(place - 1) % len(_STRENGTH)])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(box, 2, 2)
