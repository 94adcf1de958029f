"""The same cases asked again, and whether a candidate knows how sure it can be."""

import random

import pytest

from estimators.measure.case import CandidateAnswer, CandidateAnswers, EvalCase
from estimators.measure.certainty import certainty_report
from estimators.measure.repeats import answer_key, stability
from estimators.measure.scores import score


def tried(tries: dict[str, str]) -> CandidateAnswers:
    """Of each case the tries, a letter each."""
    return CandidateAnswers(
        "x",
        {
            name: tuple(CandidateAnswer(name, one, at) for at, one in enumerate(said))
            for name, said in tries.items()
        },
    )


def test_answers_are_stable_where_asking_again_says_the_same() -> None:
    cases = {name: EvalCase(name, expected="y") for name in "abcde"}
    answers = tried({"a": "yyy", "b": "ynm", "c": "nnn", "d": "y", "e": "nm"})
    found = stability("classify", cases, answers.answers, score("classify", cases, answers).main)
    assert found is not None
    assert (found.tries, found.same.value, found.same.n) == (3, 0.5, 4)
    assert found.alike is not None
    assert (found.alike.value, found.alike.n) == (0.75, 4)  # “e” is wrong both times, in two ways
    assert [one.value for one in found.by_trial] == [
        pytest.approx(2 / 3),
        *[pytest.approx(1 / 3)] * 2,
    ]
    assert found.sentence == (
        "Asked 3 times, 50% of 4 cases got the same answer each time (10% to 90%); single tries gave 33.3% to 66.7%."
    )
    assert stability("classify", cases, tried(dict.fromkeys("abcde", "y")).answers) is None


def test_answers_that_nobody_graded_are_compared_by_their_words() -> None:
    cases = {name: EvalCase(name) for name in "ab"}
    said = {"a": ("All  well.", "All well."), "b": ("Yes.", "No.")}
    answers = {
        name: [CandidateAnswer(name, one, at) for at, one in enumerate(tries)]
        for name, tries in said.items()
    }
    found = stability("generate", cases, answers)
    assert found is not None
    assert (found.same.value, found.alike) == (0.5, None)
    assert "single tries" not in found.sentence


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("number", "1200", "1200.0"),
        ("rank", '["a", "b"]', "a, b"),
        ("extract", '{"total": 1, "day": "x"}', '{"day": "x", "total": 1}'),
        ("classify", "Refund", " refund"),
    ],
)
def test_the_same_answer_may_be_written_otherwise(kind: str, one: str, other: str) -> None:
    keys = [answer_key(kind, CandidateAnswer("a", said)) for said in (one, other)]
    assert keys[0] == keys[1]
    assert keys[0] != answer_key(kind, CandidateAnswer("a", one, error="timed out"))


def test_certainty_is_set_beside_right_and_wrong() -> None:
    chance = random.Random(1)
    cases = {str(at): EvalCase(str(at), expected="y") for at in range(400)}
    sure = {name: chance.uniform(0.5, 1.0) for name in cases}
    honest = {name: (CandidateAnswer(name, "y" if chance.random() < s else "n", certainty=s),) for name, s in sure.items()}  # fmt: skip
    answers = CandidateAnswers("x", honest)
    found = certainty_report(score("classify", cases, answers).main, answers)
    assert found is not None
    assert found.n == 400
    assert found.calibration_error < found.by_chance + 0.04
    assert found.points[0].coverage == 1.0
    boast = CandidateAnswers("x", {name: (CandidateAnswer(name, one[0].answer, certainty=0.99),) for name, one in honest.items()})  # fmt: skip
    worse = certainty_report(score("classify", cases, boast).main, boast)
    assert worse is not None
    assert worse.calibration_error > 0.15


def test_without_a_certainty_there_is_nothing_to_say() -> None:
    cases = {str(at): EvalCase(str(at), expected="y") for at in range(30)}
    silent = CandidateAnswers("x", {name: (CandidateAnswer(name, "y"),) for name in cases})
    assert certainty_report(score("classify", cases, silent).main, silent) is None
    said = CandidateAnswers("x", {name: (CandidateAnswer(name, "y", certainty=0.9),) for name in cases})  # fmt: skip
    assert certainty_report(score("transcribe", cases, said).main, said) is None
