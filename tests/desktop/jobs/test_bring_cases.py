import pytest

from desktop.jobs.bring_cases import BringCases, bring_cases
from desktop.project.commands import AddCases
from desktop.project.measure_records import NewCase
from desktop.project.project import Project
from estimators.base.errors import UserError
from estimators.measure.answer_row import OwnColumns
from estimators.measure.case import EvalCase
from tests.jobs_in_process import add_found

PARCEL = "Where is my parcel? It should have come on Monday."
LINES = f"{PARCEL}\nThe lamp came with a cracked shade\n\nwhere is my parcel?  it should have come on monday.\n"


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "a.smart", name="Support replies") as made:
        yield made


def brought(project, **request):
    return bring_cases(
        BringCases(project.path, **request), lambda *_: None, cancelled=lambda: False
    )


def test_pasted_lines_are_numbered_and_a_repeat_is_set_aside(project) -> None:
    found = brought(project, text=LINES)
    assert [(one.case.id, one.aside) for one in found.cases] == [
        ("0001", ""),
        ("0002", ""),
        ("0003", "0001"),
    ]
    assert (found.known, found.aside) == (0, 1)


def test_what_nearly_repeats_a_case_that_is_there_is_set_aside(project) -> None:
    project.do(AddCases((NewCase(EvalCase("first", PARCEL)),)))
    (found,) = brought(project, text=PARCEL.replace("Monday", "a Monday")).cases
    assert (found.case.id, found.aside) == ("0002", "first")


def test_a_table_brings_topics_and_customers_and_is_not_brought_twice(project, tmp_path) -> None:
    table = tmp_path / "messages.csv"
    table.write_text("message,topic,customer\nWhere is it?,Order,ann\nIt broke,Damaged,bo\n")
    found = brought(project, paths=(table,))
    assert [(one.case.slice, one.case.group) for one in found.cases] == [
        ("Order", "ann"),
        ("Damaged", "bo"),
    ]
    named = tmp_path / "named.csv"
    named.write_text("id,input,expected\na,Where is my order?,on its way\n")
    project.do(AddCases(brought(project, paths=(named,)).cases))
    again = brought(project, paths=(named,))
    assert (again.cases, again.known) == ((), 1)


def test_a_table_whose_columns_say_nothing_is_explained_by_a_person(project, tmp_path) -> None:
    table = tmp_path / "frage.csv"
    table.write_text("Nr,Frage,label\n7,Wo ist es?,unterwegs\n")
    found = brought(project, paths=(table,))
    assert found.unknown is not None
    assert (found.unknown.names, found.unknown.rows) == (("Nr", "Frage", "label"), (("7", "Wo ist es?", "unterwegs"),))  # fmt: skip
    said = OwnColumns(likely=True, id="Nr", input="Frage")
    (one,) = brought(project, paths=(table,), columns=((table, said),)).cases
    assert one.case == EvalCase("7", "Wo ist es?", "unterwegs")


def test_files_are_cases_and_only_the_same_bytes_repeat(project, tmp_path) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    for name, content in (("page-1.jpg", b"a"), ("page-2.jpg", b"b"), ("page-3.jpg", b"a")):
        (folder / name).write_bytes(content)
    found = brought(project, paths=(folder,))
    assert [(one.case.id, one.aside) for one in found.cases] == [
        ("page-1.jpg", ""),
        ("page-2.jpg", ""),
        ("page-3.jpg", "page-1.jpg"),
    ]


def test_what_people_asked_the_fake_becomes_cases(project) -> None:
    with pytest.raises(UserError, match="Nobody has asked"):
        brought(project, journal=True)


def test_what_an_earlier_version_kept_becomes_cases(project, tmp_path) -> None:
    table = tmp_path / "texts.csv"
    table.write_text("text,label\nWhere is it?,Order\nIt broke,Damaged\n")
    add_found(project, table)
    found = brought(project, examples=True).cases
    assert [(one.case.input, one.case.expected) for one in found] == [
        ("Where is it?", "Order"),
        ("It broke", "Damaged"),
    ]
