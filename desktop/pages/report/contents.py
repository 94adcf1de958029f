"""The list of pages: a tick includes one, a click shows it, arrows move, Space ticks."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.theme.current import scaled, tokens
from desktop.theme.type import Role, font
from desktop.widgets.choices import paint_tick
from estimators.base.sentence import tr

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class SectionRow(QWidget):
    """One section: included or not, its title, its first page."""

    ticked = Signal(str, bool)
    picked = Signal(str)
    stepped = Signal(int)

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.name, self._title = name, title
        self.included, self.page, self._chosen = True, 0, False  # page 0: not known yet
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._speak()

    def show_state(self, *, included: bool, page: int, chosen: bool) -> None:
        """Show whether it is included, where it begins, and whether the preview is at it."""
        self.included, self.page, self._chosen = included, page, chosen
        self._speak()
        self.update()

    def _speak(self) -> None:
        where = tr("page {page}", page=self.page) if self.page else ""
        words = where if self.included else tr("not included")
        self.setAccessibleName(", ".join(filter(None, (self._title, words))))

    def sizeHint(self) -> QSize:
        return QSize(200, scaled(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.sel))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        paint_tick(painter, 10, (self.height() - 16) / 2, self.included)
        note = (str(self.page) if self.page else "") if self.included else tr("not included")
        painter.setPen(QColor(t.ink2))
        painter.setFont(font(Role.ROW, tabular=True))
        painter.drawText(QRectF(0, 0, self.width() - 10, self.height()), _RIGHT, note)
        room = self.width() - 38 - 20 - painter.fontMetrics().horizontalAdvance(note)
        painter.setPen(QColor(t.ink if self.included else t.ink2))
        painter.setFont(font(Role.ROW, weight=600 if self._chosen else 400))
        cut = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(38, 0, room + 2, self.height()), _LEFT, cut)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().x() < 34:
            self.ticked.emit(self.name, not self.included)
        else:
            self.picked.emit(self.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            self.ticked.emit(self.name, not self.included)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.picked.emit(self.name)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class SectionList(QWidget):
    """The sections of one kind of report."""

    ticked = Signal(str, bool)
    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Pages"))
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._titles: dict[str, str] = {}
        self._rows: list[SectionRow] = []
        self._included: tuple[str, ...] = ()
        self._pages: dict[str, int] = {}
        self._at = 1

    def rows(self) -> tuple[SectionRow, ...]:
        return tuple(self._rows)

    def set_sections(self, titles: dict[str, str], included: Sequence[str]) -> None:
        """Show these sections; those not ``included`` are without a tick."""
        self._included = tuple(included)
        if titles != self._titles:
            self._titles = dict(titles)
            for row in self._rows:
                row.hide()
                self._box.removeWidget(row)
                row.deleteLater()
            self._rows = []
            for name, title in titles.items():
                row = SectionRow(name, title)
                row.ticked.connect(self.ticked)
                row.picked.connect(self.picked)
                row.stepped.connect(self._step)
                self._box.addWidget(row)
                self._rows.append(row)
        self._show()

    def set_pages(self, pages: dict[str, int]) -> None:
        """Where each section begins, from page 1."""
        self._pages = dict(pages)
        self._show()

    def set_current_page(self, page: int) -> None:
        """The page that the preview shows, from 1."""
        self._at = page
        self._show()

    def _show(self) -> None:
        begun = [(self._pages.get(name, 0), name) for name in self._included]
        passed = [name for page, name in begun if 0 < page <= self._at]
        current = passed[-1] if passed else (self._included[0] if self._included else "")
        for row in self._rows:
            row.show_state(
                included=row.name in self._included,
                page=self._pages.get(row.name, 0),
                chosen=row.name == current,
            )

    def _step(self, step: int) -> None:
        row = self.sender()
        assert isinstance(row, SectionRow)
        at = self._rows.index(row) + step
        if 0 <= at < len(self._rows):
            self._rows[at].setFocus(Qt.FocusReason.TabFocusReason)
            if self._rows[at].included:
                self.picked.emit(self._rows[at].name)
