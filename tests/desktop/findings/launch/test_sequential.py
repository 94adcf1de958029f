"""Labelling as one goes, kept with the project."""

import pytest

from desktop.findings.launch.evidence import launch_evidence
from desktop.findings.launch.sequential import (
    answer_sequential,
    end_sequential,
    sequential_chart,
    sequential_of,
    start_sequential,
)
from desktop.project import commands as edit
from desktop.project.project import Project
from estimators.acceptance.sequential import SequentialVerdict
from estimators.base.errors import UserError
from reports.provenance import Provenance


@pytest.fixture
def project(blades) -> Project:
    made = blades.project
    blades.add_examples(180)
    made.do(edit.SetBar(0.8, "contract", Provenance.GUESS))
    blades.add_run(range(180), range(17))
    return made


def test_labels_are_kept_and_the_test_goes_on_after_a_restart(blades, project: Project) -> None:
    project.do(start_sequential(project, 0.9))
    for right in (True, True, False, True):
        project.do(answer_sequential(project, right))
    with Project.open_beside(project.path) as again:
        going = sequential_of(again)
        chart = sequential_chart(going)
        assert (chart.x_axis.low, chart.x_axis.high, chart.y_axis.low, chart.y_axis.high) == (
            1,
            4,
            0,
            1,
        )
        assert (chart.points[0].x, chart.points[0].y, chart.points[0].n) == (4.0, 0.75, 4)
        assert (going.state.correct, going.state.total) == (3, 4)
        assert going.state.verdict is SequentialVerdict.GO_ON
        assert going.state.sentence.startswith("Go on: 3 of 4 photos right; about ")


def test_twenty_six_right_in_a_row_pass_80_percent_and_no_more_are_counted(
    blades, project: Project
) -> None:
    project.do(start_sequential(project, 0.9))
    for _ in range(26):
        project.do(answer_sequential(project, True))
    going = sequential_of(project)
    assert going.state.verdict is SequentialVerdict.PASSES
    launch = launch_evidence(project)
    assert launch.acceptance.sequential.verdict == "passes"
    with pytest.raises(UserError, match="over"):
        answer_sequential(project, True)


def test_another_run_or_bar_makes_its_labels_stale(blades, project: Project) -> None:
    project.do(start_sequential(project, 0.9))
    project.do(edit.SetBar(0.85, "contract", Provenance.GUESS, "Asked for."))
    going = sequential_of(project)
    assert going.stale == "These labels tested a bar of 80%; start again for this one."
    project.do(edit.SetBar(0.8, "contract", Provenance.GUESS, "Back."))
    blades.add_run(range(180), range(9))
    going = sequential_of(project)
    assert going.stale == "These labels tested another run; start again for this one."
    with pytest.raises(UserError):
        answer_sequential(project, True)
    project.do(end_sequential())
    assert sequential_of(project) is None


@pytest.mark.parametrize(
    "value", [None, 7, "110", {"answers": 3}, {"answers": "11", "bar": "x"}, {"answers": "1"}]
)
def test_a_damaged_record_is_no_test(project: Project, value: object) -> None:
    project.do(edit.SetFact("launch.sequential", value, "labels"))
    assert sequential_of(project) is None


def test_it_needs_a_run_a_bar_and_a_model_better_than_the_bar(blades) -> None:
    empty = blades.project
    with pytest.raises(UserError, match="no run"):
        start_sequential(empty, 0.9)
    blades.add_examples(20)
    blades.add_run(range(20))
    with pytest.raises(UserError, match="no bar"):
        start_sequential(empty, 0.9)
    empty.do(edit.SetBar(0.8, "contract", Provenance.GUESS))
    with pytest.raises(UserError, match="true_accuracy"):
        start_sequential(empty, 0.8)
