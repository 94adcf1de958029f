"""What to photograph, record or write next: the conditions that the errors come from, and those that a class lacks.

Errors are tested against conditions (dark, blurred, short, at night ...) within the classes, because a class can be both
hard and dark. Many conditions are tried, so a difference counts only if it is larger than the largest that shuffling the
errors within the classes brings (max-T permutation test, Westfall and Young 1993), which keeps the chance of any false alarm at one in
twenty. What a class lacks is tested exactly (Fisher) with Holm's correction. Which more examples help is a guess; that the
errors are there is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from estimators.acceptance.subgroups import holm
from estimators.base.interval import of_all, percent_range
from estimators.base.number import digits
from estimators.base.phrase import quoted
from estimators.base.sentence import tr
from estimators.classifier.arrays import Doubles, Indices, Labels, Mask
from estimators.classifier.attributes import Attributes
from estimators.classifier.evaluation_result import Share
from estimators.classifier.modality import modality_named
from estimators.classifier.slices import Slice, candidate_slices, condition_words

_SHUFFLES = 2_000
_FALSE_ALARMS = 0.05
_FEWEST_ERRORS = 4
_LACKS = 1 / 3  # of what was to be expected
_MOST_WISHES = 5
_OVERLAP = 0.6
_VERBS = {"photo": "photograph", "text": "collect", "sound": "record", "video": "film"}


@dataclass(frozen=True)
class CollectionEvidence:
    """What a wish rests on.

    - `inside`, `outside`: for errors: the share that is wrong of those in the condition and of the others. For what a
      class lacks: the share that is in the condition, of the class and of the others.
    - `p_value`: corrected for all conditions that were tried.
    """

    inside: Share
    outside: Share
    p_value: float


@dataclass(frozen=True)
class CollectionRequest:
    """Something to collect.

    - `kind`, "errors", "hard" or "lacks": whether errors come from a condition, a class is hard, or it lacks a
      condition.
    - `condition`: "dark"; empty if only the class counts.
    - `class_name`: empty if it is needed of every class.
    - `n`: how many of the examples that are to be collected.
    """

    kind: Literal["errors", "hard", "lacks"]
    modality: str
    condition: str
    class_name: str
    evidence: CollectionEvidence
    n: int = 0

    @property
    def text(self) -> str:
        """One sentence: the evidence, and what to do."""
        inside, outside = self.evidence.inside, self.evidence.outside
        words = condition_words(self.condition)
        many, name = modality_named(self.modality).many, quoted(self.class_name)
        others = tr(
            "{count} others: {verbs} {n} more",
            count=_count(outside),
            verbs=_VERBS[self.modality],
            n=digits(self.n),
        )
        wrong = tr("are wrong{interval}, {others}", interval=_interval(inside), others=others)
        if self.kind == "errors":
            whose = name if self.class_name else tr("every class")
            return tr(
                "{count} {words} {many} {wrong} {words} ones of {whose}.",
                count=_count(inside),
                words=words,
                many=many,
                wrong=wrong,
                whose=whose,
            )
        if self.kind == "hard":
            return tr(
                "{count} {many} of {name} {wrong} of it.",
                count=_count(inside),
                many=many,
                name=name,
                wrong=wrong,
            )
        return tr(
            "Only {count} {many} of {name} are {words}, {others} {words} ones of it, "
            "or the model may take {words} for a sign of the others.",
            count=_count(inside),
            many=many,
            name=name,
            words=words,
            others=others,
        )


def plan(
    attributes: Sequence[Attributes],
    truths: ArrayLike,
    predicted: ArrayLike,
    *,
    modality: str = "photo",
    n_more: int = 100,
    groups: ArrayLike | None = None,
    seed: int = 0,
) -> tuple[CollectionRequest, ...]:
    """At most five wishes, the one that explains most errors first; none if the errors follow no condition.

    - `attributes`: of each example (`attributes_of`, with `hour` and `month` where known); an example without an
      attribute stays out of its tests.
    - `truths`, `predicted`, array-like of shape (n,): labels, and answers of models that had not seen the example (held
      out, or out of fold).
    - `n_more`: how many examples can be collected in all; dealt out to the wishes by the errors that they explain.
    - `groups`, array-like of shape (n,), optional: near copies count as one observation.
    - `seed`: of the shuffles.
    """
    names = np.asarray(truths, dtype=str)
    wrong = np.asarray(predicted, dtype=str) != names
    if not (len(attributes) == len(names) == len(wrong)):
        raise ValueError("Facts, truths and answers have to be of the same examples.")
    if not len(names):
        return ()
    kept = np.arange(len(names))
    # The first of a group stands for all: a burst is not ten pieces of evidence.
    if groups is not None:
        kept = np.sort(np.unique(np.asarray(groups), return_index=True)[1])
    study = _Study(
        conditions=candidate_slices([attributes[int(at)] for at in kept]),
        names=names[kept],
        wrong=wrong[kept],
        modality=modality,
    )
    found = [*study.where_errors_come_from(seed), *study.hard_classes(), *study.what_classes_lack()]
    return _deal(found[:_MOST_WISHES], n_more)


_Draft = tuple[float, CollectionRequest]
"""A weight, and the wish before its share of the examples is known."""


def _deal(drafts: Sequence[_Draft], n_more: int) -> tuple[CollectionRequest, ...]:
    total = sum(weight for weight, _ in drafts)
    wishes = []
    for weight, wish in drafts:
        share = n_more * weight / total
        n = max(1, int(5 * round(share / 5)) if share >= 5 else round(share))
        wishes.append(replace(wish, n=n))
    return tuple(wishes)


@dataclass(frozen=True)
class _Study:
    conditions: dict[str, list[Slice]]
    names: Labels
    wrong: Mask
    modality: str

    def where_errors_come_from(self, seed: int) -> list[_Draft]:
        """Conditions with more errors than shuffling explains, the strongest variant of each."""
        tested = [condition for variants in self.conditions.values() for condition in variants]
        if not tested or self.wrong.sum() < _FEWEST_ERRORS:
            return []
        classes, codes = np.unique(self.names, return_inverse=True)
        spread = np.stack([_within_classes(one, codes, len(classes)) for one in tested])
        spread /= np.sqrt(np.maximum((spread**2).sum(axis=1, keepdims=True), 1e-12))
        wrong = self.wrong.astype(float)
        actual = spread @ wrong
        rng = np.random.default_rng(seed)
        shuffled = np.stack([wrong[_shuffled_within(codes, rng)] for _ in range(_SHUFFLES)])
        largest = (shuffled @ spread.T).max(axis=1)
        found: dict[str, tuple[float, Slice, float]] = {}
        for condition, statistic in zip(tested, actual.tolist(), strict=True):
            p_value = float((1 + (largest >= statistic).sum()) / (1 + _SHUFFLES))
            if p_value > _FALSE_ALARMS or self.wrong[condition.inside].sum() < _FEWEST_ERRORS:
                continue
            if statistic > found.get(condition.condition, (-np.inf,))[0]:
                found[condition.condition] = (statistic, condition, p_value)
        kept: list[_Draft] = []
        explained: list[Mask] = []
        for _, condition, p_value in sorted(found.values(), key=lambda entry: -entry[0]):
            errors = self.wrong & condition.inside
            # Dark photos are often low in contrast too: a thing is said once.
            if all((errors & other).sum() <= _OVERLAP * errors.sum() for other in explained):
                kept.append(self._error_draft(condition, p_value))
                explained.append(errors)
        return kept

    def _error_draft(self, condition: Slice, p_value: float) -> _Draft:
        name, mask = condition.condition, condition.inside
        others = condition.known & ~mask
        inside = Share.of(int(self.wrong[mask].sum()), int(mask.sum()))
        outside = Share.of(int(self.wrong[others].sum()), int(others.sum()))
        classes, counts = np.unique(self.names[mask & self.wrong], return_counts=True)
        hardest = str(classes[counts.argmax()]) if counts.max() * 2 >= counts.sum() else ""
        excess = self.wrong[mask].sum() - mask.sum() * (outside.value or 0.0)
        evidence = CollectionEvidence(inside, outside, p_value)
        wish = CollectionRequest("errors", self.modality, name, hardest, evidence)
        return max(float(excess), 1.0), wish

    def hard_classes(self) -> list[_Draft]:
        """Classes that are wrong more often than the others together, beyond chance."""
        tests = []
        classes = np.unique(self.names)
        for name in classes if len(classes) > 1 else ():
            mask = self.names == name
            inside = Share.of(int(self.wrong[mask].sum()), int(mask.sum()))
            outside = Share.of(int(self.wrong[~mask].sum()), int((~mask).sum()))
            tests.append((str(name), inside, outside, _more_than(inside, outside)))
        drafts: list[_Draft] = []
        for at, p_value in _smallest_first([test[3] for test in tests]):
            name, inside, outside, _ = tests[at]
            if p_value > _FALSE_ALARMS or (inside.value or 0.0) * inside.n < _FEWEST_ERRORS:
                continue
            excess = inside.n * ((inside.value or 0.0) - (outside.value or 0.0))
            evidence = CollectionEvidence(inside, outside, p_value)
            wish = CollectionRequest("hard", self.modality, "", name, evidence)
            drafts.append((max(excess, 1.0), wish))
        return sorted(drafts, key=lambda draft: -draft[0])

    def what_classes_lack(self) -> list[_Draft]:
        """Conditions that the other classes have and this one hardly has."""
        tests = []
        for words, variants in self.conditions.items():
            mask, known = variants[-1].inside, variants[-1].known  # the widest
            for name in np.unique(self.names):
                own, others = known & (self.names == name), known & (self.names != name)
                if not own.any() or not others.any():
                    continue
                inside = Share.of(int(mask[own].sum()), int(own.sum()))
                outside = Share.of(int(mask[others].sum()), int(others.sum()))
                tests.append((words, str(name), inside, outside, _more_than(outside, inside)))
        drafts: dict[str, _Draft] = {}
        for at, p_value in _smallest_first([test[4] for test in tests]):
            words, name, inside, outside, _ = tests[at]
            expected = (outside.value or 0.0) * inside.n
            lacks = (inside.value or 0.0) * inside.n <= _LACKS * expected
            if p_value > _FALSE_ALARMS or not lacks or name in drafts:
                continue
            evidence = CollectionEvidence(inside, outside, p_value)
            wish = CollectionRequest("lacks", self.modality, words, name, evidence)
            drafts[name] = (max(expected / 4, 1.0), wish)
        return sorted(drafts.values(), key=lambda draft: draft[1].evidence.p_value)


def _within_classes(condition: Slice, codes: Indices, classes: int) -> Doubles:
    """The condition, centred within each class among those whose fact is known."""
    sizes = np.bincount(codes, weights=condition.known, minlength=classes)
    inside = np.bincount(codes, weights=condition.inside, minlength=classes)
    expected = inside / np.maximum(sizes, 1.0)
    return np.where(condition.known, condition.inside - expected[codes], 0.0)


def _shuffled_within(codes: Indices, rng: np.random.Generator) -> Indices:
    """Positions, shuffled within each class."""
    order = np.lexsort((rng.random(len(codes)), codes))
    positions = np.empty(len(codes), dtype=np.intp)
    positions[np.argsort(codes, kind="stable")] = order
    return positions


def _more_than(one: Share, other: Share) -> float:
    """Fisher's exact p, one-sided: the share of `one` is larger than that of `other`."""
    from scipy.stats import fisher_exact

    table: list[list[int]] = [
        [yes := round((share.value or 0.0) * share.n), share.n - yes] for share in (one, other)
    ]
    result: Any = fisher_exact(table, alternative="greater")
    return float(result.pvalue)


def _smallest_first(p_values: Sequence[float]) -> list[tuple[int, float]]:
    """Position and p corrected by Holm."""
    corrected = holm(p_values)
    return [(at, corrected[at]) for at in np.argsort(p_values, kind="stable").tolist()]


def _count(share: Share) -> str:
    return of_all(round((share.value or 0.0) * share.n), share.n)


def _interval(share: Share) -> str:
    if share.low is None or share.high is None:
        return ""
    return f" ({percent_range(share.low, share.high)})"
