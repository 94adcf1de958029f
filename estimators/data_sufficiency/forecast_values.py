"""What a forecast consists of, as values: read by those who only show it, so without the libraries that work it out."""

from dataclasses import dataclass
from typing import ClassVar

from estimators.base.count import count
from estimators.base.interval import of_all
from estimators.base.noun import LABEL, example_noun
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr

SURE, LIKELY = 0.9, 0.5
"""Probabilities from which a thing is said to hold, and to be likely."""
FOLKLORE = 20
"""“15 to 20 of each kind will do”: what is said where nothing was measured."""


@dataclass(frozen=True)
class ForecastPoint:
    """Quantiles of the accuracy (0 to 1) with `n` examples to learn from; `p5` to `p95` is the 90 % band."""

    n: int
    p5: float
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    p95: float


@dataclass(frozen=True)
class Task:
    """What is known of the task beside its numbers: `majority` is the share of its largest class; None is unknown.

    `unit` is what is labelled, in the plural.
    """

    n_classes: int | None = None
    majority: float | None = None
    modality: str | None = None
    unit: str = LABEL.many

    @property
    def folklore(self) -> int:
        """The examples with which folklore is content."""
        return FOLKLORE * (self.n_classes or 1)

    @property
    def words(self) -> str:
        """ " (2 classes, photos)", or nothing where nothing is known."""
        known = [count(self.n_classes, "class")] if self.n_classes else []
        if self.modality:
            known.append(example_noun(self.modality).many)
        return f" ({', '.join(known)})" if known else ""


@dataclass(frozen=True)
class Reliability:
    """How often such bands held the truth, on datasets that the forecaster had not seen.

    `pools` are the same of real pools of one modality each: {"modality", "pools", "forecasts", "within_80",
    "mae" (accuracy points)}.
    """

    tasks: int
    datasets: int
    within_80: float
    within_90: float
    pools: tuple[dict[str, str | int | float], ...] = ()

    def sentence(self, modality: str | None) -> str:
        """How often such bands have held the truth, of this modality where that was measured."""
        for pool in self.pools:
            if pool.get("modality") == modality and pool.get("forecasts"):
                held, n = float(pool["within_80"]), int(pool["forecasts"])
                return tr(
                    "The forecast was tried on {pool} sets of {many} that it had not seen: "
                    "{held} of {n} results lay inside its 80% band.",
                    pool=int(pool["pools"]),
                    many=example_noun(str(modality)).many,
                    held=round(held * n),
                    n=n,
                )
        return tr(
            "The forecast was tried on {tasks} tasks from {datasets} datasets that it had not seen: "
            "{within_90} of the results lay inside its 90% band.",
            tasks=digits(self.tasks),
            datasets=self.datasets,
            within_90=percent(self.within_90),
        )


@dataclass(frozen=True)
class ClassGain:
    """Accuracy (0 to 1, over all classes) that one more example of a class brings, with its 90 % interval.

    `examples` of the class are labelled; `repeats` random splits were tried.
    """

    json_names: ClassVar = {"name": "class"}

    name: str
    examples: int
    gain_per_example: float
    low: float
    high: float
    repeats: int


@dataclass(frozen=True)
class SliceGain:
    """A slice of the examples (dark photos, long texts) that is right less often than the others.

    - `condition`: "dark" (`estimators.classifier.slices.condition_words`); empty where it is a folder.
    - `folder`: where it is the examples in a folder: its name.
    - `n`, `right`: examples in the slice that were tested, and how many of them were right.
    - `n_others`, `right_others`: the same of those outside of it.
    - `low`, `high`: the 90 % interval of the share of right answers in the slice.
    - `more_helps`: whether one more of it helps more than one of any kind, so that it is lacking; None where that was
      not measured.
    - `gain_per_example`: accuracy over all examples (0 to 1) that one more example of the slice brings; None where it
      was not measured.
    """

    json_names: ClassVar = {"condition": ""}
    json_also: ClassVar = ("slice", "share", "accuracy", "gap")

    condition: str
    n: int
    right: int
    n_others: int
    right_others: int
    low: float
    high: float
    more_helps: bool | None = None
    gain_per_example: float | None = None
    folder: str = ""

    @property
    def slice(self) -> str:
        """What it is called beside the noun."""
        if self.folder:
            return tr("in “{folder}”", folder=self.folder)
        from estimators.classifier.slices import condition_words  # brings numpy

        return condition_words(self.condition)

    @property
    def share(self) -> float:
        """The slice's share of those that could be told."""
        return self.n / (self.n + self.n_others)

    @property
    def accuracy(self) -> float:
        return self.right / self.n

    @property
    def gap(self) -> float:
        """How much more often the others are right (0 to 1)."""
        return self.right_others / self.n_others - self.accuracy

    def called(self, many: str) -> str:
        """Photos in “night”, but dark photos: the slice, of what there are many."""
        if self.folder:
            return tr("{many} in “{folder}”", many=many, folder=self.folder)
        return f"{self.slice} {many}"

    def fact(self, many: str) -> str:
        """ "Dark photos: 12 of 20 right, the others 46 of 50." """
        return tr(
            "{begun}: {of_all} right, the others {others}.",
            begun=capital(self.called(many)),
            of_all=of_all(self.right, self.n),
            others=of_all(self.right_others, self.n_others),
        )

    def advice(self, many: str) -> str:
        """What that asks for: lacking is only what more of would help."""
        if self.more_helps:
            return tr("You lack {called}.", called=self.called(many))
        begun = capital(self.called(many))
        if self.more_helps is None:
            return tr("{begun} are harder for it.", begun=begun)
        return tr("{begun} are harder for it, and more of them may not help.", begun=begun)

    def sentence(self, many: str) -> str:
        """Both."""
        return f"{self.fact(many)} {self.advice(many)}"
