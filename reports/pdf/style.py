"""Colours and type of the printed page: the light palette and type roles of the screens, in points."""

from dataclasses import dataclass, replace

from reports.pdf.fonts import DISPLAY, MEDIUM, MONO, STRONG, TABULAR, TABULAR_STRONG, TEXT, Cut

INK = "#1A1B1E"
INK2 = "#54555A"
INK3 = "#646468"
LINE = "#E2DFD8"
CONTROL = "#8A867D"
SUNKEN = "#F1EFEB"
MEASURED = "#1F5FBF"
MEASURED_SOFT = "#DBE7F7"
SIM = "#A34F00"
SIM_MARK = "#C8700F"
SIM_SOFT = "#FAE7D0"
OK = "#00776B"
BAD = "#B32D1A"
BAD_SOFT = "#FBE1DB"

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89  # A4
MARGIN = 48.0
CONTENT_WIDTH = PAGE_WIDTH - 2 * MARGIN
TOP = 80.0  # from the top edge to the first line of content
BOTTOM = 64.0  # from the bottom edge to the last


@dataclass(frozen=True)
class TextStyle:
    """A type role. ``leading`` is the distance between baselines, ``tracking`` is added to every advance."""

    size: float
    leading: float
    font: Cut = TEXT
    strong: Cut = STRONG
    colour: str = INK
    tracking: float = 0.0

    def coloured(self, colour: str) -> "TextStyle":
        return replace(self, colour=colour)

    def scaled(self, by: float) -> "TextStyle":
        return replace(self, size=self.size * by, leading=self.leading * by)


VERDICT = TextStyle(24.3, 29.8, DISPLAY, DISPLAY, tracking=-0.42)
PART = TextStyle(12.2, 16, DISPLAY, DISPLAY, tracking=-0.08)
HEADLINE = TextStyle(18.8, 24, DISPLAY, DISPLAY, tracking=-0.23)
MISSING = TextStyle(14, 19, DISPLAY, DISPLAY, tracking=-0.1)
SECTION = TextStyle(11.2, 15, STRONG, STRONG)
EYEBROW = TextStyle(8.4, 11, MEDIUM, STRONG, INK2)
LEAD = TextStyle(9.8, 15, TEXT, STRONG, INK2)
BODY = TextStyle(9.3, 13.4)
ROW = TextStyle(8.7, 12.4, TABULAR, TABULAR_STRONG)
DENSE = TextStyle(7.8, 10.4, TABULAR, TABULAR_STRONG)
NOTE = TextStyle(7.9, 11, TEXT, STRONG, INK3)
CHART = TextStyle(7.9, 10.5, TABULAR, TABULAR_STRONG, INK3)
HEADER_CELL = TextStyle(7.9, 11, MEDIUM, STRONG, INK3)
CODE = TextStyle(7.4, 11, MONO, MONO, INK2)
SIGNATURE = TextStyle(9.6, 12, MEDIUM, STRONG)
