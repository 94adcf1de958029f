"""Everything that takes part in a training, looked at, grouped, and dealt to its sides; and the leakage gate: is anything of the
test known to the model? Accuracy is shown once it has passed, or a person has waived it.

Copies of one photo, photos of one wall and the words of one speaker on both sides make a result look better than it is
(Kapoor and Narayanan, https://doi.org/10.1016/j.patter.2023.100804).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.classifier.arrays import Indices, Labels, Mask
from estimators.classifier.data_issue import (
    COPIES,
    GROUPED,
    NEAR_COPIES,
    DataIssue,
    Gate,
    GateCheck,
)
from estimators.classifier.embedding import EmbeddingCache, Embeddings, embed
from estimators.classifier.examples import Examples
from estimators.classifier.grouping.groups import Grouping, find_groups, members_of
from estimators.classifier.issue_remark import tie_words
from estimators.classifier.modality import Modality, modality_named
from estimators.classifier.progress import Cancelled, Progress
from estimators.classifier.splits import choose_holdout

MOST_CLASSES = 1_000
_SPARED = 0.2
"""The share of a class that may be left out of learning because it belongs to test examples without being a copy of them."""


@dataclass(frozen=True)
class Split:
    """Who learns and who tests, to be checked.

    - `learning`, `testing`, bool arrays of shape (n,): after what leaks was left out.
    - `left_out`: how many were not learned from because they are in the test, or nearly.
    """

    learning: Mask
    testing: Mask
    left_out: int = 0

    def divides(self, members: Sequence[int]) -> bool:
        """Whether some of them learn and some test."""
        rows = list(members)
        return bool(self.learning[rows].any() and self.testing[rows].any())


def check_split(
    split: Split,
    grouping: Grouping,
    *,
    keys: Sequence[str],
    names: Sequence[str],
    modality: Modality,
) -> Gate:
    """Is anything on both sides of a split that belongs on one?

    - `grouping`: of the same n examples.
    - `keys`, `names`, sequences of str, shape (n,): SHA-256 of the bytes, and what findings call each example.
    """
    if not split.testing.any():
        return Gate((GateCheck(COPIES, True, modality=modality.name, tested=None),))
    divided = [members for members in members_of(grouping.copies) if split.divides(members)]
    same: list[tuple[int, ...]] = []
    near: list[tuple[int, ...]] = []
    for members in divided:
        tested = {keys[member] for member in members if split.testing[member]}
        learned = {keys[member] for member in members if split.learning[member]}
        (same if tested & learned else near).append(tuple(members))
    apart = [
        reason for reason in (*grouping.reasons, *grouping.apart) if split.divides(reason.members)
    ]
    others = [reason for reason in apart if reason.tie != "copies"]
    found = _Checks(modality, split, names)
    ties = {}
    if others:
        tie = tie_words(others[0].tie, others[0].value, modality.name)
        ties = {"tie": tie, "ties": len(others)}
    return Gate(
        (
            found.check(COPIES, same, left_out=split.left_out),
            found.check(NEAR_COPIES, near),
            found.check(GROUPED, [reason.members for reason in others], **ties),
        )
    )


@dataclass(frozen=True)
class _Checks:
    """What was found, as checks."""

    modality: Modality
    split: Split
    names: Sequence[str]

    def check(self, name: str, groups: Sequence[tuple[int, ...]], **found: Any) -> GateCheck:
        """``groups``: the examples that are on both sides and should not be."""
        testing, learning = self.split.testing, self.split.learning
        involved = dict.fromkeys(member for members in groups for member in members)
        return GateCheck(
            name,
            not groups,
            tuple(self.names[at] for at in involved if testing[at] or learning[at]),
            self.modality.name,
            sum(bool(testing[at]) for at in involved),
            **found,
        )


def pooled(examples: Examples, test: Examples | None) -> Examples:
    """The examples and, after them, those of a separate test."""

    def joined(name: str) -> tuple[Any, ...]:
        parts = [(getattr(one, name), len(one)) for one in (examples, test) if one is not None]
        if not any(values for values, _ in parts):
            return ()
        return tuple(value for values, n in parts for value in (values or ("",) * n))

    names = ("items", "labels", "names", "groups", "keys")
    parts: dict[str, Any] = {name: joined(name) for name in names}
    return replace(examples, **parts)


def look(
    pool: Examples,
    backbone: str | None = None,
    *,
    cache: EmbeddingCache | None,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Embeddings:
    """All of them through one backbone; by default the one that finds what belongs together."""
    return embed(
        pool.items,
        backbone=backbone or modality_named(pool.modality).scout,
        keys=pool.keys or None,
        cache=cache,
        progress=progress,
        cancelled=cancelled,
    )


@dataclass(frozen=True)
class Sides(Split):
    """Who learns and who tests.

    - `groups`, int array of shape (n,): what belongs together.
    - `gate`: whether anything that belongs together is on both sides all the same.
    """

    groups: Indices = field(kw_only=True)
    gate: Gate = field(kw_only=True)


def deal(
    pool: Examples, examples: Examples, seen: Embeddings, *, holdout: float, seed: int
) -> Sides:
    """Deal the examples to learning and test, whole groups at a time.

    Raises `UserError` if none can be opened, or a class has too few left to learn from.
    """
    modality = modality_named(examples.modality)
    _require_readable(seen, modality)
    labels = np.array(pool.labels)
    grouping = find_groups(seen, labels, pool.names, pool.groups or None)
    groups = grouping.ids
    testing = _test_mask(examples, labels, groups, seen, holdout=holdout, seed=seed)
    leaked = _leaked(grouping, testing, seen.readable, labels)
    learning = ~testing & seen.readable & ~leaked
    counts = Counter(labels[learning].tolist())
    require_enough(counts, modality, set(examples.labels))
    left_out = int(leaked.sum())
    gate = check_split(
        Split(learning, testing & seen.readable, left_out),
        grouping,
        keys=seen.keys,
        names=pool.names,
        modality=modality,
    )
    return Sides(learning, testing, left_out, groups=groups, gate=gate)


def _leaked(grouping: Grouping, testing: Mask, readable: Mask, labels: Labels) -> Mask:
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
    labels: Labels,
    groups: Indices,
    embeddings: Embeddings,
    *,
    holdout: float,
    seed: int,
) -> Mask:
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
    require_classes(names, modality)
    thin = sorted(name for name in names if counts[name] < 2)
    if thin:
        n = counts[thin[0]]
        raise UserError(
            tr("“{thin}” has only {count} to learn from.", thin=thin[0], count=modality.count(n))
            if n
            else tr("“{thin}” has no {many} to learn from.", thin=thin[0], many=modality.many),
            tr("Two a class are the least; 15 or more make a useful model."),
            tr(
                "Add {many} of “{thin}”, or leave that class out.", many=modality.many, thin=thin[0]
            ),
        )


def require_classes(names: set[str], modality: Modality) -> None:
    """Refuse a training of fewer than two classes, or of more than `MOST_CLASSES`."""
    require_no_more_classes(names)
    if len(names) < 2:
        raise UserError(
            tr("There is only one class to learn.")
            if names
            else tr("There is nothing to learn from."),
            tr("Telling things apart needs at least two."),
            tr("Add {many} of another class.", many=modality.many),
        )


def require_no_more_classes(names: set[str]) -> None:
    """Refuse labels of which there are too many for classes: a weight for each feature of each would fill the memory."""
    if len(names) > MOST_CLASSES:
        raise UserError(
            tr("There are {n} different labels.", n=digits(len(names))),
            tr("At most {most} classes are told apart.", most=digits(MOST_CLASSES)),
            tr("Choose the column that holds the labels, or put rare ones together as “other”."),
        )


def unreadable(names: tuple[str, ...], embeddings: Embeddings, mine: Mask) -> list[DataIssue]:
    """The examples among `mine` that could not be read, and why."""
    return [
        DataIssue((names[position],), why)
        for position, why in sorted(embeddings.problems.items())
        if mine[position]
    ]


def _require_readable(embeddings: Embeddings, modality: Modality) -> None:
    if not embeddings.readable.any():
        raise UserError(
            tr("None of the {many} can be opened.", many=modality.many),
            next((why.sentence for why in embeddings.problems.values()), ""),
            tr("Bring {many} that open in other programs.", many=modality.many),
        )
