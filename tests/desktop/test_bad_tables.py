"""Tables that cannot work, brought to a real window: each is told in one clear sentence, nothing is lost, and the window goes on."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.findings.data.table import table_data
from desktop.findings.data.view import view
from desktop.jobs.add_data import AddData, find_data
from desktop.jobs.training_pipeline import pipeline_of
from desktop.pages.data.page import DataPage
from desktop.project.project import Project
from desktop.project.run_list import run_in_use
from desktop.project.table_data import look_of, needs_look, say_role, table_of
from estimators.base.errors import UserError
from estimators.table.column import ColumnRole
from tests.desktop.test_bad_input import Person
from tests.estimators.table.workbooks import sheet_xml, write_xlsx
from tests.golden.pages import jobs_in_this_process
from tests.jobs_in_process import run_job

Make = Callable[[Path], Path]
_OLD_WORKBOOK = bytes.fromhex("d0cf11e0a1b11ae1")


def _csv(text: str) -> Make:
    def make(folder: Path) -> Path:
        path = folder / "t.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return make


def _rows(n: int, *columns: Callable[[int], object]) -> str:
    return "".join(",".join(str(column(at)) for column in columns) + "\n" for at in range(n))


def _left(at: int) -> str:
    return random.Random(at).choice(("yes", "no"))


def _bytes(name: str, content: bytes) -> Make:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return make


def _large(folder: Path) -> Path:
    """A CSV of a gigabyte, of which nearly nothing is on the disk."""
    path = folder / "t.csv"
    with path.open("wb") as file:
        file.write(b"age,plan,spent,left\n" + b"31,basic,12.5,yes\n40,plus,13,no\n" * 200)
        file.truncate(1_100_000_000)
    return path


CUSTOMERS = [["age", "plan", "spent", "left"], *([20.0 + at % 50, "abc"[at % 3], at * 1.5, _left(at)] for at in range(60))]  # fmt: skip


def _ten_sheets(folder: Path) -> Path:
    notes = {f"note {n}": sheet_xml([["x"]]) for n in range(9)}
    data = sheet_xml([["Customers", None, None, None], *CUSTOMERS], merged=["A1:D1"])
    return write_xlsx(folder / "t.xlsx", {**notes, "data": data})


def _macros(folder: Path) -> Path:
    return write_xlsx(folder / "t.xlsm", {"data": sheet_xml(CUSTOMERS)}, macros=True)


@pytest.fixture
def person(application: Application, qtbot: QtBot) -> Person:
    return Person(application, qtbot)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs_in_this_process(monkeypatch)


def looked_at(person: Person) -> Project:
    """The project, once the table in it was looked through."""
    project = person.application.session.project
    person.qtbot.waitUntil(lambda: look_of(project) is not None and not needs_look(project))
    return project


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_csv(""), "“t.csv” is empty."),
        (_csv("age,plan,spent,left\n"), "“t.csv” has no rows."),
        (_bytes("t.csv", bytes(range(256)) * 20), "“t.csv” has no rows."),
        (_bytes("t.xlsx", _OLD_WORKBOOK + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(4_000)), "“t.xlsx” has a password."),
        (_bytes("t.xlsx", b"PK\x03\x04" + bytes(300)), "“t.xlsx” can’t be read as a workbook."),
        (_large, "“t.csv” has 1,100 MB."),
    ],
    ids=["empty", "header alone", "binary", "password", "cut off", "a gigabyte"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_message_and_leaves_no_table(
    person: Person, tmp_path: Path, make: Make, said: str
) -> None:
    person.project(tmp_path / "p.smart")
    person.bring(make(tmp_path))
    assert person.said == [said]
    project = person.application.session.project
    assert table_of(project) is None
    assert project.file.undo_text is None
    assert isinstance(person.window.page(), DataPage)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b,left\n1,2,yes\n", "has only one row."),
        ("a,b,left\n" + _rows(1_600, lambda at: at % 7, lambda at: at % 9, lambda at: f"c{at % 400}"), "“left” has 400 different values."),
        ("a,b,left\n" + _rows(80, lambda at: at % 7, lambda at: at % 9, lambda at: f"name {at}"), "Every row has another value in “left”."),
        ("a,b,left\n" + _rows(50, lambda _: "n/a", lambda _: "", lambda at: "?"), "No row of “t.csv” has a value in “left”."),
        ("a,b,left\n" + _rows(50, lambda at: at, lambda at: at % 3, lambda _: "yes"), "“left” has the same value in every row."),
    ],
    ids=["one row", "400 classes", "unique in every row", "only missing values", "one value"],
)  # fmt: skip
@pytest.mark.usefixtures("quick")
def test_what_nothing_can_be_learned_from_says_so_and_is_not_trained_on(
    person: Person, tmp_path: Path, text: str, said: str
) -> None:
    person.project(tmp_path / "p.smart")
    person.bring(_csv(text)(tmp_path))
    project = looked_at(person)
    person.application.session.do(say_role(project, "left", ColumnRole.PREDICT, task="classify"))
    looked_at(person)
    assert said in view(project).headline
    page = person.window.page()
    assert isinstance(page, DataPage)
    assert page.primary_off()
    assert not person.said
    project.file.undo()
    project.file.undo()
    assert table_of(project) is None


@pytest.mark.parametrize(
    ("make", "known"),
    [
        (_ten_sheets, "Of 10 sheets, “data” was read"),
        (_macros, "macros"),
        (_csv("born,height,left\n" + _rows(120, lambda at: f"{1700 + at}-0{at % 9 + 1}-11", lambda at: 150 + at % 40, _left)), ""),
        (_csv("a,b,left\n" + _rows(120, lambda at: [at, f"x{at % 3}", "12 %", '"1.234,5"', ""][at % 5], lambda at: at % 9, _left)), ""),
        (_csv("note,b,left\n" + _rows(120, lambda at: f"=cmd|' /C calc'!A{at % 3}", lambda at: at % 9, lambda at: f"={_left(at)}")), ""),
    ],
    ids=["ten sheets and merged cells", "macros", "days before 1900", "mixed types", "formulas"],
)  # fmt: skip
@pytest.mark.usefixtures("quick")
def test_what_is_odd_but_can_be_read_is_learned_from_and_nothing_of_it_runs(
    person: Person, tmp_path: Path, make: Make, known: str
) -> None:
    person.project(tmp_path / "p.smart")
    person.bring(make(tmp_path))
    project = looked_at(person)
    found = table_data(project)
    assert found is not None
    assert known in " ".join(issue.text for issue in found.issues)
    assert found.lines[-1].name == "left"
    person.application.session.do(say_role(project, "left", ColumnRole.PREDICT, task="classify"))
    looked_at(person)
    pipeline_of(person.application.session, person.application.jobs).train()
    person.settle()
    person.qtbot.waitUntil(lambda: run_in_use(project) is not None)
    assert not person.said


def test_a_table_that_no_project_can_hold_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.jobs.table_data.LARGEST_TABLE", 1_000)
    monkeypatch.setattr("estimators.table.table_file.read_table_file", pytest.fail)
    text = "age,plan,left\n" + _rows(120, lambda at: 20 + at, lambda at: "abc"[at % 3], _left)
    with (
        Project.create(tmp_path / "p.smart", name="P") as project,
        pytest.raises(UserError, match="200 MB are the most"),
    ):
        run_job(find_data, AddData(project.path, (_csv(text)(tmp_path),)))
