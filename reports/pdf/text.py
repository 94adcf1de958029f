"""Runs of text measured and broken into lines. Nothing here draws."""

import re
from dataclasses import dataclass, replace

from reports.pdf.fonts import Cut, Fonts
from reports.pdf.shaping import (
    Segment,
    Segments,
    base_level,
    clusters,
    levels,
    named,
    runs_right_to_left,
    shape,
    visual_order,
)
from reports.pdf.style import TextStyle
from reports.text_runs import Runs, TextRun

_SENTENCE_END = re.compile(r"(\w\w|%)[.!?][”’»)]*$")


@dataclass(frozen=True)
class Piece:
    """A run, or part of one, placed on a line."""

    x: float
    width: float
    text: str
    run: TextRun
    level: int = 0  # odd: runs from right to left


@dataclass(frozen=True)
class Line:
    """``pieces`` come in reading order, wherever they stand."""

    pieces: tuple[Piece, ...]
    width: float  # without the spaces at the end
    from_right: bool = False  # most of it runs from right to left


class Wrapper:
    """Measures text and breaks it into lines."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self.segments = Segments(fonts)
        self._memo: dict[tuple[Runs, TextStyle, float, int | None], list[Line]] = {}
        self._measured: dict[tuple[str, str, float, float], float] = {}
        self._advances_of: dict[tuple[str, str, float, float], list[tuple[str, float]]] = {}

    def font(self, run: TextRun, style: TextStyle) -> Cut:
        return style.strong if run.strong or run.cite else style.font

    def size(self, run: TextRun, style: TextStyle) -> float:
        return style.size * (0.68 if run.cite else 0.86 if run.small else 1)

    def measure(self, text: str, run: TextRun, style: TextStyle) -> float:
        if run.icon:
            return style.size * 1.3
        font, size = self.font(run, style), self.size(run, style)
        key = (text, font.name, size, style.tracking)
        if key not in self._measured:  # a page is tried with more and less on it
            self._measured[key] = self._measure(text, run, style, font, size)
        return self._measured[key]

    def _measure(self, text: str, run: TextRun, style: TextStyle, font: Cut, size: float) -> float:
        if self.segments.plain(text, font):
            return self.fonts.width(text, font, size, style.tracking)
        right_to_left = runs_right_to_left(text)
        return sum(
            self.advance(segment, run, style, right_to_left=right_to_left)
            for segment in self.dealt(text, run, style)
        )

    def dealt(self, text: str, run: TextRun, style: TextStyle) -> tuple[Segment, ...]:
        """The text as stretches of one font each, in reading order."""
        font = self.font(run, style)
        return self.segments.of(text, font, strong=font.weight >= 600)

    def advance(
        self, segment: Segment, run: TextRun, style: TextStyle, *, right_to_left: bool
    ) -> float:
        """How wide a stretch is."""
        size = self.size(run, style)
        if segment.face is not None:
            shaped = shape(segment.text, segment.face, right_to_left=right_to_left)
            return shaped.width * size / 1000
        shown = named(segment.text) if segment.missing else segment.text
        return self.fonts.width(shown, self.font(run, style), size, style.tracking)

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
                    if x > hang and x + self._solid(part, run, style) > width:
                        lines.append([])
                        x = hang
                    lines[-1].append(Piece(x, advance, part, run))
                    x += advance
            if max_lines is not None and len(lines) > max_lines:
                lines = lines[:max_lines]
                if not self._ends_a_sentence(lines, style, width):
                    lines[-1] = self._shortened(lines[-1], style, width)
                break
        base = base_level("".join(run.text for run in runs))
        return [self.line(pieces, style, base) for pieces in lines]

    def fit(self, text: str, style: TextStyle, width: float, *, strong: bool = False) -> str:
        """The text on one line, cut off with "…" where it is too long."""
        lines = self.wrap((TextRun(text, strong),), style, width, max_lines=1)
        return "".join(piece.text for piece in lines[0].pieces).strip()

    def _solid(self, text: str, run: TextRun, style: TextStyle) -> float:
        return self.measure(text.rstrip(" "), run, style)

    def _visible(self, word: list[tuple[TextRun, str]], style: TextStyle) -> float:
        """The width of a word with its raised links, without the spaces at its end."""
        *before, (last, text) = word
        inside = sum(self.measure(part, run, style) for run, part in before)
        return inside + self._solid(text, last, style)

    def _broken(self, text: str, run: TextRun, style: TextStyle, width: float) -> list[str]:
        if run.icon or self._solid(text, run, style) <= width:
            return [text]
        parts, part, length = [], "", 0.0
        for cluster, advance in self._advances(text, run, style):
            if part and length + advance > width:
                parts.append(part)
                part, length = "", 0.0
            part += cluster
            length += advance
        return [*parts, part]

    def _advances(self, text: str, run: TextRun, style: TextStyle) -> list[tuple[str, float]]:
        """What must not be torn apart, and how wide it is; a word is broken at many widths until a page is full."""
        key = (text, self.font(run, style).name, self.size(run, style), style.tracking)
        if key not in self._advances_of:
            together = text if text.isascii() else clusters(text)
            self._advances_of[key] = [(part, self.measure(part, run, style)) for part in together]
        return self._advances_of[key]

    def _ends_a_sentence(self, lines: list[list[Piece]], style: TextStyle, width: float) -> bool:
        """Cut at the end of a sentence on one of the last two lines, with "…" after it; whether there is one."""
        for line in reversed(lines[-2:]):
            for at, piece in reversed(list(enumerate(line))):
                text = piece.text.rstrip()
                if _SENTENCE_END.search(text):
                    text += " …"
                    advance = self.measure(text, piece.run, style)
                    if piece.x + advance > width:
                        continue
                    line[at:] = [Piece(piece.x, advance, text, piece.run)]
                    del lines[lines.index(line) + 1 :]
                    return True
        return False

    def _shortened(self, pieces: list[Piece], style: TextStyle, width: float) -> list[Piece]:
        """With "…" after the last word that leaves room for it: half a number would be another number."""
        kept = list(pieces)
        while kept:
            last = kept.pop()
            if last.run.icon or last.run.cite:
                continue
            dots = self.measure("…", last.run, style)
            text = last.text.rstrip(" ")
            while not kept and text and last.x + self.measure(text, last.run, style) + dots > width:
                text = text[:-1]
            if not kept or last.x + self.measure(text, last.run, style) + dots <= width:
                text = text.rstrip(" .,;:") + "…"
                advance = self.measure(text, last.run, style)
                return [*kept, Piece(last.x, advance, text, last.run)]
        return kept

    def line(self, pieces: list[Piece], style: TextStyle, base: int = 0) -> Line:
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
        width = last.x + self._solid(last.text, last.run, style)
        if base or any(runs_right_to_left(piece.text) for piece in merged):
            return self._reordered(merged, style, width, base)
        return Line(tuple(merged), width)

    def _reordered(self, pieces: list[Piece], style: TextStyle, width: float, base: int) -> Line:
        """The same words where they stand when some run from right to left; still in reading order."""
        text = "".join(piece.text for piece in pieces)
        found = levels(text, base)
        runs: list[Piece] = []
        start = 0
        for piece in pieces:
            end = start + len(piece.text)
            runs += _of_one_level(piece, found[start:end])
            start = end
        advances = [self.measure(run.text, run.run, style) for run in runs]
        from_right = base == 1
        # The spaces at the end stand at the left then, outside of the line.
        x = pieces[0].x - (sum(advances) - width + pieces[0].x if from_right else 0.0)
        placed = list(runs)
        for number in visual_order([run.level for run in runs]):
            run = runs[number]
            placed[number] = replace(run, x=x, width=advances[number])
            x += advances[number]
        return Line(tuple(placed), width, from_right=from_right)


def _of_one_level(piece: Piece, found: list[int]) -> list[Piece]:
    """A piece in parts that run in one direction each. A mark stands as what is around it."""
    if not piece.text:
        return [piece]
    parts, start = [], 0
    for end in range(1, len(found) + 1):
        if end == len(found) or found[end] != found[start]:
            parts.append(replace(piece, text=piece.text[start:end], level=found[start]))
            start = end
    return parts


def _words(runs: Runs) -> list[list[tuple[TextRun, str]] | None]:
    """Words, each with the spaces after it; None is a line break.

    A word may run over several looks ("<b>163 of 180</b>;"), and a line ends in its space, so that screen
    readers keep words apart.
    """
    words: list[list[tuple[TextRun, str]] | None] = [[]]
    for run in runs:
        parts = [""] if run.icon else _breakable(run.text)
        for part in parts:
            if part == "\n":
                words += [None, []]
                continue
            current = words[-1]
            assert current is not None
            current.append((run, part))
            if part.endswith(" ") or _WITHOUT_SPACES.match(part[-1:]):
                words.append([])
    return [word for word in words if word is None or word]


# Chinese and Japanese put no spaces between words: a line may end after any sign, but not begin with a closing mark.
_WITHOUT_SPACES = re.compile(
    "[\u2e80-\u303f\u3041-\u30ff\u31f0-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003134f]"
)
_SIGNS = re.compile(
    f"\n|{_WITHOUT_SPACES.pattern}[\u3001\u3002\uff0c\uff0e\uff01\uff1f\uff1a\uff1b\uff09\u300d\u300f\u3011\u300b\u3009\u2019\u201d\u2026\u30fc]*"
    f" *|(?:(?!{_WITHOUT_SPACES.pattern})[^ \n])+ *| +"
)


def _breakable(text: str) -> list[str]:
    """What stays together on a line: words, and signs that stand for words."""
    if text.isascii() or not _WITHOUT_SPACES.search(text):
        return re.findall(r"\n|[^ \n]+ *| +", text)
    return _SIGNS.findall(text)
