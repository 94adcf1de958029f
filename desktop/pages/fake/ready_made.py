"""What the fake of a kind has to show, and what it answers to each: below the dials of Fake it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from desktop.findings.fake.ready_made import FakedItem, ReadyMadeView
from desktop.theme.current import scaled
from desktop.theme.glyphs import Glyph
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.columns import main_and_side
from desktop.widgets.label import GlyphMark, Hairline, Label
from desktop.widgets.layout import LEFT, TOP, clear, column, fill, holder, row
from estimators.base.sentence import tr, tr_plural

_SIDE, _PHOTO = 304, 44
_SHOWN = 6  # items, until one asks for all


class ReadyMadeItems(QWidget):
    """``borrowed`` carries the name of another set."""

    borrowed = Signal(str)
    answering = Signal()  # what waits for a good answer is to be asked about

    def __init__(self, change_kind: Callable[[], object], ask_own: Callable[[], object]) -> None:
        super().__init__()
        self._shown: tuple[FakedItem, ...] = ()
        self._names: tuple[str, ...] = ()
        self._all = False
        self.head = Label(role=Role.SECTION)
        self.rows = column(spacing=0)
        self.more = Button("", "link", run=self.show_all)
        self._sets_box = column(spacing=8)
        self.source = Label(role=Role.NOTE, colour="ink2")
        change = Button(tr("Change the kind and what goes in…"), "link", run=change_kind)
        columns = main_and_side(_SIDE)
        columns.add(
            "main",
            holder(column(self.head, 8, Hairline(), holder(self.rows), 12, (self.more, LEFT))),
        )
        self.own = Button(tr("Use your own…"), size="small", run=ask_own)
        self.waiting = Label(weight=500)
        self.write = Button(tr("Write good answers…"), size="small", run=self.answering.emit)
        self._waits = holder(column(self.waiting, 8, (self.write, LEFT)))
        side = column(
            self._waits,
            holder(self._sets_box),
            self.source,
            (self.own, LEFT),
            (change, LEFT),
            spacing=20,
        )
        columns.add("side", holder(side), gap=32)
        column(columns, None, of=self, margins=(0, 20, 0, 0))

    def show_view(self, found: ReadyMadeView, waiting: int, *, off: str) -> None:
        """Show the set, and how many inputs wait for a good answer; ``off``: why nothing can be changed."""
        self._show_sets(found, enabled=not off)
        self._waits.setVisible(bool(waiting))
        self.write.setEnabled(not off)
        self.waiting.setText(
            tr_plural(
                "{n} more waits for its good answer.",
                "{n} more wait for their good answers.",
                waiting,
            )
        )
        self.head.setText(found.headline)
        borrowed = found.borrowed
        self.source.setText(
            found.own
            if borrowed is None
            else tr(
                "Borrowed to show, never measured. {source} Licence: {licence}.",
                source=borrowed.source,
                licence=borrowed.licence,
            )
        )
        if found.items != self._shown:
            self._shown = found.items
            self._show_rows()

    def show_all(self) -> None:
        self._all = True
        self._show_rows()

    def _show_sets(self, found: ReadyMadeView, *, enabled: bool) -> None:
        names = tuple(each.name for each in found.sets)
        if len(names) == 1 and found.borrowed is not None:
            names = ()  # nothing to choose; beside one's own examples it is the way back
        if names != self._names:
            self._names = names
            clear(self._sets_box)
            if names:
                self.sets = ChoiceBar(
                    tr("Ready-made set"), [(each.name, each.title) for each in found.sets]
                )
                self.sets.chosen.connect(self.borrowed)
                fill(self._sets_box, Label(tr("Ready-made set"), weight=600), (self.sets, LEFT))
        self.own.setVisible(bool(found.sets))
        self.own.setEnabled(enabled)
        if names:
            self.sets.set_value(found.borrowed.name if found.borrowed is not None else None)
            self.sets.setEnabled(enabled)

    def _show_rows(self) -> None:
        clear(self.rows)
        some = self._shown if self._all else self._shown[:_SHOWN]
        for number, item in enumerate(some):
            if number:
                fill(self.rows, Hairline())
            fill(self.rows, _row(item))
        self.more.setVisible(len(some) < len(self._shown))
        self.more.setText(tr("All {n}", n=len(self._shown)))


def _row(item: FakedItem) -> QWidget:
    mark = (
        GlyphMark(Glyph.FAIL, tr("wrong")) if item.failure else GlyphMark(Glyph.HOLDS, tr("right"))
    )
    if not item.answered:
        mark = GlyphMark(Glyph.UNKNOWN, tr("no answer"))
    said = column(Label(item.shown, weight=500), Label(item.answer, colour="ink2"), spacing=2)
    if item.failure:
        fill(said, Label(item.failure, role=Role.NOTE, colour="bad"))
    photo = ((_thumbnail(item.photo), TOP),) if item.photo is not None else ()
    return holder(row((mark, TOP), *photo, (holder(said), 1), spacing=12, margins=(0, 10, 0, 10)))


def _thumbnail(file: Path) -> QLabel:
    """A photo, small."""
    side, sharp = scaled(_PHOTO), 2  # for screens of a high density
    picture = QPixmap(str(file)).scaled(
        side * sharp,
        side * sharp,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    picture = picture.copy(0, 0, side * sharp, side * sharp)
    picture.setDevicePixelRatio(sharp)
    made = QLabel()
    made.setPixmap(picture)
    made.setFixedSize(side, side)
    made.setAccessibleName(tr("photo"))
    return made
