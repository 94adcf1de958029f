"""A plain table: hairlines between rows, tabular digits, columns that leave from the right when it is narrow."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.theme.current import scaled, tokens
from desktop.theme.glyphs import Glyph, paint_glyph
from desktop.theme.icons import paint_icon
from desktop.theme.paint import LEFT, RIGHT, Face, turn, upright, write
from desktop.theme.type import Role
from desktop.widgets.drag_out import start_drag
from desktop.widgets.marks import InlineInterval, paint_inline
from estimators.base.cell_lines import safe_cell
from reports.chart_data import TableTwin

Index = QModelIndex | QPersistentModelIndex
_PAD = 12
_INTERVAL_WIDTH = 132
_MEASURED = 200  # rows that the widths of the columns follow


@dataclass(frozen=True)
class TableColumn:
    """A column: its header, whether its figures stand at the right, and whether it takes the spare room.

    ``most`` is what it asks for at most; longer cells are elided, or shown in spare room.
    """

    header: str
    right: bool = False
    stretch: bool = False
    always: bool = False  # never shed
    most: int = 0  # pixels; 0 for as much as its cells need
    if_any: bool = False  # not shown while all its cells are empty


@dataclass(frozen=True)
class TableCell:
    """A cell with more than plain text."""

    text: str
    strong: bool = False
    colour: str = "ink"
    glyph: Glyph | None = None
    icon: str = ""
    interval: InlineInterval | None = None

    @property
    def face(self) -> Face:
        return Face(Role.ROW, 600 if self.strong else 400, self.colour, tabular=True)


def table_text(table: TableTwin) -> str:
    """A table for the clipboard: tabs between columns, one line a row, and no cell that a spreadsheet would run."""
    return "\n".join("\t".join(map(safe_cell, row)) for row in (table.headers, *table.rows))


def table_data(table: TableTwin) -> QMimeData:
    """A table to copy or drag: with tabs for a sheet or a text, as HTML for a document or a mail."""
    data = QMimeData()
    data.setText(table_text(table))
    data.setHtml(_table_html(table))
    return data


def copy_table(table: TableTwin) -> None:
    """Put a table on the clipboard."""
    QApplication.clipboard().setMimeData(table_data(table))


def _table_html(table: TableTwin) -> str:
    heads = "".join(f"<th>{escape(safe_cell(header))}</th>" for header in table.headers)
    rows = ("".join(f"<td>{escape(safe_cell(cell))}</td>" for cell in row) for row in table.rows)
    return f"<table><tr>{heads}</tr>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


class TableRows(QAbstractTableModel):
    """The rows of a table; a list of thousands makes its cells when they are painted."""

    def __init__(self, columns: Sequence[TableColumn]) -> None:
        super().__init__()
        self.columns = tuple(columns)

    def cells(self, row: int) -> tuple[TableCell, ...]:
        """One row, a cell for each column."""
        raise NotImplementedError

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cell = self.cells(index.row())[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.text or (cell.interval.words if cell.interval else "")
        return cell if role == Qt.ItemDataRole.UserRole else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.header
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def rename(self, place: int, header: str) -> None:
        columns = list(self.columns)
        columns[place] = replace(columns[place], header=header)
        self.columns = tuple(columns)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, place, place)


class _Rows(TableRows):
    def __init__(self, columns: Sequence[TableColumn]) -> None:
        super().__init__(columns)
        self._rows: tuple[tuple[TableCell, ...], ...] = ()

    def cells(self, row: int) -> tuple[TableCell, ...]:
        return self._rows[row]

    def replace(self, rows: Sequence[Sequence[str | TableCell]]) -> None:
        self.beginResetModel()
        self._rows = tuple(
            tuple(cell if isinstance(cell, TableCell) else TableCell(cell) for cell in row)
            for row in rows
        )
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self._rows)


class _CellDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = tokens()
        cell = index.data(Qt.ItemDataRole.UserRole)
        model = index.model()
        assert isinstance(cell, TableCell)
        assert isinstance(model, TableRows)
        box = QRectF(option.rect)
        painter.save()
        turn(painter, box, option.direction)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(t.sel))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(t.line))
        right = model.columns[index.column()].right
        inner = box.adjusted(0, 0, -_PAD if not right else -8, -1)
        if cell.interval is not None:
            track = QRectF(
                inner.left(), inner.top(), min(inner.width(), _INTERVAL_WIDTH), inner.height()
            )
            with upright(painter, track):  # less stays at the left
                paint_inline(painter, track, cell.interval)
        left = inner.left()
        middle = inner.center().y()
        if cell.glyph is not None:
            paint_glyph(painter, cell.glyph, left, middle - 7, 14)
            left += 20
        elif cell.icon:
            paint_icon(painter, cell.icon, left, middle - 8, size=16, colour=t.ink2)
            left += 22
        place = QRectF(left, inner.top(), inner.right() - left, inner.height())
        write(painter, cell.text, place, cell.face, RIGHT if right else LEFT)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        cell = index.data(Qt.ItemDataRole.UserRole)
        assert isinstance(cell, TableCell)
        return QSize(_cell_width(cell), scaled(32))


def _cell_width(cell: TableCell) -> int:
    width = cell.face.width(cell.text)
    if cell.glyph is not None or cell.icon:
        width += 22
    if cell.interval is not None:
        width = max(width, _INTERVAL_WIDTH)
    return width + _PAD + 8


class PlainTable(QTableView):
    """Rows of text. ``opened`` carries the row's number at Enter or a double click; Ctrl C copies."""

    opened = Signal(int)
    picked = Signal(int)
    _fitted = False

    def __init__(
        self,
        name: str,
        columns: Sequence[TableColumn | str],
        *,
        selectable: bool = True,
        rows: TableRows | None = None,
    ) -> None:
        """``rows``: a model of its own for a long list, with its columns; ``set_rows`` is for the others."""
        super().__init__()
        self._rows = rows or _Rows(
            [c if isinstance(c, TableColumn) else TableColumn(c) for c in columns]
        )
        self.setAccessibleName(name)
        self.setModel(self._rows)
        self.setItemDelegate(_CellDelegate(self))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(
            QAbstractItemView.SelectionMode.ExtendedSelection
            if selectable
            else QAbstractItemView.SelectionMode.NoSelection
        )
        self.setDragEnabled(selectable)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        head, side = self.horizontalHeader(), self.verticalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(16)
        head.setFixedHeight(scaled(32))
        head.setSectionsClickable(False)
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(scaled(32))
        self.activated.connect(self._activated)
        self.selectionModel().currentRowChanged.connect(self._current_changed)

    def set_rows(self, rows: Sequence[Sequence[str | TableCell]]) -> None:
        """Show these rows; each has one entry a column."""
        assert isinstance(self._rows, _Rows)
        self._rows.replace(rows)
        self._share_out()

    def rename_column(self, place: int, header: str) -> None:
        """Give a column another name, before its rows are set."""
        self._rows.rename(place, header)

    def refit(self) -> None:
        """Give the columns the widths that the rows of now need."""
        self._share_out()

    def shown_columns(self) -> tuple[str, ...]:
        """The headers that there is room for now."""
        return tuple(
            column.header
            for number, column in enumerate(self._rows.columns)
            if not self.isColumnHidden(number)
        )

    def fit_rows(self) -> None:
        """Be as tall as the rows, whatever the text size, so that the page scrolls and the table does not."""
        self._fitted = True
        self.setFixedHeight(self.height_for_rows(self._rows.rowCount()))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def height_for_rows(self, count: int) -> int:
        """Pixels for the header and ``count`` rows."""
        return self.horizontalHeader().height() + count * scaled(32) + 2

    def as_table(self) -> TableTwin:
        """Headers and rows as plain text, with the columns that were shed."""
        return TableTwin(
            tuple(column.header for column in self._rows.columns),
            tuple(self._texts(number) for number in range(self._rows.rowCount())),
        )

    def _texts(self, row: int) -> tuple[str, ...]:
        return tuple(cell.text for cell in self._rows.cells(row))

    def _natural_widths(self) -> list[int]:
        widths = []
        rows = [self._rows.cells(number) for number in range(min(self._rows.rowCount(), _MEASURED))]
        for number, column in enumerate(self._rows.columns):
            cells = (_cell_width(row[number]) for row in rows)
            head = Face().width(column.header) + _PAD + 8
            widest = max([head, *cells])
            widths.append(min(widest, max(head, scaled(column.most))) if column.most else widest)
        return widths

    def _is_empty(self, column: int) -> bool:
        rows = range(min(self._rows.rowCount(), _MEASURED))
        return not any(self._rows.cells(row)[column].text for row in rows)

    def _share_out(self) -> None:
        widths = self._natural_widths()
        columns = self._rows.columns
        room = self.viewport().width()
        kept = [n for n, column in enumerate(columns) if not (column.if_any and self._is_empty(n))]
        while len(kept) > 1 and sum(widths[number] for number in kept) > room:
            sheddable = [number for number in kept if not columns[number].always and number > 0]
            if not sheddable:
                break
            kept.remove(sheddable[-1])
        wanted = sum(min(widths[number], room) for number in kept)
        if not self._fitted:  # one that is as tall as its rows has no room for a bar
            bar = Qt.ScrollBarPolicy
            self.setHorizontalScrollBarPolicy(
                bar.ScrollBarAsNeeded if wanted > room else bar.ScrollBarAlwaysOff
            )
        spare = max(0, room - wanted)
        stretching = [number for number in kept if columns[number].stretch] or kept[:1]
        for number in range(len(columns)):
            self.setColumnHidden(number, number not in kept)
            extra = spare // len(stretching) if number in stretching else 0
            self.setColumnWidth(number, min(widths[number], room) + extra)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_rows"):
            self.verticalHeader().setDefaultSectionSize(scaled(32))
            self.horizontalHeader().setFixedHeight(scaled(32))
            self._share_out()
            if self._fitted:
                self.fit_rows()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not a view's own, which makes its first row current, as if somebody picked it.
        QAbstractScrollArea.focusInEvent(self, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def _copy(self) -> None:
        copy_table(self._chosen())

    def _chosen(self) -> TableTwin:
        """The chosen rows with the headers, or all."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        headers = tuple(column.header for column in self._rows.columns)
        rows = tuple(self._texts(n) for n in chosen or range(self._rows.rowCount()))
        return TableTwin(headers, rows)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        start_drag(self, table_data(self._chosen()))

    def _activated(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def _current_changed(self, index: QModelIndex, _old: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(index.row())
