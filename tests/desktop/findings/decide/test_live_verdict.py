"""The verdict while the brief is answered: wrong answers are left out and named, odd ones said."""

import pytest

from desktop.findings.decide.live_verdict import (
    odd_answers,
    preview,
)
from estimators.base.codec import plain
from estimators.base.errors import UserError


def test_wrong_answers_are_left_out_and_all_others_hold() -> None:
    case = {
        "labelled_examples": -5,
        "volume_per_month": {"low": 10, "high": 1},
        "explicit_rules_possible": "yes",
    }
    found = preview(case)
    assert set(found.wrong) == {"labelled_examples", "volume_per_month"}
    right = preview({"explicit_rules_possible": "yes"})
    assert plain(found.worked.assessment) == plain(right.worked.assessment)


def test_an_error_that_names_no_question_is_not_hidden() -> None:
    with pytest.raises(UserError):
        preview({"measured": {"correct": 5, "n": 3}})


@pytest.mark.parametrize(
    ("case", "keys", "words"),
    [
        (  # how many answers there are is asked of no one: it stands beside the examples
            {"labelled_examples": 5, "n_classes": 10},
            {"labelled_examples"},
            "10 different answers, but only 5 examples.",
        ),
        (
            {"missed_cost": {"low": 20_000, "high": 30_000}, "error_cost_level": "low"},
            {"miss_cost", "error_cost_level"},
            "One mistake costs more than 20,000, yet mistakes are said to be low.",
        ),
        (
            {"baseline_accuracy": {"low": 0.9, "high": 0.95}, "accuracy_gate": 0.8},
            {"accuracy_gate"},
            "People are right at least 90% of the time; 80% would be a step back.",
        ),
        ({"accuracy_gate": 1}, {"accuracy_gate"}, "No test can show 100%; 99% takes hundreds"),
        (
            {"volume_per_month": 50_000, "active_users": 10, "frequency_per_user_month": 2},
            {"volume_per_month", "frequency_per_user_month"},
            "10 people, 2 times each, make 20 a month, not 50,000.",
        ),
        (
            {"explicit_rules_possible": "no", "rule_grew_too_complex": True},
            {"explicit_rules_possible", "rule_grew_too_complex"},
            "No written rule is possible, yet today’s rule has grown too complex.",
        ),
    ],
)
def test_answers_that_contradict_each_other_say_so_beside_each(case, keys, words) -> None:
    odd = preview(case).odd
    assert set(odd) == keys
    assert all(sentence.startswith(words) for sentence in odd.values())


@pytest.mark.parametrize(
    "case",
    [
        {},
        {"missed_cost": {"low": 20_000, "high": 30_000}, "error_cost_level": "high"},
        {"baseline_accuracy": {"low": 0.7, "high": 0.95}, "accuracy_gate": 0.8},
        {"volume_per_month": 30, "active_users": 10, "frequency_per_user_month": 2},
        {"volume_per_month": 200, "active_users": 10, "frequency_per_user_month": 2},
        {"volume_per_month": 2, "active_users": 10, "frequency_per_user_month": 2},
    ],
)
def test_answers_that_agree_are_left_in_peace(case) -> None:
    assert odd_answers(case, preview(case).worked.assessment) == {}
