"""A number beyond a border, as the first half of a sentence about what would change the answer."""

import pytest

from desktop.findings.decide.flip_points import condition, threshold, verdict_flips
from estimators.base.task_kind import TASK_KINDS
from estimators.case.default_inputs import default_inputs
from estimators.case.input_words import words_for
from estimators.need_for_ai import assess


@pytest.mark.parametrize("kind", TASK_KINDS)
def test_each_input_of_the_value_has_words_for_either_side_of_a_border(kind: str) -> None:
    said = words_for({"task_kind": kind})
    for name in default_inputs():
        above, below = (threshold(said, name, "€9,100", more=more) for more in (True, False))
        assert "more than €9,100" in above
        assert "less than €9,100" in below or "fewer than €9,100" in below


def test_what_has_words_of_its_own_is_a_sentence_and_all_else_its_question() -> None:
    said = words_for({"task_kind": "classify"})
    assert threshold(said, "missed_cost", "€9,100", more=True) == "A miss costs more than €9,100"
    assert (
        threshold(said, "discount_rate", "8%", more=False) == "Discount rate a year: less than 8%"
    )


def test_what_was_answered_as_a_range_stands_as_that_range() -> None:
    case = {
        "task_kind": "rank",
        "demand_validated": True,
        "commodity_fit": 5,
        "volume_per_month": {"low": 90_000, "high": 120_000},
    }
    notes = {flip.input: flip.note for flip in verdict_flips(assess(case), case, "USD")}
    assert notes["volume_per_month"] == "Now: 90,000 to 120,000."


def test_ends_of_a_scale_and_few_people_are_sentences() -> None:
    said = words_for({})
    assert condition("user_pain", 2, 0, "USD", said) == "It hurts nobody"
    assert condition("active_users", 0, 1, "USD", said) == "1 or more would use it"
    rarest = condition("rarest_class_examples", 1500, 49, "USD", said)
    assert rarest == "There are 49 or fewer examples of the rarest answer"
