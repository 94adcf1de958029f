"""How many more reactions would place the bar: what the forecast says, and whether it comes true."""

import numpy as np

from mock_ai.acceptance_model import AcceptancePosterior, ReactionTally
from mock_ai.demo.plan import levels_of
from mock_ai.reactions_needed import MOST, reactions_needed
from mock_ai.sessions import QUANTILES

GOAL = 0.7
LEVELS = levels_of("classify")


def shown(
    level: float, right: int, right_taken: int, wrong: int, wrong_taken: int
) -> tuple[ReactionTally, ...]:
    return (
        ReactionTally("1", level, right_taken, right, True),
        ReactionTally("1", level, wrong_taken, wrong, False),
    )


def test_people_who_reject_everything_place_no_bar_soon() -> None:
    said = (*shown(0.8, 16, 1, 4, 0), *shown(0.98, 20, 2, 0, 0))
    assert reactions_needed(said, GOAL, LEVELS).middle is None


def test_a_clear_start_needs_few_more_and_the_same_reactions_need_the_same() -> None:
    said = (*shown(0.8, 8, 7, 2, 0), *shown(0.9, 9, 8, 1, 0))
    found = reactions_needed(said, GOAL, LEVELS)
    assert found.middle is not None
    assert found.middle <= 30
    assert found.low is not None
    assert found.low <= found.middle
    reactions_needed.cache_clear()
    assert reactions_needed(said, GOAL, LEVELS) == found


def test_the_range_holds_as_often_as_it_says() -> None:
    """People drawn from the model's own prior answer ten times; what happens next is held against the forecast."""
    chance = np.random.default_rng(4)
    held = asked = 0
    while asked < 6:
        needed, slope = chance.uniform(0.6, 0.92), chance.uniform(3, 9)
        begun = _answers(chance, needed, slope, "0", (0.7, 0.8))
        _, middle, cautious = AcceptancePosterior(begun).needed(GOAL, QUANTILES)
        if max(middle, cautious) <= 0.8:
            continue
        asked += 1
        forecast = reactions_needed(begun, GOAL, LEVELS)
        took = _took(chance, begun, needed, slope)
        held += (forecast.low or MOST + 10) <= took <= (forecast.high or MOST + 10)
    # 8 in 10 are asked for; fewer than 3 of 6 would come up 1 time in 60 then.
    assert held >= 3


def _answers(
    chance: np.random.Generator, needed: float, slope: float, person: str, levels: tuple[float, ...]
) -> tuple[ReactionTally, ...]:
    """Five answers at each level of somebody who accepts 7 in 10 at ``needed``, right or wrong alike."""
    leaning = 0.4 * chance.standard_normal()
    found = []
    for level in levels:
        odds = np.log(GOAL / (1 - GOAL)) + slope * (level - needed) + leaning
        right = int(chance.binomial(5, level))
        for is_right, n in ((True, right), (False, 5 - right)):
            taken = int(chance.binomial(n, 1 / (1 + np.exp(-odds))))
            found.append(ReactionTally(person, level, taken, n, is_right))
    return tuple(found)


def _took(
    chance: np.random.Generator, begun: tuple[ReactionTally, ...], needed: float, slope: float
) -> int:
    """After how many more answers, in tens, a bar is proposed; ``MOST`` + 10: not by then."""
    said, highest = begun, 0.8
    for n in range(10, MOST + 1, 10):
        at = AcceptancePosterior(said).needed(GOAL, QUANTILES)
        levels = tuple(min(LEVELS, key=lambda level, end=end: abs(level - end)) for end in at[1:])
        said += _answers(chance, needed, slope, str(1 + n // 40), levels)
        highest = max(highest, *levels)
        if max(AcceptancePosterior(said).needed(GOAL, QUANTILES)[1:]) <= highest:
            return n
    return MOST + 10


def test_where_whole_answers_are_not_known_it_still_says_something() -> None:
    levels = levels_of("transcribe")
    said = (ReactionTally("1", levels[4], 3, 5), ReactionTally("1", levels[7], 4, 5))
    assert reactions_needed(said, GOAL, levels).low is not None
