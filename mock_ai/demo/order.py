"""In which order: the accuracy or the variant of each block, and which of its answers are wrong."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from mock_ai.acceptance_model import AcceptancePosterior
from mock_ai.demo.plan import ALARMS, MISSES, DemoPlan
from mock_ai.schedule import scheduled_uniform
from mock_ai.sessions import CAUTIOUS, Reaction, tallies

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


def block_at(plan: DemoPlan, person: Participant, everyone: Sequence[Reaction]) -> DemoBlock:
    """What a participant meets next; ``everyone`` is every reaction that counts, this person's included."""
    number, place = divmod(len(person.did), plan.block)
    current = [reaction for reaction in person.did if reaction.block == number]
    if current and plan.way != "fixed":
        accuracy, variant = current[0].shown_accuracy, current[0].variant
    else:
        accuracy, variant = _dialled(plan, person, number, everyone)
    before = [r for r in person.did if r.block < number and r.variant == variant]
    wrong = wrong_places(plan, person.name, number, accuracy, before)
    return DemoBlock(number, accuracy, variant, place not in wrong)


def _dialled(
    plan: DemoPlan, person: Participant, number: int, everyone: Sequence[Reaction]
) -> tuple[float, str]:
    if plan.way == "adaptive":
        return adaptive_accuracy(plan, person.known_as, everyone), ""
    if plan.way == "fixed":
        return plan.scenario.accuracy_at(len(person.did)), ""
    first = person.rank + (scheduled_uniform(plan.seed, "variant", 0) < 0.5)
    # Within: ABBA, and BAAB for every second person, so that neither kind comes first more often
    # (decision 0186).
    turned = plan.way == "compare within" and number % 4 in (1, 2)
    return plan.scenario.accuracy, (MISSES, ALARMS)[(first + turned) % 2]


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
    plan: DemoPlan, person: str, number: int, accuracy: float, before: Sequence[Reaction]
) -> frozenset[int]:
    """Which answers of the block are wrong: as many as the dial says, the fractions carried from block to block."""
    owed = scheduled_uniform(plan.seed, f"wrong/{person}", 0)
    owed += sum(1 - reaction.shown_accuracy for reaction in before)
    wrong = floor(owed + plan.block * (1 - accuracy) + 1e-9) - floor(owed + 1e-9)
    places = random.Random(f"{plan.seed}/{person}/{number}").sample(  # noqa: S311 (replayable, not secret)
        range(plan.block), min(wrong, plan.block)
    )
    return frozenset(places)
