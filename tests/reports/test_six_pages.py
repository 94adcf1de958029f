"""The launch report has exactly six pages, whatever a project holds; a no before anything was measured has one."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from estimators.classifier.evaluation_result import ClassResult
from reports.candidates import FailureCount
from reports.chart_data import ClassCount, ConfusionChart
from reports.evidence import Evidence, Quote, ReportedFact
from reports.launch import PAGE_NAMES
from reports.provenance import Provenance
from reports.report import build
from tests.reports.test_hostile_text import everywhere

LONG = "a name that goes on and on and is never cut by whoever typed it "


def with_classes(evidence: Evidence, n: int) -> Evidence:
    """The same with that many classes, each with a long name, and mistakes between all neighbours."""
    assert evidence.accuracy is not None
    assert evidence.data is not None
    names = tuple(f"{LONG}{at}" for at in range(n))
    one: ClassResult = evidence.accuracy.per_class[0]
    counts = tuple(tuple(2 if abs(i - j) == 1 else 9 for j in range(n)) for i in range(n))
    accuracy = replace(
        evidence.accuracy,
        per_class=tuple(replace(one, name=name) for name in names),
        confusion=ConfusionChart("t", "n", names, counts),
    )
    data = replace(evidence.data, classes=tuple(ClassCount(name, 40, 9) for name in names))
    return replace(evidence, accuracy=accuracy, data=data)


def with_many(evidence: Evidence) -> Evidence:
    """A brief of 5,000 lines, 300 sessions and as many remarks."""
    facts = tuple(
        ReportedFact(f"{LONG}{n}", str(n), Provenance.GUESS, key="who") for n in range(5_000)
    )
    fake = evidence.fake
    assert fake is not None
    fake = replace(fake, sessions=fake.sessions * 300, quotes=(Quote(LONG * 5, LONG),) * 300)
    return replace(evidence, problem=replace(evidence.problem, facts=facts), fake=fake)


def with_cases(evidence: Evidence) -> Evidence:
    """Three hundred candidates and ways to be wrong, each with a long name, and no trained one among them."""
    found = evidence.candidates
    assert found is not None
    each = tuple(replace(found.candidates[0], name=f"{LONG}{n}") for n in range(300))
    wrong = tuple(
        FailureCount(f"{LONG}{n}", 300 - n, (LONG,) * 300, f"{300 - n} of 300", "99.9%")
        for n in range(300)
    )
    return replace(
        evidence, accuracy=None, candidates=replace(found, candidates=each, failures=wrong)
    )


def typed(text: str) -> Callable[[Evidence], Evidence]:
    """Everything reads like this; what is a key stays one."""

    def change(evidence: Evidence) -> Evidence:
        changed = everywhere(evidence, lambda said: text if said else said)
        assert isinstance(changed, Evidence)
        launch = replace(changed.launch, decision=evidence.launch.decision)
        return replace(changed, launch=launch)

    return change


ODD: dict[str, Callable[[Evidence], Evidence]] = {
    "as it is": lambda evidence: evidence,
    "80 classes": lambda evidence: with_classes(evidence, 80),
    "2 classes with long names": lambda evidence: with_classes(evidence, 2),
    "5,000 rows": with_many,
    "300 cases": with_cases,
    "no training": lambda evidence: replace(
        evidence,
        accuracy=None,
        candidates=None,
        launch=replace(evidence.launch, acceptance=None, chart=None),
    ),
    "nothing but a decision": lambda evidence: replace(
        evidence, decision=None, options=None, fake=None, data=None, accuracy=None, candidates=None
    ),
    "emoji": typed("😀🚀👩🏽‍🔬 " * 12),
    "Arabic": typed("السلام عليكم ورحمة الله " * 8),
    "long": typed(LONG * 6),
}


@pytest.mark.parametrize("name", list(ODD))
def test_it_has_six_pages(
    name: str, full: Evidence, tmp_path: Path, tool: Callable[..., str]
) -> None:
    report = build(ODD[name](full), "launch", tmp_path / "r.pdf")
    assert report.pages == 6
    assert tuple(report.sections.values()) == (1, 2, 3, 4, 5, 6)
    tool("qpdf", "--check", report.file)


def test_a_project_in_which_nothing_was_done_has_six_pages(empty: Evidence, tmp_path: Path) -> None:
    report = build(empty, "launch", tmp_path / "r.pdf")
    assert tuple(report.sections) == PAGE_NAMES
    assert report.pages == 6


def test_a_no_before_anything_was_measured_has_one_page(
    full: Evidence, tmp_path: Path, words: Callable[..., str]
) -> None:
    assert full.decision is not None
    no = replace(
        full,
        decision=replace(full.decision, instead=True),
        accuracy=None,
        candidates=None,
        fake=None,
        launch=replace(full.launch, decision=""),
    )
    report = build(no, "launch", tmp_path / "r.pdf")
    assert report.pages == 1
    printed = words(report.file)
    assert printed.index("Do this instead") < printed.index("Why not AI")
    shown = build(replace(no, fake=full.fake), "launch", tmp_path / "s.pdf")
    assert shown.pages == 6  # people were shown a fake: that is a finding
