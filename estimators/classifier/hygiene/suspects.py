"""Labels that the other examples do not agree with."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.embedding import Embeddings
from estimators.classifier.examples import Examples
from estimators.classifier.finding import RELABEL, Finding, Fix
from estimators.classifier.head.head import CalibratedHead


def label_suspects(
    examples: Examples,
    embeddings: Embeddings,
    groups: NDArray[np.intp],
    seed: int,
    known: set[str],
) -> tuple[Finding, ...]:
    """Confident learning (Northcutt et al., https://arxiv.org/abs/1911.00068): models that had not seen an example are
    surer of another class than they usually are where it is right. Most doubtful first; those `known` are left out."""
    kept = np.flatnonzero(embeddings.readable)
    labels = np.array(examples.labels)[kept]
    counts = Counter(labels.tolist())
    if len(counts) < 2 or min(counts.values()) < 4:
        return ()
    head = CalibratedHead(random_state=seed).fit(
        embeddings.features[kept], labels, groups=groups[kept]
    )
    if not head.calibrated_:
        return ()
    P = head.out_of_fold_
    codes = np.searchsorted(head.classes_, labels)
    usual = np.array([P[codes == k, k].mean() for k in range(P.shape[1])])
    confident = np.where(usual <= P, P, 0.0)
    seems = confident.argmax(axis=1)
    doubtful = np.flatnonzero((confident.max(axis=1) > 0) & (seems != codes))
    margin = P[doubtful, seems[doubtful]] - P[doubtful, codes[doubtful]]
    found = []
    for row in doubtful[np.argsort(-margin, kind="stable")].tolist():
        path = examples.names[int(kept[row])]
        if path not in known:
            looks, percent = str(head.classes_[seems[row]]), int(100 * P[row, seems[row]])
            why = f"Labelled “{labels[row]}”, but it looks like “{looks}” ({percent}% sure)."
            found.append(Finding((path,), why, Fix(RELABEL, (path,), looks)))
    return tuple(found)
