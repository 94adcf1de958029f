"""A borrowed set and what the fake answers to it: Fake it for kinds whose answers are not served yet."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.fake.ready_made import SHOWN, FakedItem, ReadyMadeView
from desktop.theme.glyphs import Glyph
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.columns import main_and_side
from desktop.widgets.label import GlyphMark, Hairline, Label
from desktop.widgets.layout import LEFT, TOP, clear, column, fill, holder, row
from desktop.widgets.slider import Slider
from estimators.base.sentence import tr

_SIDE = 304


class ReadyMadeItems(QWidget):
    """``turned`` carries the dial, ``borrowed`` the name of another set."""

    turned = Signal(float)
    borrowed = Signal(str)

    def __init__(self, change_kind: Callable[[], object]) -> None:
        super().__init__()
        self._shown: tuple[FakedItem, ...] = ()
        self._names: tuple[str, ...] = ()
        self._dial = ""
        self._all = False
        self.rows = column(spacing=0)
        self.more = Button("", "link", run=self.show_all)
        self._dial_box, self._sets_box = column(spacing=8), column(spacing=8)
        self.source = Label(role=Role.NOTE, colour="ink2")
        change = Button(tr("Change the kind and what goes in…"), "link", run=change_kind)
        columns = main_and_side(_SIDE)
        columns.add("main", holder(column(holder(self.rows), 12, (self.more, LEFT))))
        side = column(
            holder(self._sets_box), holder(self._dial_box), self.source, (change, LEFT), spacing=20
        )
        columns.add("side", holder(side), gap=32)
        column(columns, None, of=self, margins=(0, 20, 0, 0))

    def show_view(self, found: ReadyMadeView, *, off: str) -> None:
        """Show the set; ``off``: why nothing can be changed."""
        self._show_sets(found)
        self._show_dial(found)
        for box in (self._sets_box, self._dial_box):
            for number in range(box.count()):
                item = box.itemAt(number)
                widget = item.widget() if item is not None else None
                if widget is not None:
                    widget.setEnabled(not off)
        self.source.setText(
            tr(
                "{source} Licence: {licence}.",
                source=found.borrowed.source,
                licence=found.borrowed.licence,
            )
        )
        if found.items != self._shown:
            self._shown = found.items
            self._show_rows()

    def show_all(self) -> None:
        """Show every item."""
        self._all = True
        self._show_rows()

    def _show_sets(self, found: ReadyMadeView) -> None:
        names = tuple(each.name for each in found.sets)
        if names != self._names:
            self._names = names
            clear(self._sets_box)
            if len(names) > 1:
                self.sets = ChoiceBar(
                    tr("Ready-made set"), [(each.name, each.title) for each in found.sets]
                )
                self.sets.chosen.connect(self.borrowed)
                fill(self._sets_box, Label(tr("Ready-made set"), weight=600), (self.sets, LEFT))
        if len(names) > 1:
            self.sets.set_value(found.borrowed.name)

    def _show_dial(self, found: ReadyMadeView) -> None:
        if found.dial.label != self._dial:
            self._dial = found.dial.label
            clear(self._dial_box)
            self.dial = Slider(found.dial.label, low=found.dial.low, high=found.dial.high)
            self.dial.changed.connect(self.turned)
            note = tr("Lower is better.") if found.lower_is_better else tr("Higher is better.")
            fill(self._dial_box, self.dial, Label(note, role=Role.NOTE, colour="ink2"))
        self.dial.set_value(found.value)

    def _show_rows(self) -> None:
        clear(self.rows)
        some = self._shown if self._all else self._shown[:SHOWN]
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
    said = column(Label(item.shown, weight=500), Label(item.answer, colour="ink2"), spacing=2)
    if item.failure:
        fill(said, Label(item.failure, role=Role.NOTE, colour="bad"))
    return holder(row((mark, TOP), (holder(said), 1), spacing=12, margins=(0, 10, 0, 10)))
