"""What the fake's findings say, on real projects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.findings.fake.acceptance_curve import acceptance_chart, goal_of, said_by
from desktop.findings.fake.scenarios import (
    active_scenario,
    copy_of,
    put_scenario,
    reference_ticks,
    scenarios_of,
    unplayable,
)
from desktop.project import commands as edit
from desktop.project.project import Project
from mock_ai.reaction import Reaction


@pytest.fixture
def project(blades) -> Project:
    return blades.project


def test_a_project_without_scenarios_has_the_presets_with_its_own_classes(project: Project) -> None:
    scenarios = scenarios_of(project)
    assert len(scenarios) == 6
    assert all(row is None and one.classes == ("clean", "crack") for row, one in scenarios)


def test_a_renamed_class_is_answered_under_its_new_name(project: Project) -> None:
    scenario = active_scenario(project)[1]
    project.do(put_scenario(project, scenario, "keep"))
    crack = project.classes()[1]
    project.do(edit.RenameClass(crack.id, "crack", "split"))
    assert active_scenario(project)[1].classes == ("clean", "split")


def test_the_chosen_scenario_stays_chosen_when_the_presets_are_stored(project: Project) -> None:
    project.do(edit.SetFact("fake.scenario", "bad-network", "scenario"))
    project.do(put_scenario(project, active_scenario(project)[1], "keep"))
    row, scenario = active_scenario(project)
    assert row is not None
    assert scenario.id == "bad-network"


def test_where_none_is_chosen_the_first_scenario_answers(project: Project) -> None:
    assert active_scenario(project)[1] == scenarios_of(project)[0][1]
    project.do(edit.SetFact("fake.scenario", "one that is gone", "scenario"))
    assert active_scenario(project)[1] == scenarios_of(project)[0][1]


def test_two_copies_have_ids_of_their_own(project: Project) -> None:
    first = copy_of(project, active_scenario(project)[1], "Demo day")
    project.do(put_scenario(project, first, "add"))
    second = copy_of(project, first, "Demo day")
    assert (first.id, second.id) == ("demo-day", "demo-day-2")


@given(st.text(min_size=1, max_size=250).filter(lambda text: text.strip()))
def test_any_name_gives_an_id_that_clients_can_use(name: str) -> None:
    import tempfile
    from pathlib import Path

    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder) / "p.smart", name="P") as made,
    ):
        scenario = active_scenario(made)[1]
        copied = copy_of(made, scenario, name.strip()[:200])
        assert copied.id


def test_an_unplayable_scenario_is_named_and_left_out(project: Project) -> None:
    project.do(edit.PutScenario(None, "Odd", {"name": "Odd", "seed": "x"}))
    assert unplayable(project) == ("Odd",)
    assert next(one.name for _, one in scenarios_of(project)) == "The promise"


def test_the_reference_values_come_from_labels_and_todays_answer(project: Project) -> None:
    assert reference_ticks(project) == ()
    project.do(edit.SetFact("today_accuracy", {"low": 0.8, "high": 0.9}, "today"))
    assert reference_ticks(project) == ((pytest.approx(0.85), "people today"),)


@pytest.mark.parametrize("goal", ["soon", 0, 1, -3, None, [0.5]])
def test_a_goal_that_is_no_share_falls_back(project: Project, goal: object) -> None:
    project.do(edit.SetFact("fake.goal", goal, "goal"))
    assert goal_of(project) == 0.7


def test_a_curve_that_never_reaches_the_goal_draws_no_bar() -> None:
    reactions = [
        Reaction("1", str(n), accuracy, "rejected") for accuracy in (0.6, 0.9) for n in range(20)
    ]
    chart = acceptance_chart(said_by(reactions, 0.7))
    assert chart is not None
    assert (chart.bar, chart.reached_at, chart.reached_range) == (None, None, None)
