"""Rows that pages are lists of: sections, facts, reasons, checks, jobs, values, readouts. Split by hairlines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme.current import scaled, tokens
from desktop.theme.glyphs import PROVENANCE_GLYPHS, Glyph
from desktop.theme.icons import paint_icon
from desktop.theme.paint import paint_box, smooth
from desktop.theme.tokens import Radius
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import GlyphMark, Hairline, Label, Span
from reports.provenance import Provenance


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
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.title, 1)
        head.addWidget(self.beside)
        self.box.addLayout(head)
        self.box.addWidget(self.note)
        if ruled:
            self.box.addSpacing(8)
            self.box.addWidget(Hairline())
        for widget in widgets:
            self.add(widget)

    def add(self, widget: QWidget, gap: int | None = None) -> None:
        """Put another widget below."""
        self.box.addSpacing(self._gap if gap is None else gap)
        self.box.addWidget(widget)


class RowList(QWidget):
    """Rows with hairlines between them; ``set_rows`` replaces them all."""

    def __init__(
        self, name: str = "", *, first_line: bool = False, last_line: bool = False
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._first, self._last = first_line, last_line
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._rows: list[QWidget] = []

    def rows(self) -> tuple[QWidget, ...]:
        """The rows in order, without the hairlines."""
        return tuple(self._rows)

    def set_rows(self, rows: Sequence[QWidget]) -> None:
        """Show these rows instead."""
        while (item := self._box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in rows:
                widget.hide()
                widget.deleteLater()
        self._rows = list(rows)
        for number, row in enumerate(rows):
            if number or self._first:
                self._box.addWidget(Hairline())
            self._box.addWidget(row)
        if self._last and rows:
            self._box.addWidget(Hairline())


class FactRow(QWidget):
    """A known or unknown number: its source mark, the fact, where it comes from."""

    def __init__(self, provenance: Provenance, fact: str, note: str = "") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(10)
        mark = GlyphMark(PROVENANCE_GLYPHS[provenance], provenance.words, size=12)
        marks = QVBoxLayout()
        marks.setContentsMargins(0, 4, 0, 0)
        marks.addWidget(mark)
        marks.addStretch(1)
        row.addLayout(marks)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(fact))
        if note:
            words.addWidget(Label(note, role=Role.NOTE, colour="ink3"))
        row.addLayout(words, 1)
        self.setAccessibleName(f"{fact}, {provenance.words}")


class Effect(Enum):
    """Which way a reason points."""

    FOR = ("for", "For")
    AGAINST = ("against", "Against")
    UNKNOWN = ("unknown", "Unknown")


class ReasonRow(QWidget):
    """One reason of the verdict: which way it points, the sentence, its source."""

    def __init__(self, effect: Effect, text: str, source: str) -> None:
        super().__init__()
        icon, word = effect.value
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(6)
        side = QHBoxLayout()
        side.setSpacing(6)
        side.addWidget(IconMark(icon, word))
        side.addWidget(Label(word, role=Role.NOTE, colour="ink2", wrap=False))
        side.addStretch(1)
        holder = QWidget()
        holder.setLayout(side)
        side.setContentsMargins(0, 1, 0, 0)
        holder.setFixedWidth(scaled(90))
        row.addWidget(holder, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(text))
        if source:
            words.addWidget(Label(source, role=Role.NOTE, colour="ink3"))
        row.addLayout(words, 1)
        self.setAccessibleName(f"{word}: {text} {source}")


class IconMark(QWidget):
    """One icon by itself, with its meaning for screen readers."""

    def __init__(self, icon: str, words: str, *, size: int = 16, colour: str = "ink2") -> None:
        super().__init__()
        self._icon, self._size, self._colour = icon, size, colour
        self.setFixedSize(size, size)
        self.setAccessibleName(words)

    def set_colour(self, colour: str) -> None:
        """Paint it in another colour of the theme."""
        self._colour = colour
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colour = getattr(tokens(), self._colour)
        paint_icon(QPainter(self), self._icon, 0, 0, size=self._size, colour=colour)


class CheckMark(Enum):
    """The results of a check, in the order they are listed: what needs a person comes first."""

    NEEDS_YOU = (Glyph.NEEDS_YOU, "Needs you")
    FAIL = (Glyph.FAIL, "Fail")
    NOT_SHOWN = (Glyph.NOT_SHOWN, "Not shown yet")
    LOOK = (Glyph.LOOK, "Look at this")
    PASS = (Glyph.HOLDS, "Pass")

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
    run: Callable[[], None] | None = None
    states_shown: bool = True  # False on the Data page: the glyph alone says it


class CheckRow(QWidget):
    """Shows one ``Check``; Enter or a click opens its evidence (``opened``)."""

    opened = Signal()

    def __init__(self, check: Check) -> None:
        super().__init__()
        self.check = check
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        open_ = check.state is not CheckMark.PASS and check.states_shown
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 7, 0, 7)
        row.setSpacing(12)
        row.addWidget(
            GlyphMark(check.state.glyph, check.state.words, size=18), 0, Qt.AlignmentFlag.AlignTop
        )
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(check.text, weight=500 if open_ else 400))
        if check.note:
            words.addWidget(Label(check.note, role=Role.NOTE, colour="ink3", measure=420))
        row.addLayout(words, 1)
        top = Qt.AlignmentFlag.AlignTop
        if check.figure:
            row.addWidget(Label(check.figure, tabular=True, wrap=False), 0, top)
        if check.link:
            link = Button(check.link, "link")
            if check.run is not None:
                link.clicked.connect(check.run)
            row.addWidget(link, 0, top)
        if check.states_shown:
            state = Label(
                check.state.words,
                role=Role.NOTE,
                colour="ink" if open_ else "ink2",
                weight=500 if open_ else 400,
                wrap=False,
            )
            state.setFixedWidth(88)
            row.addWidget(state, 0, top)
        parts = (check.state.words, check.text, check.figure, check.note)
        self.setAccessibleName(", ".join(filter(None, parts)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
            return
        super().keyPressEvent(event)


class ValueRow(QWidget):
    """A name and its value at the right."""

    def __init__(self, name: str, value: str, *, provenance: Provenance | None = None) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 5, 0, 5)
        row.setSpacing(10)
        if provenance is not None:
            row.addWidget(GlyphMark(PROVENANCE_GLYPHS[provenance], provenance.words, size=12))
        row.addWidget(Label(name, colour="ink2" if provenance is None else "ink"), 1)
        row.addWidget(Label(value, weight=500, tabular=True, wrap=False))
        self.setAccessibleName(f"{name}: {value}")


class Readout(QWidget):
    """One figure large, what it is, and its n."""

    def __init__(self) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        self._figure = Label(role=Role.FIGURE, wrap=False)
        self._what = Label()
        self._note = Label(role=Role.NOTE, colour="ink2")
        for label in (self._figure, self._what, self._note):
            box.addWidget(label)

    def set_values(self, figure: str, what: str, note: str = "") -> None:
        """Show other numbers."""
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
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(16, 12, 16, 12)
        self.row.setSpacing(16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._filled:
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            paint_box(smooth(self), box, fill="sunken")
        else:
            paint_box(smooth(self), self.rect(), edge="control", radius=Radius.BOX)


class AskBox(Box):
    """ "Find out first": a small eyebrow, what to find out, what it is worth, and one small button."""

    asked = Signal()

    def __init__(self, eyebrow: str, title: str, text: str, button: str) -> None:
        super().__init__()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(eyebrow, role=Role.NOTE, colour="ink2"))
        self.title = Label(title, role=Role.BODY, weight=600)
        self.text = Label(text, colour="ink2")
        words.addWidget(self.title)
        words.addWidget(self.text)
        self.row.addLayout(words, 1)
        self.button = Button(button, size="small")
        self.button.clicked.connect(self.asked)
        self.row.addWidget(self.button)


class CodeWell(Box):
    """Lines of code or an answer as the prototype gets it, in a well."""

    def __init__(self, *spans: str | Span) -> None:
        super().__init__(filled=True)
        self.text = Label(*spans, role=Role.MONO)
        self.row.addWidget(self.text, 1)
