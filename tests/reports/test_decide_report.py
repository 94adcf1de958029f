"""The Decide part of the report: cues, advice, the worth of labels and what money does not show."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reports.chart_data import Axis, WorthChart, WorthPoint
from reports.evidence import Evidence
from reports.report import build

Words = Callable[..., str]
WORTH = WorthChart(
    "Labelling 800 more is worth about €9,000 and costs €400",
    "Of 10,000 futures, worth €8,000 to €10k (9 in 10).",
    tuple(
        WorthPoint(
            n, 9_000.0 * n / (n + 100), n / 2, f"€{n}", f"€{n / 2}", f"+€{n}", f"{n} more labels"
        )
        for n in (10, 100, 800, 10_000)
    ),
    Axis(10, 10_000, ((10, "10"), (1_000, "1,000")), "more labels", log=True),
    Axis(0, 10_000, ((0, "€0"), (5_000, "€5,000"))),
    best=800,
    best_text="800 more",
)


def test_a_title_and_its_picture_stand_on_the_same_page(
    full: Evidence, tmp_path: Path, words: Words
) -> None:
    evidence = replace(full, options=replace(full.options, labels=WORTH))
    report = build(evidence, "launch", tmp_path / "r.pdf", pages=["options"])
    pages = [words(report.file, page, page) for page in range(1, report.pages + 1)]
    assert [WORTH.title in page for page in pages] == ["more labels" in page for page in pages]
    assert any(WORTH.best_text in page for page in pages)
