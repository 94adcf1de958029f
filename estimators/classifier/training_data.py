"""Everything that takes part in a training, looked at, grouped, and dealt to its sides."""

from collections import Counter
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from estimators.base.errors import UserError
from estimators.classifier.data_issue import DataIssue, Gate
from estimators.classifier.embedding import EmbeddingCache, Embeddings, embed
from estimators.classifier.examples import Examples
from estimators.classifier.grouping.groups import Grouping, find_groups
from estimators.classifier.item import Item
from estimators.classifier.leakage import Split, check_split
from estimators.classifier.modality import Modality, modality_named
from estimators.classifier.progress import Cancelled, Progress
from estimators.classifier.splits import choose_holdout

_SPARED = 0.2
"""The share of a class that may be left out of learning because it belongs to test examples without being a copy of them."""


@dataclass(frozen=True)
class TrainingPool:
    """The examples and, after them, those of a separate test."""

    items: tuple[Item, ...]
    labels: NDArray[np.str_]
    names: tuple[str, ...]
    keys: tuple[str, ...] | None
    groups: NDArray[np.str_] | None

    @classmethod
    def of(cls, examples: Examples, test: Examples | None) -> Self:
        every = [examples, *([test] if test else [])]
        groups = None
        if any(one.groups for one in every):
            groups = np.array([g for one in every for g in (one.groups or ("",) * len(one))])
        keys = None
        if any(one.keys for one in every):
            keys = tuple(k for one in every for k in (one.keys or ("",) * len(one)))
        return cls(
            tuple(item for one in every for item in one.items),
            np.array([label for one in every for label in one.labels]),
            tuple(name for one in every for name in one.names),
            keys,
            groups,
        )

    def look(
        self,
        backbone: str,
        *,
        cache: EmbeddingCache | None,
        progress: Progress | None,
        cancelled: Cancelled | None,
    ) -> Embeddings:
        """Everything through one backbone."""
        return embed(
            self.items,
            backbone=backbone,
            keys=self.keys,
            cache=cache,
            progress=progress,
            cancelled=cancelled,
        )


@dataclass(frozen=True)
class Sides:
    """Who learns and who tests.

    Attributes
    ----------
    groups : int array of shape (n,)
        What belongs together.
    testing, learning, leaked : bool arrays of shape (n,)
        Leaked ones are not learned from, because they or their like are in the test.
    gate : Gate
        Whether anything that belongs together is on both sides all the same.
    """

    groups: NDArray[np.intp]
    testing: NDArray[np.bool_]
    learning: NDArray[np.bool_]
    leaked: NDArray[np.bool_]
    gate: Gate


def deal(
    together: TrainingPool, examples: Examples, seen: Embeddings, *, holdout: float, seed: int
) -> Sides:
    """Deal the examples to learning and test, whole groups at a time.

    Raises
    ------
    UserError
        If none can be opened, or a class has too few left to learn from.
    """
    modality = modality_named(examples.modality)
    _require_readable(seen, modality)
    grouping = find_groups(seen, together.labels, together.names, together.groups)
    groups = grouping.ids
    testing = _test_mask(examples, together.labels, groups, seen, holdout=holdout, seed=seed)
    leaked = _leaked(grouping, testing, seen.readable, together.labels)
    learning = ~testing & seen.readable & ~leaked
    counts = Counter(together.labels[learning].tolist())
    require_enough(counts, modality, set(examples.labels))
    gate = check_split(
        Split(learning, testing & seen.readable, int(leaked.sum())),
        grouping,
        keys=seen.keys,
        names=together.names,
        modality=modality,
    )
    return Sides(groups, testing, learning, leaked, gate)


def _leaked(
    grouping: Grouping,
    testing: NDArray[np.bool_],
    readable: NDArray[np.bool_],
    labels: NDArray[np.str_],
) -> NDArray[np.bool_]:
    """What must not be learned from: copies of test examples; and their other belongings, where enough is left without."""
    here = ~testing & readable
    copies = here & np.isin(grouping.copies, grouping.copies[testing])
    others = here & np.isin(grouping.ids, grouping.ids[testing])
    for name in np.unique(labels):
        mine = here & (labels == name)
        if others[mine].sum() > _SPARED * mine.sum():
            return np.asarray(copies)  # the gate says what is still on both sides
    return np.asarray(copies | others)


def _test_mask(
    examples: Examples,
    labels: NDArray[np.str_],
    groups: NDArray[np.intp],
    embeddings: Embeddings,
    *,
    holdout: float,
    seed: int,
) -> NDArray[np.bool_]:
    n = len(examples)
    mask = np.arange(len(labels)) >= n  # the test examples, if they were given
    if mask.any():
        return mask
    if examples.held_out is not None:
        mask[list(examples.held_out)] = True
        return mask
    readable = np.flatnonzero(embeddings.readable)
    mask[readable] = choose_holdout(labels[readable], groups[readable], holdout, seed)
    return mask


def require_enough(
    counts: Counter[str], modality: Modality, expected: set[str] | None = None
) -> None:
    """Refuse a training that has fewer than two classes, or a class (of those `expected` too) with fewer than two examples."""
    names = set(counts) | (expected or set())
    if len(names) < 2:
        raise UserError(
            "There is only one class to learn." if names else "There is nothing to learn from.",
            "Telling things apart needs at least two.",
            f"Add {modality.many} of another class.",
        )
    thin = sorted(name for name in names if counts[name] < 2)
    if thin:
        n = counts[thin[0]]
        has = f"has only {modality.count(n)}" if n else f"has no {modality.many}"
        raise UserError(
            f"“{thin[0]}” {has} to learn from.",
            "Two a class are the least; 15 or more make a useful model.",
            f"Add {modality.many} of “{thin[0]}”, or leave that class out.",
        )


def unreadable(
    names: tuple[str, ...], embeddings: Embeddings, mine: NDArray[np.bool_]
) -> list[DataIssue]:
    """The examples among `mine` that could not be read, and why."""
    return [
        DataIssue((names[position],), why)
        for position, why in sorted(embeddings.problems.items())
        if mine[position]
    ]


def _require_readable(embeddings: Embeddings, modality: Modality) -> None:
    if not embeddings.readable.any():
        raise UserError(
            f"None of the {modality.many} can be opened.",
            next(iter(embeddings.problems.values()), ""),
            f"Bring {modality.many} that open in other programs.",
        )
