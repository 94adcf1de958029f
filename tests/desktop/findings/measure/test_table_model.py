"""What the stages say of a training on a table: one of two classes and one of numbers, each trained once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from desktop.findings.launch.checks import named_checks
from desktop.findings.launch.view import view as launch_view
from desktop.findings.measure.evidence import accuracy_evidence
from desktop.findings.measure.table_model import found_sentence, importance_chart, members_sentence
from desktop.findings.measure.table_row import OWN, played_row, row_answer
from desktop.findings.measure.view import GOOD, SURE, WRONG, status, view
from desktop.findings.report.evidence import evidence_of
from desktop.findings.stage_status import stage_statuses
from desktop.jobs.training_request import OnProject
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import BarOrigin
from desktop.project.run_list import run_in_use
from desktop.project.stages import Stage
from estimators.table.column import ColumnRole
from reports.launch_evidence import CheckState
from reports.provenance import Provenance
from tests.desktop.jobs.test_table_data import look, say_role, take, train, write_csv
from tests.estimators.table.made_tables import Cells, honest
from tests.jobs_in_process import run_job


def trained(folder: Path, cells: Cells, *, number: str = "") -> Project:
    project = Project.create(folder / "p.smart", name="P")
    take(project, write_csv(folder / "t.csv", cells))
    if number:
        project.do(say_role(project, number, ColumnRole.PREDICT, task="number"))
    look(project)
    found = run_job(train, OnProject(project.path))
    project.append_run(found.settings, found.result)
    project.do(edit.SetBar(0.5, BarOrigin.OWN, Provenance.GUESS, "for the test"))
    return project


@pytest.fixture(scope="module")
def churn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with trained(tmp_path_factory.mktemp("churn"), honest(300, 0)[0]) as project:
        yield project


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    cells, _ = honest(300, 0)
    days = np.array([float(value) for value in cells["days_since_login"]])
    noise = np.random.default_rng(0).normal(0, 20, 300)
    cells["visits"] = [f"{value:.1f}" for value in 100 + 2 * days + noise]
    with trained(tmp_path_factory.mktemp("visits"), cells, number="visits") as project:
        yield project


def test_of_two_classes_it_says_how_many_of_the_rarer_are_found(churn: Project) -> None:
    run = run_in_use(churn)
    assert run is not None
    assert run.settings.table is not None
    found = run.settings.table.found
    assert found is not None
    said = view(churn, run, GOOD)
    assert said.headline.startswith("Run 1 is right ")
    assert f"finds {found.found} of the {found.n} “yes” with {found.warnings} warnings" in said.lead
    assert found_sentence(run) in said.lead
    labels = [row.label for row in said.charts["runs"].rows]
    assert labels[-1] == "Always “no”"


def test_what_it_rests_on_counts_rows(churn: Project) -> None:
    run = run_in_use(churn)
    assert run is not None
    assert run.settings.table is not None
    chart = importance_chart(run.settings.table)
    assert chart.rows[0].label == "days_since_login"
    assert chart.rows[0].mid > 1
    assert "with as many warnings" in chart.note


def test_the_report_prints_why_a_column_that_knows_the_answer_is_used(churn: Project) -> None:
    run = run_in_use(churn)
    assert run is not None
    kept = run.settings.table
    assert kept is not None
    columns = tuple(replace(one, asked="a week before") if one.name == "age" else one for one in kept.columns)  # fmt: skip
    said = members_sentence(replace(kept, columns=columns))
    assert said.endswith("“age” knows the answer and is learned from all the same: a week before")


def test_a_row_has_a_name_its_truth_and_the_fields_that_are_learned_from(churn: Project) -> None:
    run = run_in_use(churn)
    assert run is not None
    row = played_row(churn, run, 0)
    assert row is not None
    assert row.name == f"Row {row_answer(run, 0)}"
    assert row.note.startswith("held out · “")
    assert "cancelled" not in row.cells
    assert "customer_id" not in row.cells
    own = played_row(churn, run, OWN)
    assert own is not None
    assert own.cells["contract"] == "monthly"


def test_of_numbers_right_is_within_the_tolerance(visits: Project) -> None:
    run = run_in_use(visits)
    assert run is not None
    said = view(visits, run, GOOD)
    assert said.headline.startswith("Run 1 is within 10% for ")
    assert "always saying" in said.lead
    assert status(visits, run).endswith("within 10%")
    assert said.figures["bound"].value < said.figures["accuracy"].value
    assert set(said.charts) == {"runs", "error"}
    assert set(view(visits, run, SURE).charts) == {"ranges"}
    assert "off by more than 10%" in view(visits, run, WRONG).headline


def test_launch_tests_numbers_against_bar_median_and_promise(visits: Project) -> None:
    checks = named_checks(visits)
    assert checks["better"].state is CheckState.PASS
    assert checks["fair"].state is CheckState.PASS
    assert "every_class" not in checks
    assert "bar" in launch_view(visits).headline.lower()


@pytest.mark.parametrize("name", ["churn", "visits"])
def test_every_stage_and_the_report_speak_of_it(name: str, request: pytest.FixtureRequest) -> None:
    project: Project = request.getfixturevalue(name)
    words = {one.stage: one.words for one in stage_statuses(project)}
    assert words[Stage.DATA].startswith("300 rows, ")
    assert words[Stage.MEASURE].startswith("Run 1: ")
    found = accuracy_evidence(project)
    assert found is not None
    assert found.more
    assert "Weighed by what each says" in found.method
    assert evidence_of(project).accuracy == found
