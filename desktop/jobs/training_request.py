"""What a training is asked for, and what it brings back, whatever it learns from."""

from dataclasses import dataclass
from pathlib import Path

from desktop.project.records import RunSettings
from estimators.classifier.training_result import TrainingResult


@dataclass(frozen=True)
class OnProject:
    """A job on the data of a project."""

    project: Path
    seed: int = 0


@dataclass(frozen=True)
class TrainedModel:
    """What a training brings back, and the model in a temporary file."""

    result: TrainingResult
    model: Path
    settings: RunSettings


@dataclass(frozen=True)
class TrainModel(OnProject):
    """A training. ``backbone`` as the classifier has it: "auto" is the usual one.

    With ``file_later`` the number does not wait for what is asked of the file: a few test examples go through it, and
    ``check_file`` does the rest.
    """

    backbone: str = "auto"
    file_later: bool = False
