"""Candidates against each other: a sentence a pair, and beside it how often each was better (filled) and worse (outlined)."""

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QAccessible, QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.current import scaled, tokens
from desktop.theme.paint import LEFT, RIGHT, smooth
from desktop.theme.type import Role
from desktop.widgets.charts.labels import NOTE, NOTE_STRONG, write
from desktop.widgets.charts.view import ChartView
from desktop.widgets.label import Label
from desktop.widgets.layout import TOP, column, holder, row
from desktop.widgets.rows import RowList
from estimators.base.number import digits
from estimators.base.sentence import tr
from reports.pair_data import PairChart, PairRow

_WIDE, _BAR = 196, 12


class PairedBar(QWidget):
    """Cases in which one was better at the right, worse at the left, on a scale that all pairs share."""

    spoken_as = QAccessible.Role.Graphic

    def __init__(self, pair: PairRow, most: tuple[int, int]) -> None:
        """``most``: the most that any pair has at the left and at the right."""
        super().__init__()
        self._pair, self._most = pair, most
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            tr("better on {better}, worse on {worse}", better=pair.better, worse=pair.worse)
        )

    def sizeHint(self) -> QSize:
        return QSize(scaled(_WIDE), scaled(22))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, pair = tokens(), self._pair
        painter = smooth(self, turns=False)
        words = [digits(n) for n in (pair.worse, pair.better)]
        room = self.width() - sum(NOTE_STRONG.width(text) + 12 for text in words)
        left, right = self._most
        scale = room / max(left + right, 1)
        middle = NOTE_STRONG.width(digits(left)) + 10 + left * scale
        high, y = scaled(_BAR), (self.height() - scaled(_BAR)) / 2
        better = QRectF(middle, y, max(pair.better * scale, 1.0), high)
        painter.fillRect(better, QColor(t.measured))
        worse = QRectF(middle - pair.worse * scale, y, pair.worse * scale, high)
        painter.setPen(QPen(QColor(t.bad), 1.2))
        painter.drawRect(worse.adjusted(0.6, 0.6, 0, -0.6))
        painter.fillRect(QRectF(middle - 0.5, y - 4, 1, high + 8), QColor(t.ink))
        whole = float(self.height())
        write(painter, words[0], QRectF(0, 0, worse.left() - 6, whole), NOTE, RIGHT)
        place = QRectF(better.right() + 6, 0, self.width() - better.right() - 6, whole)
        write(painter, words[1], place, NOTE_STRONG, LEFT)


class PairChartView(ChartView[PairChart]):
    """A row for each pair."""

    def build(self) -> None:
        self.rows = RowList(first_line=True, last_line=True)
        self.whole.addSpacing(6)
        self.whole.addWidget(self.rows)
        self.redraw()

    def redraw(self) -> None:
        pairs = self.chart.rows
        most = (
            max((pair.worse for pair in pairs), default=0),
            max((pair.better for pair in pairs), default=0),
        )
        self.rows.set_rows([_line(pair, most) for pair in pairs])


def _line(pair: PairRow, most: tuple[int, int]) -> QWidget:
    words: QWidget = Label(pair.sentence, weight=500 if pair.apart else 400)
    if pair.cost:
        words = holder(column(words, 2, Label(pair.cost, role=Role.NOTE, colour="ink2")))
    return holder(row((words, 1), (PairedBar(pair, most), TOP), spacing=16, margins=(0, 9, 0, 9)))
