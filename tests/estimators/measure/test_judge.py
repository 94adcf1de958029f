"""What a judge is worth, and what to grade next."""

import random
from dataclasses import replace

import pytest

from estimators.measure import corrected_rate
from estimators.measure.case import CandidateAnswer
from estimators.measure.estimate import Estimate
from estimators.measure.judge import grade_next, judge_report


def answers_of(
    n: int, graded: int, *, rate: float = 0.85, good: float = 0.95, seed: int = 1
) -> list[CandidateAnswer]:
    """Answers of which people graded the first, and a judge that is right so often judged all."""
    chance = random.Random(seed)
    found = []
    for at in range(n):
        truth = chance.random() < rate
        verdict = truth if chance.random() < good else not truth
        grade = truth if at < graded else None
        found.append(CandidateAnswer(f"c{at}", "x", human=grade, judge=verdict))
    return found


def test_a_good_judge_is_worth_more_grades_and_a_coin_is_not() -> None:
    found = judge_report(answers_of(1500, 50))
    assert found is not None
    assert found.worth > 1.5
    assert found.sentence.startswith("This judge makes 50 grades worth")
    assert found.agreement is not None
    assert found.agreement.n == 50
    coin = judge_report(answers_of(1500, 200, good=0.5))
    assert coin is not None
    assert coin.sentence == "This judge adds nothing to people’s grades: leave it out."


def test_the_report_counts_what_it_says() -> None:
    marks = [(True, True), (True, False), (False, True), (False, True), (None, True), (None, False)]
    answers = [
        CandidateAnswer(str(at), "x", human=human, judge=judge)
        for at, (human, judge) in enumerate(marks)
    ]
    found = judge_report([*answers, CandidateAnswer("x", "x", human=True)])
    assert found is not None
    assert (found.false_passes, found.false_fails, found.ungraded) == (2, 1, 2)
    assert found.naive == pytest.approx(4 / 6)
    assert found.people.value == 0.5
    corrected = corrected_rate([1, 1, 0, 0], [1, 0, 1, 1], [1, 0])
    assert (found.corrected.value, found.corrected.low, found.corrected.high) == corrected


def test_without_grades_a_judge_measures_nothing() -> None:
    assert judge_report(answers_of(20, 0)) is None
    assert judge_report([CandidateAnswer("a", "x", human=True)]) is None
    every = judge_report(answers_of(20, 20))
    assert every is not None
    assert every.sentence == "People graded all that the judge did: it is not needed."


def test_the_first_grades_go_half_to_each_verdict() -> None:
    answers = answers_of(400, 0, rate=0.9)
    found = grade_next(answers, 20)
    assert (found.of_passed, found.of_failed, found.early) == (10, 10, True)
    assert len(set(found.places)) == 20
    assert sum(bool(answers[at].judge) for at in found.places) == 10
    assert grade_next(answers, 20) == found
    assert grade_next(answers, 20, seed=1).places != found.places


def test_later_grades_go_to_the_verdict_that_leaves_more_open() -> None:
    # Whatever it lets pass is good, half of what it fails is not: its passes are settled, its fails are not.
    answers = [CandidateAnswer(f"p{at}", "x", human=True if at < 40 else None, judge=True) for at in range(400)]  # fmt: skip
    answers += [CandidateAnswer(f"f{at}", "x", human=at % 2 == 0 if at < 40 else None, judge=False) for at in range(400)]  # fmt: skip
    found = grade_next(answers, 20)
    assert (found.of_failed, found.early) == (20, False)
    assert "they tell most" in found.sentence


def test_what_is_graded_is_not_asked_again_and_a_short_stratum_gives_what_it_has() -> None:
    answers = answers_of(60, 30)
    rest = grade_next(answers, 100)
    assert sorted(rest.places) == list(range(30, 60))
    no_judge = [replace(one, judge=None) for one in answers]
    assert grade_next(no_judge, 5).sentence == "Grade these 5 answers, drawn by chance."
    assert grade_next(answers_of(5, 5)).sentence == "Every answer is graded."


def test_answers_of_one_conversation_say_less_together() -> None:
    """Ten turns of each talk are good or bad together: ten talks, not a hundred answers."""
    chance = random.Random(2)
    answers, talks = [], {}
    for talk in range(60):
        good = chance.random() < 0.7
        for turn in range(10):
            name = f"t{talk}-{turn}"
            talks[name] = str(talk)
            verdict = good if chance.random() < 0.9 else not good
            answers.append(
                CandidateAnswer(name, "x", human=good if talk < 10 else None, judge=verdict)
            )
    alone, together = judge_report(answers), judge_report(answers, groups=talks)
    assert alone is not None
    assert together is not None
    assert alone.corrected.value == pytest.approx(together.corrected.value)
    assert together.people.groups == 10
    assert 0.7 < together.worth < 1.5  # a judge of .9 and ten talks
    assert width(together.corrected) > 1.8 * width(alone.corrected)


def width(found: Estimate) -> float:
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low
