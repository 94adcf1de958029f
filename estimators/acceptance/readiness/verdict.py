"""The proposed verdict: go, go with conditions, not yet or stop, and the three reasons that decide it.

Each ground allows the launch a most, by its weight and its state; the verdict is the least that any of them
allows. So a failing check never makes it better, one more ground never raises it, the order of the grounds
changes nothing, and what nobody knows never counts as shown. The order of the reasons is that of `_rank`:
what holds it back most comes first, then the weightier ground, then what fails before what is open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from estimators.base.sentence import tr


class Word(IntEnum):
    """The verdicts, from the worst."""

    STOP = 0
    NOT_YET = 1
    CONDITIONS = 2
    GO = 3

    @property
    def key(self) -> str:
        """The name of the decision in a project."""
        return {0: "stop", 1: "not_yet", 2: "conditions", 3: "launch"}[self.value]

    @property
    def words(self) -> str:
        """The decision as said: "Launch with conditions"."""
        return (tr("Stop"), tr("Not yet"), tr("Launch with conditions"), tr("Launch"))[self.value]


class GroundState(StrEnum):
    FAIL = "fail"  # measured or stated, and it does not hold
    UNKNOWN = "unknown"  # nobody has said
    NOT_SHOWN = "not_shown"  # looked at, not settled
    PASS = "pass"  # noqa: S105  a state, not a password


class Weight(IntEnum):
    """What hangs on a ground, from the heaviest."""

    FORBIDS = 0  # the law, grave harm: a failure stops it
    GATE = 1  # the bar, a fair test, a way back: nothing launches without it
    CHECK = 2  # a failure holds it back, an open one is a condition
    ADVICE = 3  # published lists: never more than a condition


# The most that a ground of a weight allows: where it fails, and where it is open.
_ALLOWS = {
    Weight.FORBIDS: (Word.STOP, Word.NOT_YET),
    Weight.GATE: (Word.NOT_YET, Word.NOT_YET),
    Weight.CHECK: (Word.NOT_YET, Word.CONDITIONS),
    Weight.ADVICE: (Word.CONDITIONS, Word.CONDITIONS),
}
REASONS = 3


@dataclass(frozen=True)
class Ground:
    """One thing that the launch rests on.

    - `name`: what it is called in the product; settles ties, so that the order in which grounds come says nothing.
    - `text`: the ground as a sentence, as it stands now.
    - `address`: where its evidence is.
    """

    name: str
    text: str
    weight: Weight
    state: GroundState
    address: str = ""

    @property
    def allows(self) -> Word:
        """The most that this ground allows."""
        if self.state is GroundState.PASS:
            return Word.GO
        failing, open_ = _ALLOWS[self.weight]
        return failing if self.state is GroundState.FAIL else open_


@dataclass(frozen=True)
class Verdict:
    """The verdict and the reasons that decide it, the most decisive first."""

    word: Word
    reasons: tuple[Ground, ...]


def decide(grounds: Iterable[Ground]) -> Verdict:
    """Return the least that any ground allows, with three reasons. Without any ground: not yet."""
    ranked = sorted(grounds, key=_rank)
    if not ranked:
        return Verdict(Word.NOT_YET, ())
    return Verdict(ranked[0].allows, tuple(ranked[:REASONS]))


def _rank(ground: Ground) -> tuple[int, int, int, str, str]:
    return (
        ground.allows,
        ground.weight,
        list(GroundState).index(ground.state),
        ground.name,
        ground.text,
    )
