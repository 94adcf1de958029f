"""Fonts for what Inter does not have: those that come with the app, then those of the system that may be embedded.

HarfBuzz reads them, so no static cut is made. A face is taken only where it draws something for every character:
a font that maps a character to an empty glyph, or only to a coloured picture, would print a silent blank.
"""

import functools
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.pdf.fonts import font_file

# Those that come with the app, by the script that they are for.
_OWN = (
    "Inter.ttf",  # Latin with several accents on one letter
    "NotoSansArabic.ttf",
    "Heebo.ttf",  # Hebrew
    "NotoSansDevanagari.ttf",
    "NotoSansThai.ttf",
)
# Names of system fonts that are worth opening, best first: wide coverage, upright, regular, with outlines.
_SYSTEM = (
    "NotoSansCJK-Regular", "NotoSansCJKsc-Regular", "NotoSansCJKtc-Regular", "NotoSansCJKjp-Regular",
    "NotoSansSC-Regular", "NotoSansJP-Regular", "NotoSansKR-Regular", "SourceHanSans-Regular",
    "Hiragino Sans GB", "AppleSDGothicNeo", "STHeiti Medium", "Arial Unicode", "ArialHB", "GeezaPro",
    "msyh", "YuGothR", "malgun", "simsun", "msgothic", "meiryo", "seguisym", "Nirmala", "LeelawUI", "segoeui",
    "DroidSansFallbackFull", "DroidSansFallback", "wqy-zenhei", "wqy-microhei", "uming", "ipag", "NanumGothic",
    "NotoSans-Regular", "NotoSansBengali-Regular", "NotoSansTamil-Regular", "NotoSansTelugu-Regular",
    "NotoSansKhmer-Regular", "NotoSansArmenian-Regular", "NotoSansGeorgian-Regular", "NotoSansEthiopic-Regular",
    "NotoSansSymbols-Regular", "NotoSansSymbols2-Regular", "NotoEmoji-Regular", "Symbola", "DejaVuSans", "FreeSans",
    "unifont",
)  # fmt: skip
_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
FOLDERS = "SMART_ENOUGH_FONTS"  # an environment variable: further folders, looked into first


@dataclass(frozen=True)
class FontSource:
    """A font file, and which of its fonts."""

    path: Path
    index: int = 0


class FontFace:
    """One font at one weight: which characters it draws, and its measures in thousandths of the size."""

    def __init__(self, source: FontSource, *, strong: bool, number: int) -> None:
        import uharfbuzz

        self.source, self.strong = source, strong
        self.name = f"SmartEnoughFace{number}{'Strong' if strong else ''}"
        blob = uharfbuzz.Blob.from_file_path(str(source.path))
        self.face: Any = uharfbuzz.Face(blob, source.index)
        self.font: Any = uharfbuzz.Font(self.face)
        self.axes = self._axes()
        if self.axes:
            self.font.set_variations(self.axes)
        self.per_em = 1000 / self.face.upem
        self._draws: dict[str, bool] = {}

    def _axes(self) -> dict[str, float]:
        wanted = {"wght": 600.0 if self.strong else 400.0, "opsz": 14.0}
        return {
            axis.tag: min(
                max(wanted.get(axis.tag, axis.default_value), axis.min_value), axis.max_value
            )
            for axis in self.face.axis_infos
        }

    @property
    def outlined_as(self) -> str:
        """Which of its tables holds outlines that a PDF can embed; empty where none does."""
        tags = set(self.face.table_tags)
        return "glyf" if "glyf" in tags else "CFF " if "CFF " in tags else ""

    def draws(self, character: str) -> bool:
        """Whether it has a visible glyph for this character (or needs none, as joiners do)."""
        if character not in self._draws:
            self._draws[character] = self._has(character)
        return self._draws[character]

    def _has(self, character: str) -> bool:
        if character in "\u200c\u200d":
            return True
        glyph = self.font.get_nominal_glyph(ord(character))
        if not glyph:
            return False
        if character.isspace():
            return True
        extents = self.font.get_glyph_extents(glyph)
        return extents is not None and bool(extents.width and extents.height)


def may_embed(face: Any) -> bool:
    """Whether the font's own terms (OS/2 fsType) let a document carry a part of it."""
    try:
        data = face.reference_table("OS/2").data
    except (AttributeError, ValueError):
        return False
    if len(data) < 10:
        return False
    kind = int.from_bytes(data[8:10], "big")
    restricted, no_subset, bitmap_only = kind & 0x000F == 0x0002, kind & 0x0100, kind & 0x0200
    return not (restricted or no_subset or bitmap_only)


@functools.cache
def face_for(text: str, *, strong: bool) -> FontFace | None:
    """The first face that draws every character of a cluster; None where there is none."""
    for number in range(len(_sources())):
        face = _face(number, strong)
        if face is not None and all(face.draws(character) for character in text):
            return face
    return None


@functools.cache
def _face(number: int, strong: bool) -> FontFace | None:
    source = _sources()[number]
    try:
        face = FontFace(source, strong=strong, number=number)
    except (OSError, ValueError, RuntimeError, ImportError):
        return None  # not a font, one that HarfBuzz does not read, or no HarfBuzz on this kind of computer
    return face if face.outlined_as and may_embed(face.face) else None


@functools.cache
def _sources() -> tuple[FontSource, ...]:
    """The font files that exist here, best first; looked for once a process."""
    return (*(FontSource(font_file(name)) for name in _OWN), *_of_the_system())


def _of_the_system() -> Iterator[FontSource]:
    given = [Path(folder) for folder in os.environ.get(FOLDERS, "").split(os.pathsep) if folder]
    for folder in given:  # whatever lies in a folder that somebody named
        for path in sorted(_files((folder,)).values()):
            yield FontSource(path)
    found = _files(_folders())
    for name in _SYSTEM:
        if name.lower() in found:
            yield FontSource(found[name.lower()])


def _files(folders: tuple[Path, ...]) -> dict[str, Path]:
    """Font files by name without ending; the first folder wins."""
    found: dict[str, Path] = {}
    for folder in folders:
        for root, _, names in os.walk(folder):
            for name in sorted(names):
                stem, ending = os.path.splitext(name)
                if ending.lower() in _ENDINGS:
                    found.setdefault(stem.lower(), Path(root, name))
    return found


def _folders() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        return (windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts")
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local" / "share" / "fonts",
        home / ".fonts",
    )
