"""The list of pages: a tick includes one, a click shows it, arrows move, Space ticks."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.current import scaled
from desktop.theme.paint import RIGHT, Face, paint_box, smooth, write
from desktop.theme.type import Role
from desktop.widgets.choices import paint_tick
from desktop.widgets.focus import ENTER_KEYS, UP_DOWN
from desktop.widgets.label import Label
from desktop.widgets.layout import clear, column, fill
from estimators.base.sentence import tr

_FACE = Face(Role.ROW, 600)  # the wider of its two
_BESIDE = 76  # pixels for the tick and for the page


class SectionRow(QWidget):
    """One section: included or not, its title, its first page."""

    spoken_as = QAccessible.Role.CheckBox

    def __init__(self, name: str, title: str, above: "SectionList") -> None:
        super().__init__()
        self.name, self._title, self._above = name, title, above
        self.included, self.page, self._chosen = True, 0, False  # page 0: not known yet
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
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
        return QSize(200, self.heightForWidth(scaled(200)))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return scaled(30) - _FACE.height + _FACE.height_of(self._title, width - _BESIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        if self._chosen:
            paint_box(painter, self.rect(), fill="sel")
        paint_tick(painter, 10, (self.height() - 16) / 2, self.included)
        note = str(self.page) if self.included and self.page else ""  # an empty tick says the rest
        quiet = Face(Role.ROW, colour="ink2", tabular=True)
        write(painter, note, QRectF(0, 0, self.width() - 10, self.height()), quiet, RIGHT)
        weight, colour = 600 if self._chosen else 400, "ink" if self.included else "ink2"
        place = QRectF(38, 0, self.width() - _BESIDE, self.height())
        write(painter, self._title, place, Face(Role.ROW, weight, colour))

    def _tick(self) -> None:
        self._above.ticked.emit(self.name, not self.included)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().x() < 34:
            self._tick()
        else:
            self._above.picked.emit(self.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._tick()
        elif event.key() in ENTER_KEYS:
            self._above.picked.emit(self.name)
        elif event.key() in UP_DOWN:
            self._above.step(self, UP_DOWN[event.key()])
        else:
            super().keyPressEvent(event)


class SectionList(QWidget):
    """The sections of one kind of report."""

    ticked = Signal(str, bool)
    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Pages"))
        self._box = column(of=self)
        self._titles: dict[str, str] = {}
        self._rows: list[SectionRow] = []
        self._included: tuple[str, ...] = ()
        self._pages: dict[str, int] = {}
        self._at = 1

    def rows(self) -> tuple[SectionRow, ...]:
        return tuple(self._rows)

    def set_sections(
        self, titles: dict[str, str], included: Sequence[str], usual: Sequence[str] = ()
    ) -> None:
        """Show these sections; those not ``included`` are without a tick, those not ``usual`` below a heading of their own."""
        self._included = tuple(included)
        if titles != self._titles:
            self._titles = dict(titles)
            clear(self._box)
            self._rows = [SectionRow(name, title, self) for name, title in titles.items()]
            kept = [row for row in self._rows if row.name in usual]
            asked = [row for row in self._rows if row.name not in usual]
            fill(self._box, *kept)
            if kept and asked:
                title = Label(tr("Appendix, only if you ask"), role=Role.NOTE, colour="ink2")
                fill(self._box, 12, title, 4)
            fill(self._box, *asked)
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

    def step(self, row: SectionRow, step: int) -> None:
        """Go to the row below (1) or above (-1), and show where it begins."""
        at = self._rows.index(row) + step
        if 0 <= at < len(self._rows):
            self._rows[at].setFocus(Qt.FocusReason.TabFocusReason)
            if self._rows[at].included:
                self.picked.emit(self._rows[at].name)
