"""The labelled sets that the classifier is measured on: what is drawn from them, and what they look like embedded."""

import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.embedding import Embeddings, embed
from estimators.classifier.examples import Examples, load_examples
from estimators.classifier.grouping.groups import Grouping, find_groups
from estimators.classifier.modality import modality_named
from estimators.classifier.splits import choose_holdout

Positions = NDArray[np.intp]
Split = tuple[Positions, Positions]
"""What is learned from, and what is tested on."""

SETS = {
    "cats_vs_dogs": "",
    "brick_cracks": "",
    "grocery_produce": "",
    "trashnet": "",
    "banking77": "train.csv",
    "product_review_sentences": "reviews.csv",
    "sms_spam": "sms_spam.csv",
    "tweets_sentiment_es": "train.csv",
    "spoken_digits": "",
    "scene_clips_video": "",
}
_LEAST_OF_A_CLASS = 10
_HELD_OUT_WITH_GROUPS = 0.35


class Kept:
    """An embedding cache in a folder, one file per backbone; `save` writes it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._vectors: dict[str, dict[str, NDArray[np.float32]]] = {}
        self._changed: set[str] = set()

    def get(self, backbone: str, keys: Sequence[str], /) -> Mapping[str, NDArray[np.float32]]:
        stored = self._of(backbone)
        return {key: stored[key] for key in keys if key in stored}

    def put(self, backbone: str, vectors: Mapping[str, NDArray[np.float32]], /) -> None:
        self._of(backbone).update(vectors)
        self._changed.add(backbone)

    def save(self) -> None:
        for name in self._changed:
            vectors = self._vectors[name]
            table = np.stack(list(vectors.values()))
            np.savez(self._folder / f"{name}.npz", keys=np.array(list(vectors)), table=table)
        self._changed.clear()

    def _of(self, backbone: str) -> dict[str, NDArray[np.float32]]:
        if backbone not in self._vectors:
            file = self._folder / f"{backbone}.npz"
            self._vectors[backbone] = {}
            if file.exists():
                stored = np.load(file)
                pairs = zip(stored["keys"].tolist(), stored["table"], strict=True)
                self._vectors[backbone] = dict(pairs)
        return self._vectors[backbone]


@dataclass(frozen=True)
class LabelledSet:
    """A part of a set, as many of each class as can be.

    Attributes
    ----------
    name : str
    examples : Examples
        Only readable ones.
    cache : Kept
    """

    name: str
    examples: Examples
    cache: Kept

    @property
    def modality(self) -> str:
        return self.examples.modality

    @cached_property
    def labels(self) -> NDArray[np.str_]:
        return np.array(self.examples.labels)

    @cached_property
    def groups(self) -> Grouping:
        """What belongs together, found as `train` finds it."""
        scout = modality_named(self.modality).scout
        return find_groups(self.embedded(scout), self.labels, self.examples.names)

    def embedded(self, backbone: str) -> Embeddings:
        return embed(self.examples.items, backbone=backbone, cache=self.cache)

    def part(self, positions: Positions, held_out: Positions) -> Examples:
        """Examples to learn from at `positions`, and to test on at `held_out`."""
        every = np.concatenate([positions, held_out])
        tested = range(len(positions), len(every))
        return take(self.examples, every, held_out=frozenset(tested))


def take(
    examples: Examples, positions: Positions, held_out: frozenset[int] | None = None
) -> Examples:
    """Some of the examples."""
    return Examples(
        examples.modality,
        tuple(examples.items[p] for p in positions),
        tuple(examples.labels[p] for p in positions),
        examples.root,
        names=tuple(examples.names[p] for p in positions),
        held_out=held_out,
    )


def open_set(data: Path, name: str, folder: Path, cache: Kept, each: int) -> LabelledSet:
    """At most `each` examples a class of the set `name`, unpacked into `folder`; always the same ones."""
    if not (folder / name).exists():
        with tarfile.open(data / f"{name}.tar") as tar:
            tar.extractall(folder, filter="data")
    examples = load_examples(folder / name / SETS[name])
    labels = np.array(examples.labels)
    order = np.random.default_rng(0).permutation(len(labels))
    chosen = np.sort(np.concatenate([order[labels[order] == c][:each] for c in np.unique(labels)]))
    some = take(examples, chosen)
    readable = embed(some.items, backbone=modality_named(some.modality).scout, cache=cache).readable
    return LabelledSet(name, take(some, np.flatnonzero(readable)), cache)


def draw(one: LabelledSet, n: int, most: int, seed: int, *, grouped: bool) -> Split:
    """`n` a class to learn from, and at most `most` others to test on, as many of each class: the mix that was learned.

    Copies of what was learned are never tested on. With `grouped`, nothing else that belongs to it is either: groups of
    every kind are held out whole.
    """
    rng = np.random.default_rng(seed)
    labels, names = one.labels, np.unique(one.labels)
    free = np.ones(len(labels), dtype=bool)
    if grouped:
        free = ~choose_holdout(labels, one.groups.ids, _HELD_OUT_WITH_GROUPS, seed)
    learn: list[int] = []
    for name in names:
        of_class = rng.permutation(np.flatnonzero(free & (labels == name)))
        share = int(0.7 * (labels == name).sum())  # small sets keep something to test on
        learn += of_class[: max(min(n, share), min(_LEAST_OF_A_CLASS, share))].tolist()
    belongs = one.groups.ids if grouped else one.groups.copies
    others = ~np.isin(belongs, belongs[learn])
    if grouped:
        others &= ~free
    test: list[int] = []
    for name in names:
        of_class = rng.permutation(np.flatnonzero(others & (labels == name)))
        test += of_class[: max(most // len(names), 1)].tolist()
    return np.array(learn), np.array(sorted(test), dtype=np.intp)
