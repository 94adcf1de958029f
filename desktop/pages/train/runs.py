"""The run history as a list: number, accuracy, when, and the interval against the bar."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.project.run_list import ListedRun
from desktop.theme.current import scaled, tokens
from desktop.theme.tokens import Radius
from desktop.theme.type import Role, font, line_height
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.marks import InlineInterval, MarkStyle, paint_inline
from estimators.base.count import count
from estimators.base.date import local, today_or_day
from estimators.base.percent import percent

Index = QModelIndex | QPersistentModelIndex
_PAD = 10
_SHOWN = 6  # rows before the list scrolls


class _Runs(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[ListedRun, ...] = ()
        self.bar: float | None = None
        self.noun = "photo"

    def replace(self, rows: Sequence[ListedRun], bar: float | None, noun: str) -> None:
        self.beginResetModel()
        self.rows, self.bar, self.noun = tuple(rows), bar, noun
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        run = self.rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            used = ", in use" if run.in_use else ""
            said = share_words(run) + (" right" if run.accuracy is not None else "")
            return f"Run {run.number}, {said}, {when_words(run, self.noun)}{used}"
        return run if role == Qt.ItemDataRole.UserRole else None


def share_words(run: ListedRun) -> str:
    """``91%``, or why there is no share."""
    if run.hidden:
        return run.hidden
    return percent(run.accuracy) if run.accuracy is not None else "untested"


def when_words(run: ListedRun, noun: str) -> str:
    """``today 09:30 · 832 photos``."""
    return f"{today_or_day(local(run.created), datetime.now().astimezone())} · {count(run.n_train, noun)}"


class _RunPainter(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t, model = tokens(), index.model()
        run = index.data(Qt.ItemDataRole.UserRole)
        assert isinstance(model, _Runs)
        assert isinstance(run, ListedRun)
        box = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.sel))
            painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        inner = box.adjusted(_PAD, 8, -_PAD, -8)
        row, note = line_height(Role.ROW), line_height(Role.NOTE)
        first = QRectF(inner.left(), inner.top(), inner.width(), row)
        painter.setPen(QColor(t.ink))
        painter.setFont(font(Role.ROW, weight=600 if chosen else 500))
        painter.drawText(first, int(Qt.AlignmentFlag.AlignLeft), f"Run {run.number}")
        painter.setFont(font(Role.ROW, weight=600 if chosen else 400, tabular=True))
        painter.drawText(first, int(Qt.AlignmentFlag.AlignRight), share_words(run))
        painter.setFont(font(Role.NOTE))
        painter.setPen(QColor(t.ink2))
        second = QRectF(inner.left(), inner.top() + row, inner.width(), note)
        painter.drawText(second, int(Qt.AlignmentFlag.AlignLeft), when_words(run, model.noun))
        ends = [r.low for r in model.rows if r.low is not None]
        lowest = max(0.0, min([*ends, *([model.bar] if model.bar else []), 0.9]) - 0.05)
        interval = InlineInterval(
            run.low,
            run.accuracy,
            run.high,
            lowest,
            1.0,
            MarkStyle(emphasis=chosen, earlier=not chosen),
            model.bar,
        )
        track = QRectF(inner.left(), second.bottom() + 2, min(112.0, inner.width()), 16)
        paint_inline(painter, track, interval)
        if run.in_use and len(model.rows) > 1:
            painter.setFont(font(Role.NOTE, weight=500))
            painter.setPen(QColor(t.ink2))
            place = QRectF(inner.left(), second.bottom() + 1, inner.width(), note)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight), "in use")
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(160, line_height(Role.ROW) + line_height(Role.NOTE) + 18 + 18)


class RunList(QListView):
    """The runs, newest first. ``chosen`` carries a run's id."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = _Runs()
        self.setAccessibleName("Runs")
        self.setModel(self._runs)
        self.setItemDelegate(_RunPainter(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def set_runs(
        self, runs: Sequence[ListedRun], current: int | None, bar: float | None, noun: str
    ) -> None:
        """Show these runs; ``current`` is the id of the one that the page shows."""
        self.selectionModel().blockSignals(True)
        self._runs.replace(runs, bar, noun)
        row = next((number for number, run in enumerate(runs) if run.id == current), None)
        if row is not None:
            self.setCurrentIndex(self._runs.index(row))
        self.selectionModel().blockSignals(False)
        self.viewport().update()
        height = line_height(Role.ROW) + line_height(Role.NOTE) + 36
        self.setFixedHeight(max(1, min(_SHOWN, len(runs))) * height + scaled(2))

    def _moved(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._runs.rows[index.row()].id)


class RunBlock(QWidget):
    """The list with its title, what is under way, and what can be done with a run."""

    def __init__(self) -> None:
        super().__init__()
        self.list = RunList()
        self.under_way = Label(role=Role.NOTE, colour="ink2")
        self.compare = Button("Compare two runs", "text", size="small", icon="compare")
        self.options = Button("Options", "text", size="small", icon="settings")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(Label("Runs", weight=600))
        box.addSpacing(6)
        box.addWidget(self.list)
        box.addSpacing(8)
        box.addWidget(self.under_way)
        for button in (self.compare, self.options):
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)


@dataclass(frozen=True)
class MenuEntry:
    """One line of a menu; ``run`` None: it cannot be done now."""

    text: str
    run: Callable[[], None] | None
    ticked: bool | None = None


def menu_of(parent: QWidget, *groups: Sequence[MenuEntry]) -> QMenu:
    """A menu of groups of entries; it goes away by itself."""
    menu = QMenu(parent)
    for number, group in enumerate(groups):
        if number and group:
            menu.addSeparator()
        for entry in group:
            action = menu.addAction(entry.text.replace("&", "&&"))
            if entry.ticked is not None:
                action.setCheckable(True)
                action.setChecked(entry.ticked)
            action.setEnabled(entry.run is not None)
            if entry.run is not None:
                action.triggered.connect(entry.run)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def run_entries(
    runs: Sequence[ListedRun], current: int | None, choose: Callable[[int], None]
) -> list[MenuEntry]:
    """The runs as entries of a menu, for narrow windows and for choosing one to compare with."""
    return [
        MenuEntry(
            f"Run {run.number} · {share_words(run)}" + (" · in use" if run.in_use else ""),
            partial(choose, run.id),
            None if current is None else run.id == current,
        )
        for run in runs
    ]
