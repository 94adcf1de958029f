"""Classes and slices, all looked at together."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.acceptance.subgroups import SubgroupVerdict, accept_each, holm

counts = st.integers(1, 120).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_holm_matches_the_steps_worked_by_hand() -> None:
    # sorted 0.01, 0.02, 0.03, 0.04 times 4, 3, 2, 1, never falling
    assert holm([0.02, 0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.06, 0.04, 0.06])
    assert holm([0.5, 0.6]) == pytest.approx([1.0, 1.0])


def test_a_class_that_passes_alone_may_not_pass_among_many() -> None:
    alone = accept_each({"crack": (45, 50)}, 0.8)
    assert alone.parts[0].verdict is SubgroupVerdict.SHOWN
    among = accept_each({"crack": (45, 50), **{f"c{i}": (42, 50) for i in range(9)}}, 0.8)
    crack = next(part for part in among.parts if part.name == "crack")
    assert crack.verdict is SubgroupVerdict.OPEN
    assert crack.p_value < 0.05 < crack.adjusted


def test_all_classes_together_need_no_correction() -> None:
    """Every class must be shown alone; that all are is then an error in at most one test of twenty (Berger)."""
    parts = accept_each({f"c{i}": (45, 50) for i in range(10)}, 0.8)
    assert parts.all_shown
    assert parts.sentence == "Every class holds 80%."


def test_thirteen_photos_cannot_show_80_percent() -> None:
    parts = accept_each({"rare": (13, 13), "common": (90, 100)}, 0.8)
    verdicts = {part.name: part.verdict for part in parts.parts}
    assert verdicts == {"rare": SubgroupVerdict.TOO_FEW, "common": SubgroupVerdict.SHOWN}
    assert parts.sentence == "One class has too few examples to show 80%."


def test_a_class_without_an_example_is_unknown_and_comes_first() -> None:
    parts = accept_each({"a": (50, 50), "b": (0, 0)}, 0.8)
    assert parts.parts[0].name == "b"
    none = parts.parts[0]
    assert none.verdict is SubgroupVerdict.TOO_FEW
    assert (none.low, none.high, none.p_value, none.adjusted) == (0, 1, 1, 1)
    assert not parts.all_shown


@pytest.mark.parametrize(
    ("rights", "said"),
    [
        ((42, 41), "No class is shown to hold 80% yet."),
        ((49, 41), "One of two classes is shown to hold 80%."),
        ((49, 48, 41), "Two of three classes are shown to hold 80%."),
    ],
)
def test_how_many_are_shown_is_said_in_words(rights, said: str) -> None:
    parts = accept_each([(str(at), right, 50) for at, right in enumerate(rights)], 0.8)
    assert parts.sentence == said


def test_a_class_far_below_the_bar_is_named() -> None:
    parts = accept_each({"a": (20, 50), "b": (49, 50)}, 0.8)
    assert parts.sentence == "“a” is below 80%, beyond luck."


def test_one_class_in_a_hundred_sets_is_wrongly_shown_at_most_five_times() -> None:
    """Familywise error with ten classes exactly at the bar, each of 40."""
    random = np.random.default_rng(0)
    wrong = 0
    for _ in range(400):
        rights = random.binomial(40, 0.8, 10)
        parts = accept_each([(str(i), int(k), 40) for i, k in enumerate(rights)], 0.8)
        wrong += any(part.verdict is SubgroupVerdict.SHOWN for part in parts.parts)
    assert wrong / 400 <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 400)


@given(st.lists(counts, min_size=1, max_size=8), st.floats(0.3, 0.97), st.randoms())
def test_the_order_of_the_classes_changes_nothing(pairs, bar: float, random) -> None:
    rows = [(f"c{i}", k, n) for i, (k, n) in enumerate(pairs)]
    mixed = rows[:]
    random.shuffle(mixed)
    assert accept_each(rows, bar) == accept_each(mixed, bar)


@given(st.lists(counts, min_size=1, max_size=6), st.floats(0.3, 0.9), st.floats(0.01, 0.09))
def test_a_higher_bar_never_shows_a_class_that_a_lower_one_does_not(pairs, bar, step) -> None:
    rows = [(f"c{i}", k, n) for i, (k, n) in enumerate(pairs)]
    low = {p.name for p in accept_each(rows, bar).parts if p.verdict is SubgroupVerdict.SHOWN}
    high = {
        p.name for p in accept_each(rows, bar + step).parts if p.verdict is SubgroupVerdict.SHOWN
    }
    assert high <= low


def test_a_class_that_turns_up_exactly_so_rarely_is_shown() -> None:
    """One right of one turns up with the bar's own chance: the error that is allowed, to the last digit."""
    assert accept_each({"crack": (1, 1)}, 1 - 0.95).parts[0].verdict is SubgroupVerdict.SHOWN
