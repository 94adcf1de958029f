"""Synthetic examples for classes that have few, whether they helped, and their use in a training where they did.

A variant belongs to the group of the example that it was made from, so no split and no fold ever has the one on one side
and the other on the other; and it is only ever learned from: what is scored is real.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.classifier.arrays import Decoded, Doubles, Indices, Labels, Singles
from estimators.classifier.backbone import View, backbone_named, sessions
from estimators.classifier.backbone_choice import NGRAMS, BackboneChoice
from estimators.classifier.embedding import Embeddings, threads
from estimators.classifier.item import Item, read_bytes, reader_of
from estimators.classifier.progress import Cancelled, Progress, each_result, report_nothing, stop_if
from estimators.classifier.splits import assign_folds, fewest_groups
from estimators.classifier.training_result import THIN, Augmentation, AugmentationEffect
from estimators.classifier.unreadable import UnreadableItem

_FOLDS = 5
_ROUNDS = 2
_DRAWS = 2_000
OFF, AUTO, ON = "off", "auto", "on"


@dataclass(frozen=True)
class Synthetic:
    """Examples that were made, not collected.

    - `features`: array of shape (m, dimensions), float32.
    - `labels`: array of shape (m,), str.
    - `groups`, array of shape (m,): of the example that each was made from.
    - `parents`, array of shape (m,), int: position of that example.
    - `how`: what was done to it ("closer, darker").
    - `texts`: the texts themselves; empty for other modalities.
    - `notes`: sentences on what was made, and of what nothing could be made.
    """

    features: Singles
    labels: Labels
    groups: NDArray[Any]
    parents: Indices
    how: tuple[str, ...]
    texts: tuple[str, ...]
    notes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)


def make_synthetic(
    items: Sequence[Item],
    labels: ArrayLike,
    groups: ArrayLike,
    *,
    backbone: str = "efficientnet-lite0",
    classes: Sequence[str] | None = None,
    per_example: int = 2,
    seed: int = 0,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Synthetic:
    """Variants of training examples, embedded; never call it with examples that are held out for a test.

    - `items`: unreadable ones are left out.
    - `labels`, `groups`, array-like of shape (n,): of the items; a variant has those of the item that it was made from.
    - `backbone`: as for `embed`.
    - `classes`: only of these; of all if not given.
    - `per_example`: variants of each; fewer where no more can be made, as of a text of one word.
    - `seed`: the same seed makes the same variants, whatever else is among the items.
    """
    from joblib import delayed

    tell = progress or report_nothing
    names, belongs = np.asarray(labels, dtype=str), np.asarray(groups)
    wanted = np.ones(len(items), dtype=bool) if classes is None else np.isin(names, list(classes))
    positions = np.flatnonzero(wanted).tolist()
    calls = (delayed(_variants_of)(items[at], backbone, per_example, seed) for at in positions)
    features, parents, how, texts = [], [], [], []
    barren = 0
    pieces = each_result(calls, jobs=min(threads(), max(1, len(positions))), prefer="threads")
    try:
        for done, made in enumerate(pieces):
            tell(done + 1, len(positions), tr("Making variants"))
            stop_if(cancelled)
            barren += not made
            for name, vector, text in made:
                features.append(vector)
                parents.append(positions[done])
                how.append(name)
                texts.append(text)
    finally:
        pieces.close()
    network = backbone_named(backbone)
    table = np.stack(features) if features else np.zeros((0, network.dimensions), np.float32)
    where = np.array(parents, dtype=np.intp)
    return Synthetic(
        features=table,
        labels=names[where],
        groups=belongs[where],
        parents=where,
        how=tuple(how),
        texts=tuple(texts) if network.modality == "text" else (),
        notes=_notes(len(how), len(positions) - barren, barren),
    )


def measure_augmentation(
    features: Singles,
    labels: ArrayLike,
    groups: ArrayLike,
    synthetic: Synthetic,
    *,
    views: tuple[View, ...] = (),
    seed: int = 0,
    cancelled: Cancelled | None = None,
) -> AugmentationEffect:
    """Compare models with and without the synthetic examples on the same real ones, out of fold, whole groups at a time.

    - `features`, array of shape (n, dimensions): of the real training examples.
    - `labels`, `groups`, array-like of shape (n,): groups are numbered as those of `synthetic`.
    - `views`: of the features, as `CalibratedHead` takes them.
    - `seed`: of the folds.

    Raises `UserError` if a class has a single group, so that no fold can leave it out.
    """
    from estimators.classifier.head.head import CalibratedHead

    names, belongs = np.asarray(labels, dtype=str), np.asarray(groups)
    folds = min(_FOLDS, fewest_groups(names, belongs))
    if folds < 2:
        raise UserError(
            tr("Whether it helped can’t be measured."),
            tr(
                "A class has only copies of one example, so none can be kept apart for the comparison."
            ),
            tr("Add different examples of it."),
        )
    # Only the answers count here, not how sure they are.
    head = CalibratedHead(views=views, folds=2)
    right = np.zeros((2, len(names)))
    for repeat in range(_ROUNDS):
        fold = assign_folds(names, belongs, folds, seed + repeat)
        for number in range(folds):
            stop_if(cancelled)
            out = fold == number
            # Also variants of examples whose group has members on both sides, should the folds ever divide one.
            usable = ~np.isin(synthetic.groups, belongs[out])
            added = (synthetic.features[usable], synthetic.labels[usable], synthetic.groups[usable])
            for which, (more, more_names, more_groups) in enumerate(
                ((added[0][:0], added[1][:0], added[2][:0]), added)
            ):
                model = head.fit(
                    np.concatenate([features[~out], more]),
                    np.concatenate([names[~out], more_names]),
                    groups=np.concatenate([belongs[~out], more_groups]),
                )
                right[which, out] += model.predict(features[out]) == names[out]
    right /= _ROUNDS
    low, high = _interval(right[1] - right[0], belongs, seed)
    without, with_them = float(right[0].mean()), float(right[1].mean())
    return AugmentationEffect(with_them - without, low, high, len(names), without, with_them)


def by_turns(
    kinds: Mapping[str, Callable[[Any, np.random.Generator], Any]],
    example: Any,
    rng: np.random.Generator,
    n: int,
) -> Iterator[tuple[str, Any]]:
    """`n` variants of an example, each with what was done; one of each kind comes before a second of any."""
    names = list(kinds)
    while n > 0:
        for which in rng.permutation(len(names))[:n]:
            name = names[int(which)]
            yield name, kinds[name](example, rng)
        n -= len(names)


def _interval(gains: Doubles, groups: NDArray[Any], seed: int) -> tuple[float, float]:
    """90 % interval of the mean gain, resampling whole groups."""
    codes = np.unique(groups, return_inverse=True)[1]
    sums, sizes = np.bincount(codes, weights=gains), np.bincount(codes)
    picked = np.random.default_rng(seed).integers(len(sums), size=(_DRAWS, len(sums)))
    means = sums[picked].sum(axis=1) / sizes[picked].sum(axis=1)
    low, high = np.quantile(means, [0.05, 0.95])
    return float(low), float(high)


def _variants_of(
    item: Item, backbone: str, count: int, seed: int
) -> list[tuple[str, Singles, str]]:
    """What was done, the features and (of a text) the text of each variant of an item; none if it can't be read."""
    network = backbone_named(backbone)
    augment = import_module(f"estimators.classifier.{network.modality}.augment")
    try:
        data = read_bytes(item)
        decoded = reader_of(network.modality).decode(data)
    except UnreadableItem:
        return []
    rng = np.random.default_rng([seed, *hashlib.sha256(data).digest()[:8]])
    made: list[tuple[str, Decoded]] = augment.variants(decoded, rng, count)
    text = network.modality == "text"
    return [
        (name, features_of(variant, backbone), str(variant[0]) if text else "")
        for name, variant in made
    ]


def features_of(decoded: Decoded, backbone: str) -> Singles:
    """The features of one decoded example, shape (dimensions,), as `embed` would give them for its file."""
    network = backbone_named(backbone)
    input_name = reader_of(network.modality).input_name
    parts = []
    for part in network.parts:
        prepare, features = sessions(part.name)
        prepared = prepare.run(None, {input_name: np.ascontiguousarray(decoded)})[0]
        parts.append(features.run(None, {features.get_inputs()[0].name: prepared})[0][0])
    return np.concatenate(parts)


def _notes(made: int, parents: int, barren: int) -> tuple[str, ...]:
    notes = [
        tr(
            "{count}, made from {parents}; they are only learned from, never tested on.",
            count=count(made, "synthetic example"),
            parents=digits(parents),
        )
    ]
    if barren:
        notes.append(tr("Of {count} no variant could be made.", count=count(barren, "example")))
    return tuple(notes)


def augment(
    mode: str,
    items: Sequence[Item],
    embeddings: Embeddings,
    labels: Labels,
    groups: Indices,
    *,
    chosen: BackboneChoice,
    seed: int = 0,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[Synthetic | None, Augmentation]:
    """Make variants of the examples of thin classes, and say whether to learn from them.

    Parameters
    ----------
    mode : str
        "auto" or "on".
    items, embeddings, labels, groups : of n training examples, all readable
        The embeddings by `chosen.backbone`. Test examples have no place here.

    Returns
    -------
    Synthetic or None
        What to learn from beside the real examples; its features are those of the backbone alone.
    Augmentation
    """
    names, counts = np.unique(labels, return_counts=True)
    thin = [str(name) for name, n in zip(names, counts, strict=True) if n < THIN]
    if not thin:
        return None, Augmentation(mode, thin=False)
    made = make_synthetic(
        items,
        labels,
        groups,
        backbone=chosen.backbone,
        classes=thin,
        seed=seed,
        progress=progress,
        cancelled=cancelled,
    )
    parents = len(set(made.parents.tolist()))
    told = Augmentation(mode, used=mode == ON and len(made) > 0, made=len(made), made_from=parents)
    # Where a class has a single group, whether it helped cannot be measured.
    if len(made) and fewest_groups(labels, groups) > 1:
        features, views, columns = _columns(made, embeddings, chosen, seed)
        effect = measure_augmentation(
            features,
            labels,
            groups,
            replace(made, features=columns),
            views=views,
            seed=seed,
            cancelled=cancelled,
        )
        told = replace(told, gain=effect.gain, low=effect.low, high=effect.high, n=effect.n)
        told = replace(told, used=told.used or told.helped)
    return made if told.used else None, told


def _columns(
    made: Synthetic, embeddings: Embeddings, chosen: BackboneChoice, seed: int
) -> tuple[Singles, tuple[View, ...], Singles]:
    """What a head sees of the real ones, its views, and what it sees of the made ones."""
    views, features = backbone_named(chosen.backbone).views, embeddings.features
    if not chosen.ngrams:
        return features, views, made.features
    from estimators.classifier.text.ngrams import NgramView

    terms = NgramView.fit(embeddings.texts, seed=seed)
    width = features.shape[1]
    views = (*views, View(NGRAMS, width, width + terms.columns, "plain"))
    beside = np.hstack([features, terms.transform(embeddings.texts)])
    return beside, views, np.hstack([made.features, terms.transform(made.texts)])
