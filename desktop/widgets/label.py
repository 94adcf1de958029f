"""Text with the design's line heights, tracking and measure, and the thin lines between things.

``QLabel`` cannot set a line height, so ``Label`` lays its lines out itself; it stays a ``QLabel`` for screen
readers and buddies. Text is never markup: emphasis is a ``Span``, so what people type is shown as typed.
"""

from dataclasses import dataclass
from string import Formatter

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

from desktop.theme.current import generation, text_scale, tokens
from desktop.theme.glyphs import PROVENANCE_GLYPHS, Glyph, paint_glyph
from desktop.theme.paint import Face, write
from desktop.theme.tokens import TEXT_MEASURE
from desktop.theme.type import Role, font, line_height
from reports.provenance import Provenance

_UNBOUNDED = 100_000


@dataclass(frozen=True)
class Span:
    """A stretch of text with its own weight, face or colour (a token's name)."""

    text: str
    strong: bool = False
    mono: bool = False
    colour: str | None = None


def strong(text: str) -> Span:
    """Emphasised text, in ink."""
    return Span(text, strong=True, colour="ink")


def spans_of(template: str, **parts: str | Span) -> tuple[str | Span, ...]:
    """A sentence with its parts, some of them emphasised: ``template`` is what ``tr`` gives without parts."""
    made: list[str | Span] = []
    for words, name, _spec, _conversion in Formatter().parse(template):
        made += [words] if words else []
        made += [parts[name]] if name is not None else []
    return tuple(made)


def _unbroken(text: str) -> str:
    """The text with its minus signs held to what follows: lines may break between "−" and "$"."""
    return text.replace("−", "−\u2060")


class Label(QLabel):
    """A text of one role that wraps at the text measure; ``wrap=False`` keeps one line and elides it.

    ``balanced`` lines are about equally long, so that no word is left alone on the last one.
    """

    def __init__(
        self,
        *spans: str | Span,
        role: Role = Role.ROW,
        colour: str = "ink",
        weight: int | None = None,
        tabular: bool = False,
        wrap: bool = True,
        measure: int = TEXT_MEASURE,
        balanced: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._colour = colour
        self._weight = weight
        self._tabular = tabular
        self._wrap = wrap
        self._measure = measure
        self._balanced = balanced
        self._align = align
        self._spans: tuple[Span, ...] = ()
        self._layouts: dict[tuple[int, int], tuple[QTextLayout, int, float]] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(
            QSizePolicy.Policy.Preferred if wrap else QSizePolicy.Policy.Maximum,
            QSizePolicy.Policy.Fixed if not wrap else QSizePolicy.Policy.Minimum,
        )
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.set_spans(*spans)

    def setText(self, text: str) -> None:
        """Show plain ``text``."""
        self.set_spans(text)

    def say(self, text: str) -> None:
        """Show plain ``text``; an empty one takes the label away."""
        self.setText(text)
        self.setVisible(bool(text))

    def set_spans(self, *spans: str | Span) -> None:
        """Show text with emphasis: plain strings and ``Span``."""
        made = tuple(span if isinstance(span, Span) else Span(span) for span in spans)
        if made == self._spans and self._layouts:
            return
        self._spans = made
        self._layouts.clear()
        super().setText("".join(span.text for span in made))
        self.updateGeometry()
        self.update()

    def set_role(self, role: Role) -> None:
        if role is not self._role:
            self._role = role
            self._layouts.clear()
            self.updateGeometry()
            self.update()

    def set_colour(self, colour: str) -> None:
        if colour != self._colour:
            self._colour = colour
            self._layouts.clear()
            self.update()

    def _layout(self, width: int) -> tuple[QTextLayout, int, float]:
        if width < _UNBOUNDED:
            natural = self._layout(_UNBOUNDED)
            # It fits without being broken: laid out once for all such widths.
            if natural[2] <= width:
                return natural
        key = (width, generation())
        if key not in self._layouts:
            if len(self._layouts) > 8:
                self._layouts.clear()
            self._layouts[key] = self._lay_out(width)
            if self._balanced and self._wrap:
                self._layouts[key] = self._lay_out(self._narrowest(width, self._layouts[key][1]))
        return self._layouts[key]

    def _narrowest(self, width: int, height: int) -> int:
        """The least width at which the text is no taller than ``height``."""
        if height <= line_height(self._role):
            return width
        low, high = width // 2, width
        while high - low > 2:
            middle = (low + high) // 2
            low, high = (low, middle) if self._lay_out(middle)[1] <= height else (middle, high)
        return high

    def _lay_out(self, width: int) -> tuple[QTextLayout, int, float]:
        text = "".join(_unbroken(span.text) for span in self._spans).replace("\n", "\u2028")
        base = font(self._role, weight=self._weight, tabular=self._tabular)
        layout = QTextLayout(text, base)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        step = line_height(self._role)
        layout.beginLayout()
        count, widest = 0, 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, count * step + (step - line.height()) / 2))
            widest = max(widest, line.naturalTextWidth())
            count += 1
        layout.endLayout()
        return layout, max(1, count) * step, widest

    def _formats(self) -> list[QTextLayout.FormatRange]:
        formats, start = [], 0
        for span in self._spans:
            if span.strong or span.mono or span.colour:
                form = QTextCharFormat()
                role = Role.MONO if span.mono else self._role
                weight = 600 if span.strong else (None if span.mono else self._weight)
                form.setFont(font(role, weight=weight, tabular=self._tabular))
                if span.colour:
                    form.setForeground(QColor(getattr(tokens(), span.colour)))
                piece = QTextLayout.FormatRange()
                piece.start, piece.length, piece.format = start, len(_unbroken(span.text)), form
                formats.append(piece)
            start += len(_unbroken(span.text))
        return formats

    def _bounded(self, width: int) -> int:
        return max(1, min(width, round(self._measure * max(1.0, text_scale()))))

    def hasHeightForWidth(self) -> bool:
        return self._wrap

    def heightForWidth(self, width: int) -> int:
        return self._layout(self._bounded(width))[1] if self._wrap else line_height(self._role)

    def sizeHint(self) -> QSize:
        natural = int(self._layout(_UNBOUNDED)[2]) + 1
        if not self._wrap:
            return QSize(natural, line_height(self._role))
        width = self._bounded(natural)
        return QSize(width, self._layout(width)[1])

    def minimumSizeHint(self) -> QSize:
        if not self._wrap:
            return QSize(min(24, self.sizeHint().width()), line_height(self._role))
        return QSize(min(48, self.sizeHint().width()), line_height(self._role))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(getattr(tokens(), self._colour)))
        from_right = self.isRightToLeft() and self._role is not Role.MONO  # code begins at the left
        direction = Qt.LayoutDirection.RightToLeft if from_right else Qt.LayoutDirection.LeftToRight
        align = QStyle.visualAlignment(direction, self._align)
        if not self._wrap and self._layout(_UNBOUNDED)[2] > self.width() + 0.5:
            face = font(self._role, weight=self._weight, tabular=self._tabular)
            painter.setFont(face)
            cut = painter.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, self.width()
            )
            painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
            absolute = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
            painter.drawText(self.rect(), int(align | absolute), cut)
            return
        width = self._bounded(self.width()) if self._wrap else _UNBOUNDED
        layout, height, widest = self._layout(width)
        top = (self.height() - height) / 2 if not self._wrap else 0.0
        if align & Qt.AlignmentFlag.AlignHCenter:
            self._draw_lines(painter, layout, 0.5, top)
        elif from_right and align & Qt.AlignmentFlag.AlignRight:
            self._draw_lines(painter, layout, 1.0, top)
        else:
            left = self.width() - widest if align & Qt.AlignmentFlag.AlignRight else 0.0
            layout.draw(painter, QPointF(left, top))

    def _draw_lines(self, painter: QPainter, layout: QTextLayout, share: float, top: float) -> None:
        """Each line with this share of the spare room before it."""
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            line.draw(painter, QPointF((self.width() - line.naturalTextWidth()) * share, top))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.PaletteChange}:
            self._layouts.clear()
            self.updateGeometry()
            self.update()
        super().changeEvent(event)


class Hairline(QWidget):
    """A line of one pixel, across or down; decoration only."""

    def __init__(self, orientation: Qt.Orientation = Qt.Orientation.Horizontal) -> None:
        super().__init__()
        if orientation is Qt.Orientation.Horizontal:
            self.setFixedHeight(1)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        else:
            self.setFixedWidth(1)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), tokens().line)


class GlyphMark(QWidget):
    """One glyph by itself, with its meaning for screen readers."""

    spoken_as = QAccessible.Role.Graphic

    def __init__(self, glyph: Glyph, words: str, *, size: int = 16) -> None:
        super().__init__()
        self._size = size
        self.setFixedSize(size, size)
        self.set_glyph(glyph, words)

    def set_glyph(self, glyph: Glyph, words: str) -> None:
        """Show another glyph; ``words`` is what it means."""
        self._glyph = glyph
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_glyph(QPainter(self), self._glyph, 0, 0, self._size)


class ProvenanceMark(QWidget):
    """Where a number comes from: the mark and, if wanted, its words ("● drone log 2025")."""

    spoken_as = QAccessible.Role.Graphic

    def __init__(self, provenance: Provenance, words: str | None = None) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_source(provenance, words)

    def set_source(self, provenance: Provenance, words: str | None = None) -> None:
        self._provenance = provenance
        self._words = provenance.words if words is None else words
        meaning = provenance.words
        told = self._words not in {"", meaning}
        self.setAccessibleName(f"{meaning}: {self._words}" if told else meaning)
        self.setToolTip(meaning)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = 12
        if self._words:
            width += 6 + Face().width(self._words)
        return QSize(width, line_height(Role.NOTE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        glyph = PROVENANCE_GLYPHS[self._provenance]
        paint_glyph(painter, glyph, 0, (self.height() - 12) / 2, 12)
        write(painter, self._words, QRectF(18, 0, self.width() - 18, self.height()), Face())
