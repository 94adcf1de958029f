"""Static cuts of Inter and JetBrains Mono, made once and cached.

The fonts of `reports/fonts` are variable, which reportlab cannot embed, so each weight becomes a static file in the
person's cache folder: by HarfBuzz in some hundredths of a second, and where it has no wheel by fontTools in one or two
(decision 0522). A cut depends only on the font, the axis values and fontTools' version, which together name its folder.
Tabular cuts show digits of one width: reportlab does no OpenType features, so the cut's character map points at the
``.tf`` glyphs instead.
"""

import functools
import hashlib
import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from estimators.atomic_file import write_bytes_atomically
from estimators.base.sentence import tr

_log = logging.getLogger(__name__)
_FOLDER = Path(__file__).parents[1] / "fonts"
_RECIPE = "2"  # raise it when the making of a cut changes


def font_file(name: str) -> Path:
    """A font that comes with the product, by the name of its file; `fonts/sources.json` says whose each is."""
    return _FOLDER / name


@dataclass(frozen=True)
class Cut:
    """One static font: of which file, at which axis values, with which digits."""

    name: str
    file: str
    axes: tuple[tuple[str, float], ...]
    tabular: bool = False

    @property
    def weight(self) -> float:
        return dict(self.axes)["wght"]


def _inter(name: str, weight: int, *, opsz: int = 14, tabular: bool = False) -> Cut:
    axes = (("opsz", float(opsz)), ("wght", float(weight)))
    return Cut(name, "Inter.ttf", axes, tabular)


TEXT = _inter("SmartEnoughText-Regular", 400)
MEDIUM = _inter("SmartEnoughText-Medium", 500)
STRONG = _inter("SmartEnoughText-SemiBold", 600)
DISPLAY = _inter("SmartEnoughDisplay-SemiBold", 600, opsz=32)
TABULAR = _inter("SmartEnoughTabular-Regular", 400, tabular=True)
TABULAR_STRONG = _inter("SmartEnoughTabular-SemiBold", 600, tabular=True)
MONO = Cut("SmartEnoughMono-Regular", "JetBrainsMono.ttf", (("wght", 400),))
CUTS = (TEXT, MEDIUM, STRONG, DISPLAY, TABULAR, TABULAR_STRONG, MONO)


class _Widths(dict[str, float]):
    """How wide each character is drawn, in thousandths of the size."""

    def __init__(self, face: Any) -> None:
        super().__init__({chr(code): width for code, width in face.charWidths.items()})
        self["\xa0"] = self[" "]
        self._of_others = face.defaultWidth

    def __missing__(self, _: str) -> float:
        return float(self._of_others)


class Fonts:
    """The cuts as reportlab knows them: widths, and which characters they can draw."""

    def __init__(self) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        self._widths: dict[str, _Widths] = {}
        for cut in CUTS:
            font = TTFont(cut.name, _file(cut), shapable=False)
            pdfmetrics.registerFont(font)
            self._widths[cut.name] = _Widths(font.face)

    def width(self, text: str, font: Cut, size: float, tracking: float = 0) -> float:
        total = sum(map(self._widths[font.name].__getitem__, text))
        return total * size / 1000 + tracking * len(text)

    def has(self, character: str, font: Cut) -> bool:
        return character in self._widths[font.name]


@functools.cache
def load() -> Fonts:
    """The fonts, registered with reportlab once per process. The first call ever makes the cuts."""
    return Fonts()


def cut_of(name: str) -> Cut:
    """The cut of this name."""
    return next(cut for cut in CUTS if cut.name == name)


def file_of(name: str) -> Any:
    """The file of the cut of this name: a path, or its bytes in memory."""
    return _file(cut_of(name))


def _file(cut: Cut) -> Any:
    """A path to the cut, or its bytes in memory where the cache folder cannot be written."""
    path = _cache_folder(cut) / f"{cut.name}.ttf"
    if path.is_file():
        return str(path)
    data = _make(cut)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes_atomically(path, data)
    except OSError as error:
        _log.warning(tr("The font cache can’t be written (%s); the fonts are made again."), error)
        return io.BytesIO(data)
    return str(path)


def _cache_folder(cut: Cut) -> Path:
    import fontTools
    import platformdirs

    source = font_file(cut.file)
    key = hashlib.sha256(
        f"{_RECIPE} {fontTools.version} {cut!r} {_digest(source)}".encode()
    ).hexdigest()[:16]
    return Path(platformdirs.user_cache_dir("smart-enough", appauthor=False)) / "fonts" / key


@functools.cache
def _digest(source: Path) -> str:
    return hashlib.sha256(source.read_bytes()).hexdigest()


def _make(cut: Cut) -> bytes:
    from fontTools.ttLib import TTFont

    font = TTFont(font_file(cut.file), recalcTimestamp=False)
    tabular = dict(_tabular_digits(font)) if cut.tabular else {}
    try:
        static = TTFont(io.BytesIO(_by_harfbuzz(cut, font, tabular)), recalcTimestamp=False)
    except ImportError:  # Windows on ARM
        static = _by_font_tools(cut, font, tabular)
    for table in static["cmap"].tables:
        for digit, glyph in tabular.items():
            if digit in table.cmap:
                table.cmap[digit] = glyph
    static["name"].setName(cut.name, 6, 3, 1, 0x409)  # reportlab tells fonts apart by this name
    static["name"].setName(cut.name, 6, 1, 0, 0)
    out = io.BytesIO()
    static.save(out)
    return out.getvalue()


# Layout features are of no use to reportlab, and the glyphs behind them cost most of the time.
_LAYOUT = ("GSUB", "GPOS", "GDEF")


def _by_harfbuzz(cut: Cut, font: Any, tabular: dict[int, str]) -> bytes:
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_file(cut.file))))
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(face.unicodes)
    wanted.glyph_set.update(map(font.getGlyphID, tabular.values()))
    flags = uharfbuzz.SubsetFlags
    wanted.flags = flags.NO_HINTING | flags.GLYPH_NAMES | flags.NOTDEF_OUTLINE
    wanted.drop_table_tag_set.update(int.from_bytes(name.encode()) for name in _LAYOUT)
    for axis, value in cut.axes:
        wanted.pin_axis_location(face, axis, value)
    return bytes(uharfbuzz.subset(face, wanted).blob.data)


def _by_font_tools(cut: Cut, font: Any, tabular: dict[int, str]) -> Any:
    from fontTools.subset import Options, Subsetter
    from fontTools.varLib.instancer import instantiateVariableFont

    options = Options(
        layout_features=[], hinting=False, glyph_names=True, notdef_outline=True, name_IDs=["*"]
    )
    options.drop_tables += _LAYOUT
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=list(font.getBestCmap()), glyphs=list(tabular.values()))
    subsetter.subset(font)
    return instantiateVariableFont(font, dict(cut.axes), inplace=True)


def _tabular_digits(font: Any) -> Iterator[tuple[int, str]]:
    glyphs, characters = set(font.getGlyphOrder()), font.getBestCmap()
    for digit in range(ord("0"), ord("9") + 1):
        name = f"{characters[digit]}.tf"
        if name in glyphs:
            yield digit, name
