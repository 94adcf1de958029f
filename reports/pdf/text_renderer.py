"""Draws text onto a tagged canvas; a sign without a glyph becomes its name and a warning, never a box or a blank."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from estimators.base.errors import UserError
from estimators.base.phrase import listed
from estimators.base.sentence import tr, tr_plural
from reports.pdf.fonts import Fonts
from reports.pdf.icons import draw_icon
from reports.pdf.shaping import Segment, base_level, is_letter, mirrored, named, shape
from reports.pdf.style import INK3, MEASURED, PAGE_HEIGHT, TextStyle
from reports.pdf.text import Line, Piece, Wrapper
from reports.text_runs import TextRun, clean

if TYPE_CHECKING:
    from reports.chart_data import Chart
    from reports.pdf.tagged import Element, TaggedCanvas

Anchor = Literal["start", "middle", "end"]
_SHOWN = 8  # characters of a warning


class TextRenderer(Wrapper):
    """Draws what the wrapper has measured and remembers which characters had no glyph."""

    def __init__(self, fonts: Fonts, canvas: "TaggedCanvas") -> None:
        super().__init__(fonts)
        self.canvas = canvas
        self.missing: Counter[str] = Counter()
        self.chart_heights: dict[tuple[int, float], tuple[Chart, float]] = {}  # by chart and width
        self.depth = 0  # how far headings stand below the top: 1 inside a part of the report

    def draw(
        self,
        lines: list[Line],
        style: TextStyle,
        at: tuple[float, float],
        element: "Element",
        *,
        right: float | None = None,
        width: float | None = None,
    ) -> None:
        """Draw lines from ``at`` (x, and points below the page's top edge) as content of ``element``.

        With ``right`` the lines end there; with ``width`` those that run from right to left end at its edge.
        A raised link becomes a Link element of its own.
        """
        placed = list(self._placed(lines, style, at, right, width))
        position = 0
        while position < len(placed):
            cite = placed[position][2].run.cite
            end = position + 1
            while not cite and end < len(placed) and not placed[end][2].run.cite:
                end += 1
            target = self.canvas.element("Link", element) if cite else element
            with self.canvas.content(target):
                for x, baseline, piece in placed[position:end]:
                    self._piece(piece, style, x, baseline)
            if cite:
                x, baseline, piece = placed[position]
                box = (x - 1, baseline - 1, x + piece.width + 1, baseline + style.size)
                self.canvas.link(
                    target, box, cite, tr("Go to evidence {text}", text=piece.text.strip())
                )
            position = end

    def heading(self, role: str) -> str:
        """The tag of a heading here: inside a part, all of them stand one level lower."""
        return f"H{min(int(role[1]) + self.depth, 6)}" if role[0] == "H" and role[1:] else role

    def decorate(self, lines: list[Line], style: TextStyle, at: tuple[float, float]) -> None:
        """Draw lines inside an artifact or a figure that the caller has opened."""
        for x, baseline, piece in self._placed(lines, style, at, None, None):
            self._piece(piece, style, x, baseline)

    def label(
        self,
        text: str,
        style: TextStyle,
        at: tuple[float, float],
        anchor: Anchor = "start",
        *,
        strong: bool = False,
        colour: str = "",
        width: float | None = None,
    ) -> float:
        """One line at a baseline in PDF coordinates, inside what the caller has opened; returns its width."""
        run = TextRun(clean(text).replace("\n", " "), strong, colour=colour)
        shown = self.fit(run.text, style, width, strong=strong) if width is not None else run.text
        advance = self.measure(shown, run, style)
        left = at[0] - {"start": 0.0, "middle": advance / 2, "end": advance}[anchor]
        for piece in self.line([Piece(0, advance, shown, run)], style, base_level(shown)).pieces:
            self._piece(piece, style, left + piece.x, at[1])
        return advance

    def warnings(self) -> tuple[str, ...]:
        """What to tell the person about signs that could not be drawn."""
        if not self.missing:
            return ()
        return (
            tr_plural(
                "{shown} has no glyph in the report’s fonts: its name is printed in brackets.",
                "{shown} have no glyph in the report’s fonts: their names are printed in brackets.",
                len(self.missing),
                shown=_listed(self.missing),
            ),
        )

    def without_font(self) -> UserError | None:
        """What to do about letters that could not be drawn, which no name stands in for; None where there are none."""
        letters = [each for each in self.missing if is_letter(each)]
        if not letters:
            return None
        return UserError(
            tr(
                "No font of this computer that may be embedded has these letters: {letters}.",
                letters=_listed(letters),
            ),
            tr("A PDF can’t be printed without them."),
            tr(
                "Install one that has them (for Chinese, Japanese and Korean: Noto Sans CJK), or write the report as .html or .md."
            ),
        )

    def _placed(
        self,
        lines: list[Line],
        style: TextStyle,
        at: tuple[float, float],
        right: float | None,
        width: float | None,
    ) -> list[tuple[float, float, Piece]]:
        x, top = at
        placed = []
        for number, line in enumerate(lines):
            baseline = PAGE_HEIGHT - top - style.leading * number - ascent(style)
            edge = x + width if line.from_right and width is not None else right
            left = x if edge is None else edge - line.width
            placed += [(left + piece.x, baseline, piece) for piece in line.pieces]
        return placed

    def _piece(self, piece: Piece, style: TextStyle, x: float, baseline: float) -> None:
        run, pdf = piece.run, self.canvas.pdf
        if run.icon:
            centre = (x + style.size * 0.45, baseline + style.size * 0.36)
            draw_icon(pdf, run.icon, *centre, style.size)
            return
        font = self.font(run, style)
        usual = MEASURED if run.cite else INK3 if run.small else style.colour
        pdf.setFillColor(run.colour or usual)
        pdf.setFont(font.name, self.size(run, style))
        y = baseline + (style.size * 0.42 if run.cite else 0.0)
        if piece.level == 0 and self.segments.plain(piece.text, font):
            pdf.drawString(x, y, piece.text, charSpace=style.tracking)
            return
        right_to_left = piece.level % 2 == 1
        dealt = self.dealt(piece.text, run, style)
        advances = [
            self.advance(segment, run, style, right_to_left=right_to_left) for segment in dealt
        ]
        left = x + sum(advances) if right_to_left else x
        for segment, advance in zip(dealt, advances, strict=True):
            if right_to_left:
                left -= advance
            self._segment(segment, piece, style, (left, y))
            if not right_to_left:
                left += advance

    def _segment(
        self, segment: Segment, piece: Piece, style: TextStyle, at: tuple[float, float]
    ) -> None:
        """One stretch of one font. Content follows reading order; only the places run from right to left."""
        pdf, right_to_left = self.canvas.pdf, piece.level % 2 == 1
        if segment.face is not None:
            shaped = shape(segment.text, segment.face, right_to_left=right_to_left)
            self.canvas.glyphs(segment.face, shaped, at, self.size(piece.run, style))
            return
        shown = segment.text
        if segment.missing:
            shown = named(segment.text)
            self.missing.update(
                c
                for c in segment.text
                if c.isprintable() and not unicodedata.category(c).startswith("M")
            )
        elif right_to_left:
            shown = mirrored(segment.text)
        if shown == segment.text:
            pdf.drawString(*at, shown, charSpace=style.tracking)
            return
        with self.canvas.actual_text(segment.text):
            pdf.drawString(*at, shown, charSpace=style.tracking)


def _listed(characters: Iterable[str]) -> str:
    """The first of some characters, each with its number."""
    found = sorted(characters)
    shown = [f"{each} (U+{ord(each):04X})" for each in found[:_SHOWN]]
    left = len(found) - len(shown)
    return listed([*shown, *([tr("{n} more", n=left)] if left else [])])


def ascent(style: TextStyle) -> float:
    """From the top of a line to its baseline: capitals stand in the middle of the line."""
    return style.leading / 2 + style.size * 0.36
