"""No words of a chart on paper stand on a whisker, a line, a band, a dot or other words, however wide it is and whatever is in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest

from estimators.classifier.evaluation_result import ReliabilityBin
from reports.chart_data import (
    Axis,
    BoundChart,
    Chart,
    ClassCount,
    ClassCountChart,
    CurveChart,
    CurvePoint,
    IntervalChart,
    IntervalRow,
    Marker,
    ReliabilityChart,
    TornadoChart,
    TornadoRow,
    WorthChart,
    WorthPoint,
)
from reports.evidence import Evidence
from reports.pdf import fonts
from reports.pdf.charts import block
from reports.pdf.charts.block import ChartBlock
from reports.pdf.charts.canvas import ChartPen
from reports.pdf.style import CONTROL, LINE
from reports.pdf.tagged import TaggedCanvas
from reports.pdf.text_renderer import TextRenderer
from reports.provenance import Provenance

SIZES = (499.0, 310.0, 236.0)  # of a page, beside a list, half of a page
SHORT, LONG = (
    ("cat", "dog"),
    ("normal activity in the engine room", "a very long class name of a kind"),
)
SHARES = tuple((v / 100, f"{v}%") for v in range(0, 101, 20))
Box = tuple[float, float, float, float]


@dataclass
class Scene:
    """What a chart draws: its words, and what they must not stand on."""

    words: list[tuple[str, Box]] = field(default_factory=list)
    marks: list[tuple[str, Box]] = field(default_factory=list)

    def overlaps(self) -> Iterator[tuple[str, str]]:
        for at, (text, box) in enumerate(self.words):
            others = [(other, b) for other, b in self.words[:at]]
            for name, other in (*self.marks, *others):
                if min(box[2], other[2]) - max(box[0], other[0]) > 0.6 and (
                    min(box[3], other[3]) - max(box[1], other[1]) > 0.6
                ):
                    yield text, name


def scene_of(chart: Chart, width: float, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Draw the chart on paper and note everything; gridlines and what is covered by white do not count."""
    scene = Scene()
    canvas = TaggedCanvas(title="t", author="", subject="", creator="")
    renderer = TextRenderer(fonts.load(), canvas)
    line, polyline, polygon = ChartPen.line, ChartPen.polyline, ChartPen.polygon
    disc, box, label = ChartPen.disc, ChartPen.box, TextRenderer.label

    def noted(name: str, points: list[tuple[float, float]], grow: float = 0.4) -> None:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        found = (min(xs) - grow, min(ys) - grow, max(xs) + grow, max(ys) + grow)
        scene.marks.append((name, found))

    def stretches(name: str, start: Any, end: Any) -> None:
        """A long slanted line fills no box: it is many short ones."""
        slanted = start[0] != end[0] and start[1] != end[1]
        parts = 16 if slanted else 1  # what is covered by white is a whole line
        steps = [
            tuple(a + (b - a) * part / parts for a, b in zip(start, end, strict=True))
            for part in range(parts + 1)
        ]
        for first, second in pairwise(steps):
            noted(name, [first, second])

    def note_line(self: ChartPen, start: Any, end: Any, colour: str, *a: Any, **k: Any) -> None:
        if colour not in (LINE, CONTROL):
            stretches("line", start, end)
        line(self, start, end, colour, *a, **k)

    def note_polyline(self: ChartPen, points: Any, *a: Any, **k: Any) -> None:
        for one, other in pairwise(points):
            stretches("curve", one, other)
        polyline(self, points, *a, **k)

    def note_polygon(self: ChartPen, points: Any, colour: str) -> None:
        half = len(points) // 2
        upper, lower = points[:half], list(reversed(points[half:]))
        for at in range(half - 1):
            noted("band", [upper[at], lower[at], lower[at + 1]], 0.0)
        polygon(self, points, colour)

    def note_disc(self: ChartPen, at: Any, radius: float, colour: str) -> None:
        noted("dot", [at], radius - 0.6)
        disc(self, at, radius, colour)

    def note_box(self: ChartPen, at: Any, size: Any, colour: str) -> None:
        if colour == "#FFFFFF":  # what is behind it is not seen any more
            left, low, right, high = at[0], at[1], at[0] + size[0], at[1] + size[1]
            scene.marks[:] = [
                (name, b)
                for name, b in scene.marks
                if not (b[0] < right and left < b[2] and b[1] < high and low < b[3])
                or name not in ("line",)
            ]
        else:
            noted("bar", [at, (at[0] + size[0], at[1] + size[1])], 0.0)
        box(self, at, size, colour)

    def note_label(
        self: TextRenderer, text: str, style: Any, at: Any, anchor: str = "start", **look: Any
    ) -> float:
        wide = label(self, text, style, at, anchor, **look)
        left = at[0] - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        if text.strip():
            top = at[1] + style.size * 0.72
            scene.words.append((text, (left, at[1] - style.size * 0.2, left + wide, top)))
        return wide

    for name, noting in (
        ("line", note_line), ("polyline", note_polyline), ("polygon", note_polygon),
        ("disc", note_disc), ("box", note_box),
    ):  # fmt: skip
        monkeypatch.setattr(ChartPen, name, noting)
    monkeypatch.setattr(TextRenderer, "label", note_label)
    drawn = ChartBlock(chart)
    drawn.height(renderer, width)
    with canvas.artifact():
        drawn.paint(renderer, (48.0, 100.0), width)
    monkeypatch.undo()
    return scene


def intervals(names: tuple[str, ...], n: int) -> IntervalChart:
    rows = tuple(
        IntervalRow(
            f"{names[at % 2]} {at}", 0.2 + 0.6 * at / n, 0.1, 0.99, "23 of 24", Provenance.MEASURED,
            note="trained here, 56 examples",
        )
        for at in range(n)
    )  # fmt: skip
    bars = (Marker(0.82, "≥ bar 82%", strong=True),)
    return IntervalChart("t", "n", rows, Axis(0, 1, SHARES), bars, "best in 100")


def bound(bar: float, low: float, mid: float, high: float) -> BoundChart:
    axis = Axis(min(bar, low) - 0.05, 1.0, SHARES)
    flag = Marker(bar, "≥ bar 85%", "needs 159 of 180", strong=True)
    return BoundChart(
        "t", "n", axis, flag, low, mid, high, "sure of at least 86.2%", "163 of 180 right"
    )


def acceptance(goal: float, spread: float) -> CurveChart:
    xs = (0.6, 0.7, 0.8, 0.9, 1.0)
    line = tuple((x, 0.2 + 0.7 * (x - 0.5) * 1.6) for x in xs)
    return CurveChart(
        "t", "n", Axis(0.5, 1.0, SHARES[2:], "how often the fake was right"), Axis(0, 1, SHARES),
        tuple(CurvePoint(x, y, y - spread, y + spread, 30, Provenance.SIMULATED) for x, y in line[:4]),
        line, tuple((x, y - spread, y + spread) for x, y in line), Provenance.SIMULATED,
        goal=Marker(goal, f"goal: {goal * 10:g} in 10 accepted"), reached_at=Marker(0.75, ""),
        reached_range=(0.7, 0.8), reached_range_text="about 75% (70% to 80%)",
        bar=Marker(0.8, "≥ bar 80%", strong=True), point_label="accepted as it came",
    )  # fmt: skip


def tornado(names: tuple[str, ...]) -> TornadoChart:
    rows = tuple(
        TornadoRow(
            f"{names[at % 2]} {at}",
            -40_000 + at * 9_000,
            90_000 - at * 8_000,
            "$1.50",
            "$2.50",
            source,
        )
        for at, source in enumerate((*Provenance,)[:5])
    )
    return TornadoChart("t", "n", rows, Marker(30_000, "+$30k"), Marker(0, "as today"))


def worth() -> WorthChart:
    points = tuple(
        WorthPoint(n, 9_000 * n / (n + 100), n / 2, "$1", "$2", "$3", "more")
        for n in (10, 100, 800, 10_000)
    )
    dollars = ((0.0, "$0"), (5_000.0, "$5,000"), (10_000.0, "$10k"))
    ticks = ((10.0, "10"), (100.0, "100"), (1_000.0, "1,000"), (10_000.0, "10,000"))
    return WorthChart(
        "t", "n", points, Axis(10, 10_000, ticks, "more labels", log=True), Axis(0, 12_000, dollars),
        best=800, best_text="800 more",
    )  # fmt: skip


def counts(names: tuple[str, ...], n: int) -> ClassCountChart:
    return ClassCountChart(
        "t", "n", tuple(ClassCount(f"{names[at % 2]} {at}", 50 + at, 9) for at in range(n))
    )


def reliability(n: int) -> ReliabilityChart:
    bins = tuple(
        ReliabilityBin(
            (at + 0.5) / n, at / n, max(0, at / n - 0.2), min(1, at / n + 0.2), 3 * at + 1
        )
        for at in range(n)
    )
    return ReliabilityChart("t", "n", bins, LONG[0], "Fewer than ten are hollow.")


def certainty(n: int, bar: float) -> CurveChart:
    line = tuple((20.0 * at, 0.88 - 0.6 / at) for at in range(1, 11))
    marked = tuple(
        CurvePoint(float(x), y, y, y, x, Provenance.MEASURED, label=f"{x}: {y:.0%}", to_axis=not place)
        for place, (x, y) in enumerate(((n, 0.88 - 12 / n), (150, 0.8)))
    )  # fmt: skip
    hundreds = tuple((float(x), str(x)) for x in range(0, 201, 50))
    return CurveChart(
        "t", "n", Axis(0, 200, hundreds, "messages graded"), Axis(0.2, 1.0, SHARES[1:]), marked, line, (),
        Provenance.MEASURED, dashed=True, goal=Marker(bar, "≥ 80%, no bar is set yet"),
    )  # fmt: skip


CHARTS: dict[str, Chart] = {
    **{f"intervals of {n}, {len(names[0])}": intervals(names, n) for n in (2, 40) for names in (SHORT, LONG)},
    **{f"counts of {n}, {len(names[0])}": counts(names, n) for n in (2, 40) for names in (SHORT, LONG)},
    **{f"bound {at}": bound(*each) for at, each in enumerate(
        ((0.85, 0.862, 0.905, 0.94), (0.9, 0.862, 0.905, 0.94), (0.75, 0.95, 0.99, 1.0), (0.97, 0.5, 0.6, 0.7))
    )},
    **{f"acceptance {goal} {spread}": acceptance(goal, spread) for goal in (0.3, 0.7, 0.95) for spread in (0.05, 0.15, 0.3)},
    **{f"reliability {n}": reliability(n) for n in (2, 20)},
    **{f"certainty {n} {bar}": certainty(n, bar) for n in (20, 60, 140) for bar in (0.5, 0.7, 0.85)},
    "tornado": tornado(SHORT), "tornado, long": tornado(LONG), "worth": worth(),
}  # fmt: skip


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", list(CHARTS))
def test_no_words_stand_on_anything(
    name: str, width: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = scene_of(CHARTS[name], width, monkeypatch)
    assert scene.words
    assert scene.marks
    assert list(scene.overlaps()) == []


def test_every_chart_of_the_paper_is_tried() -> None:
    assert {type(chart) for chart in CHARTS.values()} == set(block._CHARTS)


@pytest.mark.parametrize("width", SIZES)
def test_nor_do_they_in_a_project(
    full: Evidence, width: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    charts = (
        full.options.chart,
        full.options.tornado,
        full.data.curve,
        full.fake.curve,
        full.launch.chart,
        full.accuracy.reliability,
        full.accuracy.runs,
        full.options.short_chart,
        full.options.intangibles_chart,
        full.options.labels,
        full.candidates.slices,
        full.launch.progress.chart,
        full.launch.progress.forecast_chart,
        *full.accuracy.more,
    )
    for chart in filter(None, charts):
        assert list(scene_of(chart, width, monkeypatch).overlaps()) == [], chart.title
