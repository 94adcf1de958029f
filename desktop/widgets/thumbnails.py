"""A grid of thumbnails, or a list of texts, over any number of examples: uniform sizes, loaded when seen."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QImage,
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
from desktop.widgets.text_row import TextRow, row_height
from desktop.widgets.thumbnail_model import Source, Thumbnail, ThumbnailModel, Words, decode

Index = QModelIndex | QPersistentModelIndex
_RATIO = 0.75  # height of a picture against its width
_COLUMN, _COLUMN_WITH_WHY = 104, 150  # pixels that a picture wants, and one with a reason below it
_WHY_LINES = 3


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
        metrics = painter.fontMetrics()
        room = int(box.width())
        if item.note:
            painter.drawText(below, int(Qt.AlignmentFlag.AlignRight), item.note)
            room -= metrics.horizontalAdvance(item.note) + 8
        words = metrics.elidedText(item.caption, Qt.TextElideMode.ElideMiddle, max(0, room))
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft), words)
        if item.why:
            painter.setPen(QColor(t.ink3))
            below.translate(0, below.height())
            below.setHeight(_WHY_LINES * line_height(Role.NOTE))
            painter.setClipRect(below)
            painter.drawText(below, int(Qt.TextFlag.TextWordWrap), item.why)
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

    ``set_texts(True)`` makes it a list with a row for each text; ``words`` gives their first words when they are seen.
    """

    opened = Signal(int)
    selection_changed = Signal(list)

    def __init__(
        self,
        name: str,
        source: Source,
        parent: QWidget | None = None,
        *,
        words: Words = lambda _id: "",
    ) -> None:
        super().__init__(parent)
        self._texts = False
        self._pictures, self._rows = _Painter(self), TextRow(self)
        self.setAccessibleName(name)
        self.thumbnails = ThumbnailModel(source, self, words)
        self.setModel(self.thumbnails)
        self.setItemDelegate(self._pictures)
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

    def set_texts(self, texts: bool) -> None:
        """Show texts as rows, or pictures as a grid."""
        if texts == self._texts:
            return
        self._texts = texts
        self.setItemDelegate(self._rows if texts else self._pictures)
        self.setViewMode(QListView.ViewMode.ListMode if texts else QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setGridSize(QSize())
        self._fit()

    def set_items(self, items: Sequence[Thumbnail]) -> None:
        """Show these examples; the selection is kept where they are still there."""
        chosen = set(self.selected_ids())
        self.thumbnails.set_items(items)
        self._fit()
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
        """Pixels for so many rows of pictures (of texts, twice as many)."""
        if self._texts:
            return 2 * rows * row_height(self.thumbnails.with_reasons) + 4
        return self.gridSize().height() * rows + 4

    def _fit(self) -> None:
        if self._texts:
            self.scheduleDelayedItemsLayout()
            return
        reasons = self.thumbnails.with_reasons
        room = max(120, self.viewport().width() - 2)
        count = max(1, room // (_COLUMN_WITH_WHY if reasons else _COLUMN))
        width = room // count
        lines = 1 + (_WHY_LINES if reasons else 0)
        height = round((width - 10) * _RATIO) + lines * line_height(Role.NOTE) + 13
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


__all__ = ["Source", "Thumbnail", "ThumbnailGrid", "ThumbnailModel", "decode"]
