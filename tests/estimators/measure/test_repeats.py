"""The same cases asked again, and whether a candidate knows how sure it can be."""

import random

import pytest

from estimators.measure.case import CandidateAnswer, CandidateAnswers, EvalCase
from estimators.measure.certainty import certainty_report
from estimators.measure.repeats import stability
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


def test_answers_are_stable_where_asking_again_comes_to_the_same() -> None:
    cases = {name: EvalCase(name, expected="y") for name in "abcd"}
    main = score("classify", cases, tried({"a": "yyy", "b": "yny", "c": "nnn", "d": "y"})).main
    found = stability(main)
    assert found is not None
    assert (found.alike.value, found.alike.n) == (pytest.approx(2 / 3), 3)
    assert [one.value for one in found.by_trial] == [
        0.75,
        pytest.approx(1 / 3),
        pytest.approx(2 / 3),
    ]
    assert found.sentence == (
        "Asked again, 67% of 3 cases came to the same each time; single tries gave 33.3% to 75.0%."
    )
    once = score("classify", cases, tried(dict.fromkeys("abcd", "y"))).main
    assert stability(once) is None


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
