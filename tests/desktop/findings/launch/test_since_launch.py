"""Outcomes since the launch, kept and said."""

from pathlib import Path

import pytest

from desktop.findings.launch.conditions import put_tripwire
from desktop.findings.launch.since_launch import OUTCOMES, check_of, put_outcomes
from desktop.project.commands import SetFact
from desktop.project.project import Project
from estimators.acceptance.readiness.tripwires import Tripwire

WIRE = Tripwire("the share of right answers", "below", "85%", "a week", "switch it off")


@pytest.fixture
def project(tmp_path: Path):
    with Project.create(tmp_path / "a.smart", name="A") as made:
        made.do(put_tripwire(made, WIRE))
        yield made


def test_they_belong_to_one_tripwire_and_are_undone(project: Project) -> None:
    assert check_of(project, WIRE) is None
    project.do(put_outcomes(project, WIRE, [True] * 412 + [False] * 43, "week 1.csv"))
    assert check_of(project, WIRE).sentence == "Since launch 412 of 455 right; the tripwire holds."
    assert check_of(project, Tripwire("recall", *list(vars_of(WIRE))[1:])) is None
    project.file.undo()
    assert check_of(project, WIRE) is None


def vars_of(wire: Tripwire):
    return (wire.metric, wire.direction, wire.threshold, wire.window, wire.action)


@pytest.mark.parametrize("kept", ["x", {"the share of right answers below 85%": {"right": 9}}, []])
def test_a_foreign_value_is_none(project: Project, kept: object) -> None:
    project.do(SetFact(OUTCOMES, kept, "x"))
    assert check_of(project, WIRE) is None
