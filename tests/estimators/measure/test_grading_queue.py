"""Which answers a person grades, and in which order."""

from collections import Counter

from estimators.measure.case import CandidateAnswer, EvalCase
from estimators.measure.grading_queue import (
    case_order,
    out_of_turn,
    rater_queue,
    shared_cases,
    tasks_of,
    to_settle,
    told_most,
)


def answers(says: dict[str, list[str | None]], **more):
    return {
        name: {f"{at}": (CandidateAnswer(f"{at}", text, **more),) for at, text in enumerate(texts)}
        for name, texts in says.items()
    }


def many(cases: int, candidates: int = 2):
    return tasks_of(answers({f"c{at}": [f"{at} says {i}" for i in range(cases)] for at in range(candidates)}))  # fmt: skip


def test_answers_that_read_the_same_are_one_task():
    tasks = tasks_of(answers({"a": ["yes ", None], "b": ["yes", ""], "c": ["no", "x"]}))
    assert [(one.text, [uid for uid, _ in one.runs]) for one in tasks["0"]] == [
        ("yes", ["a", "b"]),
        ("no", ["c"]),
    ]
    assert [(one.text, len(one.runs)) for one in tasks["1"]] == [(None, 2), ("x", 1)]


def test_a_failed_call_is_no_empty_answer():
    tasks = tasks_of(
        {
            "a": {"0": (CandidateAnswer("0", None, error="timed out"),)},
            "b": {"0": (CandidateAnswer("0", None),)},
        }
    )
    assert [one.error for one in tasks["0"]] == ["timed out", ""]


def test_slices_take_turns_in_the_share_of_their_sizes():
    cases = [EvalCase(f"{at}", slice="rare" if at % 4 == 0 else "usual") for at in range(80)]
    order = case_order(cases, seed=3)
    assert sorted(order) == sorted(case.id for case in cases)
    rare = {case.id for case in cases if case.slice == "rare"}
    assert all(abs(sum(one in rare for one in order[:n]) - n / 4) <= 2 for n in range(81))
    assert order != case_order(cases, seed=4)
    assert order == case_order(cases, seed=3)


def test_answers_come_in_another_order_for_every_case():
    tasks = many(200)
    queue = rater_queue(tasks, case_order([EvalCase(one) for one in tasks]), "Ada")
    first = Counter(task.runs[0][0] for task in queue[::2])
    assert 80 <= first["c0"] <= 120
    assert [task.case for task in queue[::2]] == [task.case for task in queue[1::2]]
    assert queue != rater_queue(tasks, [task.case for task in queue[::2]], "Bo")


def test_a_second_rater_begins_with_thirty_answers_that_both_grade():
    tasks = many(100)
    order = case_order([EvalCase(one) for one in tasks])
    graded = order[:60]
    said = {(uid, 0): dict.fromkeys(graded, True) for uid in ("c0", "c1")}
    said["c0", 0][graded[50]] = False
    said["c1", 0][graded[40]] = None
    mine = shared_cases(tasks, order, said)
    assert sorted(mine) == sorted(order)
    first = mine[:15]
    assert set(first) <= set(graded)
    assert graded[40] in mine[:16], "what the first could not say comes in any case"
    assert graded[50] in mine[:16], "a bad one is among them"
    again = shared_cases(tasks, order, said, already=[graded[3]])
    assert graded[3] in again[:17]


def test_what_people_differ_on_is_to_be_settled():
    tasks = many(4, 1)
    said = {
        ("0", ("c0", 0)): (True, False),
        ("1", ("c0", 0)): (True, True),
        ("2", ("c0", 0)): (None,),
        ("3", ("c0", 0)): (None, True),
    }
    assert {task.case for task in to_settle(tasks, said)} == {"0", "3"}


def test_what_tells_most_is_chosen_by_the_judge_and_each_text_once():
    says = {"a": [f"{at}" for at in range(40)], "b": [f"{at}" for at in range(40)]}
    given = answers(says)
    judged = {
        name: {
            case: (CandidateAnswer(case, one[0].answer, judge=int(case) % 10 != 0),)
            for case, one in by_case.items()
        }
        for name, by_case in given.items()
    }
    chosen = told_most(tasks_of(judged), {}, 8)
    assert len({task.case for task in chosen}) == 8
    assert sum(task.judge is False for task in chosen) == 4


def test_in_turn_is_what_lies_before_the_last_that_was_graded_in_its_turn():
    order = ("a", "b", "c", "d", "e")
    chosen = {("b", ("x", 0)), ("e", ("x", 0))}
    graded = {("a", ("x", 0)), ("c", ("x", 0)), *chosen}
    assert out_of_turn(order, graded, chosen) == {("e", ("x", 0))}
    assert out_of_turn(order, chosen, chosen) == chosen
    assert out_of_turn(order, graded, set()) == set()
