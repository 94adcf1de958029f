"""What Data says of a table in which a column knows the answer: left out, used by somebody's word, and without a leak."""

from collections.abc import Iterator

import numpy as np
import pytest

from desktop.findings.data.table import table_data
from desktop.findings.data.table_issues import LEAVE_OUT, USE_ANYWAY, table_issues
from desktop.findings.data.view import view
from desktop.project.project import Project
from desktop.project.table_data import look_of, say_role
from estimators.table.column import ColumnRole
from tests.desktop.jobs.test_table_data import look, take, write_csv
from tests.estimators.table.made_tables import answer_again, copied_rows, honest


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """One column knows the answer, and rows stand in it twice."""
    folder, rng = tmp_path_factory.mktemp("churn"), np.random.default_rng(1)
    cells, gone = honest(200, 0)
    answer_again(cells, gone, rng)
    copied_rows(cells, gone, rng)
    with Project.create(folder / "churn.smart", name="Churn") as project:
        take(project, write_csv(folder / "churn.csv", cells))
        project.do(say_role(project, "cancelled", ColumnRole.PREDICT, task="classify"))
        look(project)
        yield project


@pytest.fixture
def project(kept: Project) -> Iterator[Project]:
    before = kept.file.undo_text
    yield kept
    while kept.file.undo_text != before:
        kept.file.undo()


def knowing(project: Project) -> list[tuple[str, str]]:
    found = look_of(project)
    assert found is not None
    issues = table_issues(project, found)
    return [(each.title, each.act) for each in issues if "knows the answer" in each.title]


def test_what_knows_the_answer_stays_out(project: Project) -> None:
    assert view(project).headline == "“status” already knows the answer."
    assert knowing(project) == [("“status” knows the answer", USE_ANYWAY)]
    (alarm,) = [line.name for line in table_data(project).lines if line.alarm]
    assert alarm == "status"


def test_who_uses_it_all_the_same_is_named(project: Project) -> None:
    project.do(say_role(project, "status", ColumnRole.USE, why="Known on the day.", who="Mara"))
    found = view(project)
    assert found.headline == "“status” knows the answer, and is used."
    assert "Mara takes it upon themselves" in found.lead
    assert knowing(project) == [("“status” knows the answer, and is used", LEAVE_OUT)]
