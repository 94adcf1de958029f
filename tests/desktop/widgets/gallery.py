"""Draw the component gallery (picture 13 of the look) to compare it: ``python gallery.py light out.png``."""

import sys

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme.apply import apply_theme
from desktop.theme.current import tokens
from desktop.theme.glyphs import PROVENANCE_GLYPHS, Glyph
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import Chip, ChoiceBar, Radio, Tick
from desktop.widgets.drop import DropZone
from desktop.widgets.entries import NumberEntry, RangeEntry
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.marks import MarkStyle, paint_interval
from desktop.widgets.message import Message, MessageBar
from desktop.widgets.range_track import TrackScale
from desktop.widgets.slider import Slider
from reports.provenance import Provenance

PALETTE = [
    "canvas",
    "rail",
    "sunken",
    "sel",
    "line",
    "control",
    "ink",
    "ink2",
    "ink3",
    "measured",
    "measured_soft",
    "sim_mark",
    "sim",
    "sim_soft",
    "ok",
    "ok_soft",
    "bad",
    "bad_soft",
]


class Swatch(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(76, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(getattr(tokens(), self._name)))
        painter.setPen(QColor(tokens().line))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


class Line(QWidget):
    def __init__(self, style: MarkStyle | None) -> None:
        super().__init__()
        self._style = style
        self.setFixedSize(92, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._style is not None:
            paint_interval(QPainter(self), (0, 46, 92), 10, self._style)


def row(*widgets: QWidget, gap: int = 14) -> QHBoxLayout:
    box = QHBoxLayout()
    box.setSpacing(gap)
    for widget in widgets:
        box.addWidget(widget)
    box.addStretch(1)
    return box


def fixed(text: str, width: int, **how: object) -> Label:
    label = Label(text, wrap=False, **how)  # type: ignore[arg-type]  # a gallery passes what it likes
    label.setFixedWidth(width)
    return label


def gallery() -> QWidget:
    page = QWidget()
    whole = QHBoxLayout(page)
    whole.setContentsMargins(48, 40, 48, 40)
    whole.setSpacing(100)
    left, right = QVBoxLayout(), QVBoxLayout()
    left.setSpacing(6)
    right.setSpacing(6)
    whole.addLayout(left, 1)
    whole.addLayout(right, 1)
    left.addWidget(Label("Type", weight=600))
    left.addWidget(Label("Crack? 72% sure.", role=Role.STAGE))
    left.addWidget(Label("The headline is the answer", role=Role.HEADLINE))
    left.addWidget(Label("97% of those right", role=Role.FIGURE))
    left.addWidget(Label("Section: a sentence with its finding", role=Role.SECTION))
    left.addWidget(Label("Body 14/20, and 13/20 in lists and tables", role=Role.BODY))
    left.addWidget(Label("Notes, axes and hints 12/18", role=Role.NOTE, colour="ink3"))
    left.addWidget(Label("http://127.0.0.1:8765/v1", role=Role.MONO))
    left.addSpacing(24)
    left.addWidget(Label("Colour tokens", weight=600))
    for start in (0, 7, 14):
        left.addLayout(row(*(Swatch(name) for name in PALETTE[start : start + 7]), gap=10))
    left.addSpacing(24)
    left.addWidget(Label("Buttons", weight=600))
    busy, off, off2 = Button("Train now…", "primary"), Button("Train", "primary"), Button("Compare")
    busy.resize(busy.sizeHint())
    busy.set_busy("Training…")
    off.off_because("Label 15 of each first.")
    off2.off_because("There is only one run.")
    left.addLayout(
        row(
            Button("Train", "primary", shortcut="Ctrl+Return"),
            Button("Train", "primary"),
            off,
            busy,
        )
    )
    left.addLayout(row(Button("Compare"), off2, Button("Cancel", "text"), Button("Review", "link")))
    left.addSpacing(24)
    left.addWidget(Label("Fields", weight=600))
    resting, unknown = NumberEntry("cost", prefix="€"), NumberEntry("speed")
    resting.set_value(2000)
    unknown.set_value(5, unknown=True)
    wrong = RangeEntry("cost", prefix="€")
    wrong.set_value((20000, 2000))
    wrong._edited()
    left.addLayout(row(resting, wrong, unknown))
    answered = RangeEntry("cost", prefix="€", scale=TrackScale(1, 1e6, by_size=True))
    default = RangeEntry("share", unit="%", scale=TrackScale(0, 100))
    answered.set_value((2000, 14000))
    default.set_default((60, 85))
    left.addLayout(row(answered, default))
    bar = ChoiceBar("sounds", [("t", "timid"), ("h", "honest"), ("s", "too sure")])
    bar.set_value("h")
    ticked, chosen, radio = Tick(), Chip("Crack"), Radio("")
    ticked.setChecked(True)
    chosen.setCheckable(True)
    chosen.setChecked(True)
    radio.setChecked(True)
    slider = Slider("right", titled=False, ticks=[(0.92, "people today")])
    slider.set_value(0.72)
    left.addLayout(row(bar, ticked, Tick(), radio, Radio(""), Chip("Crack"), chosen))
    left.addWidget(slider)
    left.addStretch(1)
    right.addWidget(Label("Where a number comes from", weight=600))
    drawn = (Provenance.MEASURED, Provenance.SIMULATED, Provenance.GUESS)
    for source in Provenance:
        style = MarkStyle(source) if source in drawn else None
        mark = GlyphMark(PROVENANCE_GLYPHS[source], source.words)
        right.addLayout(row(mark, fixed(source.words, 84, weight=500), Line(style), gap=10))
    right.addSpacing(24)
    right.addWidget(Label("Stage state and check results", weight=600))
    for glyph in list(Glyph)[5:16]:
        right.addLayout(row(GlyphMark(glyph, glyph), fixed(glyph, 120, weight=500)))
    right.addSpacing(24)
    right.addWidget(Label("Messages: what, why, next step", weight=600))
    for message in (
        Message(
            "error",
            "The photos have moved.",
            "Nothing is lost.",
            "Show where they are now.",
            "Find…",
            lost_files=True,
        ),
        Message(
            "warn", "9 photos are on both sides.", "The result would look too good.", "", "Keep one"
        ),
        Message("ok", "Run 4 is done.", "91% right, sure of 86%.", "", "See it"),
        Message(
            "bug",
            "That is our mistake.",
            "Your project is saved.",
            "You can send us the details.",
            "Copy details",
        ),
    ):
        right.addWidget(MessageBar(message))
    right.addSpacing(24)
    right.addWidget(Label("Drop zone", weight=600))
    over = DropZone("Drop photos here", noun="photos")
    over._hover = "over"
    over.words.setText("Let go to add 214 photos")
    right.addLayout(row(DropZone("Drop photos here"), over))
    right.addStretch(1)
    return page


if __name__ == "__main__":
    app = QApplication([])
    apply_theme(app, sys.argv[1])  # type: ignore[arg-type]  # light or dark
    shown = gallery()
    shown.resize(1440, 1180)
    shown.grab().save(sys.argv[2])
