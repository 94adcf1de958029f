"""Rows that pages are lists of: sections, facts, reasons, checks, jobs, values, readouts. Split by hairlines."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme.current import text_scale, tokens
from desktop.theme.glyphs import PROVENANCE_GLYPHS, Glyph
from desktop.theme.icons import paint_icon
from desktop.theme.paint import paint_box, smooth, text_width
from desktop.theme.tokens import TEXT_MEASURE, Radius
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import GlyphMark, Hairline, Label, Span
from desktop.widgets.layout import YieldingRow, column, fill, holder, keep_width, row
from desktop.widgets.pressable import Pressable
from estimators.base.sentence import tr
from reports.provenance import Provenance

T = TypeVar("T")


class _BoundedColumn(QVBoxLayout):
    """Says its height at the width that its widget may have at most: Qt asks at the width that there is."""

    def __init__(self, of: QWidget) -> None:
        super().__init__(of)
        self._of = of
        # By width, the usual and the least: Qt keeps those of one width, and is asked for several in turn.
        self._heights: dict[int, tuple[int, int]] = {}

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        return self._at(width)[0]

    def minimumHeightForWidth(self, width: int) -> int:
        return self._at(width)[1]

    def _at(self, width: int) -> tuple[int, int]:
        wide = min(width, self._of.maximumWidth())
        if wide not in self._heights:
            usual = super().heightForWidth(wide)
            self._heights[wide] = usual, 0  # the next asks for this one again
            self._heights[wide] = usual, super().minimumHeightForWidth(wide)
        return self._heights[wide]


class Section(QWidget):
    """A title that is a finding, a note beside or below it, and what follows. ``ruled``: a hairline below."""

    def __init__(
        self,
        title: str,
        *widgets: QWidget,
        note: str = "",
        beside: str = "",
        ruled: bool = False,
        gap: int = 8,
    ) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.title = Label(title, role=Role.SECTION)
        self.beside = Label(beside, role=Role.ROW, colour="ink2", wrap=False)
        if not beside:
            self.beside.hide()
        self.note = Label(note, role=Role.NOTE, colour="ink2")
        if not note:
            self.note.hide()
        self._gap = gap
        head = row((self.title, 1), self.beside, spacing=16)
        self.box = _BoundedColumn(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)
        fill(self.box, head, self.note)
        if ruled:
            fill(self.box, 8, Hairline())
        for widget in widgets:
            self.add(widget)

    def add(self, widget: QWidget, gap: int | None = None) -> None:
        """Put another widget below."""
        fill(self.box, self._gap if gap is None else gap, widget)


class RowList(QWidget):
    """Rows with hairlines between them; ``set_rows`` replaces them all, ``show_each`` only where there is news."""

    def __init__(
        self,
        name: str = "",
        *,
        first_line: bool = False,
        last_line: bool = False,
        lines: bool = True,
        spacing: int = 0,
    ) -> None:
        """``lines`` False: no hairlines at all, ``spacing`` pixels instead."""
        super().__init__()
        self._lines = lines
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._first, self._last = first_line, last_line
        self._box = column(of=self, spacing=spacing)
        self._rows: list[QWidget] = []
        self._about: tuple[Any, ...] | None = None

    def rows(self) -> tuple[QWidget, ...]:
        """The rows in order, without the hairlines."""
        return tuple(self._rows)

    def show_each(self, about: Iterable[T], make: Callable[[T], QWidget]) -> None:
        """Show a row that ``make`` makes of each of these, unless these are shown already."""
        wanted = tuple(about)
        if wanted != self._about:
            self._about = wanted
            self.set_rows([make(one) for one in wanted])

    def set_rows(self, rows: Sequence[QWidget]) -> None:
        while (item := self._box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in rows:
                widget.hide()
                widget.deleteLater()
        self._rows = list(rows)
        for number, one in enumerate(rows):
            if self._lines and (number or self._first):
                self._box.addWidget(Hairline())
            self._box.addWidget(one)
        if self._last and rows:
            self._box.addWidget(Hairline())


def _with_note(words: Label, note: str, measure: int = TEXT_MEASURE) -> QVBoxLayout:
    """Words with a quiet note below them, if there is one."""
    below = [Label(note, role=Role.NOTE, colour="ink3", measure=measure)] if note else []
    return column(words, *below, spacing=0)


def fact_line(provenance: Provenance, fact: str, note: str = "") -> QHBoxLayout:
    """A known or unknown number: its source mark, the fact, where it comes from."""
    mark = GlyphMark(PROVENANCE_GLYPHS[provenance], provenance.words, size=12)
    marks = column(mark, None, margins=(0, 4, 0, 0))
    return row(marks, (_with_note(Label(fact), note), 1), spacing=10, margins=(0, 1, 0, 1))


class FactRow(QWidget):
    """A fact in a list of them."""

    def __init__(self, provenance: Provenance, fact: str, note: str = "") -> None:
        super().__init__()
        column(fact_line(provenance, fact, note), of=self)
        self.setAccessibleName(f"{fact}, {provenance.words}")


class Effect(Enum):
    """Which way a reason points."""

    FOR = ("for", tr("For"))
    AGAINST = ("against", tr("Against"))
    UNKNOWN = ("unknown", tr("Unknown"))


class ReasonRow(QWidget):
    """One reason of the verdict: which way it points, the sentence, its source with its mark."""

    def __init__(self, effect: Effect, text: str, provenance: Provenance, source: str) -> None:
        super().__init__()
        icon, word = effect.value
        called = Label(word, role=Role.NOTE, colour="ink2", wrap=False)
        side = holder(row(IconMark(icon, word), called, None, spacing=6, margins=(0, 1, 0, 0)))
        keep_width(side, 90)
        mark = GlyphMark(PROVENANCE_GLYPHS[provenance], provenance.words, size=12)
        note = Label(source, role=Role.NOTE, colour="ink2")
        below = row(column(mark, None, margins=(0, 3, 0, 0)), (note, 1), spacing=8)
        parts = ((side, Qt.AlignmentFlag.AlignTop), (column(Label(text), below), 1))
        row(*parts, of=self, spacing=6, margins=(0, 8, 0, 8))
        self.setAccessibleName(f"{word}: {text} {source}")


class IconMark(QWidget):
    """One icon by itself, with its meaning for screen readers."""

    spoken_as = QAccessible.Role.Graphic

    def __init__(self, icon: str, words: str, *, size: int = 16, colour: str = "ink2") -> None:
        super().__init__()
        self._icon, self._size, self._colour = icon, size, colour
        self.setFixedSize(size, size)
        self.setAccessibleName(words)

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def set_colour(self, colour: str) -> None:
        self._colour = colour
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colour = getattr(tokens(), self._colour)
        paint_icon(QPainter(self), self._icon, 0, 0, size=self._size, colour=colour)


class CheckMark(Enum):
    """The results of a check, in the order they are listed: what needs a person comes first."""

    NEEDS_YOU = (Glyph.NEEDS_YOU, tr("Needs you"))
    FAIL = (Glyph.FAIL, tr("Fail"))
    NOT_SHOWN = (Glyph.NOT_SHOWN, tr("Not shown yet"))
    LOOK = (Glyph.LOOK, tr("Look at this"))
    PASS = (Glyph.HOLDS, tr("Pass"))

    @property
    def glyph(self) -> Glyph:
        return self.value[0]

    @property
    def words(self) -> str:
        return self.value[1]


@dataclass(frozen=True)
class Check:
    """One check: what it asks, why or how, the figure, its state, and a link that acts."""

    text: str
    note: str = ""
    figure: str = ""
    state: CheckMark = CheckMark.PASS
    link: str = ""
    run: Callable[[], object] | None = None
    states_shown: bool = True  # False on the Data page: the glyph alone says it


class CheckRow(Pressable):
    """Shows one ``Check``; Enter or a click opens its evidence (``clicked``)."""

    def __init__(self, check: Check) -> None:
        super().__init__(lights_up=False)
        self.unsetCursor()
        self.check = check
        open_ = check.state is not CheckMark.PASS and check.states_shown
        top = Qt.AlignmentFlag.AlignTop
        mark = GlyphMark(check.state.glyph, check.state.words, size=18)
        words = _with_note(Label(check.text, weight=500 if open_ else 400), check.note, 420)
        said: list[QWidget] = [holder(words)]
        if check.figure:
            said.append(Label(check.figure, tabular=True, wrap=False))
        if check.link:
            said.append(Button(check.link, "link", run=check.run))
        if check.states_shown:
            state = Label(
                check.state.words,
                role=Role.NOTE,
                colour="ink" if open_ else "ink2",
                weight=500 if open_ else 400,
                wrap=False,
            )
            widest = max(text_width(one.words, Role.NOTE, weight=500) for one in CheckMark)
            # Small letters are drawn wider for their size than large ones.
            keep_width(state, max(88, round(1.06 * widest / text_scale()) + 2))
            said.append(state)
        line = YieldingRow(*said, least=200, spacing=12)
        row((mark, top), (line, 1), of=self, spacing=12, margins=(0, 7, 0, 7))
        parts = (check.state.words, check.text, check.figure, check.note)
        self.setAccessibleName(", ".join(filter(None, parts)))


class ValueRow(QWidget):
    """A name and its value at the right."""

    def __init__(self, name: str, value: str, *, provenance: Provenance | None = None) -> None:
        super().__init__()
        line = row(of=self, spacing=10, margins=(0, 5, 0, 5))
        if provenance is not None:
            fill(line, GlyphMark(PROVENANCE_GLYPHS[provenance], provenance.words, size=12))
        called = Label(name, colour="ink2" if provenance is None else "ink")
        fill(line, (called, 1), Label(value, weight=500, tabular=True, wrap=False))
        self.setAccessibleName(f"{name}: {value}")


class Readout(QWidget):
    """One figure large, what it is, and its n."""

    def __init__(self) -> None:
        super().__init__()
        self._figure = Label(role=Role.FIGURE, wrap=False)
        self._what = Label()
        self._note = Label(role=Role.NOTE, colour="ink2")
        column(self._figure, self._what, self._note, of=self, spacing=2)

    def set_values(self, figure: str, what: str, note: str = "") -> None:
        self._figure.setText(figure)
        self._what.setText(what)
        self._note.setText(note)
        self.setAccessibleName(f"{figure} {what}, {note}")


class Box(QWidget):
    """A box for what asks something; at most one a page."""

    def __init__(self, *, filled: bool = False) -> None:
        super().__init__()
        self._filled = filled
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.row = row(of=self, spacing=16, margins=(16, 12, 16, 12))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._filled:
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            paint_box(smooth(self), box, fill="sunken")
        else:
            paint_box(smooth(self), self.rect(), edge="control", radius=Radius.BOX)


class AskBox(Box):
    """ "Find out first": what to find out, what it is worth, and one small button."""

    asked = Signal()

    def __init__(self, button: str) -> None:
        super().__init__()
        self.title = Label(role=Role.BODY, weight=600)
        self.text = Label(colour="ink2")
        self.button = Button(button, size="small", run=self.asked.emit)
        fill(self.row, (column(self.title, self.text, spacing=2), 1), self.button)


class CodeWell(Box):
    """Lines of code or an answer as the prototype gets it, in a well."""

    def __init__(self, *spans: str | Span) -> None:
        super().__init__(filled=True)
        self.text = Label(*spans, role=Role.MONO)
        self.row.addWidget(self.text, 1)
