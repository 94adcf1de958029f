"""What it said (across) against what is true (down); every cell prints its count and opens its examples."""

from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen

from desktop.theme.current import scaled, tokens
from desktop.theme.paint import CENTRE, LEFT, RIGHT, Face, set_ink
from desktop.theme.type import Role
from desktop.widgets.charts.labels import NOTE, ROW, write
from desktop.widgets.charts.view import PaintedChart
from desktop.widgets.focus import ARROW_KEYS, ENTER_KEYS, LEFT_RIGHT, UP_DOWN, claims
from estimators.base.number import digits
from estimators.base.phrase import as_written
from estimators.base.sentence import tr
from reports.chart_data import ConfusionChart

_COUNT = Face(Role.SECTION, 600, "ink", tabular=True)
_SMALL_COUNT = Face(Role.NOTE, 500, "ink", tabular=True)
_ZERO = Face(Role.NOTE, 400, "ink3", tabular=True)
_TALLEST_NAME = 120  # pixels of a column's name that stands


class MatrixGrid(NamedTuple):
    """Pixels: room for the names of the rows, size of a cell, where the first row begins; whether the names of columns stand."""

    names: int
    across: float
    tall: float
    top: float
    upright: bool

    def box(self, truth: int, said: int) -> QRectF:
        """The cell of a row and a column."""
        left, top = self.names + 12 + said * self.across, self.top + truth * self.tall
        return QRectF(left + 1, top + 1, self.across - 2, self.tall - 2)


class ConfusionChartView(PaintedChart[ConfusionChart]):
    """Draws a ``ConfusionChart``. ``cell_chosen`` carries (truth, said) as indices; arrows move, Enter opens."""

    cell_chosen = Signal(int, int)
    cell_opened = Signal(int, int)

    _cell: tuple[int, int] | None = None

    def cell(self) -> tuple[int, int] | None:
        """The chosen cell as (truth, said), or None."""
        return self._cell

    def set_cell(self, truth: int, said: int) -> None:
        """Choose a cell without announcing it."""
        self._cell = (truth, said)
        self._describe()
        self.canvas.update()

    def _size(self) -> int:
        return len(self.chart.labels)

    def _grid(self, width: int) -> MatrixGrid:
        labels, n = tuple(map(as_written, self.chart.labels)), max(1, self._size())
        widths = [ROW.width(label) for label in labels]
        widest = max(widths, default=0)
        names = min(max(widest, NOTE.width(tr("in truth"))), width // 3)
        across = min((width - names - 12) / n, 96.0)
        tall = min(scaled(76) if n <= 4 else scaled(max(28, 300 // n)), 96)
        upright = widest > across - 4  # what a name is written into
        top = scaled(36) + min(widest, scaled(_TALLEST_NAME)) + 6 if upright else scaled(56)
        return MatrixGrid(names, across, float(tall), float(top), upright)

    def canvas_height(self, width: int, /) -> int:
        grid = self._grid(width)
        return int(grid.top + self._size() * grid.tall + scaled(30) + scaled(26))

    def paint_canvas(self, painter: QPainter, width: int) -> None:
        chart, grid = self.chart, self._grid(width)
        names, across, tall, top, upright = grid
        whole = across * self._size()
        write(painter, tr("it said"), QRectF(names + 12, 12, whole, 18), NOTE, CENTRE)
        write(painter, tr("in truth"), QRectF(0, top - 26, names, 20), NOTE, RIGHT)
        apart = ceil(
            ROW.height / max(1.0, across)
        )  # of very many classes every so-manieth is named
        for number, label in enumerate(map(as_written, chart.labels)):
            left = names + 12 + number * across
            if upright:
                if number % apart == 0:
                    self._write_upright(painter, label, QPointF(left + across / 2, top - 6))
            else:
                write(painter, label, QRectF(left + 2, top - 26, across - 4, 20), ROW, CENTRE)
            write(painter, label, QRectF(0, top + number * tall, names, tall), ROW, RIGHT)
        for truth in range(self._size()):
            for said in range(self._size()):
                self._paint_cell(painter, grid.box(truth, said), truth, said)
        if self._cell is not None:
            set_ink(painter, "ink", 2)
            painter.drawRoundedRect(grid.box(*self._cell).adjusted(-1, -1, 1, 1), 5, 5)
        below = top + self._size() * tall + 6
        if chart.costly and chart.costly_text:
            first = min(said for _, said in chart.costly)
            place = QRectF(names + 12 + first * across, below, width - names, 20)
            write(painter, chart.costly_text, place, Face(colour="ink", tabular=True), LEFT)
        self._paint_legend(painter, below + scaled(30))

    def _write_upright(self, painter: QPainter, label: str, foot: QPointF) -> None:
        """Write a name from below to above, ending in an ellipsis where it is too long."""
        painter.save()
        painter.translate(foot)
        painter.rotate(-90)
        write(painter, label, QRectF(0, -10, scaled(_TALLEST_NAME), 20), ROW, LEFT)
        painter.restore()

    def _paint_cell(self, painter: QPainter, box: QRectF, truth: int, said: int) -> None:
        t, count = tokens(), self.chart.counts[truth][said]
        fill = t.sunken
        if truth == said:
            fill = t.measured_soft
        elif (truth, said) in self.chart.costly and count:
            fill = t.bad_soft
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        if not count and truth != said:
            set_ink(painter, "line", 1, fill="canvas")
        painter.drawRoundedRect(box, 4, 4)
        words, face = digits(count), _COUNT if count else _ZERO
        fits = (one for one in (face, _SMALL_COUNT) if one.width(words) <= box.width())
        if (chosen := next(fits, None)) is not None:
            write(painter, words, box, chosen, CENTRE)

    def _paint_legend(self, painter: QPainter, y: float) -> None:
        t = tokens()
        entries = [(t.measured_soft, t.measured, tr("right"))]
        if self.chart.costly:
            entries.append((t.bad_soft, t.bad, tr("the costly mistake")))
        entries.append(
            (t.sunken, t.control, tr("other mistakes") if self.chart.costly else tr("mistakes"))
        )
        x = 0.0
        for fill, edge, words in entries:
            painter.setPen(QPen(QColor(edge), 1))
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(QRectF(x + 0.5, y + 3.5, 11, 11), 2, 2)
            write(painter, words, QRectF(x + 18, y, NOTE.width(words), 18), NOTE)
            x += 18 + NOTE.width(words) + 16

    def _choose(self, truth: int, said: int) -> None:
        if self._cell != (truth, said):
            self.set_cell(truth, said)
            self.cell_chosen.emit(truth, said)

    def _describe(self) -> None:
        if self._cell is not None:
            truth, said = self._cell
            labels, count = (
                tuple(map(as_written, self.chart.labels)),
                self.chart.counts[truth][said],
            )
            self.setAccessibleDescription(
                tr(
                    "{count} of {labels} were called {labels_2}.",
                    count=count,
                    labels=labels[truth],
                    labels_2=labels[said],
                )
            )

    def event(self, event: QEvent) -> bool:
        return claims(event, *(*ARROW_KEYS, *ENTER_KEYS)) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = self.canvas.mapFrom(self, event.position())
        grid = self._grid(self.canvas.width())
        for truth in range(self._size()):
            for said in range(self._size()):
                if grid.box(truth, said).contains(point):
                    self.setFocus(Qt.FocusReason.MouseFocusReason)
                    self._choose(truth, said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = (UP_DOWN.get(event.key(), 0), LEFT_RIGHT.get(event.key(), 0))
        if any(move) and self._size():
            truth, said = self._cell if self._cell is not None else (-move[0], -move[1])
            last = self._size() - 1
            self._choose(min(last, max(0, truth + move[0])), min(last, max(0, said + move[1])))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._cell is not None:
            self.cell_opened.emit(*self._cell)
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), 280), hint.height())
