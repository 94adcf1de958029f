"""What a demo session will do: how accuracies are chosen, on which examples, how many answers each person sees."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from math import ceil
from typing import Any, Literal, Self, get_args

from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.percent import set_percent
from estimators.base.sentence import tr
from mock_ai.confusion import ALL_ALIKE
from mock_ai.dials import lowest_confidence
from mock_ai.kinds.product import CLASSES
from mock_ai.scenario import Scenario

Way = Literal["adaptive", "fixed", "compare within", "compare between"]
USUAL_ANSWERS, MOST_ANSWERS, MOST_ITEMS, MOST_PEOPLE = 30, 200, 200, 99
BLOCK = 5  # answers at one accuracy before it may change: fewer would not be felt
MISSES, ALARMS = "misses", "false alarms"
VARIANTS: Mapping[str, float] = {MISSES: -1.0, ALARMS: 1.0}
"""The two kinds of error, as the skew of a scenario: only misses, or only false alarms."""
_LEVELS = (*(percent / 100 for percent in range(50, 100, 5)), 0.98)
# Of a page with five fields half are all right at 87%, of an order with twenty words at 97%: there people decide.
_LEVELS_OF_PARTS = {
    "extract": (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.96, 0.98),
    "transcribe": (0.6, 0.7, 0.75, 0.8, 0.84, 0.88, 0.91, 0.94, 0.96, 0.98),
}
_SAYS_THE_SAME = (
    "mae",
    "pages",
    "numbers_wrong",
)  # dials that would keep the main one from where it is turned


@dataclass(frozen=True)
class DemoItem:
    """One example that may be shown. ``id`` is the SHA-256 of its content, hexadecimal; ``truth`` its class, if known (where
    the product has classes)."""

    id: str
    name: str = ""
    truth: str | None = None
    modality: str = "photo"


@dataclass(frozen=True)
class DemoPlan:
    """A demo session before it begins; kept with it, so that it can be resumed.

    ``way``: *adaptive* dials the accuracy of each block of ``block`` answers from the reactions so far; *fixed* keeps the
    scenario's own; *compare within* shows each person misses and false alarms in turns, at the scenario's
    accuracy; *compare between* shows each person one of the two. ``answers`` is how many each of ``people`` sees.
    Not ``simulated``: a real model answers in the fake's place, and ``scenario`` only names it and its measured accuracy.
    Where the scenario is of another kind than classify, an accuracy is the share that the kind's main dial promises, and
    ``case`` says what one item is called.

    Raises `UserError` if a number is out of range, or there is nothing to show.
    """

    scenario: Scenario
    items: tuple[DemoItem, ...]
    way: Way = "adaptive"
    answers: int = USUAL_ANSWERS
    people: int = 1
    goal: float = 0.7
    block: int = BLOCK
    seed: int = 0
    simulated: bool = True
    case: str = ""

    def __post_init__(self) -> None:
        if self.way not in get_args(Way):
            raise _bad("way", self.way, ", ".join(get_args(Way)))
        if not 1 <= len(self.items) <= MOST_ITEMS:
            raise _bad(
                "examples", digits(len(self.items)), tr("1 to {most_items}", most_items=MOST_ITEMS)
            )
        if not 1 <= self.answers <= MOST_ANSWERS:
            raise _bad(
                "answers",
                digits(self.answers),
                tr("1 to {most_answers}", most_answers=MOST_ANSWERS),
            )
        if not 1 <= self.people <= MOST_PEOPLE:
            raise _bad(
                "people", digits(self.people), tr("1 to {most_people}", most_people=MOST_PEOPLE)
            )
        if not 1 <= self.block <= MOST_ANSWERS:
            raise _bad(
                "block", digits(self.block), tr("1 to {most_answers}", most_answers=MOST_ANSWERS)
            )
        if not self.simulated and self.way != "fixed":
            raise _bad(
                "way",
                tr("{way} with a real model", way=self.way),
                tr("fixed, because its accuracy is what it is"),
            )
        if self.compares and self.kind != "classify":
            raise UserError(
                tr("Misses and false alarms are errors of classes."),
                tr("This product has none."),
                tr("Find how good it must be, or show it as it is dialled."),
            )
        if self.compares:
            self._check_room()
        if not 0 < self.goal < 1:
            raise _bad("goal", f"{self.goal:g}", tr("between 0 and 1"))

    def _check_room(self) -> None:
        """Each kind of error needs enough examples that it can strike."""
        known = Counter(item.truth for item in self.items if item.truth is not None)
        if len(known) < 2:
            raise UserError(
                tr("Misses and false alarms need examples of two classes."),
                tr("A miss strikes the rarer ones, a false alarm the usual one."),
                tr("Label a few examples of each."),
            )
        usual, n = known.most_common(1)[0][1], known.total()
        lowest = 1 - min(usual, n - usual) / n
        if self.scenario.accuracy < lowest:
            raise UserError(
                tr(
                    "At {set_percent} right there would be too few examples to be wrong about.",
                    set_percent=set_percent(self.scenario.accuracy),
                ),
                tr(
                    "The usual class is {usual} of {n}, and each kind of error strikes one side only.",
                    usual=usual,
                    n=n,
                ),
                tr("Dial it to {ceil}% or more.", ceil=ceil(round(lowest * 100, 6))),
            )

    @property
    def kind(self) -> str:
        return self.scenario.product.kind

    @property
    def level(self) -> float:
        """How good the scenario is as it is dialled, as a share."""
        return main_share(self.scenario)

    @property
    def levels(self) -> tuple[float, ...]:
        """The accuracies that an adaptive session chooses from."""
        levels = levels_of(self.kind)
        if self.kind != "classify":
            return levels
        lowest = lowest_confidence(len(self.scenario.classes))
        return tuple(level for level in levels if level >= lowest)

    @property
    def compares(self) -> bool:
        """Whether it sets misses against false alarms."""
        return self.way.startswith("compare")

    def to_json(self) -> dict[str, Any]:
        """A plain object for ``json.dumps``; :meth:`from_json` reads it back."""
        plain = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            **plain,
            "scenario": self.scenario.to_json(),
            "items": [asdict(item) for item in self.items],
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Read what :meth:`to_json` wrote.

        Raises `UserError` if a field is missing, unknown, or not of its kind.
        """
        try:
            values = dict(document)
            values["scenario"] = Scenario.from_json(values["scenario"])
            values["items"] = tuple(DemoItem(**item) for item in values["items"])
            return cls(**values)
        except UserError:
            raise
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise _bad("plan", "it", tr("complete, each field of its kind")) from error

    def scenario_at(self, accuracy: float, variant: str = "") -> Scenario:
        """The scenario with its dials where a turn has them."""
        if self.kind != "classify":
            fixed = self.way == "fixed" and accuracy == self.level
            return self.scenario if fixed else with_main_share(self.scenario, accuracy)
        if not variant and self.way == "fixed":
            return replace(self.scenario, accuracy=accuracy, drift=(), by_class=ALL_ALIKE)
        skew = VARIANTS[variant] if variant else self.scenario.skew
        return replace(self.scenario, accuracy=accuracy, skew=skew, drift=(), by_class=ALL_ALIKE)


def levels_of(kind: str) -> tuple[float, ...]:
    """The accuracies that sessions of a kind dwell on."""
    return _LEVELS_OF_PARTS.get(kind, _LEVELS)


def main_share(scenario: Scenario) -> float:
    """How good a scenario is as it is dialled: right of all, or what the main dial of its kind promises, as a share."""
    product = scenario.product
    if product == CLASSES:
        return scenario.accuracy
    from mock_ai.kinds.registry import kind_fake_entry

    entry = kind_fake_entry(product.kind)
    value = product.level
    return 1 - value if entry.lower_is_better else value


def with_main_share(scenario: Scenario, share: float) -> Scenario:
    """A scenario of a kind other than classify with its main dial so high; no other dial may keep it from there."""
    from mock_ai.kinds.registry import kind_fake_entry

    product = scenario.product
    entry = kind_fake_entry(product.kind)
    value = round(1 - share if entry.lower_is_better else share, 6)
    dials = entry.turned(product.values, value)
    for name in _SAYS_THE_SAME:
        dials.pop(name, None)
    return replace(scenario, product=product.moved(dials))


def _bad(name: str, value: str, allowed: str) -> UserError:
    return UserError(
        tr("The demo session’s {name} cannot be {value}.", name=name, value=value),
        tr("Allowed: {allowed}.", allowed=allowed),
        tr("Change it."),
    )
