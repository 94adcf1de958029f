"""What the check found: mended in one edit, let be, and the gate that a person lets leakage through."""

from collections.abc import Iterator

import pytest

from desktop.findings.data.hygiene import Finding, badges, findings
from desktop.findings.data.issues import fix_words, kept, look_again, mend
from desktop.findings.data.issues import keep as let_be
from desktop.findings.data.leakage_gate import gate_line, take_waiver_back, waive
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION
from desktop.project.records import NewExample
from tests.kept_records import keep


@pytest.fixture
def project(tmp_path) -> Iterator[Project]:
    """Eight texts of two classes, the last of each held out."""
    with Project.create(tmp_path / "p.smart", name="P") as opened:
        rows = (
            NewExample(f"r.csv:{n}", f"text {n}", f"{n:064}", 6, "text", "a" if n < 4 else "b")
            for n in range(8)
        )
        opened.do(edit.AddExamples(tuple(rows)))
        opened.do(edit.HoldOut(frozenset({4, 8})))
        yield opened


def path(n: int) -> str:
    return f"r.csv:{n}"


def row(
    *numbers: int, why: str = "Why.", fix: dict[str, object] | None = None
) -> dict[str, object]:
    return {"paths": [path(n) for n in numbers], "why": why, "fix": fix}


def fix(action: str, *numbers: int, to: str = "") -> dict[str, object]:
    return {"action": action, "paths": [path(n) for n in numbers], "to": to}


def inspected(project: Project, **kinds: object) -> None:
    keep(project, INSPECTION, {"warnings": [], **kinds}, project.fingerprint())


def found(project: Project, kind: str) -> Finding | None:
    return next((f for f in findings(project) if f.kind == kind), None)


def labels(project: Project) -> dict[str, str | None]:
    return {e.path: e.class_name for e in project.examples()}


def held(project: Project) -> set[str]:
    return {e.path for e in project.examples() if e.held_out}


def test_a_wrong_label_is_mended_in_one_edit_and_undone(project) -> None:
    inspected(project, label_suspects=[row(0, fix=fix("relabel", 0, to="b")), row(5, fix=fix("relabel", 5, to="a"))])  # fmt: skip
    finding = found(project, "label_suspects")
    assert fix_words(finding.issues[:1]) == "Relabel as “b”"
    assert fix_words(finding.issues) == "Relabel all 2"
    project.do(mend(project, finding.issues))
    assert (labels(project)[path(0)], labels(project)[path(5)]) == ("b", "a")
    assert found(project, "label_suspects") is None
    project.file.undo()
    assert labels(project)[path(0)] == "a"
    assert len(found(project, "label_suspects").issues) == 2


def test_moving_to_the_learning_side_leaves_the_rest_held_out(project) -> None:
    inspected(project, leakage=[row(3, 0, fix=fix("to_learning", 3))])
    finding = found(project, "leakage")
    assert fix_words(finding.issues) == "Move it to the learning side"
    project.do(mend(project, finding.issues))
    assert held(project) == {path(7)}
    assert found(project, "leakage") is None
    project.file.undo()
    assert held(project) == {path(3), path(7)}


def test_different_fixes_together_are_one_step_of_undo(project) -> None:
    inspected(project, label_suspects=[row(0, fix=fix("relabel", 0, to="b")), row(5, 6, fix=fix("leave_out", 5, 6))])  # fmt: skip
    issues = found(project, "label_suspects").issues
    assert fix_words(issues) == "Mend all 2"
    assert fix_words(issues[1:]) == "Leave both out"
    project.do(mend(project, issues))
    assert len(labels(project)) == 6
    project.file.undo()
    assert len(labels(project)) == 8
    assert labels(project)[path(0)] == "a"


def test_of_overlapping_copies_one_always_stays(project) -> None:
    groups = [row(0, 1, fix=fix("leave_out", 1)), row(1, 0, fix=fix("leave_out", 0))]
    inspected(project, exact_duplicates=groups)
    project.do(mend(project, found(project, "exact_duplicates").issues))
    assert len({path(0), path(1)} & labels(project).keys()) == 1


def test_what_a_person_lets_be_is_remembered_until_they_look_again(project) -> None:
    inspected(project, label_suspects=[row(0, fix=fix("relabel", 0, to="b"))])
    issues = found(project, "label_suspects").issues
    project.do(let_be(issues, "1 text as it is"))
    assert project.file.undo_text == "keep 1 text as it is"
    assert found(project, "label_suspects") is None
    assert badges(project)[1] == frozenset()
    # Checked again.
    inspected(project, label_suspects=[row(0, fix=fix("relabel", 0, to="b")), row(1)])
    assert [i.paths for i in found(project, "label_suspects").issues] == [(path(1),)]
    project.do(look_again(project))
    assert kept(project) == ()
    assert len(found(project, "label_suspects").issues) == 2
    project.file.undo()
    assert len(kept(project)) == 1


def test_each_quality_finding_is_a_line_of_its_own_and_outliers_are_one(project) -> None:
    inspected(
        project,
        quality=[row(0, why="1 text is very short."), row(1, 2, why="2 texts are alike.")],
        outliers=[row(3), row(4)],
        shortcuts=[row(why="Length alone tells the classes apart. Look whether it should.")],
    )  # fmt: skip
    lines = findings(project)
    assert [(f.kind, f.text) for f in lines[:4]] == [
        ("outliers", "2 texts are unlike the others"),
        ("quality", "1 text is very short"),
        ("quality", "2 texts are alike"),
        ("shortcuts", "Length alone tells the classes apart"),
    ]
    assert lines[3].detail == "Look whether it should."
    assert len({line.id for line in lines}) == len(lines)


# The gate ---------------------------------------------------------------------------------------

CLOSED = {
    "passed": False,
    "checks": [
        {
            "name": "copies",
            "passed": False,
            "why": "2 texts are on both sides.",
            "paths": [path(3)],
        },
        {"name": "belongings", "passed": True, "why": "Nothing.", "paths": []},
    ],
    "waived_by": "",
}


def test_a_closed_gate_says_what_fails_and_can_be_waived_by_name(project) -> None:
    inspected(project, gate=CLOSED)
    line = gate_line(project)
    assert (line.state, line.can_waive) == ("fail", True)
    assert "2 texts are on both sides." in line.detail
    assert found(project, "fair") is None
    project.do(waive(project, "Ada"))
    line = gate_line(project)
    assert line.state == "look"
    assert line.text.startswith("Ada let the leakage through on ")
    project.do(take_waiver_back())
    assert gate_line(project).state == "fail"
    project.file.undo()
    assert gate_line(project).state == "look"


def test_a_waiver_holds_for_the_data_that_it_was_given_for(project) -> None:
    inspected(project, gate=CLOSED)
    project.do(waive(project, "Ada"))
    project.do(edit.LabelExamples((1,), "b"))
    line = gate_line(project)
    assert (line.state, line.can_waive) == ("fail", True)
    assert "the data has changed since" in line.detail


def test_a_gate_that_has_passed_is_said_beside_what_is_kept_together(project) -> None:
    passed = {"passed": True, "checks": [CLOSED["checks"][1]], "waived_by": ""}
    inspected(project, gate=passed, belongings=[row(0, 1, why="“ada” in the file name.")])
    assert gate_line(project).state == "pass"
    fair = found(project, "fair")
    assert fair.state == "pass"
    assert fair.issues[0].why == "“ada” in the file name."
