"""How a text is drawn in a list of examples: its label, its first words, its badges, and why it is there."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.theme.current import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.tokens import Radius
from desktop.theme.type import Role, font, line_height
from desktop.widgets.thumbnail_model import Thumbnail, ThumbnailModel

_LABEL = 132  # pixels for the label, where the list shows several classes
_PAD = 8


def row_height(with_why: bool) -> int:
    """Pixels for one text, and for the reason below it."""
    return line_height(Role.ROW) + 12 + (line_height(Role.NOTE) if with_why else 0)


class TextRow(QStyledItemDelegate):
    """Draws one text as a row."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        model, view = index.model(), self.parent()
        with_why = isinstance(model, ThumbnailModel) and model.with_reasons
        width = view.viewport().width() if isinstance(view, QListView) else 300
        return QSize(width, row_height(with_why))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        t = tokens()
        model, item = index.model(), index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(model, ThumbnailModel) or not isinstance(item, Thumbnail):
            return
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.sel))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), Radius.CONTROL, Radius.CONTROL)
        elif index.row():
            painter.setPen(QPen(QColor(t.line), 1))
            painter.drawLine(box.topLeft(), box.topRight())
        if option.state & QStyle.StateFlag.State_HasFocus and not selected:
            painter.setPen(QPen(QColor(t.measured), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 2, -1, -2), Radius.CONTROL, Radius.CONTROL)
        left, right = box.left() + _PAD, _badges(painter, box, item)
        top = box.top() + 6
        if model.with_labels:
            words = item.label or "not labelled"
            _line(
                painter,
                QRectF(left, top, _LABEL - 12, line_height(Role.ROW)),
                words,
                Role.ROW,
                t.ink2,
            )
            left += _LABEL
        words = item.text or model.words(item) or item.caption
        colour = t.ink3 if item.text or item.missing else t.ink
        _line(
            painter, QRectF(left, top, right - left, line_height(Role.ROW)), words, Role.ROW, colour
        )
        if item.why:
            below = QRectF(left, top + line_height(Role.ROW), right - left, line_height(Role.NOTE))
            _line(painter, below, item.why, Role.NOTE, t.ink2)
        painter.restore()


def _badges(painter: QPainter, box: QRectF, item: Thumbnail) -> float:
    """Draw what is to be known of it at the right; returns how far the words may go."""
    t = tokens()
    at = box.right() - _PAD
    if item.doubtful:
        painter.setPen(QColor(t.ink))
        painter.setFont(font(Role.ROW, weight=600))
        place = QRectF(at - 16, box.top() + 6, 16, line_height(Role.ROW))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), "?")
        at -= 22
    for name, holds in (("copy", item.duplicate), ("lock", item.held_out)):
        if holds:
            top = box.top() + 6 + (line_height(Role.ROW) - 14) / 2
            paint_icon(painter, name, at - 15, top, size=14, colour=t.ink2)
            at -= 22
    return at - _PAD


def _line(painter: QPainter, place: QRectF, words: str, role: Role, colour: str) -> None:
    painter.setFont(font(role))
    painter.setPen(QColor(colour))
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, int(place.width())))
    flags = int(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    )
    painter.drawText(place, flags, shown)
