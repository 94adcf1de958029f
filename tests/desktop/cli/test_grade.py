"""``smart-enough grade``: grades out and in, and tables that do not fit."""

import csv

import pytest

from desktop.findings.measure.grading_room import GradingRoom
from desktop.project.measure_records import GradeVerdict
from desktop.project.project import Project
from tests.desktop.graded_project import CANARIES, graded_project

GOOD, BAD, UNSURE = GradeVerdict.GOOD, GradeVerdict.BAD, GradeVerdict.UNSURE
HEAD = "id,candidate,rater,grade,reason\n"


@pytest.fixture
def project(tmp_path):
    with graded_project(tmp_path, 4) as made:
        room = GradingRoom(made, "Ada")
        verdicts = [GOOD, BAD, UNSURE]
        while room.task is not None:
            verdict = verdicts[room.done % 3]
            room.grade(
                verdict,
                reason="=1+1" if verdict is BAD else "",
                harm=verdict is BAD,
                note="- so,\n“so”",
            )
            room.go_on()
        return made.path


@pytest.fixture
def run_fails(run):
    """Run a command that has something to be mended; returns the sentence."""

    def call(*argv):
        status, out, err = run(*argv)
        assert (status, out) == (1, "")
        assert err.count("\n") == 1
        return err

    return call


def kept(path):
    with Project.open(path) as project:
        return [one.grade for one in project.measured.grades()]


def test_grades_go_out_and_come_back_as_they_were(run_json, project, tmp_path):
    out = tmp_path / "grades.csv"
    assert run_json("grade", project, "--export", out)["grades"] == 12
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["candidate"] for row in rows} == set(CANARIES)
    assert {row["grade"] for row in rows} == {"pass", "fail", "unsure"}
    assert all(not cell.startswith(("=", "-")) for row in rows for cell in row.values())
    before = kept(project)
    with Project.open(project) as opened:
        while opened.measured.grades():
            opened.file.undo()
    found = run_json("grade", project, "--import", out)
    assert (found["grades"], found["left_out"]) == (12, [])
    assert [one.note for one in kept(project)] == ["- so,\n“so”"] * 12
    assert {*kept(project)} == {*before}


def test_another_raters_grades_are_added_and_their_own_replaced(run_json, project, tmp_path):
    table = tmp_path / "more.csv"
    name = CANARIES[0]
    table.write_text(
        f"{HEAD}0000,{name},Bo,1,\n0001,{name},Bo,fail,wrong\n0001,{name},Bo,1,\n0000,{name},Ada,0,x\n"
    )
    found = run_json("grade", project, "--import", table)
    assert found["grades"] == 3
    assert any("come" in one and "again" in one for one in found["left_out"])
    grades = kept(project)
    assert len(grades) == 14
    assert [one.verdict for one in grades if one.rater == "Bo"] == [GOOD, GOOD]


def test_what_does_not_fit_is_said_and_left_out(run_json, project, tmp_path):
    table = tmp_path / "odd.csv"
    name = CANARIES[0]
    table.write_text(
        f"{HEAD}0000,{name},Bo,1,\nnowhere,{name},Bo,1,\n0001,Nobody,Bo,0,\n0002,{name},,1,\n0003,{name},Bo,maybe,\n0003,Quito"
    )
    found = run_json("grade", project, "--import", table)
    assert found["grades"] == 1
    said = " ".join(found["left_out"])
    for part in (
        "cannot be read",
        "candidate that the project does not have",
        "answer that the project does not have",
        "names nobody",
        "neither pass nor fail",
    ):
        assert part in said
    assert len(kept(project)) == 13


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (HEAD, "holds no grades"),
        (f"{HEAD}nowhere,Nobody,Bo,1,\n", "fits this project"),
        ("id,answer\n1,2\n", "lacks"),
        ("", "is empty"),
        (b"\x00\x01\x02", ""),
    ],
)
def test_a_table_without_grades_changes_nothing(run_fails, project, tmp_path, content, words):
    table = tmp_path / "bad.csv"
    table.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = kept(project)
    assert words in run_fails("grade", project, "--import", table)
    assert kept(project) == before


def test_it_says_that_grading_is_in_the_window(run_fails, project):
    assert "--export" in run_fails("grade", project)


def test_nothing_graded_is_no_empty_table(run_fails, tmp_path):
    with graded_project(tmp_path, 2) as made:
        path = made.path
    out = tmp_path / "none.csv"
    assert "Nothing is graded" in run_fails("grade", path, "--export", out)
    assert not out.exists()
