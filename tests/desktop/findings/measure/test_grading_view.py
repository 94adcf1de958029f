"""What the tabs “Grading” and “The judge” say."""

import pytest

from desktop.findings.measure.grading_plan import GradingPlan, set_plan
from desktop.findings.measure.grading_view import (
    agreement_words,
    grading_view,
    known_rater,
    why_not_grade,
)
from desktop.findings.measure.judge_view import has_judge, judge_view
from desktop.project.commands import AddCases, DeleteCases, PutCandidate, PutGrades, SetFact
from desktop.project.measure_records import CandidateSource, GradeVerdict, NewCase, NewGrade
from desktop.project.product import KIND_KEY
from desktop.project.project import Project
from estimators.measure.case import CandidateAnswer, EvalCase
from reports.chart_data import IntervalChart
from tests.desktop.graded_project import graded_project

GOOD, BAD, UNSURE = GradeVerdict.GOOD, GradeVerdict.BAD, GradeVerdict.UNSURE


def give(project: Project, rater: str, verdicts: list[GradeVerdict], at: int = 0) -> None:
    uid = project.measured.candidates()[at].uid
    project.do(
        PutGrades(
            tuple(
                NewGrade(uid, f"{place:04}", rater, verdict, reason="makes it up" if verdict is BAD else "")
                for place, verdict in enumerate(verdicts)
            )
        )
    )  # fmt: skip


@pytest.fixture
def project(tmp_path):
    with graded_project(tmp_path, 40, ("Prompt v3",)) as made:
        yield made


def test_before_the_first_grade_it_says_how(project):
    view = grading_view(project)
    assert view.said.headline == "Nothing is graded yet."
    assert view.said.status == "0 of 40"
    assert not view.said.offers["grade"].off


def test_without_cases_or_answers_it_says_what_is_missing(tmp_path):
    with graded_project(tmp_path, 2, ()) as project:
        assert why_not_grade(project) == "No candidate has answered yet."
        project.do(DeleteCases([one.id for one in project.measured.cases()]))
        assert why_not_grade(project) == "No case is held out to be graded."


def test_a_name_in_other_letters_is_the_same_person(project):
    give(project, "Ada", [GOOD])
    assert known_rater(project, " ada ") == "Ada"
    assert known_rater(project, "Bo  Li") == "Bo Li"


def test_one_person_cannot_agree_alone(project):
    give(project, "Ada", [GOOD] * 30 + [BAD] * 10)
    view = grading_view(project)
    assert view.said.headline == "40 of 40 messages are graded, by one person."
    assert view.shared is None
    assert view.agreement is None
    assert [(one.rater, one.good, one.n) for one in view.raters] == [("Ada", 30, 40)]
    assert view.reasons == (("makes it up", 10),)


def test_two_people_side_by_side_with_kappa_and_what_is_to_be_settled(project):
    give(project, "Ada", [GOOD] * 30 + [BAD] * 10)
    give(project, "Bo", [GOOD] * 28 + [BAD] * 12)
    view = grading_view(project)
    shared = view.shared
    assert (shared.both_good, shared.both_bad, shared.first_good, shared.second_good) == (
        28,
        10,
        2,
        0,
    )
    assert view.settle == 2
    assert view.said.headline == "People agree on 95% of the answers that two of them graded."
    assert agreement_words(view.agreement)[0] == "Cohen’s kappa 0.875"
    assert view.said.offers["settle"].words == "Settle 2 answers"


def test_three_people_have_alpha(project):
    for name, good in (("Ada", 30), ("Bo", 28), ("Cy", 31)):
        give(project, name, [GOOD] * good + [BAD] * (40 - good))
    assert agreement_words(grading_view(project).agreement)[0].startswith("Krippendorff’s alpha")


def judged_project(path, *, graded: bool = True) -> Project:
    """The story: 300 answers, 60 graded by people and read by the judge, 240 read by the judge alone."""
    project = Project.create(path / "judged.smart", name="Support replies")
    project.do(SetFact(KIND_KEY, "generate", "the kind"))
    cases = [NewCase(EvalCase(f"{at:04}", f"Where is {at}?"), held_out=True) for at in range(300)]
    project.do(AddCases(tuple(cases)))
    made = PutCandidate(None, "prompt v3", CandidateSource.FILE)
    project.do(made)
    verdicts = [True] * 50 + [False] * 4 + [True] * 3 + [False] * 3 + [True] * 204 + [False] * 36
    answers = [
        CandidateAnswer(f"{at:04}", f"says {at}", judge=said) for at, said in enumerate(verdicts)
    ]
    project.measured.append_answers(made.uid, answers)
    project.do(set_plan(project, GradingPlan(0.8, seed=1)))
    if graded:
        give(project, "Ada", [GOOD] * 54 + [BAD] * 6)
    return project


def test_the_judge_beside_people_as_in_the_story(tmp_path):
    with judged_project(tmp_path) as project:
        assert has_judge(project)
        view = judge_view(project)
        grid = view.grid
        assert (grid.both_good, grid.too_strict, grid.lets_pass, grid.both_bad) == (50, 4, 3, 3)
        assert view.said.headline == "The judge agrees with people on 53 of 60 answers."
        assert view.said.status == "agrees 53 of 60"
        assert "good on 89% of all 300 messages (81% to 94%)" in view.said.lead
        assert view.titles["grid"][0] == "It lets 3 of 6 bad answers pass"
        assert "60 grades say about as much as 64 would" in view.worth
        chart = view.said.chart("line", IntervalChart)
        assert [row.note for row in chart.rows] == ["54 of 60", "204 of 240", "all 300"]
        assert [one.allowed for one in view.may] == [True, True, False, None]
        assert [one.words for one in view.rows] == ["1 stricter"]


def test_without_grades_the_judge_measures_nothing(tmp_path):
    with judged_project(tmp_path, graded=False) as project:
        view = judge_view(project)
        assert view.grid is None
        assert "no line is shown" in view.said.lead
        assert not view.said.figures


def test_without_a_judge_it_says_so(project):
    assert not has_judge(project)
    assert judge_view(project).said.status == "none"
