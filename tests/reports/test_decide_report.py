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
        WorthPoint(n, 9_000.0 * n / (n + 100), n / 2, f"€{n}", f"€{n / 2}", f"+€{n}")
        for n in (10, 100, 800, 10_000)
    ),
    Axis(10, 10_000, ((10, "10"), (1_000, "1,000")), "more labels", log=True),
    Axis(0, 10_000, ((0, "€0"), (5_000, "€5,000"))),
    best=800,
    best_text="800 more",
)


def test_the_report_says_cues_advice_worth_and_what_money_does_not_show(
    full: Evidence, tmp_path: Path, words: Words
) -> None:
    assert full.decision is not None
    assert full.options is not None
    assert full.options.labels is not None
    cues, found = full.decision.cues, full.options.intangibles
    assert cues is not None
    assert found is not None
    said = words(build(full, "launch", tmp_path / "r.pdf", pages=["problem", "options"]).file)
    for expected in (
        full.decision.advice,
        full.decision.success,
        f"{len(cues.all) - len(cues.open)} of {len(cues.all)} cues are answered",
        f"AI Canvas: {cues.ready['canvas']} of 7 boxes filled. Problem framing: {cues.ready['framing']} of 7",
        full.options.pays_from,
        full.options.knowing,
        "What the next labels are worth",
        full.options.labels.note,  # they are worth nothing: a sentence instead of a curve
        f"Weights: {found.weights_from}. They stand beside the money and are no part of it.",
        f"0: {found.criteria[0].anchors[0][1]}. 100: {found.criteria[0].anchors[-1][1]}.",
        found.changes[0].sentence,
    ):
        assert expected in said


def test_a_title_and_its_picture_stand_on_the_same_page(
    full: Evidence, tmp_path: Path, words: Words
) -> None:
    assert full.options is not None
    evidence = replace(full, options=replace(full.options, labels=WORTH))
    report = build(evidence, "launch", tmp_path / "r.pdf", pages=["options"])
    pages = [words(report.file, page, page) for page in range(1, report.pages + 1)]
    assert [WORTH.title in page for page in pages] == ["more labels" in page for page in pages]
    assert any(WORTH.best_text in page for page in pages)
