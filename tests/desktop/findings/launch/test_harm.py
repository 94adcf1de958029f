"""A cap on the mistakes that do harm, of what was trained here: named by a person, counted in the test, by the exact bound."""

from pathlib import Path

import pytest

from desktop.findings.launch.harm import (
    HARMFUL_KEY,
    HarmfulMistake,
    classes_at_stake,
    harm_of_run,
    harmful_mistakes,
    mistake_words,
    read_mistakes,
    set_harm,
    written,
)
from desktop.findings.launch.readiness import readiness_of
from desktop.findings.report.evidence import evidence_of
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.run_list import run_in_use
from estimators.base.errors import UserError
from reports.launch_evidence import CheckState
from reports.pages.arguments import argued
from reports.provenance import Provenance
from reports.sections.parts import Cited
from reports.sentences import text_of
from tests.desktop.findings.report.test_page_one import page_one

CLASSES = ("clean", "crack", "dirt")


@pytest.fixture
def project(blades) -> Project:
    """90 cracks, 3 of them missed, and 10 false alarms."""
    blades.add_examples(180)
    blades.add_run(range(180), [1, 3, 5, *range(0, 20, 2)])
    blades.project.do(edit.SetBar(0.8, "contract", Provenance.PUBLISHED))
    return blades.project


def cap(project: Project, share: float, mistakes: str) -> None:
    project.do(set_harm(share, read_mistakes(mistakes, classes_at_stake(project))))


def test_no_mistake_is_held_against_it_before_one_is_named(project: Project) -> None:
    assert harm_of_run(project, run_in_use(project)) is None
    assert "harm" not in readiness_of(project).named


def test_a_cap_on_named_mistakes_holds_by_the_exact_bound(project: Project) -> None:
    cap(project, 0.05, "crack > clean")
    check = readiness_of(project).named["harm"]
    assert check.text == "At most 5% does harm: “crack” taken for “clean”"
    assert check.value == "3 of 180, so at most 4.3%"  # exact: 0.0425
    assert check.state is CheckState.PASS
    assert check.sentence.endswith("Allowed: at most 5%.")


@pytest.mark.parametrize(
    ("share", "mistakes", "state"),
    [
        (0.04, "crack", CheckState.NOT_SHOWN),  # missed: the bound lies above the cap
        (0.004, "crack", CheckState.FAIL),  # surely more than is allowed
        (0.05, "clean > crack", CheckState.NOT_SHOWN),
        (0.1, "crack; > crack", CheckState.NOT_SHOWN),  # 13 of 180
    ],
)
def test_a_cap_that_is_not_held_says_so(
    project: Project, share: float, mistakes: str, state: CheckState
) -> None:
    cap(project, share, mistakes)
    assert readiness_of(project).named["harm"].state is state


def test_page_one_says_the_cap_beside_the_bar_and_else_as_its_biggest_risk(
    project: Project, tmp_path: Path
) -> None:
    cap(project, 0.05, "crack > clean")
    held = "Harm, “crack” taken for “clean”: 3 of 180, so at most 4.3%. Allowed: at most 5%."
    assert held in page_one(project, tmp_path)
    cap(project, 0.04, "crack > clean")
    risk = text_of(argued(evidence_of(project), Cited(), 3).risk)
    assert risk.startswith("It is not shown that it seldom does harm, “crack” taken for “clean”")
    assert held not in page_one(project, tmp_path)


def test_mistakes_are_typed_and_written_alike() -> None:
    found = read_mistakes("CRACK > clean; crack > dirt ;dirt; > dirt", CLASSES)
    assert [(one.truth, one.said) for one in found] == [
        ("crack", "clean"),
        ("crack", "dirt"),
        ("dirt", ""),
        ("", "dirt"),
    ]
    assert read_mistakes(written(found), CLASSES) == found
    words = "“crack” taken for “clean” or “dirt”, “dirt” missed and another taken for “dirt”"
    assert mistake_words(found) == words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("crakc > clean", "There is no class “crakc”."),
        ("clean > clean", "“clean > clean” is no mistake."),
        (">", "“>” is no mistake."),
    ],
)
def test_what_is_no_mistake_gets_a_sentence(typed: str, said: str) -> None:
    with pytest.raises(UserError) as refused:
        read_mistakes(typed, CLASSES)
    assert refused.value.what == said


@pytest.mark.parametrize(
    "kept", ["crack", 3, [["crack"]], [["", ""]], [["gone", "clean"]], [[1, []]]]
)
def test_what_a_foreign_file_keeps_names_no_mistake(project: Project, kept: object) -> None:
    project.do(edit.SetFact(HARMFUL_KEY, kept, "mistakes"))
    assert harmful_mistakes(project, CLASSES) == ()


def test_a_right_answer_is_no_mistake() -> None:
    assert not HarmfulMistake("", "crack").is_made("crack", "crack")
    assert HarmfulMistake("", "crack").is_made("clean", "crack")
