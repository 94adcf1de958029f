"""A table of facts in a project: taken in, looked through, changed, undone, shared, trained on."""

import csv
import shutil
from pathlib import Path

import pytest

from desktop.findings.data.evidence import data_evidence
from desktop.findings.data.training_data import can_measure
from desktop.findings.data.view import view
from desktop.jobs.add_data import AddData, find_data
from desktop.jobs.learn import train
from desktop.jobs.measure_curve import MeasureCurve, measure_curve
from desktop.jobs.table_data import look_at_table, opened_table
from desktop.jobs.training_request import OnProject
from desktop.project.product import inputs_of, kind_name
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE, TABLE_LOOK
from desktop.project.run_list import run_in_use
from desktop.project.table_data import (
    TableFile,
    choose_sheet,
    look_of,
    needs_look,
    put_table,
    role_of,
    said_columns,
    say_direction,
    say_role,
    say_type,
    table_of,
)
from estimators.base.errors import UserError
from estimators.table.column import ColumnRole, ColumnType, Direction
from tests.estimators.table.made_tables import Cells, honest
from tests.estimators.table.workbooks import sheet_xml, write_xlsx
from tests.jobs_in_process import run_job


def write_csv(path: Path, cells: Cells) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([list(cells), *zip(*cells.values(), strict=True)])
    return path


def take(project: Project, source: Path) -> None:
    found = run_job(find_data, AddData(project.path, (source,), ask=True))
    assert found.table is not None
    project.do(put_table(project, found.table.file, found.table.task))


def look(project: Project) -> None:
    found = run_job(look_at_table, OnProject(project.path))
    project.append_record(TABLE_LOOK, found.value, found.fingerprint)


@pytest.fixture
def churn(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "churn.csv", honest(150, 0)[0])


def test_a_table_comes_in_with_its_kind_and_goes_in_one_step(project: Project, churn: Path) -> None:
    take(project, churn)
    file = table_of(project)
    assert file is not None
    assert file.name == "churn.csv"
    assert (kind_name(project), inputs_of(project)) == ("classify", ("table",))
    churn.unlink()
    with opened_table(project) as (table, _):
        assert len(table) == 150
    project.file.undo()
    assert table_of(project) is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b,label\n", "has no rows"),
        ("a,b,label\n,,\n", "has no rows"),
        ("a,b,label\n1\0,2,yes\n", "NUL character"),
    ],
)
def test_a_table_without_a_row_is_said_rather_than_asked_about(
    project: Project, tmp_path: Path, content: str, said: str
) -> None:
    (tmp_path / "t.csv").write_text(content)
    with pytest.raises(UserError, match=said):
        run_job(find_data, AddData(project.path, (tmp_path / "t.csv",), ask=True))


def test_a_direction_is_one_edit_and_goes_with_more_and_less(project: Project, churn: Path) -> None:
    take(project, churn)
    look(project)
    project.do(say_direction(project, "age", Direction.NEVER_RAISES))
    assert project.file.undo_text == "let more of “age” never raise the answer"
    assert needs_look(project)
    project.do(say_role(project, "age", ColumnRole.LEAVE_OUT))
    assert said_columns(project).directions == {"age": Direction.NEVER_RAISES}
    project.do(say_type(project, "age", ColumnType.CATEGORY))
    assert said_columns(project).directions == {}
    for _ in range(3):
        project.file.undo()
    assert said_columns(project).directions == {}


def test_what_is_said_of_a_column_is_one_edit_and_asks_for_another_look(
    project: Project, churn: Path
) -> None:
    take(project, churn)
    assert needs_look(project)
    look(project)
    assert not needs_look(project)
    assert role_of(project, "age") == ColumnRole.USE
    project.do(say_role(project, "age", ColumnRole.LEAVE_OUT))
    assert project.file.undo_text == "leave out “age”"
    assert role_of(project, "age") == ColumnRole.LEAVE_OUT
    assert needs_look(project)
    assert look_of(project) is not None, "what was found stays until it is found anew"
    project.file.undo()
    assert not needs_look(project)


def test_predicting_an_amount_makes_it_a_product_of_numbers(project: Project, churn: Path) -> None:
    take(project, churn)
    look(project)
    project.do(say_role(project, "spent", ColumnRole.PREDICT, task="number"))
    assert kind_name(project) == "number"
    assert role_of(project, "cancelled") == ColumnRole.USE
    project.file.undo()
    assert kind_name(project) == "classify"


def test_another_sheet_of_a_workbook_can_be_read(project: Project, tmp_path: Path) -> None:
    cells = honest(40, 0)[0]
    rows = [list(cells), *map(list, zip(*cells.values(), strict=True))]
    others = [["region", "size", "sold"], *([f"r{n}", n, n * 2.5] for n in range(30))]
    book = write_xlsx(tmp_path / "b.xlsx", {"A": sheet_xml(rows), "B": sheet_xml(others)})
    take(project, book)
    look(project)
    found = look_of(project)
    assert found is not None
    assert (found.sheet, found.sheets) == ("A", ("A", "B"))
    file = table_of(project)
    assert file is not None
    project.do(choose_sheet(file, "B"))
    assert look_of(project) is None
    look(project)
    found = look_of(project)
    assert found is not None
    assert [one.name for one in found.columns] == ["region", "size", "sold"]


def test_a_project_holds_one_kind(project: Project, churn: Path, digits_folder) -> None:
    take(project, churn)
    with pytest.raises(UserError, match="holds a table"):
        run_job(find_data, AddData(project.path, (digits_folder(n=1, classes=2),)))


def test_a_foreign_fact_in_its_place_is_no_table(project: Project) -> None:
    from desktop.project.commands import SetFact

    project.do(SetFact("table", {"sha256": 7}, "the table"))
    assert table_of(project) is None
    project.do(SetFact("table", {"sha256": "0" * 64, "name": "../../x.csv"}, "the table"))
    assert table_of(project) == TableFile("0" * 64, "../../x.csv")
    with pytest.raises(UserError, match="not in the project"), opened_table(project):
        pass


def test_a_training_on_rows_is_kept_like_any_other(project: Project, churn: Path) -> None:
    take(project, churn)
    trained = run_job(train, OnProject(project.path))
    shutil.rmtree(trained.model.parent)
    project.append_run(trained.settings, trained.result)
    run = run_in_use(project)
    assert run is not None
    assert run.settings.data == project.fingerprint()
    assert run.settings.table is not None
    assert run.settings.table.target == "cancelled"
    assert (run.result.n_test, run.result.gate.passed) == (30, True)
    assert project.caches.model(run.model_sha256)
    project.do(say_role(project, "age", ColumnRole.LEAVE_OUT))
    assert run.settings.data != project.fingerprint()


@pytest.mark.parametrize("label", ["cancelled", "spent"])
def test_the_learning_curve_of_a_table_looks_at_no_row_that_a_training_holds_out(
    project: Project, churn: Path, label: str
) -> None:
    take(project, churn)
    task = "number" if label == "spent" else "classify"
    project.do(say_role(project, label, ColumnRole.PREDICT, task=task))
    look(project)
    assert can_measure(project)
    found = run_job(measure_curve, MeasureCurve(project.path))
    project.append_record(CURVE, found.value, found.fingerprint)
    kept = found.value.forecast
    assert (kept.have, kept.task.unit) == (120, "rows")
    assert [point.n for point in kept.measured][-1] == 96
    assert kept.task.n_classes == (2 if label == "cancelled" else None)
    said = view(project)
    assert said.charts["curve"].title
    printed = data_evidence(project)
    assert printed is not None
    assert printed.curve is not None
    assert printed.of_numbers == (label == "spent")
    assert sum(row.learn + row.held_out for row in printed.classes) == 150
