"""Text that needs more than one glyph after another: joined letters, marks above letters, words from right to left."""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reports.pdf.faces import FontFace, face_for
from reports.pdf.fonts import Cut, Fonts

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_NAMELESS = "unknown sign"
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class Segment:
    """A stretch of text that one font draws. ``face`` None: the report's own cut, and where ``missing`` its name."""

    text: str
    face: FontFace | None = None
    missing: bool = False


@dataclass(frozen=True)
class ShapedGlyph:
    """A glyph of a shaped stretch, in thousandths of the size, from its left end."""

    number: int
    x: float
    y: float
    advance: float  # 0: a mark on another glyph


@dataclass(frozen=True)
class Cluster:
    """Glyphs that stand for one bit of text, in reading order."""

    text: str
    glyphs: tuple[ShapedGlyph, ...]


@dataclass(frozen=True)
class Shaped:
    clusters: tuple[Cluster, ...]
    width: float  # in thousandths of the size


def clusters(text: str) -> Iterator[str]:
    """What must not be torn apart: a letter with its marks and joiners."""
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or not _clings(text[position], text[position - 1]):
            yield text[start:position]
            start = position


def _clings(character: str, before: str) -> bool:
    return (
        character in _JOINERS
        or before == "\u200d"
        or unicodedata.category(character) in ("Mn", "Mc", "Me")
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
    )


class Segments:
    """Deals text out to fonts, and remembers it: texts are asked for when measuring and when drawing."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._memo: dict[tuple[str, Cut, bool], tuple[Segment, ...]] = {}

    def of(self, text: str, font: Cut, *, strong: bool) -> tuple[Segment, ...]:
        """The text as stretches of one font each, in reading order."""
        key = (text, font, strong)
        if key not in self._memo:
            self._memo[key] = tuple(self._dealt(text, font, strong=strong))
        return self._memo[key]

    def plain(self, text: str, font: Cut) -> bool:
        """Whether the report's own cut draws all of it as it stands."""
        return text.isascii() or all(
            self._fonts.has(c, font) and not unicodedata.combining(c) for c in text
        )

    def _dealt(self, text: str, font: Cut, *, strong: bool) -> Iterator[Segment]:
        if self.plain(text, font):
            yield Segment(text)
            return
        held = ""
        owner: tuple[FontFace | None, bool] = (None, False)
        for cluster in clusters(text):
            mine = self._owner(cluster, font, strong=strong)
            if mine != owner and held:
                yield Segment(held, *owner)
                held = ""
            owner, held = mine, held + cluster
        if held:
            yield Segment(held, *owner)

    def _owner(self, cluster: str, font: Cut, *, strong: bool) -> tuple[FontFace | None, bool]:
        if len(cluster) == 1 and self._fonts.has(cluster, font):
            return None, False
        face = face_for(cluster, strong=strong)
        return face, face is None


@functools.lru_cache(maxsize=20_000)
def shape(text: str, face: FontFace, *, right_to_left: bool) -> Shaped:
    """The glyphs of a text of one font and one direction."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if right_to_left else "ltr"
    uharfbuzz.shape(face.font, buffer, {"kern": True, "liga": True})
    placed: dict[int, list[ShapedGlyph]] = {}
    x = 0.0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyph = ShapedGlyph(
            info.codepoint,
            (x + position.x_offset) * face.per_em,
            position.y_offset * face.per_em,
            position.x_advance * face.per_em,
        )
        placed.setdefault(info.cluster, []).append(glyph)
        x += position.x_advance
    # Joiners shape their neighbours and draw nothing: they go with the letter before.
    starts = [s for s in sorted(placed) if s == 0 or text[s] not in _JOINERS]
    made = tuple(
        Cluster(text[start:end], tuple(placed[start]))
        for start, end in itertools.pairwise([*starts, len(text)])
    )
    return Shaped(made, x * face.per_em)


def runs_right_to_left(text: str) -> bool:
    """Whether any of it is written from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def base_level(text: str) -> int:
    """1 for a paragraph that runs from right to left: that begins so, and is not mostly the other way."""
    if not runs_right_to_left(text):
        return 0
    right = len(_RIGHT_TO_LEFT.findall(text))
    left = sum(unicodedata.bidirectional(character) == "L" for character in text)
    first = next((c for c in text if unicodedata.bidirectional(c) in ("L", "R", "AL")), "")
    return int(right >= left and runs_right_to_left(first))


def levels(text: str, base: int) -> list[int]:
    """The embedding level of each character of a line (Unicode UAX 9): odd ones run from right to left."""
    from bidi import algorithm

    # Joiners would be dropped by the algorithm; for it they count as marks on the letter before.
    text = text.translate({ord(joiner): "\u0301" for joiner in _JOINERS})
    storage: Any = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, "RL"[1 - base]
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    found = [character["level"] for character in storage["chars"]]
    # Spaces at the end of a line stand at its end, whatever comes before (rule L1).
    for position in range(len(text) - 1, -1, -1):
        if not text[position].isspace():
            break
        found[position] = base
    return found


def visual_order(levels_of_runs: list[int]) -> list[int]:
    """From left to right, which run comes when (rule L2)."""
    order = list(range(len(levels_of_runs)))
    if not order:
        return order
    for level in range(max(levels_of_runs), 0, -1):
        position = 0
        while position < len(order):
            end = position
            while end < len(order) and levels_of_runs[order[end]] >= level:
                end += 1
            order[position:end] = reversed(order[position:end])
            position = max(end, position + 1)
    return order


def mirrored(text: str) -> str:
    """A text of the report's own font as it is drawn from right to left: turned round, brackets mirrored."""
    from bidi.mirror import MIRRORED

    return "".join(MIRRORED.get(character, character) for character in reversed(text))


def named(text: str) -> str:
    """The name of every sign without a glyph, "[wrench]"; joiners and marks go with the sign that they stand at. A letter has none:
    a PDF that holds one is not written."""
    return "".join(
        "?" if is_letter(each[0]) else f"[{unicodedata.name(each[0], _NAMELESS).lower()}]"
        for each in clusters(text)
    )


def is_letter(character: str) -> bool:
    """Whether words are written with it."""
    return unicodedata.category(character).startswith("L")
