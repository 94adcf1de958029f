"""What every chart on screen shares: its title is the finding, a note below, the picture, T and F1; copied as a picture, a drawing (SVG) or a table,
and dragged out as a picture.

``chart_view(chart)`` makes the widget that draws a dataclass of ``reports.chart_data``; ``set_chart`` draws new
numbers of the same kind in place. Nothing animates in.
"""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QMimeData,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPaintDevice,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from desktop.theme.current import tokens
from desktop.theme.paint import smooth
from desktop.theme.type import Role
from desktop.widgets.drag_out import files_as_data, picture_file, start_drag
from desktop.widgets.explain import TablePopover
from desktop.widgets.label import Label
from desktop.widgets.layout import column
from desktop.widgets.menu import MenuEntry, menu_of
from desktop.widgets.spoken_role import announce
from desktop.widgets.table import copy_table
from estimators.base.sentence import tr
from reports.chart_data import Chart
from reports.stage_view import Explanation

C = TypeVar("C", bound=Chart)
SVG = "image/svg+xml"
_COPIED_AT, _EDGE = 2, 16  # dots to a pixel of the window; pixels around a copied chart


class ChartView(QWidget, Generic[C]):
    """Title, note and picture of one chart."""

    spoken_as = QAccessible.Role.Chart
    _pressed: QPoint | None = None

    def __init__(
        self, chart: C, *, explanation: Explanation | None = None, titled: bool = True
    ) -> None:
        super().__init__()
        self.explanation = explanation
        self._chart = chart
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.title = Label(role=Role.SECTION)
        self.note = Label(role=Role.NOTE, colour="ink2", balanced=True)
        self.whole = column(self.title, self.note, of=self, spacing=0)
        self._titled = titled
        if not titled:
            self.title.hide()
        self.build()
        self._say()

    def build(self) -> None:
        """Make the picture and add it to ``whole``."""
        raise NotImplementedError

    @property
    def chart(self) -> C:
        return self._chart

    def set_chart(self, chart: C) -> None:
        self._chart = chart
        self._say()
        self.redraw()

    def _say(self) -> None:
        self.title.setText(self._chart.title)
        self.note.setText(self._chart.note)
        self.note.setVisible(self._titled and bool(self._chart.note))
        self.setAccessibleName(self._chart.sentence())

    def redraw(self) -> None:
        """Draw the picture again: new numbers, another theme, another size."""
        raise NotImplementedError

    def show_table(self) -> None:
        """Open the table twin."""
        popover = TablePopover(self.window(), self._chart.title, self._chart.table())
        popover.open_below(self.title if self._titled else self, focus=popover.view)

    # -- taken elsewhere ------------------------------------------------------------------------

    def picture(self) -> QImage:
        """The chart as it looks now, sharp enough for a slide."""
        picture = QImage(self._copied_size() * _COPIED_AT, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(_COPIED_AT)
        self._render_on(picture)
        picture.setText("Description", self._chart.sentence())
        return picture

    def drawing(self) -> QByteArray:
        """The same as SVG, for what draws at any size."""
        from PySide6.QtSvg import QSvgGenerator

        written, size = QBuffer(), self._copied_size()
        written.open(QIODevice.OpenModeFlag.WriteOnly)
        drawing = QSvgGenerator()
        drawing.setOutputDevice(written)
        drawing.setSize(size)
        drawing.setViewBox(QRect(QPoint(), size))
        drawing.setTitle(self._chart.title)
        drawing.setDescription(self._chart.sentence())
        self._render_on(drawing)
        return written.data()

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as a picture."""
        QApplication.clipboard().setImage(self.picture())
        self._announce(tr("The chart is on the clipboard as a picture."))

    def copy_drawing(self) -> None:
        """Put the chart on the clipboard as SVG: as such, and as the text that it is."""
        data, written = QMimeData(), self.drawing()
        data.setData(SVG, written)
        data.setText(written.toStdString())
        QApplication.clipboard().setMimeData(data)
        self._announce(tr("The chart is on the clipboard as a drawing (SVG)."))

    def dragged(self) -> QMimeData:
        """What is dropped where the chart is dragged to: a picture, its file, and the drawing."""
        picture = self.picture()
        data = files_as_data([picture_file(picture, self._chart.title)])
        data.setImageData(picture)
        data.setData(SVG, self.drawing())
        return data

    def drags_from(self, _at: QPoint) -> bool:
        """Whether the chart is dragged out from there; where something of it is moved by the mouse it is not."""
        return True

    def _copied_size(self) -> QSize:
        return self.size() + QSize(_EDGE, _EDGE) * 2

    def _render_on(self, device: QPaintDevice) -> None:
        """The whole chart on the colour of its page, with a margin."""
        painter = QPainter(device)
        painter.fillRect(QRect(QPoint(), self._copied_size()), QColor(tokens().canvas))
        edge = QPoint(_EDGE, _EDGE)
        self.render(painter, edge, QRegion(), QWidget.RenderFlag.DrawChildren)
        painter.end()

    def copy_table(self) -> None:
        """Put its numbers on the clipboard, for a sheet or a document."""
        copy_table(self._chart.table())
        self._announce(tr("The chart is on the clipboard as a table."))

    def _announce(self, words: str) -> None:
        """Say it to those who hear, and beside the chart."""
        announce(self, words)
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), words, self)

    def event(self, event: QEvent) -> bool:
        """The right button asks for the menu, it presses nothing of the chart; the left one drags the chart out."""
        if isinstance(event, QMouseEvent):
            if event.button() == Qt.MouseButton.RightButton:
                event.accept()
                return True
            at = event.position().toPoint()
            if event.type() == QEvent.Type.MouseButtonPress:
                self._pressed = at if self.drags_from(at) else None
            elif event.type() == QEvent.Type.MouseMove and self._leaves(event):
                self._pressed = None
                start_drag(self, self.dragged(), self.grab())
                return True
        return super().event(event)

    def _leaves(self, event: QMouseEvent) -> bool:
        """Whether the mouse has gone so far with its button down that it drags."""
        held = event.buttons() & Qt.MouseButton.LeftButton
        if self._pressed is None or not held:
            return False
        gone = (event.position().toPoint() - self._pressed).manhattanLength()
        return gone >= QApplication.startDragDistance()

    def own_entries(self, _at: QPoint) -> Sequence[MenuEntry]:
        """What the menu offers first, of what lies there."""
        return ()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = menu_of(
            self,
            *filter(None, (self.own_entries(event.pos()),)),
            (
                MenuEntry(tr("Copy as a picture"), self.copy_picture),
                MenuEntry(tr("Copy as a drawing (SVG)"), self.copy_drawing),
                MenuEntry(tr("Copy as a table"), self.copy_table),
            ),
            (MenuEntry(tr("Show as a table"), self.show_table),),
        )
        menu.setAccessibleName(tr("Copy: {title}", title=self._chart.title))
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_picture()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.redraw()


class Canvas(QWidget):
    """The picture of a chart. The chart says how tall it is at a width, and paints it."""

    def __init__(self, owner: "PaintedChart[Any]") -> None:
        super().__init__(owner)
        self._owner = owner
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._owner.canvas_height(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():  # Qt keeps how tall it was at the last width
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(max(self.width(), 320)))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self, turns=False)
        self._owner.paint_canvas(painter, self.width())


class PaintedChart(ChartView[C]):
    """A chart drawn with ``QPainter``; subclasses give its height and paint it."""

    def build(self) -> None:
        self.canvas = Canvas(self)
        self.whole.addWidget(self.canvas)

    def canvas_height(self, width: int, /) -> int:
        """Pixels that the picture needs at ``width``."""
        raise NotImplementedError

    def paint_canvas(self, painter: QPainter, width: int) -> None:
        raise NotImplementedError

    def redraw(self) -> None:
        self.canvas.updateGeometry()
        self.canvas.update()
