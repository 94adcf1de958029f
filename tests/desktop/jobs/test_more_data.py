"""What to collect next and whether made examples help, measured on real photos."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.findings.data.data_collection import more_data
from desktop.jobs.learn import train
from desktop.jobs.more_data import PlanCollection, measure_made, plan_collection
from desktop.jobs.training_request import OnProject
from desktop.project import commands as edit
from desktop.project.made import learn_from_made, learns_from_made
from desktop.project.project import Project
from desktop.project.record_kinds import COLLECTION_PLAN, MADE_EXAMPLES
from desktop.project.records import RunSettings
from estimators.base.errors import UserError
from tests.jobs_in_process import add_found, run_job
from tests.training_results import answered, measured


@pytest.fixture
def project(project: Project, digits_folder: Callable[..., Path]) -> Project:
    """Sixteen photos of two digits, three of each held out."""
    add_found(project, digits_folder(n=8, classes=2))
    project.do(edit.HoldOut(frozenset({1, 2, 3, 9, 10, 11})))
    return project


def test_made_examples_are_measured_on_real_ones_and_none_is_kept(project) -> None:
    measured_effect = run_job(measure_made, OnProject(project.path))
    found = measured_effect.value
    assert found.made_from == found.effect.n == 10, "only the learning side, and only real photos"
    assert 0 < found.made <= 20
    assert project.count_examples() == 16
    assert found.effect.low <= found.effect.gain <= found.effect.high
    project.append_record(MADE_EXAMPLES, found, measured_effect.fingerprint)
    said = more_data(project)
    assert said.made.startswith("It ")
    assert "leave it off" not in said.made
    assert "of 10 photos" in said.made_note


def test_a_plan_needs_a_run_and_counts_its_mistakes(project) -> None:
    with pytest.raises(UserError, match="Nothing is trained yet"):
        run_job(plan_collection, PlanCollection(project.path))
    tested = [e for e in project.examples() if e.held_out]
    rows = [answered(e.path, e.class_name, "1") for e in tested]
    project.append_run(RunSettings(), measured(rows))
    planned = run_job(plan_collection, PlanCollection(project.path))
    found = planned.value
    assert (found.run, found.tested, found.wrong) == (1, 6, 3)
    project.append_record(COLLECTION_PLAN, found, planned.fingerprint)
    said = more_data(project)
    assert said.title == "What to photograph next"
    assert "3 wrong answers of 6 held-out photos" in said.plan_note


def test_training_learns_from_variants_once_they_are_chosen(project) -> None:
    project.do(learn_from_made(True))
    found = run_job(train, OnProject(project.path))
    try:
        made = found.result.augmentation
        assert made.used
        assert found.result.n_test == 6, "variants are never tested on"
        assert project.count_examples() == 16
    finally:
        shutil.rmtree(found.model.parent)
    assert "Training" not in more_data(project).made, "nothing was measured"
    project.file.undo()
    assert not learns_from_made(project)
