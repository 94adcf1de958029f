"""Static cuts of Inter and JetBrains Mono, made once and cached.

The fonts of `reports/fonts` are variable, which reportlab cannot embed, so each weight becomes a static file in the
person's cache folder (fontTools' ``instantiateVariableFont``, about a second each). A cut depends only on the
font, the axis values and fontTools' version, which together name its folder. Tabular cuts show digits of one
width: reportlab does no OpenType features, so the cut's character map points at the ``.tf`` glyphs instead.
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
_RECIPE = "1"  # raise it when the making of a cut changes


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


class Fonts:
    """The cuts as reportlab knows them: widths, and which characters they can draw."""

    def __init__(self) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        self._widths: dict[str, dict[int, float]] = {}
        self._default: dict[str, float] = {}
        for cut in CUTS:
            font = TTFont(cut.name, _file(cut), shapable=False)
            pdfmetrics.registerFont(font)
            self._widths[cut.name] = font.face.charWidths
            self._default[cut.name] = font.face.defaultWidth

    def width(self, text: str, font: Cut, size: float, tracking: float = 0) -> float:
        widths, default = self._widths[font.name], self._default[font.name]
        total = sum(widths.get(32 if c == "\xa0" else ord(c), default) for c in text)
        return total * size / 1000 + tracking * len(text)

    def has(self, character: str, font: Cut) -> bool:
        return ord(character) in self._widths[font.name] or character == "\xa0"


@functools.cache
def load() -> Fonts:
    """The fonts, registered with reportlab once per process. The first call ever makes the cuts."""
    return Fonts()


def prepare() -> None:
    """Make the missing cuts, so that the first report need not wait for them (about five seconds)."""
    for cut in CUTS:
        _file(cut)


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
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(font_file(cut.file), recalcTimestamp=False)
    characters = font.getBestCmap()
    tabular = dict(_tabular_digits(font)) if cut.tabular else {}
    # Layout features are of no use to reportlab, and the glyphs behind them cost most of the time.
    options = Options(
        layout_features=[], hinting=False, glyph_names=True, notdef_outline=True, name_IDs=["*"]
    )
    options.drop_tables += ["GSUB", "GPOS", "GDEF"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=list(characters), glyphs=list(tabular.values()))
    subsetter.subset(font)
    static = instantiateVariableFont(font, dict(cut.axes), inplace=True)
    for table in static["cmap"].tables:
        for digit, glyph in tabular.items():
            if digit in table.cmap:
                table.cmap[digit] = glyph
    static["name"].setName(cut.name, 6, 3, 1, 0x409)  # reportlab tells fonts apart by this name
    static["name"].setName(cut.name, 6, 1, 0, 0)
    out = io.BytesIO()
    static.save(out)
    return out.getvalue()


def _tabular_digits(font: Any) -> Iterator[tuple[int, str]]:
    glyphs, characters = set(font.getGlyphOrder()), font.getBestCmap()
    for digit in range(ord("0"), ord("9") + 1):
        name = f"{characters[digit]}.tf"
        if name in glyphs:
            yield digit, name
