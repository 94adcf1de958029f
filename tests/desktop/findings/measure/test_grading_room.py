"""One person's grading room, without a window."""

import itertools
from dataclasses import replace

import pytest

from desktop.findings.candidate_measurement import candidates_of, measurement_of
from desktop.findings.measure.grading_plan import GradingPlan, plan_of, rule_of, set_plan
from desktop.findings.measure.grading_room import GradingRoom
from desktop.findings.measure.grading_words import (
    answer_words,
    enough,
    marked_passages,
    progress,
    so_far,
    with_passage,
)
from desktop.project.commands import PutCandidate
from desktop.project.measure_records import SETTLED, CandidateSource, CasePoints, GradeVerdict
from estimators.base.errors import UserError
from estimators.measure.case import CandidateAnswer
from estimators.measure.grading_queue import AnswerTask, case_order
from estimators.measure.stop_rule import StopPlan
from tests.desktop.graded_project import graded_project

GOOD, BAD, UNSURE = GradeVerdict.GOOD, GradeVerdict.BAD, GradeVerdict.UNSURE


@pytest.fixture
def project(tmp_path):
    with graded_project(tmp_path) as made:
        yield made


def grade_all(room: GradingRoom, verdict=lambda _task: GOOD) -> None:
    while room.task is not None:
        room.grade(verdict(room.task))
        room.go_on()


def test_each_grade_is_in_the_project_before_the_next_answer_comes(project):
    room = GradingRoom(project, "Ada")
    assert room.place == (1, 12, 1, 3)
    room.grade(BAD, reason="makes it up", harm=True, note="Saturday")
    kept = project.measured.grades()[0].grade
    assert (kept.rater, kept.verdict, kept.reason, kept.harm, kept.note) == ("Ada", BAD, "makes it up", True, "Saturday")  # fmt: skip
    room.go_on()
    assert room.place == (1, 12, 2, 3)
    assert (room.done, room.left) == (1, 35)


def test_it_goes_on_where_one_left(project):
    room = GradingRoom(project, "Ada")
    for _ in range(4):
        room.grade(GOOD)
        room.go_on()
    again = GradingRoom(project, "Ada")
    assert again.task == room.task
    assert again.take_back()
    assert again.task == room.queue[3]


def test_the_last_grade_is_taken_back_and_a_changed_one_becomes_what_it_was(project):
    room = GradingRoom(project, "Ada")
    first = room.task
    room.grade(GOOD)
    room.go_on()
    room.grade(BAD)
    room.step(-1)
    room.grade(UNSURE)
    assert room.take_back()
    assert room.task is first
    assert room.own(first).verdict is GOOD
    assert room.take_back()
    assert room.own(room.queue[1]) is None
    assert room.take_back()
    assert not project.measured.grades()
    assert not room.take_back()


def test_answers_that_read_the_same_are_graded_once_and_counted_for_each(tmp_path):
    says = {"a": ["same"] * 6, "b": ["same"] * 6, "c": ["other"] * 6}
    with graded_project(tmp_path, 6, tuple(says), says=says) as project:
        room = GradingRoom(project, "Ada")
        assert len(room.queue) == 12
        grade_all(room)
        assert len(project.measured.grades()) == 18
        assert all(one.answers.answers["0000"][0].grade for one in candidates_of(project))


def test_a_second_rater_sees_nothing_of_the_first(project):
    grade_all(GradingRoom(project, "Ada"), lambda task: BAD if task.case == "0003" else GOOD)
    second = GradingRoom(project, "Bo")
    assert len(second.queue) == 36
    assert second.said_by_others() == ()
    assert second.own() is None
    assert second.best() is None
    second.grade(GOOD)
    assert second.same_as_others()[1] == 1


def test_what_two_differ_on_is_settled_unnamed_and_then_counts(project):
    grade_all(GradingRoom(project, "Ada"))
    grade_all(GradingRoom(project, "Bo"), lambda task: BAD if task.case == "0003" else GOOD)
    room = GradingRoom(project, SETTLED)
    assert {task.case for task in room.queue} == {"0003"}
    assert sorted(one.verdict for one in room.said_by_others()) == [BAD, GOOD]
    grade_all(room, lambda _task: BAD)
    assert not GradingRoom(project, SETTLED).queue
    one = candidates_of(project)[0].answers.answers["0003"][0]
    assert one.human is False
    assert GradingRoom(project, "Ada").best().good == 11


def test_who_cannot_say_leaves_it_to_the_other(project):
    room = GradingRoom(project, "Ada")
    unsure = room.task
    room.grade(UNSURE)
    room.go_on()
    grade_all(room)
    second = GradingRoom(project, "Bo")
    assert unsure.case in {task.case for task in second.queue[:33]}
    at = next(at for at, task in enumerate(second.queue) if task.runs == unsure.runs and task.case == unsure.case)  # fmt: skip
    second.at = at
    second.grade(BAD)
    own = GradingRoom(project, "Ada")
    assert own.counts.best().n == 12


def test_the_best_candidate_alone_is_told(tmp_path):
    plan = GradingPlan(0.8, StopPlan.FIXED, 60, seed=1)
    with graded_project(tmp_path, 60, ("a",), plan=plan) as project:
        room = GradingRoom(project, "Ada")
        bad = itertools.cycle([True] * 9 + [False])
        for _ in range(40):
            room.grade(GOOD if next(bad) else BAD)
            room.go_on()
        best = room.best()
        assert (best.good, best.n, best.ahead, best.needed) == (36, 40, 20, 18)
        assert f"{best.low:.0%}" == "79%"
        assert not best.state.enough


def test_the_best_of_several_pays_for_the_choice(project):
    room = GradingRoom(project, "Ada")
    grade_all(room)
    alone = GradingPlan(0.8, seed=5)
    assert room.best().of == 3
    assert room.best().low < rule_of(alone, 1).low(12, 12)


def test_the_rule_is_not_changed_once_somebody_graded(project):
    plan = plan_of(project)
    project.do(set_plan(project, GradingPlan(0.9, StopPlan.PLANNED, 12, seed=5)))
    GradingRoom(project, "Ada").grade(GOOD)
    with pytest.raises(UserError, match="before the first grade"):
        set_plan(project, plan)
    with pytest.raises(UserError):
        set_plan(project, GradingPlan(0.9, StopPlan.PLANNED, None))


def test_points_are_changed_for_everybody(project):
    room = GradingRoom(project, "Ada")
    room.change_points(CasePoints(("is kind",)))
    assert GradingRoom(project, "Bo").project.measured.case(room.task.case).points.must == ("is kind",)  # fmt: skip
    assert room.points.must == ("is kind",)


def test_the_pace_is_measured_without_pauses(project):
    moments = iter([0, 10, 20, 30, 4000, 4010, 4020, 4030])
    room = GradingRoom(project, "Ada", clock=lambda: next(moments))
    for _ in range(8):
        room.grade(GOOD)
        room.go_on()
    assert room.seconds_each() == 10


def test_new_ways_of_being_wrong_are_kept_with_the_grades(project):
    room = GradingRoom(project, "Ada")
    known = len(room.reasons)
    assert room.add_reason("  promises  a day ") == "promises a day"
    assert room.add_reason("Promises a day") == "promises a day"
    room.grade(BAD, reason="promises a day")
    assert len(GradingRoom(project, "Bo").reasons) == known + 1


def test_what_a_judge_chose_counts_for_a_bar_only_when_its_turn_would_have_come(tmp_path):
    """Every tenth answer is bad and the judge sees it: what tells most leans towards those, and no count may lean with it."""
    with graded_project(tmp_path, 200, ()) as project:
        made = PutCandidate(None, "a", CandidateSource.FILE)
        project.do(made)
        answers = [CandidateAnswer(f"{at:04}", f"{at}", judge=at % 10 != 0) for at in range(200)]
        project.measured.append_answers(made.uid, answers)
        room = GradingRoom(project, "Ada")

        def grade(n: int) -> None:
            for _ in range(n):
                room.grade(BAD if int(room.task.case) % 10 == 0 else GOOD)
                room.go_on()

        def counted() -> tuple[int, int]:
            scores = measurement_of(project).measured.candidates[0].scores.main
            return int(scores.got.sum()), len(scores.runs)

        grade(19)
        with pytest.raises(UserError, match="1 more answer in its turn"):
            room.ask_what_tells_most()
        grade(1)
        in_turn = counted()
        assert in_turn[1] == 20
        assert room.best().n == 20
        assert room.ask_what_tells_most() == 20
        grade(20)
        assert counted() == in_turn, "what the judge chose is no sample"
        judged = measurement_of(project).measured.candidates[0].judged
        assert (judged.people.n, judged.corrected.n) == (20, 40)
        assert room.best() is None
        assert so_far(room)[0][0] == "What tells most comes first."
        assert GradingRoom(project, "Ada").best() is None
        grade(100)
        good, n = counted()
        assert n > 120, "those whose turn has come count with the rest"
        order = case_order(room.cases.values(), room.plan.seed)[:n]
        assert good == sum(int(case) % 10 != 0 for case in order)


def test_the_words_are_of_the_story(tmp_path):
    plan = GradingPlan(0.8, StopPlan.FIXED, 60, seed=1)
    with graded_project(tmp_path, 60, ("a",), plan=plan) as project:
        moments = itertools.count(0, 40)
        room = GradingRoom(project, "Ada", clock=lambda: next(moments))
        for at in range(40):
            room.grade(BAD if at % 10 == 9 else GOOD)
            room.go_on()
        assert progress(room) == ("Message 41 of 60", "")
        assert so_far(room) == (
            ("36 of 40 good.", "Sure of at least 79%. For 80%, 18 of the next 20 must be good."),
            ("About 13 minutes left", "20 answers at 40 seconds; stop whenever you like."),
        )
        assert enough(room) == ""


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (12, "Sure of at least 54%. 80% takes more messages than these."),
        (22, "Sure of at least 54%. For 80%, all of the next 16 must be good."),
    ],
)
def test_no_more_have_to_be_good_than_are_left(tmp_path, n, said):
    with graded_project(tmp_path, n, ("a",), plan=GradingPlan(0.8, seed=1)) as project:
        room = GradingRoom(project, "Ada")
        for _ in range(6):
            room.grade(GOOD)
            room.go_on()
        assert so_far(room)[0] == ("6 of 6 good.", said)


def test_enough_is_said_once_the_bar_is_shown(tmp_path):
    with graded_project(tmp_path, 60, ("a",), plan=GradingPlan(0.6, seed=1)) as project:
        room = GradingRoom(project, "Ada")
        for _ in range(40):
            room.grade(GOOD)
            room.go_on()
        assert enough(room) == "Enough: 60% is shown, after 30 grades."


def test_fields_and_lists_are_read_line_by_line_and_texts_as_they_came():
    task = AnswerTask("1", '{"total": 12.5, "shop": "A"}', "", (("a", 0),))
    assert answer_words(task, "extract") == "total: 12.5\nshop: A"
    assert answer_words(replace(task, text='["b", "a"]'), "rank") == "1. b\n2. a"
    assert answer_words(task, "generate") == task.text
    assert answer_words(replace(task, text=None, error="timed out"), "generate") == "The call failed: timed out"  # fmt: skip
    assert answer_words(replace(task, text="{broken"), "extract") == "{broken"


def test_a_passage_is_quoted_once_and_taken_away_again():
    note = with_passage("too soon", "on  Saturday")
    assert note == "“on Saturday” too soon"
    assert marked_passages(note) == ("on Saturday",)
    assert with_passage(note, "on Saturday") == "too soon"
