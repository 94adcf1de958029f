"""What a training came to: the numbers, the certificate and the settings, as they are stored and shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from estimators.classifier.data_issue import DataIssue
from estimators.classifier.evaluation import Evaluation
from estimators.classifier.leakage import UNCHECKED, Gate
from estimators.classifier.out_of_fold import OutOfFoldAnswers


@dataclass(frozen=True)
class Certificate:
    """Does the exported file do what the training pipeline does? Over n test examples; None where there were none."""

    max_difference: float | None
    label_flips: int | None
    n: int

    def to_json(self) -> dict[str, Any]:
        return {"max_difference": self.max_difference, "label_flips": self.label_flips, "n": self.n}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(data["max_difference"], data["label_flips"], data["n"])


@dataclass(frozen=True)
class Seconds:
    """How long it took; `embed` includes reading and decoding."""

    embed: float
    fit: float
    total: float

    def to_json(self) -> dict[str, float]:
        return {"embed": self.embed, "fit": self.fit, "total": self.total}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(data["embed"], data["fit"], data["total"])


@dataclass(frozen=True)
class TrainingResult:
    """One training: what went in, how good it is, and what was written.

    Attributes
    ----------
    n_train : int
    trained_on : dict of str to int
        Training examples by class.
    evaluation : Evaluation
        On the holdout or the test examples; its numbers are None if there were none.
    log_loss_uncalibrated : float or None
        Of plain logistic regression, without the temperature, on the same test.
    certificate : Certificate
    seconds : Seconds
    held_out : tuple of str
        Paths of the test examples.
    settings : dict
        Backbone, seed, chosen regularisation C, temperature, threshold of strangeness: enough to repeat it.
    model_sha256 : str
    model_bytes : int
    skipped : tuple of DataIssue
        Training examples that were left out, and why.
    notes : tuple of str
        What to know about this training, in sentences.
    gate : Gate
        Whether the test is free of what was learned from; the numbers are to be shown only if it opens.
    augmentation : dict or None
        What became of made examples (`augmentation.Augmentation`); None if none were asked for.
    left_out : OutOfFoldAnswers or None
        What was said of training examples left out; None if no class could be.
    """

    n_train: int
    trained_on: dict[str, int]
    evaluation: Evaluation
    log_loss_uncalibrated: float | None
    certificate: Certificate
    seconds: Seconds
    held_out: tuple[str, ...]
    settings: dict[str, Any]
    model_sha256: str
    model_bytes: int
    skipped: tuple[DataIssue, ...] = ()
    notes: tuple[str, ...] = ()
    gate: Gate = UNCHECKED
    augmentation: dict[str, Any] | None = None
    left_out: OutOfFoldAnswers | None = None

    @property
    def n_test(self) -> int:
        return self.evaluation.n

    def to_json(self) -> dict[str, Any]:
        return {
            **self.evaluation.to_json(),
            "n_train": self.n_train,
            "trained_on": self.trained_on,
            "log_loss_uncalibrated": self.log_loss_uncalibrated,
            "certificate": self.certificate.to_json(),
            "seconds": self.seconds.to_json(),
            "held_out": list(self.held_out),
            "settings": self.settings,
            "model_sha256": self.model_sha256,
            "model_bytes": self.model_bytes,
            "skipped": [finding.to_json() for finding in self.skipped],
            "notes": [*self.notes, *self.evaluation.notes],
            "gate": self.gate.to_json(),
            "augmentation": self.augmentation,
            "left_out": self.left_out.to_json() if self.left_out else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        # Both kinds of notes are stored in one list; read back, they are all the training's.
        return cls(
            n_train=data["n_train"],
            trained_on=dict(data["trained_on"]),
            evaluation=Evaluation.from_json({**data, "notes": []}),
            log_loss_uncalibrated=data["log_loss_uncalibrated"],
            certificate=Certificate.from_json(data["certificate"]),
            seconds=Seconds.from_json(data["seconds"]),
            held_out=tuple(data["held_out"]),
            settings=dict(data["settings"]),
            model_sha256=data["model_sha256"],
            model_bytes=data["model_bytes"],
            skipped=tuple(map(DataIssue.from_json, data["skipped"])),
            notes=tuple(data["notes"]),
            gate=Gate.from_json(data["gate"]) if "gate" in data else UNCHECKED,
            augmentation=data.get("augmentation"),
            left_out=OutOfFoldAnswers.from_json(data["left_out"]) if data.get("left_out") else None,
        )
