"""The Decide part of the report: cues, advice, the worth of labels and what money does not show."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reports.chart_data import Axis, IntervalChart, IntervalRow, TableTwin, WorthChart, WorthPoint
from reports.decision_evidence import BesideMoney, CriterionLine, CueLine, CueSummary, LabelsFinding
from reports.evidence import Evidence
from reports.evidence_json import dump, load
from reports.provenance import Provenance
from reports.report import build

Words = Callable[..., str]

CUES = CueSummary(
    sentence="3 of what was answered speak for AI, 1 against: they lean towards AI.",
    answered=(
        CueLine("It has to foretell what happens next.", "People + AI Guidebook", "for"),
        CueLine("Nobody can tell the answers apart.", "Google: problem framing", "missing"),
    ),
    open=30,
    of=37,
    canvas=4,
    framing=3,
    data="The data can be reached, but not loaded as they are.",
)
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
SCORES = IntervalChart(
    "Besides money, “Train from examples” leads",
    "0 to 100 on four fixed scales.",
    (
        IntervalRow("Train from examples", 71, 47, 83, "71", Provenance.GUESS, emphasis=True),
        IntervalRow("Stay as today", 73, 50, 100, "73", Provenance.GUESS, divider_above=True),
    ),
    Axis(0, 100, ((0, "0"), (100, "100"))),
    value_header="of 100",
    twin=TableTwin(("", "Privacy", "together"), (("weight", "52%", ""), ("Train", "80", "71"))),
)
INTANGIBLES = BesideMoney(
    sentence="On what money does not show, “Train from examples” leads with 71 of 100.",
    weights_from="your ranking",
    chart=SCORES,
    criteria=(CriterionLine("Data stay private", "52%", "data go astray", "nothing is kept"),),
    changes=("Soon in use: a weight of 30% or more puts “Buy an API” first.",),
)


@pytest.fixture
def deciding(full: Evidence) -> Evidence:
    """The blade inspection with everything that Decide knows."""
    assert full.decision is not None
    assert full.options is not None
    decision = replace(
        full.decision,
        cues=CUES,
        advice="Help people, don’t replace them: the stakes are high.",
        advice_source="People + AI Guidebook: user needs, read 2026-11-24",
        success="If the share of right answers falls below 85%, we will go back to the rule.",
    )
    options = replace(
        full.options,
        pays_from="Training pays from about 270 cases a month; you have 2,400 to 3,600.",
        knowing="Knowing every number would be worth up to €14k.",
        labels=LabelsFinding("Labelling 800 more is worth about €9,000.", WORTH),
        intangibles=INTANGIBLES,
    )
    return replace(full, decision=decision, options=options)


def test_the_report_says_cues_advice_worth_and_what_money_does_not_show(
    deciding: Evidence, tmp_path: Path, words: Words
) -> None:
    said = words(build(deciding, "launch", tmp_path / "r.pdf").file)
    for expected in (
        "Help people, don’t replace them: the stakes are high.",
        "If the share of right answers falls below 85%, we will go back to the rule.",
        "7 of 37 cues are answered",
        "AI Canvas: 4 of 7 boxes filled. Problem framing: 3 of 7 steps. The data can be reached",
        "It has to foretell what happens next.",
        "Training pays from about 270 cases a month",
        "Knowing every number would be worth up to €14k.",
        "Labelling 800 more is worth about €9,000 and costs €400",
        "800 more",
        "Besides money, “Train from examples” leads",
        "Weights: your ranking. They stand beside the money and are no part of it.",
        "0: data go astray. 100: nothing is kept.",
        "Soon in use: a weight of 30% or more puts “Buy an API” first.",
    ):
        assert expected in said


def test_evidence_of_deciding_comes_back_whole_and_prints_the_same_bytes(
    deciding: Evidence, tmp_path: Path
) -> None:
    again = load(dump(deciding))
    assert again == deciding
    first = build(deciding, "launch", tmp_path / "a.pdf").file.read_bytes()
    assert build(again, "launch", tmp_path / "b.pdf").file.read_bytes() == first


def test_labels_that_are_worth_nothing_have_a_sentence_instead_of_a_curve(
    deciding: Evidence, tmp_path: Path, words: Words
) -> None:
    assert deciding.options is not None
    nothing = LabelsFinding("No likely result would change the choice.", None)
    options = replace(deciding.options, labels=nothing)
    said = words(build(replace(deciding, options=options), "launch", tmp_path / "r.pdf").file)
    assert "What the next labels are worth" in said
    assert "No likely result would change the choice." in said


def test_a_title_and_its_picture_stand_on_the_same_page(
    deciding: Evidence, tmp_path: Path, words: Words
) -> None:
    report = build(deciding, "launch", tmp_path / "r.pdf", pages=["options"])
    pages = [words(report.file, page, page) for page in range(1, report.pages + 1)]
    assert [WORTH.title in page for page in pages] == ["more labels" in page for page in pages]
