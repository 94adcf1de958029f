"""Type roles: Inter in three weights, JetBrains Mono for addresses, code and hashes.

Digits are tabular where figures stand under each other (tables, fields, charts) and proportional in prose.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from desktop.theme.current import generation, text_scale
from reports.pdf.fonts import font_file

SANS = "Inter"
MONO = "JetBrains Mono"


@dataclass(frozen=True)
class Measure:
    """Size and line height in pixels, weight, and tracking as a share of the size."""

    pixels: int
    line: int
    weight: int
    tracking: float = 0.0


class Role(StrEnum):
    """What a piece of text is for; decides size, line height, weight and tracking."""

    STAGE = "stage"  # the sentence on Stage
    VERDICT = "verdict"  # Decide, Welcome
    HEADLINE = "headline"  # every page, at most 62 characters
    FIGURE = "figure"  # one readout, the title of an empty state
    SECTION = "section"  # a sentence with its finding
    LEAD = "lead"  # the sentence under the headline
    BODY = "body"  # prose and fields
    ROW = "row"  # lists, tables, buttons
    NOTE = "note"  # sources, axes, keys; nothing is smaller
    MONO = "mono"  # addresses, code, hashes


MEASURES = {
    Role.STAGE: Measure(44, 52, 600, -0.02),
    Role.VERDICT: Measure(36, 44, 600, -0.018),
    Role.HEADLINE: Measure(28, 36, 600, -0.012),
    Role.FIGURE: Measure(20, 28, 600),
    Role.SECTION: Measure(16, 24, 600),
    Role.LEAD: Measure(14, 22, 400),
    Role.BODY: Measure(14, 20, 400),
    Role.ROW: Measure(13, 20, 400),
    Role.NOTE: Measure(12, 18, 400),
    Role.MONO: Measure(12, 18, 400),
}


def load_fonts() -> None:
    """Register the variable fonts that come with the product. A second call does nothing."""
    known = QFontDatabase.families()
    for family, name in ((SANS, "Inter.ttf"), (MONO, "JetBrainsMono.ttf")):
        if family not in known:
            QFontDatabase.addApplicationFontFromData(font_file(name).read_bytes())


def font(role: Role, *, weight: int | None = None, tabular: bool = False) -> QFont:
    """The font of ``role`` at the text size in force."""
    return _font(role, weight or MEASURES[role].weight, tabular, generation())


@lru_cache(maxsize=128)
def _font(role: Role, weight: int, tabular: bool, _generation: int) -> QFont:
    measure = MEASURES[role]
    pixels = measure.pixels * text_scale()
    made = QFont(MONO if role is Role.MONO else SANS)
    made.setStyleHint(QFont.StyleHint.Monospace if role is Role.MONO else QFont.StyleHint.SansSerif)
    made.setPixelSize(round(pixels))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Qt picks one instance of a variable font and would embolden it: ask for the weight on its axis instead.
    made.setVariableAxis(QFont.Tag("wght"), weight)
    if role is not Role.MONO:
        made.setVariableAxis(QFont.Tag("opsz"), min(32.0, max(14.0, pixels)))  # the display cut
    if measure.tracking:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, measure.tracking * pixels)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def line_height(role: Role) -> int:
    """The line height of ``role`` in pixels at the text size in force."""
    return round(MEASURES[role].line * text_scale())
