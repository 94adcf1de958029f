"""What a forecast is asked with, from the answers of the project."""

from dataclasses import replace
from typing import Any

import pytest

from desktop.findings.data.training_data import asked_of, asked_otherwise, value_per_point
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE, CurveForecast
from estimators.data_sufficiency.plan import BuyingConstraints
from tests.kept_records import forecast_with


def answer(project: Project, key: str, value: Any) -> None:
    project.do(edit.SetFact(key, value, key))


def test_what_nobody_has_said_is_unknown_and_not_zero(project: Project) -> None:
    assert asked_of(project) == BuyingConstraints(currency="$")


def test_a_point_is_worth_what_cases_and_mistakes_make_it(project: Project) -> None:
    answer(project, "volume_per_month", {"low": 1000, "high": 1000})
    assert value_per_point(project) is None
    answer(project, "miss_cost", {"low": 10, "high": 10})
    once = value_per_point(project)
    assert once > 0
    answer(project, "volume_per_month", {"low": 2000, "high": 2000})
    assert value_per_point(project) == pytest.approx(2 * once, rel=0.06)  # two figures are kept
    assert asked_of(project).value_per_point == value_per_point(project)


def test_a_budget_is_a_limit_to_a_wish_and_no_wish_itself(project: Project) -> None:
    answer(project, "budget_usd", 500)
    assert asked_of(project).budget is None
    answer(project, "accuracy_gate", 0.9)
    assert asked_of(project).budget == 500


def test_a_labelling_speed_of_nothing_is_no_speed(project: Project) -> None:
    answer(project, "labels_per_day", 0)
    assert asked_of(project).labels_per_day is None
    answer(project, "labels_per_day", 60)
    assert asked_of(project).labels_per_day == 60


def test_an_older_record_is_asked_anew_only_once_something_new_is_known(project: Project) -> None:
    def measured(asked: BuyingConstraints) -> None:
        project.append_record(CURVE, CurveForecast(replace(forecast_with(), asked=asked)), "")

    assert asked_otherwise(project)  # nothing was measured yet
    answer(project, "accuracy_gate", 0.9)
    measured(BuyingConstraints(target=0.9, currency="$"))
    assert not asked_otherwise(project)
    answer(project, "labels_per_day", 60)
    assert asked_otherwise(project)
    measured(asked_of(project))
    assert not asked_otherwise(project)
    answer(project, "accuracy_gate", 0.95)
    assert asked_otherwise(project)
