"""No word of a chart runs into another word, a whisker, a line or a dot: at three widths, at usual and large text."""

from collections import Counter
from dataclasses import is_dataclass
from itertools import product

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from desktop.theme.apply import apply_theme
from desktop.widgets.charts.bound import BoundChartView
from desktop.widgets.charts.factory import chart_view
from desktop.widgets.charts.labels import write
from estimators.classifier.evaluation_result import ReliabilityBin
from reports import chart_data
from reports.chart_data import (
    Axis,
    BoundChart,
    Chart,
    ClassCount,
    ClassCountChart,
    ConfidenceBin,
    ConfidenceChart,
    ConfusionChart,
    CurveChart,
    CurvePoint,
    IntervalChart,
    IntervalRow,
    Marker,
    OutcomeGrid,
    ReliabilityChart,
    TornadoChart,
    TornadoRow,
    WorthChart,
    WorthPoint,
)
from reports.pair_data import PairChart
from reports.provenance import Provenance
from tests.desktop.widgets.chart_scene import scene_of

WIDTHS = (320, 560, 900)
SHARES = Axis(0, 1, ((0, "0"), (0.2, "20"), (0.4, "40"), (0.6, "60"), (0.8, "80"), (1, "100%")))
NAMES = ("normal activity with a name that nobody would type", "heavy rain", "Ü", "雨", "crack")


def names(n: int) -> list[str]:
    return [f"{NAMES[at % len(NAMES)]} {at}" for at in range(n)]


def intervals(n: int, bar: float) -> IntervalChart:
    rows = tuple(
        IntervalRow(
            name,
            at / n,
            max(0, at / n - 0.1),
            min(1, at / n + 0.1),
            f"{at} of {n}",
            Provenance.MEASURED,
            note="0 clean" if at % 2 else "",
        )
        for at, name in enumerate(names(n))
    )
    markers = (Marker(bar, "≥ bar 85%", strong=True), Marker(0.5, "always “clean”"))
    return IntervalChart("", "", rows, SHARES, markers, "right")


def timed(cost: str) -> IntervalChart:
    rows = (
        IntervalRow(
            "service", 0.75, 0.47, 0.93, "9 of 12", Provenance.MEASURED, columns=(cost, "2 s")
        ),
    )
    headers = ("per 1,000", "usually")
    return IntervalChart("", "", rows, SHARES, (), "done", column_headers=headers)


def confusion(n: int) -> ConfusionChart:
    counts = tuple(tuple(i * j % 17 for j in range(n)) for i in range(n))
    return ConfusionChart("", "", tuple(names(n)), counts)


def bound(bar: float, mid: float, half: float) -> BoundChart:
    low, high = max(0.5, mid - half), min(1, mid + half)
    axis = Axis(0.5, 1, ((0.5, "50%"), (0.75, "75%"), (1, "100%")))
    said = f"sure of at least {low:.1%}", "54 of 60 drafts are good"
    return BoundChart("", "", axis, Marker(bar, f"≥ bar {bar:.0%} good", "needs 54 of 60"), low, mid, high, *said)  # fmt: skip


def acceptance(goal: float, ys: tuple[float, ...]) -> CurveChart:
    points = tuple(
        CurvePoint(x, y, max(0, y - 0.15), min(1, y + 0.12), 10, Provenance.SIMULATED)
        for x, y in zip((0.6, 0.7, 0.8, 0.9), ys, strict=True)
    )
    line = tuple((0.5 + at / 20, ys[0] + (ys[-1] - ys[0]) * at / 10) for at in range(11))
    return CurveChart(
        "",
        "",
        Axis(0.5, 1, ((0.5, "50"), (0.6, "60"), (0.7, "70"), (0.8, "80"), (1, "100%")), "right"),
        Axis(0, 1, ((0, "0"), (0.5, "50"), (1, "100%"))),
        points,
        line,
        tuple((x, y - 0.2, y + 0.15) for x, y in line),
        Provenance.SIMULATED,
        goal=Marker(goal, "goal: 7 in 10 accepted"),
        reached_at=Marker(0.78, "about 78%"),
        reached_range=(0.7, 0.85),
        reached_range_text="70 to 85%",
        bar=Marker(0.78, "≥ bar 80%"),
        point_label="17 of 20",
    )


def certainty(n: int, bar: float) -> CurveChart:
    line = tuple((20.0 * at, 0.88 - 0.6 / at) for at in range(1, 11))
    marked = tuple(
        CurvePoint(float(x), y, y, y, x, Provenance.MEASURED, earlier=True, label=f"{x}: {y:.0%}", to_axis=not place)
        for place, (x, y) in enumerate(((n, 0.88 - 12 / n), (150, 0.8)))
    )  # fmt: skip
    x_axis = Axis(
        0, 200, ((0, "0"), (50, "50"), (100, "100"), (150, "150"), (200, "200")), "graded"
    )
    y_axis = Axis(0.2, 0.9, ((0.2, "20"), (0.5, "50"), (0.9, "90%")))
    return CurveChart("", "", x_axis, y_axis, marked, line, (), Provenance.MEASURED, dashed=True, goal=Marker(bar, "≥ 80%, no bar is set yet"))  # fmt: skip


def worth(best: int | None) -> WorthChart:
    points = tuple(
        WorthPoint(n, 9_000 * n / (n + 100), n / 2, "$1", "$2", "$3", "more")
        for n in (10, 100, 800, 10_000)
    )
    dollars = ((0.0, "$0"), (5_000.0, "$5,000"), (10_000.0, "$10k"))
    ticks = ((10.0, "10"), (100.0, "100"), (1_000.0, "1,000"), (10_000.0, "10,000"))
    x_axis = Axis(10, 10_000, ticks, "more labelled photos", log=True)
    said = "" if best is None else f"{best:,} more labelled photos"
    return WorthChart("", "", points, x_axis, Axis(0, 12_000, dollars), best=best, best_text=said)


def reliability(n: int) -> ReliabilityChart:
    bins = tuple(
        ReliabilityBin(
            (at + 0.5) / n, at / n, max(0.0, at / n - 0.2), min(1.0, at / n + 0.2), 3 * at + 1
        )
        for at in range(n)
    )
    return ReliabilityChart("", "", bins, "photos of blades", "Fewer than ten are hollow.")


def confidence(cutoff: float, best: float) -> ConfidenceChart:
    bins = tuple(ConfidenceBin(at / 20, (at + 1) / 20, 3 * at, 20 - at) for at in range(20))
    return ConfidenceChart(
        "", "", bins, cutoff, "a person looks at 1,148 of 1,448", "it answers 300 alone",
        best=Marker(best, "cheapest here"),
    )  # fmt: skip


def outcomes(wrong: int) -> OutcomeGrid:
    return OutcomeGrid("", "", ("right",) * (100 - wrong) + ("unknown",) * wrong)


def awkward() -> dict[str, list[Chart]]:
    tornado = [
        TornadoRow(name, 10 * at - 1000, 2000 - 40 * at, "$1.60", "$3.80")
        for at, name in enumerate(names(12))
    ]
    return {
        "intervals": [intervals(n, bar) for n in (2, 40) for bar in (0.0, 0.5, 0.78, 0.99)],
        "timed": [timed("$1"), timed("")],
        "confusion": [confusion(2), confusion(40)],
        "counts": [
            ClassCountChart("", "", tuple(ClassCount(x, 13 * at, 3 * at) for at, x in enumerate(names(n))))
            for n in (2, 40)
        ],
        "worth": [worth(best) for best in (None, 10, 800, 10_000)],
        "reliability": [reliability(2), reliability(20)],
        "confidence": [confidence(*each) for each in product((0.0, 0.5, 0.97), (0.02, 0.5, 0.98))],
        "outcomes": [outcomes(0), outcomes(100)],
        "tornado": [TornadoChart("", "", tuple(tornado), Marker(500, "+$74k as things are"), Marker(0, "as today"))],
        "bound": [bound(*each) for each in product((0.5, 0.72, 0.85, 0.99), (0.55, 0.75, 1.0), (0.02, 0.1))],
        "certainty": [certainty(n, bar) for n in (20, 60, 140) for bar in (0.5, 0.7, 0.85)],
        "acceptance": [acceptance(goal, ys) for goal in (0.5, 0.7, 0.9) for ys in ((0.65, 0.85, 0.6, 0.6), (0.2, 0.5, 0.8, 0.95), (0.7,) * 4)],
    }  # fmt: skip


def found_in(chart: Chart, width: int, qtbot) -> Counter[str]:
    view = chart_view(chart)
    qtbot.addWidget(view)
    view.resize(width, view.heightForWidth(width) if view.hasHeightForWidth() else 500)
    with qtbot.waitExposed(view):
        view.show()
    return Counter(scene_of(view).collisions())


@pytest.fixture(params=[1.0, 1.5])
def text_scale(request, qapp):
    apply_theme(qapp, "light", request.param, reduced_motion=True)
    yield request.param
    apply_theme(qapp, "light", reduced_motion=True)


@pytest.mark.parametrize("kind", awkward())
def test_words_of_awkward_charts_keep_clear(kind: str, text_scale: float, qtbot) -> None:
    found = {
        (number, width): collisions
        for number, chart in enumerate(awkward()[kind])
        for width in WIDTHS
        if (collisions := found_in(chart, width, qtbot))
    }
    assert found == {}


def test_what_was_measured_is_named_beside_it(text_scale: float, qtbot) -> None:
    view = BoundChartView(bound(0.95, 0.6, 0.05))
    qtbot.addWidget(view)
    laid = view._layout(840)
    assert laid.measured.left() == pytest.approx(laid.x[2] + 12)
    assert laid.measured.top() >= laid.sure.bottom()


def test_words_of_real_charts_keep_clear(charts, text_scale: float, qtbot) -> None:
    found = {
        (kind.__name__, chart.title, width): collisions
        for kind, all_of_kind in charts.items()
        for chart in all_of_kind
        if chart is not None
        for width in WIDTHS
        if (collisions := found_in(chart, width, qtbot))
    }
    assert found == {}


def test_every_chart_of_the_window_is_tried() -> None:
    tried = {type(chart) for every in awkward().values() for chart in every}
    known = {each for each in vars(chart_data).values() if is_dataclass(each)}
    # Pairs are rows of widgets, whose words are laid out and not painted.
    assert tried == {each for each in known if hasattr(each, "table")} - {PairChart}


class Careless(BoundChartView):
    """Writes along its line."""

    def paint_canvas(self, painter: QPainter, width: int) -> None:
        super().paint_canvas(painter, width)
        laid = self._layout(width)
        write(painter, "on the line", QRectF(laid.x[0], laid.line_y - 10, 400, 20))


def test_a_word_on_a_line_is_found(qapp, qtbot) -> None:
    view = Careless(bound(0.85, 0.75, 0.1))
    qtbot.addWidget(view)
    view.resize(560, 200)
    with qtbot.waitExposed(view):
        view.show()
    assert any("on the line" in one for one in scene_of(view).collisions())
