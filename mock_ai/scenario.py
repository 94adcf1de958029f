"""A scenario: everything the fake pretends, as one value that can be saved and replayed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache, partial
from operator import index
from typing import Any, Self, get_args

import numpy as np
import numpy.typing as npt

from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.percent import percent, set_percent
from estimators.base.sentence import tr
from estimators.base.spoken_answer import answer_sentence
from mock_ai.confusion import ALL_ALIKE, ByClass
from mock_ai.conversation import ClassAnswer, Fault
from mock_ai.delays import Delay, scheduled_uniform
from mock_ai.dials import (
    Calibration,
    DialledAnswers,
    Item,
    content_digest,
    lowest_confidence,
    shown_confidence,
)
from mock_ai.kinds.product import CLASSES, KindSetting
from mock_ai.single_answer import SingleAnswers
from mock_ai.stubs.stub_set import NO_STUBS, StubSet

MOST_CLASSES = 1000
_SOUNDS = {
    "calibrated": tr("honest"), "overconfident": tr("sounds sure"), "underconfident": tr("timid"),
}  # fmt: skip


@dataclass(frozen=True)
class Drift:
    """From the answer after the first ``after`` on, it is right ``accuracy`` of the time."""

    after: int
    accuracy: float


@dataclass(frozen=True)
class Scenario:
    """What the fake pretends.

    Rates are shares in [0, 1]. ``accuracy`` counts the answers that name a class.
    ``no_answer_rate`` and ``error_rate`` strike requests, ``unknown_rate`` strikes items
    (the same photo always gets “I don’t know”). ``skew`` runs from -1 (only misses) to 1 (only
    cries wolf); None spreads errors evenly. ``by_class`` has the dials of single classes; a skew
    goes before them. ``seed`` makes every answer repeatable. ``stubs`` are
    what it says in words (:class:`mock_ai.stub_responder.StubResponder`). With a ``product`` of another
    kind than classify the dials are those of the kind, and ``accuracy`` decides nothing.

    Raises `UserError` if a value is out of range, with the field named.
    """

    id: str
    name: str
    classes: tuple[str, ...]
    accuracy: float = 0.85
    calibration: Calibration = "calibrated"
    skew: float | None = None
    delay: Delay = field(default_factory=Delay)
    no_answer_rate: float = 0.0
    error_rate: float = 0.0
    unknown_rate: float = 0.0
    drift: tuple[Drift, ...] = ()
    seed: int = 0
    stubs: StubSet = NO_STUBS
    by_class: ByClass = ALL_ALIKE
    product: KindSetting = CLASSES

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", self.id):
            raise _bad("id", self.id, tr("small letters, digits and hyphens"))
        if not self.name.strip() or len(self.name) > 200:
            raise _bad("name", self.name[:80], tr("up to 200 characters"))
        if not 2 <= len(self.classes) <= MOST_CLASSES or len(set(self.classes)) < len(self.classes):
            raise _bad(
                "classes",
                tr("{classes} names", classes=len(self.classes)),
                tr("2 to 1,000 different names"),
            )
        if any(not name.strip() or len(name) > 200 for name in self.classes):
            raise _bad("classes", "a name", tr("names of 1 to 200 characters"))
        if self.calibration not in get_args(Calibration):
            raise _bad("calibration", self.calibration, tr("honest, too sure or timid"))
        for name in ("accuracy", "no_answer_rate", "error_rate", "unknown_rate"):
            if not 0 <= getattr(self, name) <= 1:
                raise _bad(name, f"{getattr(self, name):g}", tr("between 0 and 1"))
        if self.no_answer_rate + self.error_rate > 1:
            raise _bad(tr("no answer and error"), tr("more than 1"), tr("at most 1 together"))
        if self.skew is not None and not -1 <= self.skew <= 1:
            raise _bad("skew", f"{self.skew:g}", tr("between -1 and 1"))
        if not 0 <= self.seed < 2**63:
            raise _bad("seed", str(self.seed)[:40], tr("a whole number from 0 up"))
        self.by_class.check(self.classes)
        self.product.check()
        steps = [step.after for step in self.drift]
        if steps != sorted(set(steps)) or any(after < 1 for after in steps):
            raise _bad("drift", "steps", tr("whole numbers of answers from 1 up, in rising order"))
        if any(not 0 <= step.accuracy <= 1 for step in self.drift):
            raise _bad("drift", tr("an accuracy"), tr("between 0 and 1"))

    @property
    def summary(self) -> str:
        """One line under the name: “85% right, honest”."""
        if self.product != CLASSES:
            return self.product.summary
        if self.drift:
            return f"{set_percent(self.accuracy)}, " + ", ".join(
                tr(
                    "then {set_percent} after {after} answers",
                    set_percent=set_percent(step.accuracy),
                    after=step.after,
                )
                for step in self.drift
            )
        if self.no_answer_rate >= 0.05:
            return tr("1 in {requests} never answers", requests=round(1 / self.no_answer_rate))
        alike = self.skew is not None or not self.by_class.accuracy
        right = set_percent(self.accuracy) if alike else percent(self.accuracy_at(0))
        some = "" if alike else tr(", not all alike")
        troubles = len(self.stubs.faults) + len(self.stubs.failures)
        besides = f", {count(troubles, 'failure')}" if troubles else ""
        return tr(
            "{right} right{some}, {sounds}{besides}",
            right=right,
            some=some,
            sounds=_SOUNDS[self.calibration],
            besides=besides,
        )

    @property
    def sound_sentence(self) -> str:
        """What the calibration means: “When it says 80%, it is right 80% of the time.”"""
        right = max(0.8, lowest_confidence(len(self.classes)))
        says = shown_confidence(np.array([right]), self.calibration, len(self.classes))[0]
        return tr(
            "When it says {says}, it is right {right} of the time.",
            says=percent(says),
            right=percent(right),
        )

    @property
    def mistakes_sentence(self) -> str:
        """What the skew means: “Misses as often as it cries wolf.”"""
        if self.skew is None and self.by_class.mistakes:
            truth, shares = self.by_class.mistakes[0]
            first = max(shares, key=lambda pair: pair[1])[0]
            more = len(self.by_class.mistakes) - 1
            also = tr(", and so on for {more} more", more=more) if more else ""
            return tr(
                "“{truth}” is mostly taken for “{first}”{also}.",
                truth=truth,
                first=first,
                also=also,
            )
        if self.skew is None:
            return tr("Every class is missed equally often.")
        if abs(self.skew) == 1:
            return (
                tr("Only cries wolf, never misses.")
                if self.skew > 0
                else tr("Only misses, never cries wolf.")
            )
        if self.skew == 0:
            return tr("Misses as often as it cries wolf.")
        alarms = (1 + self.skew) / 2
        if self.skew > 0:
            return tr(
                "Of 10 mistakes, {alarms} cry wolf and the others are misses.",
                alarms=f"{alarms * 10:.0f}",
            )
        return tr(
            "Of 10 mistakes, {misses} are misses and the others cry wolf.",
            misses=f"{10 - alarms * 10:.0f}",
        )

    def accuracy_at(self, position: int) -> float:
        """How often it is right at the request number ``position`` (the first is 0), where each
        class comes as often."""
        dial = self.dial_at(position)
        if self.skew is not None or not self.by_class.accuracy:
            return dial
        return self.by_class.mean_accuracy(self.classes, dial)

    def dial_at(self, position: int) -> float:
        """Where the accuracy dial stands at that request; single classes may have their own."""
        passed = [step.accuracy for step in self.drift if step.after <= position]
        return passed[-1] if passed else self.accuracy

    def fault_and_delay_at(self, position: int) -> tuple[Fault | None, float]:
        """Which fault strikes the request at this position, if any, and the delay in seconds."""
        # By the number of the request, not its content: asked again, a photo that failed may succeed (decision 0042).
        luck = scheduled_uniform(self.seed, "fault", position)
        fault: Fault | None = None
        if luck < self.no_answer_rate:
            fault = "no answer"
        elif luck < self.no_answer_rate + self.error_rate:
            fault = "error"
        drawn = scheduled_uniform(self.seed, "delay", position)
        other = self.stubs.delay
        return fault, self.delay.quantile(drawn) if other is None else other.seconds(
            drawn, position
        )

    def fake(
        self,
        items: Iterable[Item] = (),
        labels: Iterable[str] = (),
        *,
        known: Mapping[str, str] | None = None,
    ) -> "ScenarioFake":
        """The fake that plays this scenario, erring against the given truth.

        ``known`` maps the SHA-256 of an item (hexadecimal) to its class, for callers who have
        the hashes and need not read the files.
        """
        truth = {bytes.fromhex(digest): label for digest, label in (known or {}).items()}
        truth.update(
            (content_digest(item), label) for item, label in zip(items, labels, strict=True)
        )
        return ScenarioFake(self, truth)

    def to_json(self) -> dict[str, Any]:
        """A plain object for ``json.dumps``; :meth:`from_json` reads it back."""
        document = {
            **{one.name: getattr(self, one.name) for one in fields(self) if one.name != "stubs"},
            "classes": list(self.classes),
            "delay": asdict(self.delay),
            "drift": [asdict(d) for d in self.drift],
        }
        del document["by_class"]
        if self.by_class != ALL_ALIKE:
            document["by_class"] = self.by_class.to_json()
        del document["product"]
        if self.product != CLASSES:
            document["product"] = asdict(self.product)
        if self.stubs != NO_STUBS:
            document["stubs"] = {"document": self.stubs.document, "folder": self.stubs.folder}
        return document

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Read what :meth:`to_json` wrote.

        Raises `UserError` if a field is missing, unknown, or not of its kind.
        """
        names = {known.name for known in fields(cls)}
        if not set(document) <= names:
            raise _bad(
                "scenario",
                "it",
                tr("an object with the fields {fields}", fields=", ".join(sorted(names))),
            )
        values = dict(document)
        try:
            values["classes"] = tuple(str(name) for name in values["classes"])
            values["delay"] = Delay(**values.get("delay", {}))
            values["drift"] = tuple(Drift(**step) for step in values.get("drift", ()))
            values["seed"] = index(values.get("seed", 0))
            values["product"] = KindSetting(**values.get("product", {}))
            values["by_class"] = ByClass.from_json(values.get("by_class", {}))
            if "stubs" in values:
                from mock_ai.stubs.section import restored  # reads YAML, which windows rarely need

                values["stubs"] = restored(**values["stubs"])
            return cls(**values)
        except UserError:
            raise
        except (TypeError, KeyError, AttributeError, ValueError) as error:
            raise _bad("scenario", "it", tr("complete, each field of its kind")) from error


class ScenarioFake:
    """A scenario at work: a classifier (``classes_``, ``predict_proba``, ``abstains``) whose
    :meth:`answer` also plays the scenario's delays, faults and drift.

    It keeps no count of its own: the caller says which request this is, so that a session
    can be replayed from any place.
    """

    simulated = True

    def __init__(self, scenario: Scenario, truth: Mapping[bytes, str]) -> None:
        column = {name: place for place, name in enumerate(scenario.classes)}
        strange = sorted({label for label in truth.values() if label not in column})
        if strange:
            raise UserError(
                tr(
                    "“{strange}” is not a class of “{name}”.",
                    strange=strange[0],
                    name=scenario.name,
                ),
                tr("A fake can only err against classes it may answer."),
                tr("Add it to the scenario’s classes or leave those items out."),
            )
        self.scenario = scenario
        self.classes_ = np.asarray(scenario.classes, dtype=object)
        by_class = scenario.by_class if scenario.skew is None else ALL_ALIKE
        self._dialled = partial(by_class.accuracy_of_each, scenario.classes)
        self._dials = DialledAnswers(
            scenario.classes,
            truth.keys(),
            [column[label] for label in truth.values()],
            accuracy=self._dialled(scenario.accuracy),
            calibration=scenario.calibration,
            confusion=(
                scenario.by_class.confusion(scenario.classes)
                if scenario.skew is None
                else scenario.skew
            ),
            unknown_rate=scenario.unknown_rate,
            seed=scenario.seed,
        )
        self._rates = {scenario.accuracy: self._dials.rates}
        for step in scenario.drift:
            self._rates[step.accuracy] = self._dials.rates_at(self._dialled(step.accuracy))
        self._singles = {at: SingleAnswers(self._dials, one) for at, one in self._rates.items()}
        # A demo shows the same photos again and again, and their answers never change.
        self._one = lru_cache(maxsize=1024)(self._drawn)

    def predict_proba(self, X: Sequence[Item]) -> npt.NDArray[np.float64]:
        """Probabilities at the scenario's first accuracy, shape ``(n, k)``."""
        return self._dials.answers([content_digest(item) for item in X])[0]

    def abstains(self, X: Sequence[Item]) -> npt.NDArray[np.bool_]:
        """Which items get “I don’t know”, shape ``(n,)``."""
        return self._dials.answers([content_digest(item) for item in X])[1]

    def answer(self, item: Item, position: int = 0) -> ClassAnswer:
        """The answer to ``item`` as request number ``position`` (the first is 0)."""
        return self.answer_all([item], position)[0]

    def answer_all(self, items: Sequence[Item], position: int = 0) -> list[ClassAnswer]:
        """Answers to requests that follow one another, the first at ``position``."""
        digests = [content_digest(item) for item in items]
        return self.answer_digests(digests, position)

    def answer_digests(self, digests: Sequence[bytes], position: int = 0) -> list[ClassAnswer]:
        """As :meth:`answer_all`, for callers who have hashed the content already."""
        if len(digests) == 1:
            row, abstain = self._one(digests[0], self.scenario.dial_at(position))
            return [self._answer(row, abstain, position)]
        answers: list[ClassAnswer] = []
        start = 0
        while start < len(digests):
            accuracy = self.scenario.dial_at(position + start)
            stop = start + 1
            while stop < len(digests) and self.scenario.dial_at(position + stop) == accuracy:
                stop += 1
            table, unknown = self._dials.answers(digests[start:stop], self._rates[accuracy])
            answers += [
                self._answer(row, abstain, position + start + place)
                for place, (row, abstain) in enumerate(
                    zip(table.tolist(), unknown.tolist(), strict=True)
                )
            ]
            start = stop
        return answers

    def _drawn(self, digest: bytes, accuracy: float) -> tuple[list[float], bool]:
        return self._singles[accuracy].answer(digest)

    def _answer(self, row: Sequence[float], abstain: bool, position: int) -> ClassAnswer:
        scenario = self.scenario
        fault, delay = scenario.fault_and_delay_at(position)
        if fault is not None:
            return ClassAnswer(None, None, {}, False, fault, delay, answer_sentence(None, None))
        return ClassAnswer.of_row(scenario.classes, row, abstain, delay)


def _bad(name: str, value: str, allowed: str) -> UserError:
    return UserError(
        tr("The scenario’s {name} cannot be {value}.", name=name.replace("_", " "), value=value),
        tr("Allowed: {allowed}.", allowed=allowed),
        tr("Change it and try again."),
    )
