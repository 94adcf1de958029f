"""Cases, candidates, answers and grades in a project file."""

from pathlib import Path

import pytest

from desktop.findings.candidate_measurement import cases_of, measurement_of
from desktop.project.commands import (
    AddCases,
    DeleteCandidate,
    DeleteCases,
    DeleteGrades,
    HoldOutCases,
    PutCandidate,
    PutCase,
    PutGrades,
    SetAsideCases,
    SetFact,
)
from desktop.project.measure_records import (
    SETTLED,
    CandidateSource,
    CasePoints,
    GradeVerdict,
    NewCase,
    NewGrade,
)
from desktop.project.product import KIND_KEY
from desktop.project.project import Project
from estimators.base.errors import UserError
from estimators.measure.case import CandidateAnswer, EvalCase


@pytest.fixture
def project(tmp_path: Path):
    with Project.create(tmp_path / "a.smart", name="Replies") as made:
        made.do(SetFact(KIND_KEY, "generate", "the kind"))
        yield made


def add(project: Project, n: int, *, held_out: bool = True) -> None:
    cases = [
        NewCase(EvalCase(f"{at}", f"Where is order {at}?"), held_out=held_out) for at in range(n)
    ]
    project.do(AddCases(tuple(cases)))


def candidate(project: Project, name: str, n: int, source=CandidateSource.FILE) -> str:
    made = PutCandidate(None, name, source)
    project.do(made)
    project.measured.append_answers(
        made.uid, [CandidateAnswer(f"{at}", f"{name} says {at}") for at in range(n)]
    )
    return made.uid


def grade(uid: str, case: str, rater: str, verdict: GradeVerdict, reason: str = "") -> NewGrade:
    return NewGrade(uid, case, rater, verdict, reason=reason)


def test_what_is_written_is_read_after_opening_again(tmp_path: Path) -> None:
    with Project.create(tmp_path / "a.smart", name="Replies") as project:
        case = EvalCase("0417", "A lamp came cracked.", "We send a new one.", "ana", "damaged")
        points = CasePoints(("says sorry",), ("promises Saturday",))
        project.do(AddCases((NewCase(case, points, held_out=True),)))
        uid = candidate(project, "Prompt v3", 0)
        answer = CandidateAnswer("0417", "Sorry!", seconds=2.8, cost=0.0064, certainty=0.5)
        project.measured.append_answers(uid, [answer])
        project.do(PutGrades((grade(uid, "0417", "Ana", GradeVerdict.BAD, "wrong tone"),)))
    with Project.open(tmp_path / "a.smart") as project:
        kept = project.measured.case("0417")
        assert (kept.case, kept.points, kept.held_out, kept.seen) == (case, points, True, False)
        assert project.measured.candidates()[0].name == "Prompt v3"
        assert project.measured.answers(uid) == {"0417": (answer,)}
        (given,) = project.measured.grades(uid)
        assert (given.grade.verdict, given.grade.reason) == (GradeVerdict.BAD, "wrong tone")


def test_every_edit_is_undone(project: Project) -> None:
    add(project, 3)
    ids = [case.id for case in project.measured.cases()]
    uid = candidate(project, "A", 3)
    states = [project.measured.cases(), project.measured.grades(), project.measured.candidates()]
    for edit in (
        PutCase(ids[0], "on its way", CasePoints(("says when",)), "orders", "ana"),
        SetAsideCases(ids[:2], "0"),
        HoldOutCases(ids, False),
        DeleteCases(ids),
        PutGrades((grade(uid, "1", "Ana", GradeVerdict.GOOD),)),
        DeleteCandidate(project.measured.candidates()[0].id, "A"),
    ):
        assert project.do(edit), edit
        project.file.undo()
        assert [
            project.measured.cases(),
            project.measured.grades(),
            project.measured.candidates(),
        ] == states, edit
    assert len(project.measured.answers(uid)) == 3


def test_an_answer_is_never_overwritten(project: Project) -> None:
    add(project, 1)
    uid = candidate(project, "A", 1)
    project.measured.append_answers(uid, [CandidateAnswer("0", "another")])
    assert project.measured.answers(uid)["0"][0].answer == "A says 0"


def test_settings_are_frozen_with_the_first_answer(project: Project) -> None:
    add(project, 1)
    candidate(project, "A", 1)
    kept = project.measured.candidates()[0]
    project.do(PutCandidate(kept.id, "B", kept.source, type(kept.settings)(prompt="new")))
    renamed = project.measured.candidates()[0]
    assert (renamed.uid, renamed.name, renamed.settings.prompt) == (kept.uid, "B", "")


def test_names_are_told_apart(project: Project) -> None:
    add(project, 2)
    add(project, 1)
    assert [case.case.id for case in project.measured.cases()] == ["0", "1", "0 (2)"]
    candidate(project, "A", 0)
    with pytest.raises(UserError, match="already"):
        candidate(project, "A", 0)


def test_only_held_out_cases_that_are_not_set_aside_are_measured(project: Project) -> None:
    add(project, 4)
    ids = [case.id for case in project.measured.cases()]
    project.do(SetAsideCases(ids[:1], "1"))
    project.do(HoldOutCases(ids[1:2], False))
    assert list(cases_of(project)) == ["2", "3"]


def test_grades_of_two_raters_and_what_settles_them(project: Project) -> None:
    add(project, 4)
    uid = candidate(project, "A", 4)
    assert measurement_of(project) is None  # nobody graded
    project.do(
        PutGrades(
            (
                *(grade(uid, f"{at}", "Ana", GradeVerdict.GOOD) for at in range(3)),
                grade(uid, "0", "Ben", GradeVerdict.GOOD),
                grade(uid, "1", "Ben", GradeVerdict.BAD, "wrong tone"),
                grade(uid, "3", "Ben", GradeVerdict.UNSURE),
            )
        )
    )
    found = measurement_of(project)
    assert (found.measured.candidates[0].graded, found.measured.n) == (2, 4)  # they differ on 1
    project.do(PutGrades((grade(uid, "1", SETTLED, GradeVerdict.BAD, "wrong tone"),)))
    measured = measurement_of(project).measured.candidates[0]
    assert measured.graded == 3
    assert measured.figure.value == pytest.approx(2 / 3)


def test_a_grade_given_again_replaces_the_first(project: Project) -> None:
    add(project, 1)
    uid = candidate(project, "A", 1)
    for verdict in (GradeVerdict.GOOD, GradeVerdict.BAD):
        project.do(PutGrades((grade(uid, "0", "Ana", verdict),)))
    (kept,) = project.measured.grades()
    assert kept.grade.verdict is GradeVerdict.BAD
    project.do(DeleteGrades([kept.id]))
    assert not project.measured.grades()
    project.file.undo()
    assert project.measured.grades()[0].grade.verdict is GradeVerdict.BAD


def test_an_older_file_has_none_and_its_answers_are_not_lost_in_silence(tmp_path: Path) -> None:
    from tests.desktop.project.test_document import of_version

    path = of_version(tmp_path / "old.smart", 4)
    with Project.open_beside(path) as beside:
        assert (beside.measured.cases(), beside.measured.grades()) == ((), ())
        with pytest.raises(UserError):
            beside.measured.append_answers("a", [CandidateAnswer("1", "yes")])
    with Project.open(path) as project:
        add(project, 2)
        assert project.measured.count_cases() == 2


def test_a_grade_leaves_cases_answers_and_what_others_came_to_as_they_are(project):
    """What a grade does not touch is neither read nor measured again; whatever else changes it, by whomever, is read anew."""
    add(project, 6)
    first, second = (candidate(project, name, 6) for name in ("a", "b"))
    project.do(
        PutGrades(tuple(grade(uid, "0", "Ada", GradeVerdict.GOOD) for uid in (first, second)))
    )
    cases, answers = project.measured.cases(), project.measured.answers(first)
    a, b = measurement_of(project).measured.candidates
    project.do(PutGrades((grade(second, "1", "Ada", GradeVerdict.BAD),)))
    assert project.measured.cases() is cases
    assert project.measured.answers(first) is answers
    again, other = measurement_of(project).measured.candidates
    assert again is a
    assert (b.graded, other.graded) == (1, 2)
    project.file.undo()
    assert len(project.measured.grades()) == 2
    assert measurement_of(project).measured.candidates[1].figure == b.figure
    project.do(PutCase(cases[0].id, "yes", CasePoints(), "", ""))
    assert project.measured.case("0") == project.measured.cases()[0]
    project.file.undo()
    assert project.measured.cases() == cases
    project.measured.append_answers(first, [CandidateAnswer("0", "again", 1)])
    assert len(project.measured.answers(first)["0"]) == 2
    with Project.open_beside(project.path) as beside:
        beside.measured.append_answers(first, [CandidateAnswer("1", "again", 1)])
    assert len(project.measured.answers(first)["1"]) == 2
