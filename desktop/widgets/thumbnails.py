"""A grid of thumbnails over any number of examples: a list model, uniform sizes, pictures loaded when seen.

The model holds no pictures: a ``source`` gives the encoded bytes of one thumbnail when its cell is first painted;
decoding runs in Qt's thread pool and only the finished image crosses into the GUI thread.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QItemSelection,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QRunnable,
    QSize,
    Qt,
    QThreadPool,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageReader,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.theme.current import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.tokens import Radius
from desktop.theme.type import Role, font, line_height
from desktop.widgets.focus import ARROW_KEYS, ENTER_KEYS, claims

Index = QModelIndex | QPersistentModelIndex
Source = Callable[
    [int], bytes | None
]  # the encoded thumbnail of an example's id; None where there is none

_RATIO = 0.75  # height of a picture against its width
_KEPT = 1500  # decoded pictures


@dataclass(frozen=True)
class Thumbnail:
    """One example: its id, its caption, and what its badges say."""

    id: int
    caption: str
    duplicate: bool = False
    held_out: bool = False
    doubtful: bool = False
    missing: bool = False
    text: str = ""  # an excerpt, where the example is a text

    @property
    def spoken(self) -> str:
        words = [self.caption]
        words += [
            word
            for word, holds in (
                ("duplicate", self.duplicate),
                ("held out for the test", self.held_out),
                ("label looks doubtful", self.doubtful),
                ("original missing", self.missing),
            )
            if holds
        ]
        return ", ".join(words)


class _Decoded(QObject):
    ready = Signal(int, QImage)


class _Decode(QRunnable):
    def __init__(self, number: int, data: bytes, side: int, decoded: _Decoded) -> None:
        super().__init__()
        self._number, self._data, self._side, self._decoded = number, data, side, decoded

    def run(self) -> None:
        image = decode(self._data, self._side)
        try:
            self._decoded.ready.emit(self._number, image)
        except RuntimeError:  # the grid was closed meanwhile
            return


def decode(data: bytes, side: int) -> QImage:
    """The picture of encoded ``data``, scaled while it is read so that it covers a square of ``side``."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and min(size.width(), size.height()) > side:
        reader.setScaledSize(
            size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        )
    return reader.read()


class ThumbnailModel(QAbstractListModel):
    """The examples shown, in order."""

    def __init__(self, source: Source, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._items: list[Thumbnail] = []
        self._rows: dict[int, int] = {}
        self._pictures: OrderedDict[int, QPixmap] = OrderedDict()
        self._asked: set[int] = set()
        self._decoded = _Decoded(self)
        self._decoded.ready.connect(self._arrived)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)

    def set_items(self, items: Sequence[Thumbnail]) -> None:
        """Show these examples; pictures that are still shown are kept."""
        self.beginResetModel()
        self._items = list(items)
        self._rows = {item.id: row for row, item in enumerate(self._items)}
        self._asked.intersection_update(self._pictures)
        self.endResetModel()

    def item(self, row: int) -> Thumbnail:
        """The example of a row."""
        return self._items[row]

    def row_of(self, example_id: int) -> int | None:
        """The row of an example, or None."""
        return self._rows.get(example_id)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._items):
            return None
        item = self._items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.caption
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return item.spoken
        return item if role == Qt.ItemDataRole.UserRole else None

    def picture(self, item: Thumbnail) -> QPixmap | None:
        """The decoded picture, or None: then it is asked for and announced by ``dataChanged``."""
        found = self._pictures.get(item.id)
        if found is not None:
            self._pictures.move_to_end(item.id)
            return found if not found.isNull() else None
        if item.id not in self._asked:
            self._asked.add(item.id)
            data = self._source(item.id)
            if data:
                self._pool.start(_Decode(item.id, data, 256, self._decoded))
        return None

    def _arrived(self, example_id: int, image: QImage) -> None:
        self._pictures[example_id] = QPixmap.fromImage(image)
        while len(self._pictures) > _KEPT:
            old, _ = self._pictures.popitem(last=False)
            self._asked.discard(old)
        row = self._rows.get(example_id)
        if row is not None:
            index = self.index(row)
            self.dataChanged.emit(index, index)

    def forget_pictures(self) -> None:
        """Ask for every picture again (the files have changed)."""
        self._pictures.clear()
        self._asked.clear()

    def wait(self) -> None:
        """Let pictures that are being decoded finish; before the model goes away."""
        self._pool.clear()
        self._pool.waitForDone(2000)


class _Painter(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        grid = self.parent()
        return grid.gridSize() if isinstance(grid, QListView) else QSize(108, 108)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = tokens()
        model, item = index.model(), index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(model, ThumbnailModel) or not isinstance(item, Thumbnail):
            return
        cell = option.rect
        side = cell.width() - 10
        box = QRectF(cell.left() + 5, cell.top() + 5, side, round(side * _RATIO))
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        clip = QPainterPath()
        clip.addRoundedRect(box, Radius.THUMBNAIL, Radius.THUMBNAIL)
        painter.fillPath(clip, QColor(t.sunken))
        picture = model.picture(item)
        painter.save()
        painter.setClipPath(clip)
        if picture is not None:
            _cover(painter, box, picture, grey=item.missing)
        elif item.text:
            painter.setFont(font(Role.NOTE))
            painter.setPen(QColor(t.ink2))
            flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)
            painter.drawText(box.adjusted(6, 4, -6, -4), flags, item.text)
        painter.restore()
        _badge(painter, box, item)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(t.canvas), 2))
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 5, 5)
            painter.setPen(QPen(QColor(t.ink), 2))
            painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 7, 7)
        if state & QStyle.StateFlag.State_HasFocus and not state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(t.measured), 2))
            painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 7, 7)
        painter.setFont(font(Role.NOTE))
        painter.setPen(QColor(t.ink2))
        below = QRectF(box.left(), box.bottom() + 3, box.width(), line_height(Role.NOTE))
        words = painter.fontMetrics().elidedText(
            item.caption, Qt.TextElideMode.ElideMiddle, int(box.width())
        )
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft), words)
        painter.restore()


def _cover(painter: QPainter, box: QRectF, picture: QPixmap, *, grey: bool) -> None:
    size = QSize(picture.size()).scaled(
        box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatioByExpanding
    )
    at = QRect(0, 0, size.width(), size.height())
    at.moveCenter(box.center().toPoint())
    if grey:
        image = picture.toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        painter.setOpacity(0.6)
        painter.drawImage(at, image)
        painter.setOpacity(1.0)
    else:
        painter.drawPixmap(at, picture)


def _badge(painter: QPainter, box: QRectF, item: Thumbnail) -> None:
    t = tokens()
    name = "copy" if item.duplicate else "lock" if item.held_out else ""
    if not name and not item.doubtful:
        return
    badge = QRectF(box.right() - 24, box.top() + 4, 20, 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(t.canvas))
    painter.drawRoundedRect(badge, 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if name:
        paint_icon(painter, name, badge.left() + 3, badge.top() + 3, size=14, colour=t.ink)
        return
    painter.setPen(QColor(t.ink))
    painter.setFont(font(Role.ROW, weight=600))
    painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), "?")


class ThumbnailGrid(QListView):
    """The grid. ``opened`` (Space, Enter, double click) carries an example's id; ``selection_changed`` the ids.

    ``rest_height``: how many rows of pictures it shows before it scrolls; 0 lets the page decide.
    """

    opened = Signal(int)
    selection_changed = Signal(list)

    def __init__(self, name: str, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns_wanted = 108
        self.setAccessibleName(name)
        self.thumbnails = ThumbnailModel(source, self)
        self.setModel(self.thumbnails)
        self.setItemDelegate(_Painter(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(200)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSpacing(0)
        self.activated.connect(self._activated)
        self._fit()

    def set_items(self, items: Sequence[Thumbnail]) -> None:
        """Show these examples; the selection is kept where they are still there."""
        chosen = set(self.selected_ids())
        self.thumbnails.set_items(items)
        selection = QItemSelection()
        for example_id in chosen:
            row = self.thumbnails.row_of(example_id)
            if row is not None:
                index = self.thumbnails.index(row)
                selection.select(index, index)
        self.selectionModel().select(selection, self.selectionModel().SelectionFlag.ClearAndSelect)

    def selected_ids(self) -> list[int]:
        """The ids of the selected examples, in the order shown."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self.thumbnails.item(row).id for row in rows]

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit(self.selected_ids())

    def height_for_rows(self, rows: int) -> int:
        """Pixels for so many rows of pictures."""
        return self.gridSize().height() * rows + 4

    def _fit(self) -> None:
        room = max(120, self.viewport().width() - 2)
        count = max(1, room // self._columns_wanted)
        width = room // count
        height = round((width - 10) * _RATIO) + line_height(Role.NOTE) + 13
        if self.gridSize() != QSize(width, height):
            self.setGridSize(QSize(width, height))
            self.setIconSize(QSize(width, height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "thumbnails"):
            self._fit()

    def event(self, event: QEvent) -> bool:
        return claims(event, *(*ARROW_KEYS, *ENTER_KEYS)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() in keys and self.currentIndex().isValid():
            self._activated(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _activated(self, index: QModelIndex) -> None:
        self.opened.emit(self.thumbnails.item(index.row()).id)
