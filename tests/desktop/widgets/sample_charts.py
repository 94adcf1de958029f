"""The charts of the look's pictures as data, to draw and to test."""

from dataclasses import replace

from estimators.classifier.evaluation_result import ReliabilityBin
from reports.chart_data import (
    Axis,
    BoundChart,
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
from reports.provenance import Provenance

M, S, G = Provenance.MEASURED, Provenance.SIMULATED, Provenance.GUESS
NINE = "Line: 9 chances in 10."

RUNS = IntervalChart(
    "Right answers on 180 photos it never saw",
    f"{NINE} Its lower end is the number the launch test uses.",
    (
        IntervalRow("Run 4", 0.906, 0.862, 0.939, "91%", M, "832 photos", emphasis=True),
        IntervalRow("Run 3", 0.87, 0.825, 0.91, "87%", M, "462 photos", earlier=True),
        IntervalRow("Run 2", 0.817, 0.763, 0.862, "82%", M, "240 photos", earlier=True),
        IntervalRow("Run 1", 0.68, 0.617, 0.735, "68%", M, "60 photos", earlier=True),
        IntervalRow("The fake", 0.85, None, None, "85%", S, "as dialled", divider_above=True),
        IntervalRow("People today", 0.92, 0.88, 0.96, "88% to 96%", G, "your guess"),
        IntervalRow("Always “clean”", 0.5, 0.437, 0.563, "50%", M, "no AI at all", baseline=True),
    ),
    Axis(0.36, 1.0, ((0.4, "40"), (0.6, "60"), (0.8, "80"), (1.0, "100%"))),
    (Marker(0.85, "≥ bar 85%", strong=True),),
)
BOUND = BoundChart(
    "The bar is passed",
    "180 held-out photos.",
    Axis(0.775, 1.0, ((0.8, "80%"), (0.85, "85%"), (0.9, "90%"), (0.95, "95%"), (1.0, "100%"))),
    Marker(0.85, "≥ bar 85%", "needs 162 of 180", strong=True),
    0.862,
    0.906,
    0.939,
    "sure of at least 86.2%",
    "163 of 180 right",
)
TORNADO = TornadoChart(
    "Three numbers move the answer",
    "Value of training if one number sits at either end of your range.",
    (
        TornadoRow("A right answer saves", -6, 180, "€1.60", "€3.80"),
        TornadoRow("A missed crack costs", 142, -45, "€2,000", "€14,000"),
        TornadoRow("How often it is right", 8, 142, "83%", "94%"),
        TornadoRow("Photos a month", 55, 98, "2,400", "3,600"),
        TornadoRow("A false alarm costs", 80, 66, "€1", "€3"),
    ),
    Marker(74, "+€74k"),
    Marker(0, "as today"),
)
LEARNING = CurveChart(
    "About 370 more labels buy 3 points",
    "Right answers (%) by labelled photos. Dashed: forecast. Band: 9 in 10.",
    Axis(0, 1200, ((0, "0"), (400, "400"), (800, "800"), (1200, "1,200"))),
    Axis(0.6, 1.0, ((0.6, "60"), (0.7, "70"), (0.8, "80"), (0.9, "90"), (1.0, "100%"))),
    tuple(
        CurvePoint(x, y, y, y, 180, M)
        for x, y in ((60, 0.675), (120, 0.762), (240, 0.826), (462, 0.87))
    ),
    tuple((x, 0.965 - 2.25 / x**0.5) for x in range(60, 1201, 6)),
    tuple(
        (x, 0.965 - 2.25 / x**0.5 - 0.04 - 2 / x, 0.965 - 2.25 / x**0.5 + 0.03 + 3 / x)
        for x in range(60, 1201, 6)
    ),
    M,
    forecast_from=462,
    goal=Marker(0.9, "90% right"),
    reached_at=Marker(832, "832 · forecast"),
    reached_range=(680, 1160),
    reached_range_text="between 680 and 1,160",
    point_label="462 now",
)
ACCEPTED = replace(
    LEARNING,
    x_axis=Axis(0.55, 1.0, ((0.6, "60"), (0.8, "80"), (1.0, "100%")), "how often it was right"),
    points=tuple(
        CurvePoint(x, y, y - d, y + d, 24, S)
        for x, y, d in ((0.6, 0.37, 0.17), (0.7, 0.54, 0.18), (0.8, 0.66, 0.14), (0.95, 0.87, 0.12))
    ),
    line=tuple((0.57 + i / 100, 0.32 + i * 0.0142) for i in range(42)),
    band=tuple((0.57 + i / 100, 0.22 + i * 0.0142, 0.4 + i * 0.0142) for i in range(42)),
    provenance=S,
    forecast_from=None,
    reached_at=Marker(0.804, ""),
    reached_range=(0.76, 0.85),
    bar=Marker(0.85, "≥ bar 85%", strong=True),
    point_label="",
)
RELIABILITY = ReliabilityChart(
    "When it says 90%, it is right at least 90% of the time",
    f"Right answers (%) by how sure it said it was. Bigger dot: more photos. {NINE}",
    tuple(
        ReliabilityBin(*b)
        for b in (
            (0.35, 0.333, 0.017, 0.865, 3),
            (0.45, 0.5, 0.098, 0.902, 4),
            (0.55, 0.571, 0.225, 0.871, 7),
            (0.65, 0.667, 0.345, 0.902, 9),
            (0.75, 0.833, 0.562, 0.97, 12),
            (0.86, 0.912, 0.787, 0.975, 34),
            (0.965, 0.982, 0.944, 0.997, 111),
        )
    ),
    caveat="If anything it is modest. Below 60% there are only 14 photos, so those dots say little.",
)
CONFIDENCE = ConfidenceChart(
    "Let it answer alone when it is 80% sure or more",
    "180 held-out photos by how sure it was. Drag the line.",
    tuple(
        ConfidenceBin(0.3 + 0.05 * i, 0.35 + 0.05 * i, r, w)
        for i, (r, w) in enumerate(
            (
                (0, 1),
                (1, 1),
                (1, 1),
                (1, 1),
                (2, 2),
                (2, 1),
                (3, 2),
                (3, 1),
                (4, 1),
                (6, 1),
                (13, 2),
                (18, 1),
                (38, 1),
                (71, 1),
            )
        )
    ),
    0.8,
    "35 go to an inspector",
    "145 answered",
)
CONFUSION = ConfusionChart(
    "What it said against what is true",
    "180 held-out photos. Click a number to see the photos.",
    ("Clean", "Erosion", "Crack", "Lightning"),
    ((86, 3, 1, 0), (3, 38, 1, 0), (2, 3, 25, 0), (1, 1, 2, 14)),
    ((1, 0), (2, 0), (3, 0)),
    "damage called clean",
)
COUNTS = ClassCountChart(
    "Half the photos show damage",
    "",
    (
        ClassCount("Clean", 228, 90),
        ClassCount("Erosion", 106, 42),
        ClassCount("Crack", 82, 30),
        ClassCount("Lightning mark", 46, 18),
    ),
)
OUTCOMES = OutcomeGrid(
    "What 100 answers would look like",
    "The next 100 photos, as this scenario would answer them.",
    tuple(
        (["right"] * 8 + ["wrong", "right"]) * 7
        + ["unknown"] * 4
        + ["none"] * 3
        + ["right"] * 16
        + ["wrong"] * 7
    ),
)
WORTH = WorthChart(
    "Labelling 800 more is worth about $9k and costs $400",
    "Of 10,000 futures, worth $8k to $10k (9 in 10).",
    tuple(
        WorthPoint(n, 12_000 * n / (n + 300), n / 2, f"${n}", f"${n / 2}", f"+${n / 2}")
        for n in (10, 30, 100, 300, 800, 2_000, 6_000, 10_000)
    ),
    Axis(10, 10_000, ((10, "10"), (100, "100"), (1_000, "1,000")), "more labels", log=True),
    Axis(0, 14_000, ((0, "$0"), (5_000, "$5,000"), (10_000, "$10k"))),
    best=800,
    best_text="800 more",
)

ALL = (
    WORTH,
    RUNS,
    BOUND,
    TORNADO,
    LEARNING,
    ACCEPTED,
    RELIABILITY,
    CONFIDENCE,
    CONFUSION,
    COUNTS,
    OUTCOMES,
)
