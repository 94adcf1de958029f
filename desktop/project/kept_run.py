"""How the result of a training is kept: everything that was measured, without the long tail of answers."""

from dataclasses import replace

from estimators.classifier.evaluation_result import Prediction
from estimators.classifier.training_result import TrainingResult

KEPT_PROBABILITIES = 5


def shortened(result: TrainingResult) -> TrainingResult:
    """The result with the likeliest classes of each prediction and the true one.

    With 77 classes all probabilities of 4,000 test examples would add 8 MB to every run.
    """
    return replace(result, predictions=tuple(map(_shortened, result.predictions)))


def _shortened(row: Prediction) -> Prediction:
    given = row.probabilities
    if len(given) <= KEPT_PROBABILITIES:
        return row
    kept = sorted(given, key=lambda name: -given[name])[:KEPT_PROBABILITIES]
    names = dict.fromkeys([*kept, *([row.truth] if row.truth in given else [])])
    return replace(row, probabilities={name: given[name] for name in names})
