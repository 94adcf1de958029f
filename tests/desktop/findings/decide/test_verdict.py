"""The verdict and the value in words, charts and evidence."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.findings.case import case_of
from desktop.findings.decide.evidence import decision_evidence
from desktop.findings.decide.flip_points import tried, value_flips, verdict_flips
from desktop.findings.decide.value_charts import money_axis
from desktop.findings.decide.verdict import (
    ALL_OF_THEM,
    MEASURED_KEY,
    MOST_UNKNOWN,
    REASON_KEY,
    VERDICT_KEY,
    find_first,
    next_step,
    open_answers_sentence,
    unknown_questions,
)
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import NewExample, RunSettings
from desktop.project.stages import Stage
from estimators.build_vs_buy import BuildVsBuy
from estimators.need_for_ai import assess
from tests.golden.projects import open_project
from tests.training_results import measured


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.open(open_project("sample_stylist", tmp_path / "stylist")) as project:
        yield project


@pytest.mark.parametrize("sample", ["sample_sales_tax", "sample_stylist"])
def test_every_change_that_is_shown_does_change_the_verdict(sample, tmp_path) -> None:
    with Project.open(open_project(sample, tmp_path / sample)) as project:
        case = case_of(project)
    found = assess(case)
    flips = verdict_flips(found, case, "USD")
    assert flips
    for flip in flips:
        assert assess(tried(case, flip)).verdict != found.verdict, flip.sentence


def test_every_number_that_is_shown_to_flip_the_value_does(tmp_path) -> None:
    with Project.open(open_project("sample_sales_tax", tmp_path / "tax")) as project:
        case = case_of(project)
    valuation = BuildVsBuy().evaluate(case)
    flips = value_flips(case, valuation)
    assert flips
    for flip in flips:
        assert BuildVsBuy().evaluate(tried(case, flip)).best != valuation.best, flip.sentence
        known = valuation.inputs[flip.input]
        assert known.low <= flip.to <= known.high


def test_what_no_question_asks_leads_to_where_it_is_measured() -> None:
    known = {"demand_validated": True, "commodity_api_available": False, "n_classes": None}
    launch = {"stage": "pre_launch", "regulatory_tier": "high", "accuracy_gate": 0.9}
    found = assess({**known, **launch, "validated_on_target_population": True})
    assert "measured" in found.open_answers
    assert "how often it is right in a test" in open_answers_sentence(found)
    keys = [key for key, _words in unknown_questions(found)]
    assert keys[found.open_answers.index("measured")] == MEASURED_KEY


def test_no_more_unknowns_are_listed_than_can_be_read_at_a_glance() -> None:
    asked = unknown_questions(assess({"stage": "concept", "demand_validated": True}))
    assert len(asked) == MOST_UNKNOWN + 1
    assert asked[-1][0] == ALL_OF_THEM


def test_what_to_find_out_first_has_a_question_on_the_problem_page(project) -> None:
    valuation = BuildVsBuy().evaluate(case_of(project))
    first = find_first(project, valuation)
    project.do(edit.SetFact(first.key, {"low": 0.9, "high": 0.9}, first.key))
    again = BuildVsBuy().evaluate(case_of(project))
    assert again.evppi[str(valuation.find_out_first)] == 0


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.0), (-5e6, 1e3), (0.0, 0.4), (-1e12, 1e12)])
def test_an_axis_has_a_few_round_ticks_whatever_the_amounts(low, high) -> None:
    axis = money_axis(low, high, "EUR")
    assert 1 <= len(axis.ticks) <= 7
    assert all(axis.low <= at <= axis.high for at, _ in axis.ticks)


def test_a_decision_of_ones_own_is_printed_beside_the_verdict(project) -> None:
    assert decision_evidence(project).own_choice == ""
    project.do(edit.SetFact(VERDICT_KEY, "buy_api", "v"))
    project.do(edit.SetFact(REASON_KEY, "The contract is signed.", "r"))
    found = decision_evidence(project)
    assert (found.own_choice, found.own_reason) == ("Buy or prompt it", "The contract is signed.")
    assert found.verdict == "Fake it first"
    assert found.reasons
    assert all(reason.effect in {"for", "against", "blocks"} for reason in found.reasons)


def test_training_asks_only_for_what_is_missing(project) -> None:
    assert next_step(project, "automl_finetune").stage is Stage.DATA
    photos = tuple(
        NewExample(f"{label}.png", label, label * 64, 1, "image", label) for label in "ab"
    )
    project.do(edit.AddExamples(photos))
    assert next_step(project, "automl_finetune").words == "Train it"
    project.append_run(RunSettings(), measured())
    assert next_step(project, "automl_finetune").stage is Stage.LAUNCH
