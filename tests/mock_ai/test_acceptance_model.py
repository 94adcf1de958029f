"""The posterior over acceptance curves: what widens it, what narrows it, and what it asks for next."""

import numpy as np
import pytest

from mock_ai.acceptance_model import AcceptancePosterior, ReactionTally

LEVELS = tuple(np.arange(0.5, 0.96, 0.05).round(2))


def width(tallies: list[ReactionTally]) -> float:
    low, high = AcceptancePosterior(tallies).needed(0.7, (0.05, 0.95))
    return float(high - low)


def split(people: int) -> list[ReactionTally]:
    """The same 120 reactions, given by so many people."""
    return [
        ReactionTally(str(person), accuracy, accepted // people, 40 // people)
        for accuracy, accepted in ((0.6, 16), (0.75, 24), (0.9, 32))
        for person in range(people)
    ]


def test_the_same_reactions_of_fewer_people_say_less() -> None:
    assert width(split(1)) > 1.3 * width(split(8))


def test_people_who_differ_say_less_than_people_who_agree() -> None:
    differing = [
        ReactionTally(str(person), accuracy, 10 if person % 2 else accepted, 10)
        for accuracy, accepted in ((0.6, 0), (0.75, 2), (0.9, 6))
        for person in range(4)
    ]
    agreeing = [
        ReactionTally(str(person), accuracy, accepted, 10)
        for accuracy, accepted in ((0.6, 5), (0.75, 6), (0.9, 8))
        for person in range(4)
    ]
    assert width(differing) > width(agreeing)


def test_knowing_which_answers_were_right_narrows_the_interval() -> None:
    known = [
        ReactionTally(str(person), accuracy, accepted, n, right)
        for person in range(4)
        for accuracy, right, accepted, n in (
            (0.6, True, 6, 6),
            (0.6, False, 0, 4),
            (0.8, True, 8, 8),
            (0.8, False, 0, 2),
        )
    ]
    unknown = [
        ReactionTally(str(person), accuracy, accepted, 10)
        for person in range(4)
        for accuracy, accepted in ((0.6, 6), (0.8, 8))
    ]
    assert width(known) < 0.7 * width(unknown)


def test_it_asks_for_higher_accuracies_after_rejections_and_lower_ones_after_acceptance() -> None:
    kept = AcceptancePosterior([ReactionTally("1", 0.7, 0, 10)]).next_accuracy(0.7, "1", LEVELS)
    taken = AcceptancePosterior([ReactionTally("1", 0.7, 10, 10)]).next_accuracy(0.7, "1", LEVELS)
    assert kept > 0.7 > taken


def test_it_is_the_same_whatever_the_order_of_the_reactions() -> None:
    tallies = split(4)
    one, other = AcceptancePosterior(tallies), AcceptancePosterior(tallies[::-1])
    assert one.needed(0.7, (0.05, 0.5, 0.95)) == pytest.approx(other.needed(0.7, (0.05, 0.5, 0.95)))


def test_acceptance_rises_with_accuracy_and_its_band_holds_the_line() -> None:
    low, line, high = (
        AcceptancePosterior(split(4)).acceptance(np.linspace(0.4, 1.0, 31), (0.05, 0.5, 0.95)).T
    )
    assert np.all(np.diff(line) > 0)
    assert np.all((low < line) & (line < high))


def test_nobody_accepting_anything_leaves_it_open_above() -> None:
    high = AcceptancePosterior([ReactionTally(str(p), 0.9, 0, 10) for p in range(3)]).needed(
        0.7, (0.95,)
    )
    assert high[0] > 1
