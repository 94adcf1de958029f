"""Which unlabelled examples to label next, so that as few labels as possible are needed.

The examples are clustered, as many clusters as there will be labels; those that matter most and have fewest labels are
asked about first, each by its most typical and most doubtful member. Before there are any labels this is TypiClust
(Hacohen et al., https://arxiv.org/abs/2202.02794); the more the model knows, the more its doubt (the margin between
the two best classes, as in Cluster-Margin, Citovsky et al., https://arxiv.org/abs/2107.14263) weighs. One from a
cluster at a time, and never a near copy of another, so a batch does not ask the same thing twice. Decision 0092 has the
measurements; `tests/benchmarks/label_next.py` repeats them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimators.classifier.arrays import Doubles, Indices, Singles, unit_features
from estimators.classifier.duplicates import connected, near_pairs
from estimators.classifier.embedding import Embeddings

if TYPE_CHECKING:
    from estimators.classifier.head.head import CalibratedHead

_MOST_LOOKED_AT = 4_000
_MOST_CLUSTERS = 400
_NEIGHBOURS = 20
_DIRECTIONS = 128
_LEAST_UNCERTAINTY = 0.02
_UNSURE_BELOW = 0.5
_Reason = Literal["new", "doubt", "thin", "alone", "typical"]


@dataclass(frozen=True)
class LabelSuggestion:
    """An example that is worth a label.

    - `position`: among the unlabelled examples.
    - `reason`, "new", "doubt", "thin", "alone" or "typical": whether there is no model, it wavers, a class has few
      labels, nothing near has one, or it stands for many.
    - `classes`: what it may be, likeliest first; for "thin" that class alone.
    - `score`: 0 to 1, the first of a batch has 1: how much doubt its label would settle, compared with the first.
    """

    position: int
    reason: _Reason
    classes: tuple[str, ...]
    score: float


def next_to_label(
    unlabelled: Embeddings,
    labelled: Embeddings | None = None,
    labels: ArrayLike = (),
    head: "CalibratedHead | None" = None,
    *,
    n: int = 40,
    random_state: int = 0,
) -> list[LabelSuggestion]:
    """The next `n` examples to label, most useful first; fewer if there are not as many different ones.

    - `unlabelled`: unreadable ones are never suggested. Of very many, 4,000 chosen at random are looked at.
    - `labelled`: of the same backbone. None, or empty, is a cold start.
    - `labels`: array-like of shape (labelled,).
    - `head`: fitted on the labelled ones; without it (fewer than two classes) only coverage counts.
    - `random_state`: the same seed and data give the same suggestions.
    """
    from threadpoolctl import threadpool_limits

    rng = np.random.default_rng(random_state)
    pool = np.flatnonzero(unlabelled.readable)
    if labelled is not None:
        pool = pool[~np.isin(np.array(unlabelled.keys)[pool], np.array(labelled.keys))]
    if len(pool) > _MOST_LOOKED_AT:
        pool = np.sort(rng.choice(pool, _MOST_LOOKED_AT, replace=False))
    if n < 1 or not len(pool):
        return []
    known = labelled.features[labelled.readable] if labelled is not None else None
    names = np.asarray(labels)[labelled.readable] if labelled is not None else np.asarray(labels)
    with threadpool_limits(limits=1):
        uncertainty, sure_of = _uncertainty(unlabelled.features[pool], head)
        Z, known_Z = _directions(unlabelled.features[pool], known)
        copies = connected(len(pool), near_pairs(unlabelled.take(pool)))
        chosen = choose_rows(Z, known_Z, uncertainty, copies=copies, n=n, rng=rng)
    thin = _thin_class(names)
    most = max((value for _, value, _ in chosen), default=1.0) or 1.0
    suggestions = []
    for row, value, alone in chosen:
        reason: _Reason = "alone" if alone else "typical"
        classes = sure_of[row]
        if head is None:
            reason = "new"
        elif uncertainty[row] > _UNSURE_BELOW:
            reason = "doubt"
        elif thin in classes:
            reason, classes = "thin", (thin,)
        suggestions.append(LabelSuggestion(int(pool[row]), reason, classes, value / most))
    return suggestions


def _uncertainty(
    features: Singles, head: "CalibratedHead | None"
) -> tuple[Doubles, list[tuple[str, ...]]]:
    """1 - margin of the two best classes, shape (n,), and their names; all doubt without a model."""
    if head is None:
        return np.ones(len(features)), [()] * len(features)
    probabilities = head.predict_proba(features)
    order = np.argsort(-probabilities, axis=1, kind="stable")[:, :2]
    best = np.take_along_axis(probabilities, order, axis=1)
    names = [tuple(str(head.classes_[at]) for at in two) for two in order.tolist()]
    return 1.0 - (best[:, 0] - best[:, 1]), names


def _directions(features: Singles, known: Singles | None) -> tuple[Doubles, Doubles]:
    """Both sets in the widest directions of the unlabelled one: distances are almost the same, and cheap."""
    Z = unit_features(features.astype(np.float64))
    middle = Z.mean(axis=0)
    spread = Z - middle
    some = spread[:: max(1, len(spread) // 1_000)]
    _, _, rows = np.linalg.svd(some, full_matrices=False)
    basis = rows[:_DIRECTIONS].T
    if known is None or not len(known):
        return spread @ basis, np.zeros((0, basis.shape[1]))
    return spread @ basis, (unit_features(known.astype(np.float64)) - middle) @ basis


def choose_rows(
    Z: Doubles, known: Doubles, uncertainty: Doubles, *, copies: Indices, n: int, rng: Any
) -> list[tuple[int, float, bool]]:
    """Rows to ask about, each with how much doubt it stands for and whether nothing near it has a label.

    - `Z`, `known`, shapes (rows, dimensions): those without and with a label, where near means alike. `uncertainty`, shape (rows,).
    - `copies`, shape (rows,): the same number for rows of which one is enough.
    """
    from sklearn.cluster import KMeans

    everything = np.concatenate([Z, known])
    clusters = min(len(known) + n, _MOST_CLUSTERS, max(1, len(np.unique(everything, axis=0))))
    seed = int(rng.integers(2**31))
    cluster = KMeans(clusters, n_init=1, max_iter=50, random_state=seed).fit_predict(everything)
    labels_in = np.bincount(cluster[len(Z) :], minlength=clusters).astype(float)
    cluster = cluster[: len(Z)]
    weight = np.maximum(uncertainty, _LEAST_UNCERTAINTY)
    usefulness = weight * _typicality(Z, cluster)
    left = np.ones(len(Z), dtype=bool)
    asked = np.zeros(clusters, dtype=bool)
    found: list[tuple[int, float, bool]] = []
    while len(found) < n and left.any():
        # What a cluster still has in doubt, shared among the labels that it has (and one more).
        mass = np.bincount(cluster, weights=weight * left, minlength=clusters) / (1.0 + labels_in)
        if not (mass > 0)[~asked].any():
            asked[:] = False  # every cluster that has some left was asked once: another round
        at = int(np.where(asked, -1.0, mass).argmax())
        members = np.flatnonzero(left & (cluster == at))
        row = int(members[usefulness[members].argmax()])
        found.append((row, float(mass[at]), labels_in[at] == 0))
        labels_in[at] += 1.0
        asked[at] = True
        left[copies == copies[row]] = False
    return found


def _typicality(Z: Doubles, cluster: Indices) -> Doubles:
    """One over the mean distance to the nearest neighbours in the cluster, 1 for the most typical member of each."""
    typicality = np.ones(len(Z))
    for at in np.unique(cluster):
        members = np.flatnonzero(cluster == at)
        if len(members) < 3:
            continue
        own = Z[members]
        squares = (own**2).sum(axis=1)
        distances = np.sqrt(np.clip(squares[:, None] + squares - 2.0 * own @ own.T, 0.0, None))
        neighbours = min(_NEIGHBOURS, len(members) - 1)
        near = np.partition(distances, neighbours, axis=1)[:, : neighbours + 1].sum(axis=1)
        density = 1.0 / np.maximum(near / neighbours, 1e-9)
        typicality[members] = density / density.max()
    return typicality


def _thin_class(labels: NDArray[Any]) -> str:
    """The class that has much fewer labels than the others; empty if there is none."""
    names, counts = np.unique(labels, return_counts=True)
    if len(names) < 2 or counts.min() * 2 > np.median(counts):
        return ""
    return str(names[counts.argmin()])
