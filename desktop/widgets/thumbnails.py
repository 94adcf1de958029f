"""A grid of thumbnails, or a list of texts, over any number of examples: uniform sizes, loaded when seen."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QMimeData,
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
    QKeySequence,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.theme.current import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.paint import CENTRE, Face, paint_box, set_ink, turn, write
from desktop.theme.tokens import Radius
from desktop.theme.type import Role, font, line_height
from desktop.widgets.drag_out import EXAMPLES, files_as_data, start_drag
from desktop.widgets.focus import ARROW_KEYS, ENTER_KEYS, claims
from desktop.widgets.thumbnail_model import (
    ManyThumbnails,
    Source,
    Thumbnail,
    ThumbnailModel,
    Words,
)
from estimators.base.cell_lines import safe_cell
from estimators.base.sentence import tr

Files = Callable[
    [list[int]], list[Path]
]  # the files of examples, to be dragged or copied elsewhere
Index = QModelIndex | QPersistentModelIndex
_RATIO = 0.75  # height of a picture against its width
_COLUMN, _COLUMN_WITH_WHY = 104, 150  # pixels that a picture wants, and one with a reason below it
_WHY_LINES = 3
_QUERY = Face(Role.ROW, 600, "ink")


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
    name = "copy" if item.duplicate else "lock" if item.held_out else ""
    if not name and not item.doubtful:
        return
    badge = QRectF(box.right() - 24, box.top() + 4, 20, 20)
    paint_box(painter, badge, fill="canvas", radius=Radius.THUMBNAIL)
    if name:
        ink = tokens().ink
        paint_icon(painter, name, badge.left() + 3, badge.top() + 3, size=14, colour=ink)
    else:
        write(painter, "?", badge, _QUERY, CENTRE)
    painter.setBrush(Qt.BrushStyle.NoBrush)


_LABEL = 132  # pixels for the label, where the list shows several classes
_TEXT_PAD = 8


def _row_height(with_why: bool) -> int:
    """Pixels for one text, and for the reason below it."""
    return line_height(Role.ROW) + 12 + (line_height(Role.NOTE) if with_why else 0)


class _TextPainter(QStyledItemDelegate):
    """Draws one text as a row."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        model, view = index.model(), self.parent()
        with_why = isinstance(model, ThumbnailModel) and model.with_reasons
        width = view.viewport().width() if isinstance(view, QListView) else 300
        return QSize(width, _row_height(with_why))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = tokens()
        model, item = index.model(), index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(model, ThumbnailModel) or not isinstance(item, Thumbnail):
            return
        box = QRectF(option.rect)
        painter.save()
        turn(painter, box, option.direction)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            paint_box(painter, box.adjusted(0, 1, 0, -1), fill="sel")
        elif index.row():
            painter.setPen(QPen(QColor(t.line), 1))
            painter.drawLine(box.topLeft(), box.topRight())
        if option.state & QStyle.StateFlag.State_HasFocus and not selected:
            set_ink(painter, "measured", 2)
            painter.drawRoundedRect(box.adjusted(1, 2, -1, -2), Radius.CONTROL, Radius.CONTROL)
        left, right = box.left() + _TEXT_PAD, _text_badges(painter, box, item)
        top = box.top() + 6
        if model.with_labels:
            place = QRectF(left, top, _LABEL - 12, line_height(Role.ROW))
            write(painter, item.label or tr("not labelled"), place, Face(Role.ROW))
            left += _LABEL
        words = " ".join((item.text or model.words(item) or item.caption).splitlines())
        face = Face(Role.ROW, colour="ink3" if item.text or item.missing else "ink")
        place = QRectF(left, top, right - left, line_height(Role.ROW))
        write(painter, words, place, face)
        if item.why:
            below = QRectF(left, top + line_height(Role.ROW), right - left, line_height(Role.NOTE))
            write(painter, item.why, below, Face())
        painter.restore()


def _text_badges(painter: QPainter, box: QRectF, item: Thumbnail) -> float:
    """Draw what is to be known of it at the right; returns how far the words may go."""
    t = tokens()
    at = box.right() - _TEXT_PAD
    if item.doubtful:
        place = QRectF(at - 16, box.top() + 6, 16, line_height(Role.ROW))
        write(painter, "?", place, _QUERY, CENTRE)
        at -= 22
    for name, holds in (("copy", item.duplicate), ("lock", item.held_out)):
        if holds:
            top = box.top() + 6 + (line_height(Role.ROW) - 14) / 2
            paint_icon(painter, name, at - 15, top, size=14, colour=t.ink2)
            at -= 22
    return at - _TEXT_PAD


def _stretches(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of rows that follow one another; ``rows`` rise."""
    for place, row in enumerate(rows):
        if not place or rows[place - 1] != row - 1:
            first = row
        if place + 1 == len(rows) or rows[place + 1] != row + 1:
            yield first, row


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
        *,
        words: Words = lambda _id: "",
        files: Files = lambda _ids: [],
    ) -> None:
        super().__init__()
        self._texts, self._files = False, files
        self._pictures, self._rows = _Painter(self), _TextPainter(self)
        self.setAccessibleName(name)
        self.setProperty("fills", True)  # it frames the one at hand
        self.thumbnails = ThumbnailModel(source, self, words)
        self.setModel(self.thumbnails)
        self.setItemDelegate(self._pictures)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(200)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setDragEnabled(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
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
        self.setDragEnabled(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setGridSize(QSize())
        self._fit()

    def set_items(self, items: Sequence[Thumbnail] | ManyThumbnails) -> None:
        """Show these examples; the selection is kept where they are still there.

        The keyboard stays at its example too, or at its place where that is gone.
        """
        chosen, at = self.selected_ids(), self.currentIndex().row()
        current = self.thumbnails.id_of(at) if at >= 0 else None
        self.thumbnails.set_items(items)
        self._fit()
        count = self.thumbnails.rowCount()
        if current is not None and count:
            row = self.thumbnails.row_of(current)
            place = self.thumbnails.index(min(at, count - 1) if row is None else row)
            flags = self.selectionModel().SelectionFlag
            self.selectionModel().setCurrentIndex(place, flags.NoUpdate)
        rows = [row for each in chosen if (row := self.thumbnails.row_of(each)) is not None]
        selection = QItemSelection()
        for first, last in _stretches(sorted(rows)):
            selection.select(self.thumbnails.index(first), self.thumbnails.index(last))
        self.selectionModel().select(selection, self.selectionModel().SelectionFlag.ClearAndSelect)

    def selected_ids(self) -> list[int]:
        """The ids of the selected examples, in the order shown."""
        return [self.thumbnails.id_of(row) for row in self._chosen_rows()]

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit(self.selected_ids())

    def height_for_rows(self, rows: int) -> int:
        """Pixels for so many rows of pictures (of texts, twice as many)."""
        if self._texts:
            return 2 * rows * _row_height(self.thumbnails.with_reasons) + 4
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

    def chosen_data(self) -> QMimeData:
        """The chosen examples as they are dragged or copied: their files, their words, and for our own classes their ids."""
        ids = self.selected_ids()
        data = files_as_data(self._files(ids))
        if self._texts:
            items = map(self.thumbnails.item, self._chosen_rows())
            data.setText("\n".join(map(safe_cell, map(self.thumbnails.words, items))))
        data.setData(EXAMPLES, ",".join(map(str, ids)).encode())
        return data

    def startDrag(self, _actions: Qt.DropAction) -> None:
        rows = self._chosen_rows()
        if rows:
            start_drag(self, self.chosen_data(), self.thumbnails.picture(self.thumbnails.item(rows[0])))  # fmt: skip

    def _chosen_rows(self) -> list[int]:
        chosen = self.selectionModel().selection()
        stretches = [chosen.at(number) for number in range(chosen.count())]
        return sorted(row for one in stretches for row in range(one.top(), one.bottom() + 1))

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, how: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Where an arrow or a page leads among rows of texts; among pictures Qt knows.

        WORKAROUND Qt 6.12: in a list that is laid out in batches, it looks for the next page without end.
        """
        count, moves = self.thumbnails.rowCount(), QAbstractItemView.CursorAction
        if not self._texts or not count:
            return super().moveCursor(action, how)
        at = max(0, self.currentIndex().row())
        tall = _row_height(self.thumbnails.with_reasons)
        page = max(1, self.viewport().height() // tall - 1)
        places = {
            moves.MoveUp: at - 1,
            moves.MovePrevious: at - 1,
            moves.MoveDown: at + 1,
            moves.MoveNext: at + 1,
            moves.MovePageUp: at - page,
            moves.MovePageDown: at + page,
            moves.MoveHome: 0,
            moves.MoveEnd: count - 1,
        }
        return self.thumbnails.index(max(0, min(count - 1, places.get(action, at))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.selected_ids():
            QApplication.clipboard().setMimeData(self.chosen_data())
            return
        keys = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() in keys and self.currentIndex().isValid():
            self._activated(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _activated(self, index: QModelIndex) -> None:
        self.opened.emit(self.thumbnails.id_of(index.row()))
