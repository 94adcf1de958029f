"""Public sets of real answers, beside what others published of them (`tests/benchmarks/measure.py` prints all of it)."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from estimators.measure.agreement import agreement
from estimators.measure.answer_file import answers_to, read_answers
from estimators.measure.case_file import read_cases
from estimators.measure.comparison import PairVerdict, compare_pair
from estimators.measure.estimate import estimate
from estimators.measure.kind_scorers import Rules
from estimators.measure.ranking import read_relevance
from estimators.measure.repeats import pass_all
from estimators.measure.scores import KindScores, score

Scored = Callable[..., dict[str, KindScores]]


@pytest.fixture
def sets(shared: Path) -> Path:
    folder = shared / "data" / "measure"
    if not folder.is_dir():
        pytest.skip("the public answers beside the project (../shared/data/measure) are not there")
    return folder


@pytest.fixture
def scored(sets: Path) -> Scored:
    def call(name: str, kind: str, file: str = "answers.csv", rules: Rules | None = None) -> dict[str, KindScores]:  # fmt: skip
        path = sets / name / file
        cases, answers = read_cases(path).cases, read_answers(path)
        return {
            one: score(kind, cases, answers_to(cases, answers, one), rules or Rules())
            for one in answers.candidates
        }

    return call


def test_labels_are_right_as_often_and_invalid_as_often(scored: Scored) -> None:
    found = scored("labels-banking77-llms", "classify")
    assert [round(one.main.got.sum()) for one in found.values()] == [311, 306, 311]
    assert sum(one.invalid() for one in found.values()) == 156


def test_word_error_rates_and_who_wins_by_calls(scored: Scored) -> None:
    found = {name: one.main for name, one in scored("transcripts-earnings21", "transcribe").items()}
    rates = [estimate(one).value for one in found.values()]
    assert rates == pytest.approx([0.2005, 0.1875, 0.2068], abs=5e-4)
    google = compare_pair(("google", "amazon"), (found["google"], found["amazon"]))
    assert google.difference.value == pytest.approx(0.0130, abs=5e-4)
    assert google.verdict is PairVerdict.SECOND
    # Passages would name a winner here; calls do not.
    even = compare_pair(("google", "microsoft"), (found["google"], found["microsoft"]))
    assert even.verdict is PairVerdict.EVEN


def test_trials_of_a_task_are_worth_less_than_their_number(scored: Scored) -> None:
    (found,) = scored("agents-tau-airline-trials", "act", "results.csv").values()
    once = estimate(found.main)
    assert once.value == pytest.approx(0.420)
    assert (once.low, once.high) == pytest.approx((0.33, 0.51), abs=0.01)
    assert estimate(pass_all(found.main, 4)).value == pytest.approx(0.200)


def test_rankings_and_why_pairing_matters(sets: Path, scored: Scored) -> None:
    relevance, _ = read_relevance(sets / "rankings-trec-robust03" / "relevance.csv")
    found = scored("rankings-trec-robust03", "rank", rules=Rules(relevance=relevance))
    values = {name: estimate(one.main).value or 0.0 for name, one in found.items()}
    first, second = sorted(values, key=lambda name: -values[name])[:2]
    assert (first, second) == ("THUIRr0301", "pircRBa1")
    assert [values[first], values[second]] == pytest.approx([0.480, 0.473], abs=5e-4)
    names = (first, "fub03IeOLKe3")
    pair = compare_pair(names, (found[names[0]].main, found[names[1]].main))
    assert pair.p_value == pytest.approx(0.032, abs=0.006)


def test_documents_are_read_as_people_would(scored: Scored) -> None:
    found = scored("fields-receipts", "extract")
    assert [round(one.main.got.sum()) for one in found.values()] == [0, 50]


def test_people_agree_as_far(sets: Path) -> None:
    answers = read_answers(sets / "qa-two-raters" / "answers.csv")
    given = [one for trials in answers.candidates.values() for one in trials]
    two = agreement([[dict(one.raters).get(f"human_{at}") for at in (1, 2)] for one in given])
    assert two.value == pytest.approx(0.731, abs=5e-4)
    assert two.split == 411
    path = sets / "preferences-three-raters" / "pairs.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    three = agreement([[row[f"human_{at}"] for at in (1, 2, 3)] for row in rows])
    assert three.value == pytest.approx(0.883, abs=5e-4)
