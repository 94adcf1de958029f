"""Tripwires beside the outcomes since the launch."""

import random

import pytest

from estimators.acceptance.readiness.tripwire_check import (
    TripwireState,
    check_tripwire,
    threshold_of,
)
from estimators.acceptance.readiness.tripwires import Tripwire
from estimators.base.errors import UserError


def wire(threshold: str = "85%", direction: str = "below") -> Tripwire:
    return Tripwire("the share of right answers", direction, threshold, "a week", "switch it off")


@pytest.mark.parametrize(
    ("right", "total", "direction", "threshold", "state"),
    [
        (412, 455, "below", "85%", TripwireState.CLEAR),
        (412, 455, "below", "0.9", TripwireState.HOLDS),
        (300, 455, "below", "85%", TripwireState.TRIPPED),
        (0, 1, "below", "85%", TripwireState.HOLDS),  # one wrong answer trips nothing
        (455, 455, "above", "5%", TripwireState.CLEAR),
        (300, 455, "above", "5%", TripwireState.TRIPPED),  # a third is wrong
    ],
)
def test_what_the_outcomes_say(right, total, direction, threshold, state) -> None:
    found = check_tripwire(wire(threshold, direction), right, total)
    assert found.state is state
    assert f"Since launch {right} of {total} right" in found.sentence


def test_words_that_are_no_share_are_checked_by_a_person() -> None:
    assert threshold_of(wire("three complaints")) is None
    assert check_tripwire(wire("three complaints"), 1, 2) is None


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(UserError, match="more than"):
        check_tripwire(wire(), 3, 2)


def test_a_product_at_the_threshold_rarely_trips_however_often_one_looks() -> None:
    luck, tripped = random.Random(5), 0
    for _ in range(60):
        right = 0
        for n in range(1, 401):
            right += luck.random() < 0.85
            looked = n % 25 == 0 and check_tripwire(wire(), right, n).state is TripwireState.TRIPPED
            if looked:
                tripped += 1
                break
    assert tripped <= 6  # at most 3 of 60 on average
