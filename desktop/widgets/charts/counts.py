"""How many examples of each class, and a hundred answers as icons."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)

from desktop.theme.current import scaled, tokens
from desktop.theme.glyphs import Glyph, diamond, paint_glyph
from desktop.theme.paint import LEFT, RIGHT, Face, paint_box, set_ink, smooth
from desktop.theme.type import Role
from desktop.widgets.charts.labels import NOTE, ROW, ROW_STRONG, write
from desktop.widgets.charts.view import PaintedChart
from desktop.widgets.drag_out import EXAMPLES
from desktop.widgets.focus import ARROW_KEYS, UP_DOWN, claims
from desktop.widgets.marks import paint_failure
from desktop.widgets.menu import MenuEntry
from estimators.base.number import digits
from estimators.base.phrase import as_written
from estimators.base.sentence import tr
from reports.chart_data import ClassCountChart, OutcomeGrid
from reports.provenance import Provenance

_KEY = 16  # pixels for a number key before a name
_KEY_FACE = Face(Role.NOTE, colour="ink3", tabular=True)


class ClassCountView(PaintedChart[ClassCountChart]):
    """Bars of labelled examples: filled to learn from, outlined held out. ``picked`` carries the class, ``dropped`` the
    class that dragged examples were dropped on.
    """

    entries_for: Callable[[str], Sequence[MenuEntry]] = staticmethod(lambda _label: ())
    picked = Signal(str)
    dropped = Signal(str)
    _chosen: str | None = None
    _over: str | None = None  # the class that examples are dragged over
    _keys = 0

    def set_keys(self, keys: int) -> None:
        """Show before so many of the names, the first ones, the number keys that give an example their class."""
        if keys != self._keys:
            self._keys = keys
            self.setAcceptDrops(bool(keys))  # with the keys, the labels can be changed
            self._say()
            self.canvas.update()

    def _say(self) -> None:
        super()._say()
        labels = [row.label for row in self.chart.rows[: self._keys]]
        said = (
            tr("{label}: key {number}", label=label, number=digits(number))
            for number, label in enumerate(labels, 1)
        )
        self.setAccessibleDescription("; ".join(said))

    def set_chosen(self, label: str | None) -> None:
        """Mark the row of this class."""
        self._chosen = label
        self.canvas.update()

    def _top(self, width: int) -> int:
        """Room for the legend, unless there is room for it beside the title."""
        legend = NOTE.width(self.chart.held_words) + NOTE.width(self.chart.learn_words) + 60
        beside = self._titled and not self.chart.note
        return 0 if beside and self.title.sizeHint().width() + legend + 24 <= width else scaled(24)

    def canvas_height(self, width: int, /) -> int:
        return self._top(width) + len(self.chart.rows) * scaled(28) + 8

    def paint_canvas(self, painter: QPainter, width: int) -> None:
        t, chart, step, top = tokens(), self.chart, scaled(28), self._top(width) + 8
        names = min(
            max((ROW_STRONG.width(as_written(r.label)) for r in chart.rows), default=0), width // 4
        )
        details = max((NOTE.width(r.end) for r in chart.rows), default=0)
        details = 0 if width < 480 else details
        counts = max((ROW.width(digits(r.learn + r.held_out)) for r in chart.rows), default=0)
        keys = scaled(_KEY) if self._keys else 0
        left = max(keys + names + 24, scaled(108))
        room = width - left - counts - 24 - (details + 20 if details else 0)
        most = max((r.learn + r.held_out for r in chart.rows), default=1) or 1
        if self._top(width):
            self._paint_legend(painter, width)
        for number, row in enumerate(chart.rows):
            y = top + number * step
            chosen = row.label == (self._over or self._chosen)
            if chosen:
                paint_box(painter, QRectF(0, y, width, step), fill="sel")
            face = ROW_STRONG if chosen else ROW
            inset = 8 if self._chosen is not None else 0
            if number < self._keys:
                write(painter, digits(number + 1), QRectF(inset, y, keys, step), _KEY_FACE, LEFT)
            place = QRectF(inset + keys, y, names + 8, step)
            write(painter, as_written(row.label), place, face, LEFT)
            learn, held = row.learn / most * room, row.held_out / most * room
            bar = QRectF(left, y + step / 2 - 5, max(0.0, learn), 10)
            painter.fillRect(bar, QColor(t.measured))
            if row.held_out:
                set_ink(painter, "measured", 1)
                painter.drawRect(QRectF(left + learn + 1.5, y + step / 2 - 4.5, max(2.0, held), 9))
            x = left + room + 8
            total = digits(row.learn + row.held_out)
            write(painter, total, QRectF(x, y, counts + 8, step), face, RIGHT)
            if details:
                place = QRectF(width - details - inset - 2, y, details, step)
                write(painter, row.end, place, NOTE, RIGHT)

    def _paint_legend(self, painter: QPainter, width: int) -> None:
        t = tokens()
        held, learn = self.chart.held_words, self.chart.learn_words
        x = width - NOTE.width(held)
        write(painter, held, QRectF(x, 0, NOTE.width(held), NOTE.height), NOTE)
        set_ink(painter, "measured", 1)
        painter.drawRect(QRectF(x - 17.5, NOTE.height / 2 - 4, 11, 7))
        x -= 34 + NOTE.width(learn)
        write(painter, learn, QRectF(x, 0, NOTE.width(learn), NOTE.height), NOTE)
        painter.fillRect(QRectF(x - 18, NOTE.height / 2 - 4, 12, 8), QColor(t.measured))

    def event(self, event: QEvent) -> bool:
        return claims(event, *ARROW_KEYS) or super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._top(self.width()):
            painter = smooth(self, turns=False)
            painter.translate(0, (self.title.height() - NOTE.height) / 2)
            self._paint_legend(painter, self.width())

    def _label_at(self, y: float) -> str | None:
        number = int((y - self.canvas.y() - self._top(self.width()) - 8) // scaled(28))
        return self.chart.rows[number].label if 0 <= number < len(self.chart.rows) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        label = self._label_at(event.position().y())
        if label is not None:
            self.picked.emit(label)

    def own_entries(self, at: QPoint) -> Sequence[MenuEntry]:
        label = self._label_at(at.y())
        return self.entries_for(label) if label is not None else ()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(EXAMPLES):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._over = self._label_at(event.position().y())
        event.setAccepted(self._over is not None)
        self.canvas.update()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._over = None
        self.canvas.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = None
        self.canvas.update()
        label = self._label_at(event.position().y())
        if label is not None:
            event.acceptProposedAction()
            self.dropped.emit(label)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = UP_DOWN.get(event.key())
        if step is None or not self.chart.rows:
            super().keyPressEvent(event)
            return
        labels = [row.label for row in self.chart.rows]
        at = labels.index(self._chosen) if self._chosen in labels else -1
        self.picked.emit(labels[max(0, min(len(labels) - 1, at + step))])


class OutcomeGridView(PaintedChart[OutcomeGrid]):
    """A hundred answers, ten a row, with their counts beside them. Ways of being wrong have marks of their own, in their order."""

    def canvas_height(self, _width: int, /) -> int:
        rows = -(-len(self.chart.outcomes) // 10)
        return max(rows * 23, len(self.chart.counted) * 24) + 10

    def paint_canvas(self, painter: QPainter, width: int) -> None:
        for number, outcome in enumerate(self.chart.outcomes):
            centre = QPointF(10 + number % 10 * 23, 16 + number // 10 * 23)
            self._paint_mark(painter, outcome, centre)
        left = 10 * 23 + 26
        if left + 120 > width:
            return
        for number, (outcome, words) in enumerate(self.chart.counted):
            y = 20 + number * 24
            self._paint_mark(painter, outcome, QPointF(left + 8, y))
            count = str(self.chart.count(outcome))
            place = QRectF(left + 20, y - 10, 26, 20)
            write(painter, count, place, ROW_STRONG, RIGHT)
            face = Face(Role.ROW, colour="ink2", tabular=True)
            write(painter, words, QRectF(left + 56, y - 10, width - left - 56, 20), face, LEFT)

    def _paint_mark(self, painter: QPainter, outcome: str, centre: QPointF) -> None:
        t = tokens()
        x, y = centre.x(), centre.y()
        simulated = self.chart.provenance is Provenance.SIMULATED
        place = next(n for n, (name, _) in enumerate(self.chart.words) if name == outcome)
        if place == 0:
            painter.setPen(QPen(QColor(t.sim_mark if simulated else t.measured), 1.4))
            painter.setBrush(QColor(t.sim_soft if simulated else t.measured_soft))
            if simulated:
                painter.drawPolygon(diamond(centre, 7))
            else:
                painter.drawEllipse(centre, 6, 6)
        elif outcome == "unknown":
            paint_glyph(painter, Glyph.UNKNOWN, x - 8, y - 8)
        elif outcome == "none":
            painter.setPen(QPen(QColor(t.ink2), 1.6))
            painter.drawLine(QPointF(x - 5, y), QPointF(x + 5, y))
        else:
            paint_failure(painter, place, centre)
