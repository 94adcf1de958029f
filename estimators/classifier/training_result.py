"""What a training was set to and came to: the numbers, the certificate and the settings, as they are kept and printed."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self

from estimators.base.codec import Schema
from estimators.base.interval import between
from estimators.base.noun import example_noun
from estimators.base.number import digits, fixed
from estimators.base.percent import percent, points, signed_points
from estimators.base.sentence import tr
from estimators.classifier.data_issue import (
    UNCHECKED,
    DataIssue,
    Gate,
    gate_with_words,
)
from estimators.classifier.evaluation_result import Evaluation
from estimators.classifier.issue_remark import issues_with_words
from estimators.classifier.remark import DataRemark, in_words, out_of_fold
from estimators.classifier.text.excerpt import TextExcerpt

if TYPE_CHECKING:
    from estimators.classifier.arrays import Doubles, Indices, Labels

KEPT_CLASSES = 5
_DIGITS = 4


@dataclass(frozen=True)
class HeadWeight:
    """One of the heads that answer together, on which features, and its weight in the mean."""

    features: str
    head: str
    weight: float


@dataclass(frozen=True)
class NetworksCompared:
    """How often each network alone, and what was chosen, was right on `n` texts that it had not seen.

    `right` is empty where there were too few texts to compare them.
    """

    n: int
    right: dict[str, float]

    def why(self, chosen: str) -> str:
        """Why this one was chosen, in a sentence."""
        if not self.right:
            return tr("There are too few texts to compare networks, so the usual one was taken.")
        others = ", ".join(
            f"{name} {percent(right)}" for name, right in self.right.items() if name != chosen
        )
        return tr(
            "Of {n} training texts, left out in turn, {name} got {right} right{beside}.",
            n=digits(self.n),
            name=chosen,
            right=percent(self.right[chosen]),
            beside=f" ({others})" if others else "",
        )


@dataclass(frozen=True)
class TrainingSettings:
    """Enough to repeat a training; what older results do not say is None or empty.

    - `compared`: what the network was chosen by, where there was a choice.
    - `holdout`: the share that was held out, where nobody said which examples are.
    - `C`: regularisation of the best logistic regression.
    - `set_thresholds`: of prediction sets, by their level ("0.9").
    - `excerpt`: None where all of an example is looked at.
    """

    json_names: ClassVar = {
        "compared": "",
        "older_words": "",
        "out_of_distribution_threshold": "strangeness_threshold",
    }
    json_also: ClassVar = ("why_backbone",)

    modality: str = ""
    backbone: str = ""
    compared: NetworksCompared | None = None
    seed: int | None = None
    holdout: float | None = None
    heads: tuple[HeadWeight, ...] = ()
    C: float | None = None
    temperature: float | None = None
    out_of_distribution_threshold: float | None = None
    calibrated: bool = False
    set_thresholds: dict[str, float] = field(default_factory=dict)
    excerpt: TextExcerpt | None = None
    older_words: str = ""  # what an older version said of its choice, which kept nothing else

    @property
    def why_backbone(self) -> str:
        """Why this network, in a sentence; empty where there was nothing to choose."""
        return self.compared.why(self.backbone) if self.compared else self.older_words


@dataclass(frozen=True)
class OutOfFoldAnswers:
    """Answers out of fold. `said[i]` are the numbers of classes and `chance[i]` their chances, the likeliest first."""

    classes: tuple[str, ...]
    truth: tuple[int, ...]
    said: tuple[tuple[int, ...], ...]
    chance: tuple[tuple[float, ...], ...]

    @classmethod
    def of(cls, classes: "Labels", probabilities: "Doubles", truths: "Indices") -> Self | None:
        """From a head's `classes_`, `out_of_fold_` and `out_of_fold_truth_`; None where no class could be left out."""
        if not len(probabilities):
            return None
        said, chance = [], []
        for row, truth in zip(probabilities, truths, strict=True):
            order = (-row).argsort(kind="stable")[:KEPT_CLASSES]
            kept = [*order, *([truth] if truth not in order else [])]
            said.append(tuple(int(place) for place in kept))
            chance.append(tuple(round(float(row[place]), _DIGITS) for place in kept))
        names = tuple(str(name) for name in classes)
        return cls(names, tuple(int(t) for t in truths), tuple(said), tuple(chance))

    def remark(self, modality: str) -> DataRemark:
        """How many of them it had right, for where there is no test."""
        right = sum(said[0] == truth for said, truth in zip(self.said, self.truth, strict=True))
        return out_of_fold(right, len(self.truth), modality)


@dataclass(frozen=True)
class Certificate:
    """Does the exported file do what the training pipeline does? Over n test examples; None where there were none.

    - `label_flips`: how many answers differ; None of numbers that an earlier version learned.
    """

    max_difference: float | None
    label_flips: int | None
    n: int

    @property
    def same(self) -> int | None:
        """How many answers are the same; None where nobody counted."""
        return None if self.label_flips is None else self.n - self.label_flips


@dataclass(frozen=True)
class Seconds:
    """How long it took; `embed` includes reading and decoding."""

    embed: float
    fit: float
    total: float


@dataclass(frozen=True)
class Latency:
    """Seconds from an example to its answer, one at a time: the median and 1 in 20 above, over n."""

    median: float
    p95: float
    n: int


THIN = 50
"""A class of so many real examples is no longer thin: with 20 a class the gain was within noise already (decision 0093)."""


@dataclass(frozen=True)
class Augmentation:
    """What became of the made examples.

    - `mode`: "auto" uses them if they helped, "on" in any case.
    - `used`: whether the model learned from them.
    - `made`, `made_from`: made examples, and the real ones that they are variants of.
    - `gain`, `low`, `high`: difference in accuracy out of fold and its 90% interval; None where it could not be
      measured.
    - `n`: real examples that it was measured on, all of them from the learning side.
    - `thin`: whether any class is thin; else none were made.
    """

    mode: str
    used: bool = False
    made: int = 0
    made_from: int = 0
    gain: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    thin: bool = True

    @property
    def helped(self) -> bool:
        return self.low is not None and self.low > 0.0

    def sentence(self, many: str) -> str:
        """What was made and what came of it; `many` is what examples are called."""
        if not self.thin:
            return tr(
                "Every class has {thin} {many} or more, so none were made.", thin=THIN, many=many
            )
        if not self.made:
            return tr("No variants could be made.")
        measured = tr("Whether it helped can’t be measured.")
        if self.gain is not None and self.low is not None and self.high is not None:
            measured = effect_sentence(self.gain, self.low, self.high, self.n)
        fate = tr("They were learned from") if self.used else tr("They were not used")
        against = tr(" all the same") if self.used and not self.helped else ""
        variants = tr(
            "{made} variants were made of {made_from} examples.",
            made=digits(self.made),
            made_from=digits(self.made_from),
        )
        return f"{variants} {measured} {fate}{against}."


def effect_sentence(gain: float, low: float, high: float, n: int) -> str:
    """What was found, and to leave it off where it did not help."""
    finding = effect_finding(gain, low, high, n)
    return f"{finding}." if low > 0.0 else tr("{finding}; leave it off.", finding=finding)


def effect_finding(gain: float, low: float, high: float, n: int) -> str:
    """What was found, to go on with: "It helped by 2.1 points (0.4 to 3.8, n = 120 out of fold)"."""
    out_of_fold = tr("n = {n} out of fold", n=digits(n))
    if low > 0.0:
        ends = between(low, high, lambda share: fixed(100 * share, 1))
        return tr(
            "It helped by {points} ({ends}, {out_of_fold})",
            points=points(gain, 1),
            ends=ends,
            out_of_fold=out_of_fold,
        )
    interval = tr(
        "({between} points, {out_of_fold})",
        between=between(low, high, signed_points),
        out_of_fold=out_of_fold,
    )
    if high < 0.0:
        return tr("It made the model worse {interval}", interval=interval)
    return tr("It did not help {interval}", interval=interval)


@dataclass(frozen=True)
class AugmentationEffect:
    """What the synthetic examples did to the accuracy on real examples that no model had seen.

    - `gain`, `low`, `high`: difference in accuracy, 0 to 1, with its 90 % interval (paired, resampling groups).
    - `n`: real examples, each answered out of fold with and without the synthetic ones.
    - `without`, `with_them`: the two accuracies.
    """

    gain: float
    low: float
    high: float
    n: int
    without: float
    with_them: float

    @property
    def helped(self) -> bool:
        return self.low > 0.0

    @property
    def sentence(self) -> str:
        return effect_sentence(self.gain, self.low, self.high, self.n)

    @property
    def finding(self) -> str:
        """The same without what to do about it, and without its full stop."""
        return effect_finding(self.gain, self.low, self.high, self.n)


@dataclass(frozen=True, kw_only=True)
class TrainingResult(Evaluation):
    """One training: what went in, how good it is on the holdout or the test examples, and what was written.

    Its own test's numbers are None if nothing was tested; `notes` also say what to know about the training.

    - `trained_on`: training examples by class.
    - `log_loss_uncalibrated`: of plain logistic regression, without the temperature, on the same test.
    - `held_out`: paths of the test examples.
    - `model_bytes`: None in older results.
    - `skipped`: training examples that were left out, and why.
    - `gate`: whether the test is free of what was learned from; the numbers are to be shown only if it opens.
    - `augmentation`: None if no made examples were asked for.
    - `left_out`: what was said of training examples left out; None if no class could be.
    - `latency`: None where it was not measured with the training.
    """

    n_train: int
    trained_on: dict[str, int]
    log_loss_uncalibrated: float | None
    certificate: Certificate
    seconds: Seconds
    held_out: tuple[str, ...]
    settings: TrainingSettings
    model_sha256: str
    model_bytes: int | None = None
    skipped: tuple[DataIssue, ...] = ()
    gate: Gate = UNCHECKED
    augmentation: Augmentation | None = None
    left_out: OutOfFoldAnswers | None = None
    latency: Latency | None = None

    @property
    def augmented(self) -> str:
        """What came of made examples, in sentences; empty if none were asked for."""
        many = example_noun(self.settings.modality).many
        return self.augmentation.sentence(many) if self.augmentation else ""

    def printed(self) -> dict[str, Any]:
        """As `train --json` prints it."""
        found = super().printed()
        if self.augmentation is not None:
            del found["augmentation"]["thin"]
            found["augmentation"]["sentence"] = self.augmented
        settings = found["settings"]
        if self.settings.excerpt is None:
            del settings["excerpt"]
        if self.latency is None:
            del found["latency"]
        return found


def _from_printed(document: dict[str, Any]) -> None:
    """Results were kept as they are printed until they had a schema number."""
    document["baseline_class"] = document["baseline"].pop("class")
    for row in document["per_class"]:
        row["precision"] = row.pop("precision_interval")
    for row in document["predictions"]:
        row["out_of_distribution_score"] = row.pop("strangeness", None)
    settings = document["settings"]
    settings["out_of_distribution_threshold"] = settings.pop("strangeness_threshold", None)


def _thin_of_sentence(document: dict[str, Any]) -> None:
    """That no class was thin was a sentence alone."""
    made = document.get("augmentation")
    if made:
        made["thin"] = not made.pop("sentence").startswith("Every class")


def _words_of_choices(document: dict[str, Any]) -> None:
    """Why a network was chosen, why a model abstained, and what the gate found, were sentences alone."""
    gate_with_words(document)
    for row in document["predictions"]:
        why = row.pop("why")
        if row["abstain"]:
            row["problem"] = why
    settings = document["settings"]
    settings["older_words"] = settings.pop("why_backbone", "")


def _remarks_of_sentences(document: dict[str, Any]) -> None:
    """What to know about a training, and about its examples, was kept as sentences."""
    issues_with_words(document)
    document["notes"] = [in_words(note) for note in document.get("notes", ())]
    for row in document["predictions"]:
        row["problem"] = in_words(row["problem"]) if row.get("problem") else None


TRAINING_RESULT = Schema(
    TrainingResult,
    (_from_printed, _thin_of_sentence, _words_of_choices, _remarks_of_sentences),
)
"""As a project keeps it."""
