"""What a training came to: the numbers, the certificate and the settings, as they are kept and printed."""

from dataclasses import dataclass
from typing import Any

from estimators.base.codec import Schema
from estimators.base.interval import between
from estimators.base.number import digits, fixed
from estimators.base.percent import points, signed_points
from estimators.classifier.data_issue import DataIssue
from estimators.classifier.evaluation_result import Evaluation
from estimators.classifier.gate import UNCHECKED, Gate
from estimators.classifier.out_of_fold import OutOfFoldAnswers
from estimators.classifier.training_settings import TrainingSettings


@dataclass(frozen=True)
class Certificate:
    """Does the exported file do what the training pipeline does? Over n test examples; None where there were none."""

    max_difference: float | None
    label_flips: int | None
    n: int


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


@dataclass(frozen=True)
class Augmentation:
    """What became of the made examples.

    Attributes
    ----------
    mode : str
        "auto" uses them if they helped, "on" in any case.
    used : bool
        Whether the model learned from them.
    made, made_from : int
        Made examples, and the real ones that they are variants of.
    gain, low, high : float or None
        Difference in accuracy out of fold and its 90% interval; None where it could not be measured.
    n : int
        Real examples that it was measured on, all of them from the learning side.
    sentence : str
    """

    mode: str
    used: bool
    made: int
    made_from: int
    gain: float | None
    low: float | None
    high: float | None
    n: int
    sentence: str


@dataclass(frozen=True)
class AugmentationEffect:
    """What the synthetic examples did to the accuracy on real examples that no model had seen.

    Attributes
    ----------
    gain, low, high : float
        Difference in accuracy, 0 to 1, with its 90 % interval (paired, resampling groups).
    n : int
        Real examples, each answered out of fold with and without the synthetic ones.
    without, with_them : float
        The two accuracies.
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
        """ "It helped by 2.1 points (0.4 to 3.8, n = 120 out of fold)." """
        out_of_fold = f"n = {digits(self.n)} out of fold"
        if self.helped:
            ends = between(self.low, self.high, lambda gain: fixed(100 * gain, 1))
            return f"It helped by {points(self.gain, 1)} ({ends}, {out_of_fold})."
        interval = f"({between(self.low, self.high, signed_points)} points, {out_of_fold})"
        if self.high < 0.0:
            return f"It made the model worse {interval}; leave it off."
        return f"It did not help {interval}; leave it off."


@dataclass(frozen=True, kw_only=True)
class TrainingResult(Evaluation):
    """One training: what went in, how good it is on the holdout or the test examples, and what was written.

    Its own test's numbers are None if nothing was tested; `notes` also say what to know about the training.

    Attributes
    ----------
    n_train : int
    trained_on : dict of str to int
        Training examples by class.
    log_loss_uncalibrated : float or None
        Of plain logistic regression, without the temperature, on the same test.
    certificate : Certificate
    seconds : Seconds
    held_out : tuple of str
        Paths of the test examples.
    settings : TrainingSettings
    model_sha256 : str
    model_bytes : int or None
        None in older results.
    skipped : tuple of DataIssue
        Training examples that were left out, and why.
    gate : Gate
        Whether the test is free of what was learned from; the numbers are to be shown only if it opens.
    augmentation : Augmentation or None
        None if no made examples were asked for.
    left_out : OutOfFoldAnswers or None
        What was said of training examples left out; None if no class could be.
    latency : Latency or None
        None where it was not measured with the training.
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

    def printed(self) -> dict[str, Any]:
        """As `train --json` prints it."""
        found = super().printed()
        settings = found["settings"]
        settings["strangeness_threshold"] = settings.pop("out_of_distribution_threshold")
        found["gate"] = {"passed": self.gate.passed, **found["gate"]}
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


TRAINING_RESULT = Schema(TrainingResult, (_from_printed,))
"""As a project keeps it."""
