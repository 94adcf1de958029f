"""The columns of a table, one line each: what it is, what it is for, how empty it is, what it holds. P, U and X change what it is for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.findings.data.table import ColumnLine
from desktop.theme.current import scaled, tokens
from desktop.theme.glyphs import Glyph, paint_glyph
from desktop.theme.icons import paint_icon
from desktop.theme.paint import CENTRE, LEFT, RIGHT, Face, paint_box, write
from desktop.theme.type import Role, line_height
from desktop.widgets.focus import ENTER_KEYS
from desktop.widgets.layout import column
from estimators.base.sentence import tr
from estimators.table.column import AMOUNTS, ColumnRole, ColumnType

Index = QModelIndex | QPersistentModelIndex
_ICONS = {
    ColumnType.DATE: "day",
    ColumnType.CATEGORY: "values",
    ColumnType.YES_NO: "toggle",
    ColumnType.TEXT: "chat",
    ColumnType.PHOTO: "photo",
    ColumnType.SOUND: "sound",
    ColumnType.FILE: "folder",
}
_HEIGHT, _GAP, _PAD = 31, 16, 8
_TYPE, _ROLE, _EMPTY, _BARS = 104, 132, 44, 96
_WIDE_ENOUGH = 660  # pixels below which the pictures go


@dataclass(frozen=True)
class _Places:
    """Where the parts of a line begin, and the width of the name and of what it holds."""

    name: float
    type: float
    role: float
    empty: float
    bars: float
    holds: float
    has_bars: bool


def _places(width: float) -> _Places:
    has_bars = width >= scaled(_WIDE_ENOUGH)
    fixed = scaled(_TYPE) + scaled(_ROLE) + scaled(_EMPTY) + (scaled(_BARS) if has_bars else 0)
    rest = width - 2 * _PAD - fixed - (5 if has_bars else 4) * _GAP
    name = max(90.0, min(rest * 0.45, scaled(220)))
    type_ = _PAD + name + _GAP
    role = type_ + scaled(_TYPE) + _GAP
    empty = role + scaled(_ROLE) + _GAP
    bars = empty + scaled(_EMPTY) + _GAP
    holds = bars + (scaled(_BARS) + _GAP if has_bars else 0)
    return _Places(_PAD, type_, role, empty, bars, holds, has_bars)


class _LinePainter(QStyledItemDelegate):
    lines: Sequence[ColumnLine] = ()
    updating = False

    def role_box(self, box: QRectF) -> QRectF:
        """Where the role of a line is pressed."""
        at = _places(box.width())
        return QRectF(box.left() + at.role, box.top() + 4, scaled(_ROLE), box.height() - 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t, line, box = tokens(), self.lines[index.row()], QRectF(option.rect)
        at = _places(box.width())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = t.sim_soft if line.alarm else t.sel if line.role == ColumnRole.PREDICT else ""
        if fill:
            painter.fillRect(box, QColor(fill))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen and not fill:
            painter.fillRect(box, QColor(t.sunken))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(t.line))
        out = line.role == ColumnRole.LEAVE_OUT and not line.alarm
        ink = "ink2" if out else "ink"

        def cell(left: float, right: float) -> QRectF:
            return QRectF(box.left() + left, box.top(), right - left, box.height() - 1)

        write(painter, line.name, cell(at.name, at.type - _GAP), Face(Role.ROW, 400 if out else 600, ink))  # fmt: skip
        self._type(painter, line, cell(at.type, at.role - _GAP))
        self._role(painter, line, self.role_box(box), chosen=chosen and self._focused())
        strong = Face(Role.ROW, 600, "sim", tabular=True) if line.gapped else Face(Role.ROW, colour="ink2", tabular=True)  # fmt: skip
        write(painter, line.empty, cell(at.empty, at.bars - _GAP), strong, RIGHT)
        if at.has_bars:
            self._bars(painter, line, cell(at.bars, at.holds - _GAP))
        self._holds(painter, line, cell(at.holds, box.width() - _PAD))
        painter.restore()

    def _focused(self) -> bool:
        owner = self.parent()
        return isinstance(owner, QWidget) and owner.hasFocus()

    def _type(self, painter: QPainter, line: ColumnLine, box: QRectF) -> None:
        icon = _ICONS.get(line.type)
        if icon:
            paint_icon(painter, icon, box.left(), box.center().y() - 7, size=14, colour=tokens().ink2)  # fmt: skip
        elif line.type in AMOUNTS or line.type == ColumnType.ID:
            write(painter, "#", QRectF(box.left(), box.top(), 14, box.height()), Face(Role.ROW), CENTRE)  # fmt: skip
        write(painter, line.type_words, box.adjusted(22, 0, 0, 0), Face(Role.ROW))

    def _role(self, painter: QPainter, line: ColumnLine, box: QRectF, *, chosen: bool) -> None:
        main = line.role == ColumnRole.PREDICT
        edge, width = ("ink", 2.0) if main or chosen else ("line", 1.0)
        paint_box(painter, box, fill="canvas", edge=edge, width=width)
        face = Face(Role.ROW, 600 if main else 400, "ink2" if line.role == ColumnRole.LEAVE_OUT else "ink")  # fmt: skip
        write(painter, line.role.words, box.adjusted(10, 0, -24, 0), face, LEFT)
        paint_icon(painter, "down", box.right() - 22, box.center().y() - 7, size=14, colour=tokens().ink2)  # fmt: skip

    def _bars(self, painter: QPainter, line: ColumnLine, box: QRectF) -> None:
        most = max(line.bars, default=0)
        if not most:
            return
        wide = min(box.width() / len(line.bars), box.width() / 2)
        tall = box.height() - 12
        colour = QColor(tokens().ink3 if line.role == ColumnRole.LEAVE_OUT and not line.alarm else tokens().measured)  # fmt: skip
        for number, n in enumerate(line.bars):
            high = max(1.0, tall * n / most) if n else 0.5
            painter.fillRect(QRectF(box.left() + number * wide, box.bottom() - 5 - high, max(1.0, wide - 1.5), high), colour)  # fmt: skip

    def _holds(self, painter: QPainter, line: ColumnLine, box: QRectF) -> None:
        if line.alarm:
            paint_glyph(painter, Glyph.LOOK, box.left(), box.center().y() - 7, 14)
            box = box.adjusted(22, 0, 0, 0)
        strong = line.alarm or line.gapped or line.role == ColumnRole.PREDICT
        write(painter, line.holds, box, Face(Role.ROW, 600 if strong else 400, "ink" if strong else "ink2"))  # fmt: skip

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(320, scaled(_HEIGHT))


class _Head(QWidget):
    """What stands over the lines."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(line_height(Role.NOTE) + 8)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedHeight(line_height(Role.NOTE) + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, at = QPainter(self), _places(self.width())
        tall = self.height() - 4
        painter.fillRect(0, self.height() - 1, self.width(), 1, tokens().line)
        for left, words in ((at.name, tr("column")), (at.type, tr("type")), (at.role, tr("role"))):
            write(painter, words, QRectF(left, 0, 120, tall), Face())
        write(painter, tr("empty"), QRectF(at.empty, 0, scaled(_EMPTY), tall), Face(), RIGHT)
        held = at.bars if at.has_bars else at.holds
        write(painter, tr("what it holds"), QRectF(held, 0, 160, tall), Face())


class _Lines(QListView):
    menu_asked = Signal(int)
    opened = Signal(int)

    def __init__(self, painter_of: Callable[[QWidget], _LinePainter]) -> None:
        super().__init__()
        self.painter_ = painter_of(self)
        self._spoken = QStringListModel()
        self.setModel(self._spoken)
        self.setItemDelegate(self.painter_)
        self.setAccessibleName(tr("Columns of the table"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_lines(self, lines: Sequence[ColumnLine]) -> None:
        at = self.currentIndex().row()
        self.painter_.lines = lines
        self._spoken.setStringList([line.spoken for line in lines])
        if 0 <= at < len(lines):
            self.setCurrentIndex(self._spoken.index(at))
        self.fit()

    def fit(self) -> None:
        """As tall as its lines: the page scrolls."""
        self.setFixedHeight(max(1, len(self.painter_.lines) * scaled(_HEIGHT)))
        self.viewport().update()

    def role_rect(self, row: int) -> QRectF:
        """Where the role of a line is, in this list."""
        return self.painter_.role_box(QRectF(self.visualRect(self._spoken.index(row))))

    def choose(self, row: int) -> None:
        self.setCurrentIndex(self._spoken.index(row))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.role_rect(index.row()).contains(event.position()):
            self.menu_asked.emit(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        over = index.isValid() and self.role_rect(index.row()).contains(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() in (*ENTER_KEYS, Qt.Key.Key_Space):
            self.menu_asked.emit(index.row())
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "painter_"):
            self.fit()


class ColumnList(QWidget):
    """The lines with their head. ``menu_asked`` carries the number of the line whose role was pressed; ``picked`` that of the chosen one."""

    menu_asked = Signal(int)
    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.lines = _Lines(_LinePainter)
        self.lines.menu_asked.connect(self.menu_asked)
        self.lines.selectionModel().currentRowChanged.connect(self._current)
        column(_Head(), self.lines, of=self)

    def show_lines(self, lines: Sequence[ColumnLine]) -> None:
        """Show these; the chosen one stays chosen."""
        self.lines.show_lines(lines)

    @property
    def current(self) -> ColumnLine | None:
        at = self.lines.currentIndex().row()
        return self.lines.painter_.lines[at] if 0 <= at < len(self.lines.painter_.lines) else None

    def choose(self, name: str) -> None:
        names = [line.name for line in self.lines.painter_.lines]
        if name in names:
            self.lines.choose(names.index(name))

    def below(self, row: int) -> QWidget:
        """What a menu of that line opens below: a widget in its place."""
        anchor = self.findChild(QWidget, "anchor") or QWidget(self.lines.viewport())
        anchor.setObjectName("anchor")
        anchor.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        anchor.setGeometry(self.lines.role_rect(row).toRect())
        return anchor

    def _current(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(index.row())
