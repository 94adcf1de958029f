"""A number beyond a border, as the first half of a sentence about what would change the answer."""

import pytest

from desktop.findings.decide.flip_points import threshold
from estimators.base.task_kind import TASK_KINDS
from estimators.case.default_inputs import default_inputs
from estimators.case.input_words import words_for


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
