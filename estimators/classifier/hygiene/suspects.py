"""Labels that the other examples do not agree with."""

from collections.abc import Collection, Sequence

import numpy as np

from estimators.base.percent import sure_percent
from estimators.classifier.data_issue import RELABEL, DataFix, DataIssue
from estimators.classifier.hygiene.out_of_fold import CrossValidatedAnswers, label_uncertainty

_DOUBTFUL, _DOUBTFUL_TO_A_POOR_JUDGE = 0.5, 0.8
_GOOD_JUDGE = 0.5
"""How far from chance to always right a model has to come for its doubts to count in full."""
_MOST = 0.1
"""No more than this share of the labels is called doubtful: where a model doubts more, it is the model."""


def label_suspects(
    answers: CrossValidatedAnswers, names: Sequence[str], known: Collection[str]
) -> tuple[DataIssue, ...]:
    """Doubtful labels, most doubtful first; those `known` for another reason are left out.

    Two tests have to agree. Confident learning (Northcutt et al., https://arxiv.org/abs/1911.00068): models that had not
    seen the example are surer of another class than they usually are where it is right. And the other class is more
    probable than the label by a half; by far more where the models are often wrong.
    """
    P, Q, codes = answers.probabilities, answers.if_right, answers.codes
    usual = np.array([Q[codes == k, k].mean() for k in range(Q.shape[1])])
    confident = np.where(usual <= Q, Q, 0.0)
    seems = confident.argmax(axis=1)
    doubts = label_uncertainty(P, codes)
    chance = 1.0 / P.shape[1]
    good = answers.balanced_accuracy - chance >= _GOOD_JUDGE * (1.0 - chance)
    enough = doubts > (_DOUBTFUL if good else _DOUBTFUL_TO_A_POOR_JUDGE)
    doubtful = np.flatnonzero((confident.max(axis=1) > 0) & (seems != codes) & enough)
    doubtful = doubtful[np.argsort(-doubts[doubtful], kind="stable")]
    found = []
    for row in doubtful[: max(1, int(_MOST * len(codes)))].tolist():
        name = names[int(answers.kept[row])]
        if name not in known:
            label, looks = str(answers.classes[codes[row]]), str(answers.classes[seems[row]])
            sure = sure_percent(float(P[row, seems[row]]))
            why = f"Labelled “{label}”, but it looks like “{looks}” ({sure}% sure)."
            found.append(DataIssue((name,), why, DataFix(RELABEL, (name,), looks)))
    return tuple(found)
