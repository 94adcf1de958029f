"""Misses against false alarms: what can be told, and how sure it is."""

import numpy as np
import pytest

from mock_ai.comparison import compare_variants
from mock_ai.reaction import Reaction
from mock_ai.sessions import acceptance_curve


def said(counts: dict[str, dict[str, tuple[int, int]]]) -> list[Reaction]:
    """Reactions by person and variant: how many of how many were accepted."""
    return [
        Reaction(
            "s", "", 0.85, "accepted" if k < accepted else "rejected", person=person, variant=v
        )
        for person, variants in counts.items()
        for v, (accepted, n) in variants.items()
        for k in range(n)
    ]


def same(people: int, misses: tuple[int, int], alarms: tuple[int, int]) -> list[Reaction]:
    return said({str(p): {"misses": misses, "false alarms": alarms} for p in range(people)})


def test_a_clear_preference_is_told_with_its_interval() -> None:
    found = compare_variants(same(6, (9, 20), (18, 20)))
    assert found is not None
    assert found.better == "false alarms"
    assert found.low < found.difference < found.high
    assert found.misses.rate == pytest.approx(0.45)
    assert found.headline == "People put up with false alarms rather than with misses."
    assert "240 answers of 6 people" in found.subline
    assert found.simulated


def test_the_other_kind_wins_when_it_is_the_one_accepted() -> None:
    found = compare_variants(same(6, (18, 20), (9, 20)))
    assert found is not None
    assert found.better == "misses"


def test_little_data_tells_nothing_and_says_how_much_would() -> None:
    found = compare_variants(same(2, (6, 10), (8, 10)))
    assert found is not None
    assert found.better == ""
    assert found.answers_needed is not None
    assert found.answers_needed > found.n
    assert f"about {found.answers_needed:,} answers" in found.subline
    none = compare_variants(same(4, (8, 10), (8, 10)))
    assert none is not None
    assert none.answers_needed is None


def test_many_answers_of_one_person_say_less_than_as_many_of_ten() -> None:
    one = compare_variants(same(1, (50, 100), (80, 100)))
    ten = compare_variants(same(10, (5, 10), (8, 10)))
    assert one is not None
    assert ten is not None
    assert one.high - one.low > 1.2 * (ten.high - ten.low)


def test_nothing_is_compared_before_both_were_shown_and_the_curve_leaves_them_out() -> None:
    assert compare_variants([]) is None
    only = said({"1": {"misses": (4, 10)}})
    assert compare_variants(only) is None
    assert acceptance_curve(only).n == 0


def test_the_interval_holds_the_true_difference_nine_times_in_ten() -> None:
    rng = np.random.default_rng(0)
    leaning = 0.5 * rng.standard_normal((40_000, 2))
    chances = [
        1 / (1 + np.exp(-(1 + leaning[:, 0] + side * (1 + leaning[:, 1] / 2) / 2)))
        for side in (-1, 1)
    ]
    true = float(chances[1].mean() - chances[0].mean())
    held = 0
    for start in range(0, 800, 8):  # 100 audiences of 8
        counts = {}
        for person in range(start, start + 8):
            misses, alarms = (int(rng.binomial(15, chance[person])) for chance in chances)
            counts[str(person)] = {"misses": (misses, 15), "false alarms": (alarms, 15)}
        found = compare_variants(said(counts))
        assert found is not None
        held += found.low <= true <= found.high
    assert 83 <= held <= 97
