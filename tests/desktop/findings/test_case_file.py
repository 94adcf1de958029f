"""A case file taken into a project asks the engines the same as the file itself."""

from pathlib import Path
from typing import Any

import pytest

from desktop.findings.case import case_of
from desktop.findings.case_file import answers_in, read_case, write_case
from desktop.project.project import Project
from desktop.project.questions import CUE_QUESTIONS
from estimators.base.codec import plain
from estimators.base.errors import UserError
from estimators.build_vs_buy import BuildVsBuy
from estimators.case.price_book import currencies
from estimators.need_for_ai import assess
from reports.provenance import Provenance

CASES: tuple[dict[str, Any], ...] = (
    {
        "explicit_rules_possible": "partly",
        "demand_validated": True,
        "labelled_examples": 800,
        "data_level": "B",
        "recognises_a_kind": True,
        "rare_and_changing": True,
        "natural_language": True,
        "success_metric": "the share found",
        "success_direction": "below",
        "success_threshold": "85%",
        "success_action": "stop",
    },
    {
        "error_cost_level": "critical",
        "human_in_loop": False,
        "accuracy_gate": 0.95,
        "volume_per_month": [2000, 4000],
        "missed_cost": {"value": 3},
        "active_users": {"low": 100, "high": 300, "value": 150},
        "commodity_fit": 4,
        "currency": "EUR",
        "intangible_ranking": ["privacy", "speed"],
        "n_classes": None,
    },
)


@pytest.mark.parametrize("case", CASES)
def test_taken_into_a_project_the_verdict_and_its_words_stay(
    project: Project, case: dict[str, Any]
) -> None:
    project.do(answers_in(case, "case.json").edit)
    ours, theirs = assess(case_of(project)), assess({**case, "title": "P", "stage": "concept"})
    assert (ours.verdict, ours.open_answers) == (theirs.verdict, theirs.open_answers)
    assert ours.success_sentence == theirs.success_sentence
    assert plain(ours.cues) == plain(theirs.cues)


@pytest.mark.parametrize("case", CASES)
def test_written_and_taken_again_nothing_is_lost(
    project: Project, tmp_path: Path, case: dict[str, Any]
) -> None:
    project.do(answers_in(case, "case.json").edit)
    file = tmp_path / "out.json"
    write_case(project, file)
    with Project.create(tmp_path / "again.smart", name="P") as again:
        again.do(answers_in(read_case(file), "out.json").edit)
        ours, theirs = case_of(again), case_of(project)
    assert ours == theirs


def test_what_is_null_becomes_unknown_and_where_numbers_come_from_is_kept(project: Project) -> None:
    taken = answers_in(
        {
            "regulatory_tier": None,
            "cost_per_label": {"low": 1, "high": 2, "provenance": "published", "source": "a list"},
            "adoption": [0.2, 0.4],
        },
        "case.json",
    )
    assert (taken.answers, taken.unknown) == (2, 1)
    project.do(taken.edit)
    facts = project.facts()
    assert facts["regulatory_tier"].source is Provenance.UNKNOWN
    assert (facts["label_cost"].source, facts["label_cost"].note) == (
        Provenance.PUBLISHED,
        "a list",
    )
    assert (facts["adoption"].source, facts["adoption"].note) == (
        Provenance.GUESS,
        "from case.json",
    )


@pytest.mark.parametrize("budget", [1000, {"value": 1000, "source": "an offer"}])
def test_a_budget_in_dollars_is_kept_in_the_currency_of_the_project(
    project: Project, budget: Any
) -> None:
    project.do(answers_in({"currency": "EUR", "budget_usd": budget}, "case.json").edit)
    assert project.answer("budget_usd") == pytest.approx(1000 * currencies()["EUR"])
    assert case_of(project)["budget_usd"] == pytest.approx(1000)


def test_one_cost_of_a_mistake_is_taken_for_both_kinds_and_the_values_stay(
    project: Project,
) -> None:
    case = {"error_cost_usd": 120, "volume_per_month": 3000, "false_alarm_cost": [1, 3]}
    taken = answers_in(case, "case.json")
    assert taken.left_out == ()
    project.do(taken.edit)
    ours, theirs = (
        BuildVsBuy(draws=500, random_state=0).evaluate(each) for each in (case_of(project), case)
    )
    assert [option.mean for option in ours.options] == [option.mean for option in theirs.options]


def test_names_that_nobody_asks_are_said_and_what_the_project_measures_is_not_believed() -> None:
    taken = answers_in(
        {"user_pain": 3, "wind": 1, "measured": {"correct": 9, "n": 10}, "title": "x"}, "case.json"
    )
    assert taken.left_out == ("wind",)
    assert taken.answers == 1


@pytest.mark.parametrize(
    ("case", "name"),
    [
        ({"labelled_examples": -1}, "labelled_examples"),
        ({"missed_cost": {"low": 5, "high": 2}}, "missed_cost"),
        ({"regulatory_tier": "severe"}, "regulatory_tier"),
        ({"foretells_events": "maybe"}, "foretells_events"),
    ],
)
def test_an_input_that_cannot_be_right_is_named(case: dict[str, Any], name: str) -> None:
    with pytest.raises(UserError, match=name):
        answers_in({"user_pain": 3, **case}, "case.json")


def test_every_cue_says_which_list_asks_it() -> None:
    assert len(CUE_QUESTIONS) >= 37
    assert all(asked.origin and asked.choices for asked in CUE_QUESTIONS)


@pytest.mark.parametrize(
    "flags", [[], ["children"], ["employment", "health"], ["education", "justice", "migration"]]
)
def test_what_the_law_looks_at_goes_in_and_out_of_a_case_file(
    project: Project, tmp_path: Path, flags: list[str]
) -> None:
    project.do(answers_in({"purpose_flags": flags}, "case.json").edit)
    assert project.answer("purpose_flags") == flags
    write_case(project, tmp_path / "out.json")
    assert read_case(tmp_path / "out.json")["purpose_flags"] == flags
