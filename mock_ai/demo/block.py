"""Which dials a participant meets next, and which of the answers go wrong: blocks of a demo session."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor

from mock_ai.acceptance_model import AcceptancePosterior
from mock_ai.delays import scheduled_uniform
from mock_ai.demo.plan import ALARMS, MISSES, DemoPlan
from mock_ai.reaction import BY_HAND, Reaction
from mock_ai.sessions import CAUTIOUS, tallies

ShareRight = Callable[[float, str], float]
# Every third block sits at the cautious end, where the bar will go (decision 0184).
_SHOWS_THE_BAR = 3


@dataclass(frozen=True)
class DemoBlock:
    """The dials for the next answer, and whether that answer should be right."""

    number: int
    accuracy: float
    variant: str
    right: bool


@dataclass(frozen=True)
class Participant:
    """Somebody who takes part: who came as number ``rank`` (from 0), and what they did so far.

    ``known_as`` is their name among the people of all sessions.
    """

    name: str
    known_as: str
    rank: int
    did: Sequence[Reaction]


def _as_dialled(accuracy: float, _variant: str) -> float:
    return accuracy


def block_at(
    plan: DemoPlan,
    person: Participant,
    everyone: Sequence[Reaction],
    share_right: ShareRight = _as_dialled,
) -> DemoBlock:
    """What a participant meets next.

    ``everyone`` is every reaction that counts, this person's included; ``share_right`` says how many whole answers are right
    at an accuracy, where that is not the same.
    """
    number, place = divmod(len(person.did), plan.block)
    dialled = [reaction for reaction in person.did if reaction.variant != BY_HAND]
    current = [reaction for reaction in dialled if reaction.block == number]
    if current and plan.way != "fixed":
        accuracy, variant = current[0].shown_accuracy, current[0].variant
    else:
        accuracy, variant = _dialled(plan, person, number, everyone)
    owed = sum(
        1 - share_right(r.shown_accuracy, variant)
        for r in person.did
        if r.block < number and r.variant == variant
    )
    wrong = wrong_places(plan, person.name, number, share_right(accuracy, variant), owed)
    return DemoBlock(number, accuracy, variant, place not in wrong)


def _dialled(
    plan: DemoPlan, person: Participant, number: int, everyone: Sequence[Reaction]
) -> tuple[float, str]:
    if plan.way == "adaptive":
        return adaptive_accuracy(plan, person.known_as, everyone), ""
    if plan.way == "fixed":
        classes = plan.kind == "classify"
        return plan.scenario.accuracy_at(len(person.did)) if classes else plan.level, ""
    first = person.rank + (scheduled_uniform(plan.seed, "variant", 0) < 0.5)
    # Within: ABBA, and BAAB for every second person, so that neither kind comes first more often
    # (decision 0186).
    turned = plan.way == "compare within" and number % 4 in (1, 2)
    return plan.level, (MISSES, ALARMS)[(first + turned) % 2]


def adaptive_accuracy(plan: DemoPlan, known_as: str, everyone: Sequence[Reaction]) -> float:
    """The accuracy of somebody's next block: what teaches most, and every third time what would be proposed as the bar.

    A bar is only proposed where people have seen it, and what teaches most lies below it.
    """
    posterior = AcceptancePosterior(tallies(everyone))
    if len(everyone) // plan.block % _SHOWS_THE_BAR == _SHOWS_THE_BAR - 1:
        cautious = posterior.needed(plan.goal, (CAUTIOUS,))[0]
        return min(plan.levels, key=lambda level: (level < cautious, abs(level - cautious)))
    return posterior.next_accuracy(plan.goal, known_as, plan.levels)


def wrong_places(
    plan: DemoPlan, person: str, number: int, right: float, before: float
) -> frozenset[int]:
    """Which answers of the block are wrong: as many as that share of right ones leaves, the fractions carried on from what
    was due ``before``."""
    owed = scheduled_uniform(plan.seed, f"wrong/{person}", 0) + before
    wrong = floor(owed + plan.block * (1 - right) + 1e-9) - floor(owed + 1e-9)
    places = random.Random(f"{plan.seed}/{person}/{number}").sample(  # noqa: S311 (replayable, not secret)
        range(plan.block), min(wrong, plan.block)
    )
    return frozenset(places)
