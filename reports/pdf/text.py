"""Runs of text, cleaned, measured and broken into lines. Nothing here draws."""

import re
import unicodedata
from dataclasses import dataclass

from reports.pdf.fonts import REPLACEMENT, Cut, Fonts
from reports.pdf.style import TextStyle

MAX_CHARACTERS = 20_000  # of one text; nobody reads further, and the report stays a report


@dataclass(frozen=True)
class Run:
    """A stretch of text of one look. ``cite`` makes it a raised link; ``icon`` a mark instead of text."""

    text: str
    strong: bool = False
    cite: str = ""  # the name of a destination
    icon: str = ""
    colour: str = ""
    small: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Piece:
    """A run, or part of one, placed on a line."""

    x: float
    width: float
    text: str
    run: Run


@dataclass(frozen=True)
class Line:
    pieces: tuple[Piece, ...]
    width: float  # without the spaces at the end


class Wrapper:
    """Measures text and breaks it into lines."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self._memo: dict[tuple[Runs, TextStyle, float, int | None], list[Line]] = {}

    def font(self, run: Run, style: TextStyle) -> Cut:
        return style.strong if run.strong or run.cite else style.font

    def size(self, run: Run, style: TextStyle) -> float:
        return style.size * (0.68 if run.cite else 0.86 if run.small else 1)

    def measure(self, text: str, run: Run, style: TextStyle) -> float:
        if run.icon:
            return style.size * 1.3
        font = self.font(run, style)
        return self.fonts.width(self.shown(text, font), font, self.size(run, style), style.tracking)

    def shown(self, text: str, font: Cut) -> str:
        """The text with a box for every character that the font lacks."""
        if text.isascii():
            return text
        return "".join(c if self.fonts.has(c, font) else REPLACEMENT for c in text)

    def wrap(
        self, runs: Runs, style: TextStyle, width: float, max_lines: int | None = None
    ) -> list[Line]:
        """Lines no wider than ``width``. Words that are too long are broken; what is cut off ends in "…"."""
        key = (runs, style, width, max_lines)
        if key not in self._memo:  # asked for when measuring, when breaking pages and when drawing
            self._memo[key] = self._wrapped(*key)
        return self._memo[key]

    def _wrapped(
        self, runs: Runs, style: TextStyle, width: float, max_lines: int | None
    ) -> list[Line]:
        lines: list[list[Piece]] = [[]]
        # Lines below a leading mark hang beside it, not under it.
        hang = self.measure("", runs[0], style) if runs and runs[0].icon else 0.0
        x = 0.0
        for word in _words(runs):
            if word is None or (x > hang and x + self._visible(word, style) > width):
                lines.append([])
                x = hang
            for run, text in word or ():
                for part in self._broken(text, run, style, width - hang):
                    advance = self.measure(part, run, style)
                    if x > hang and not run.cite and x + self._solid(part, run, style) > width:
                        lines.append([])
                        x = hang
                    lines[-1].append(Piece(x, advance, part, run))
                    x += advance
            if max_lines is not None and len(lines) > max_lines:
                lines = lines[:max_lines]
                lines[-1] = self._shortened(lines[-1], style, width)
                break
        return [self._line(pieces, style) for pieces in lines]

    def fit(self, text: str, style: TextStyle, width: float, *, strong: bool = False) -> str:
        """The text on one line, cut off with "…" where it is too long."""
        lines = self.wrap((Run(text, strong),), style, width, max_lines=1)
        return "".join(piece.text for piece in lines[0].pieces).strip()

    def _solid(self, text: str, run: Run, style: TextStyle) -> float:
        return self.measure(text.rstrip(" "), run, style)

    def _visible(self, word: list[tuple[Run, str]], style: TextStyle) -> float:
        """The width of a word without its spaces and its raised links, which may overhang."""
        return sum(self._solid(text, run, style) for run, text in word if not run.cite)

    def _broken(self, text: str, run: Run, style: TextStyle, width: float) -> list[str]:
        if run.icon or self._solid(text, run, style) <= width:
            return [text]
        parts, start, length = [], 0, 0.0
        for position, character in enumerate(text):
            advance = self.measure(character, run, style)
            if length + advance > width and position > start:
                parts.append(text[start:position])
                start, length = position, 0.0
            length += advance
        return [*parts, text[start:]]

    def _shortened(self, pieces: list[Piece], style: TextStyle, width: float) -> list[Piece]:
        kept = list(pieces)
        while kept:
            last = kept.pop()
            if last.run.icon or last.run.cite:
                continue
            dots = self.measure("…", last.run, style)
            text = last.text.rstrip(" ")
            while text and last.x + self.measure(text, last.run, style) + dots > width:
                text = text[:-1]
            if text or not kept:
                text = text.rstrip(" .,;:") + "…"
                advance = self.measure(text, last.run, style)
                return [*kept, Piece(last.x, advance, text, last.run)]
        return kept

    def _line(self, pieces: list[Piece], style: TextStyle) -> Line:
        """Neighbours of one look become one piece."""
        merged: list[Piece] = []
        for piece in pieces:
            last = merged[-1] if merged else None
            if last and last.run is piece.run and not piece.run.icon:
                merged[-1] = Piece(
                    last.x, last.width + piece.width, last.text + piece.text, piece.run
                )
            else:
                merged.append(piece)
        if not merged:
            return Line((), 0.0)
        last = merged[-1]
        return Line(tuple(merged), last.x + self._solid(last.text, last.run, style))


def clean(text: str) -> str:
    """Text without what must not reach a page: control and direction characters, lone surrogates.

    Direction overrides could make a sentence read as another one; invisible characters have no place in print.
    """
    if len(text) > MAX_CHARACTERS:
        text = text[: MAX_CHARACTERS - 1] + "…"
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(_kept(character) for character in text)


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if character == "\n" or category in ("Zl", "Zp"):
        return "\n"
    if category == "Cs" or character in "\ufffe\uffff":
        return "\ufffd"
    if category in ("Cc", "Cf") or "\ufe00" <= character <= "\ufe0f":
        return ""
    return character


def _words(runs: Runs) -> list[list[tuple[Run, str]] | None]:
    """Words, each with the spaces after it; None is a line break.

    A word may run over several looks ("<b>163 of 180</b>;"), and a line ends in its space, so that screen
    readers keep words apart.
    """
    words: list[list[tuple[Run, str]] | None] = [[]]
    for run in runs:
        parts = [""] if run.icon else re.findall(r"\n|[^ \n]+ *| +", run.text)
        for part in parts:
            if part == "\n":
                words += [None, []]
                continue
            current = words[-1]
            assert current is not None
            current.append((run, part))
            if part.endswith(" "):
                words.append([])
    return [word for word in words if word is None or word]
