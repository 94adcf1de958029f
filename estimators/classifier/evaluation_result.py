"""What a test measured, as values: read back from a project without a library that computes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Self

from estimators.base.codec import printed
from estimators.base.interval import of_all
from estimators.base.noun import example_noun
from estimators.base.number import megabytes
from estimators.base.percent import percent
from estimators.base.phrase import either, quoted
from estimators.base.sentence import tr
from estimators.base.spoken_answer import answer_sentence, strange_sentence
from estimators.classifier.data_issue import DataIssue
from estimators.classifier.remark import DataRemark

_MOST_NAMED = 3


class Interval(NamedTuple):
    """A share that was measured, and between what it lies."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Share:
    """A measured share with its exact (Clopper-Pearson) two-sided 90 % interval; all None if n is 0: unknown.

    `low` is what one is 95 % sure of at least.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int

    @classmethod
    def of(cls, right: int, n: int) -> Self:
        if n == 0:
            return cls(None, None, None, 0)
        from estimators.acceptance.bounds import interval

        low, high = interval(int(right), int(n))
        return cls(right / n, low, high, n)

    @property
    def measured(self) -> Interval:
        """What is known where something was measured; to be asked for only there."""
        assert self.value is not None
        assert self.low is not None
        assert self.high is not None
        return Interval(self.value, self.low, self.high)

    @property
    def width(self) -> float:
        """How far apart the ends of the interval lie; 1 where nothing was measured: it may be anything."""
        return 1.0 if self.low is None or self.high is None else self.high - self.low


@dataclass(frozen=True)
class ReliabilityBin:
    """One dot of the reliability diagram: how sure the model said it was, and how often it was right."""

    said: float
    right: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class OperatingPoint:
    """If only answers at least `threshold` sure count: the share answered, and how often those are right.

    Answers that the model abstains from never count. `n` is the number answered; `accuracy` is None if none is.
    """

    threshold: float
    coverage: float
    accuracy: float | None
    n: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class ClassResult:
    """How one class fares: of its n test examples `found` were recognised; of those called so, `precision` were."""

    name: str
    n: int
    found: int
    recall: Share
    precision: Share


@dataclass(frozen=True)
class Confusion:
    """Counts: `matrix[i][j]` examples of class `labels[i]` were called `labels[j]`."""

    labels: tuple[str, ...]
    matrix: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Prediction:
    """One row.

    - `label`: the most probable class, also where the model abstains; None if the example cannot be read.
    - `probabilities`: empty if the example cannot be read.
    - `abstain`: the model would rather say "I don't know"; also for examples that cannot be read.
    - `problem`: why it cannot be read; None where it can. Of older files, why the model abstains.
    - `truth`: the label, where it is known.
    - `could_be`: the classes between which the model is torn; it abstains from these, or the example is unlike what it
      has learned.
    - `strange`: of a row, the columns that make it so.
    """

    json_names: ClassVar = {
        "out_of_distribution_score": "strangeness",
        "problem": "",
        "could_be": "",
        "modality": "",
        "strange": "",
    }
    json_also: ClassVar = ("why",)

    path: str
    label: str | None
    probability: float | None
    probabilities: dict[str, float]
    abstain: bool
    problem: DataRemark | None = None
    truth: str | None = None
    out_of_distribution_score: float | None = None
    could_be: tuple[str, ...] = ()
    modality: str = ""
    strange: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether the label is the truth."""
        return self.truth is not None and self.label == self.truth

    @property
    def why(self) -> str:
        if self.problem is not None:
            return self.problem.sentence
        if not self.abstain:
            return answer_sentence(self.label, self.probability)
        if self.strange:
            return strange_sentence(self.strange)
        if self.could_be:
            return torn_between(self.could_be)
        one = example_noun(self.modality).one
        return tr("I don’t know this one; it is unlike every {one} I have learned from.", one=one)

    def printed(self) -> dict[str, Any]:
        """As `predict --json` prints it: without the truth where nobody knows it."""
        found: dict[str, Any] = printed(self)
        if self.truth is None:
            del found["truth"]
        if self.strange:
            found["strange"] = [*filter(None, self.strange)]
        return found


def torn_between(names: Sequence[str]) -> str:
    """What it could be, where it could be several things."""
    if len(names) > _MOST_NAMED:
        return tr(
            "I don’t know; it could be “{names}”, “{names_2}” or {names_3} others.",
            names=names[0],
            names_2=names[1],
            names_3=len(names) - 2,
        )
    return tr("I don’t know; it could be {names}.", names=either([quoted(name) for name in names]))


@dataclass(frozen=True)
class AnsweredExample(Prediction):
    """The row of a test example that could be read."""

    label: str
    probability: float
    truth: str = ""


@dataclass(frozen=True)
class SeenBefore:
    """How many of the examples to test on the model had learned from, which were left out, and from how many nearly.

    None where its file does not say what it learned from.
    """

    learned_from: int | None
    nearly_learned_from: int | None


@dataclass(frozen=True)
class Evaluation:
    """What a test measured. Numbers that nothing was measured for are None.

    - `n_test`, `correct`: readable test examples, and how many of them were recognised (abstentions count by their most
      probable class).
    - `baseline`: always answering `baseline_class`, the largest class of the training examples, on the same test.
    - `ece`, `ece_by_chance`: expected calibration error, and what a perfectly calibrated model would show at this n.
    - `log_loss`: over the examples whose label the model knows.
    - `ood_auroc`: the chance that an outlier is stranger than a test example; None without outliers.
    - `notes`: what limits this evaluation.
    - `seen_before`: of examples that nobody held out for this model; None of a training's own test.
    """

    n_test: int
    correct: int
    accuracy: Share
    baseline: Share
    baseline_class: str
    ece: float | None
    ece_by_chance: float | None
    log_loss: float | None
    per_class: tuple[ClassResult, ...]
    confusion: Confusion
    reliability: tuple[ReliabilityBin, ...]
    coverage_risk: tuple[OperatingPoint, ...]
    predictions: tuple[Prediction, ...]
    ood_auroc: float | None = None
    n_outliers: int = 0
    unreadable: tuple[DataIssue, ...] = ()
    notes: tuple[DataRemark, ...] = ()
    seen_before: SeenBefore | None = None

    @property
    def answered(self) -> list[AnsweredExample]:
        """The test without the examples that could not be read."""
        return [
            AnsweredExample(**{**vars(row), "truth": row.truth or ""})
            for row in self.predictions
            if row.label is not None and row.probability is not None
        ]

    def printed(self) -> dict[str, Any]:
        """As `evaluate --json` prints it: flat where that is easier to read for a program."""
        found: dict[str, Any] = printed(self)
        for row, own in zip(found["per_class"], self.per_class, strict=True):
            row["precision"], row["precision_interval"] = own.precision.value, row["precision"]
        found["predictions"] = [row.printed() for row in self.predictions]
        found["baseline_accuracy"] = self.baseline.value
        found["baseline"] = {"class": found.pop("baseline_class"), **found["baseline"]}
        return found | (found.pop("seen_before") or {})


@dataclass(frozen=True)
class Loss:
    """What the smaller model costs, on test examples that neither model learned from.

    - `n`: test examples; all else rests on them.
    - `accuracy`, `accuracy_before`: of the 8-bit model and of the model that it was made from.
    - `gained`, `lost`: examples that only the one or only the other gets right.
    - `p_value`: exact McNemar: the chance of so large a difference either way, if both were equally good.
    - `difference_low`, `difference_high`: 90 % interval of the difference in accuracy (paired, Agresti and Min 2005);
      negative is a loss.
    - `flips`: examples whose most probable class changed.
    - `changed_mind`: examples where only one of the two says "I don't know".
    - `largest_difference`: of any probability.
    - `milliseconds`, `milliseconds_before`: median time of an answer on one thread, decoding apart, the two measured in
      turn.
    """

    n: int
    accuracy: Share
    accuracy_before: Share
    gained: int
    lost: int
    p_value: float
    difference_low: float | None
    difference_high: float | None
    flips: int
    changed_mind: int
    largest_difference: float | None
    megabytes: float
    megabytes_before: float
    milliseconds: float | None
    milliseconds_before: float | None

    @property
    def sentence(self) -> str:
        """ "It answers 2 of 200 test examples differently; accuracy 94.5% instead of 95.0%. 4.1 MB instead of 13.6." """
        size = tr(
            "{megabytes} instead of {megabytes_2}.",
            megabytes=megabytes(1e6 * self.megabytes),
            megabytes_2=megabytes(1e6 * self.megabytes_before),
        )
        if self.accuracy.value is None or self.accuracy_before.value is None:
            return tr("{size} Without test examples its loss is unknown.", size=size)
        return tr(
            "It answers {of_all} test examples differently; accuracy "
            "{value} instead of {value_2}. {size}",
            of_all=of_all(self.flips, self.n),
            value=percent(self.accuracy.value, 1),
            value_2=percent(self.accuracy_before.value, 1),
            size=size,
        )
