"""Examples that are like none of the classes."""

from collections.abc import Collection, Sequence

import numpy as np

from estimators.classifier.data_issue import LEAVE_OUT, DataFix, DataIssue
from estimators.classifier.hygiene.out_of_fold import CrossValidatedAnswers
from estimators.classifier.modality import Modality

_FAR = 3.5  # robust standard deviations (Iglewicz and Hoaglin 1993: modified z-scores above 3.5)
_NORMAL = 1.4826
_FEWEST = 30
_MOST = 20


def outliers(
    answers: CrossValidatedAnswers, names: Sequence[str], modality: Modality, known: Collection[str]
) -> tuple[DataIssue, ...]:
    """Those far further from every class than usual, furthest first, at most 20; those `known` as something else are left out."""
    distances = answers.distances
    if len(distances) < _FEWEST:
        return ()
    middle = float(np.median(distances))
    spread = _NORMAL * float(np.median(np.abs(distances - middle)))
    far = (distances - middle) / max(spread, 1e-9)
    found = []
    for row in np.argsort(-far, kind="stable")[:_MOST].tolist():
        name = names[int(answers.kept[row])]
        if far[row] > _FAR and name not in known:
            label = str(answers.classes[answers.codes[row]])
            why = f"Unlike the other {modality.many}, those of “{label}” included; does it belong here?"
            found.append(DataIssue((name,), why, DataFix(LEAVE_OUT, (name,))))
    return tuple(found)
