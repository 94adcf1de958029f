"""Is the data fit to learn from? The traps that make a model's numbers lie, each named in a sentence."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from estimators.classifier import issue_remark
from estimators.classifier.arrays import Indices, Mask
from estimators.classifier.data_issue import (
    LEAVE_OUT,
    RELABEL,
    TO_LEARNING,
    DataFix,
    DataIssue,
    HygieneReport,
)
from estimators.classifier.embedding import EmbeddingCache, Embeddings
from estimators.classifier.examples import Examples
from estimators.classifier.grouping.groups import (
    ExampleGroup,
    Grouping,
    find_groups,
    members_of,
)
from estimators.classifier.hygiene.out_of_fold import (
    CrossValidatedAnswers,
    answer_out_of_fold,
    label_uncertainty,
)
from estimators.classifier.hygiene.quality import quality
from estimators.classifier.hygiene.shortcuts import shortcuts
from estimators.classifier.issue_remark import COPIES
from estimators.classifier.modality import Modality, modality_named
from estimators.classifier.progress import Cancelled, Progress, stop_if
from estimators.classifier.remark import FAIR_START
from estimators.classifier.training_data import Split, check_split, look, pooled

IMBALANCE = 5.0
_DOUBTFUL, _DOUBTFUL_TO_A_POOR_JUDGE = 0.5, 0.8
_GOOD_JUDGE = 0.5
"""How far from chance to always right a model has to come for its doubts to count in full."""
_MOST_SUSPECTS = 0.1
"""No more than this share of the labels is called doubtful: where a model doubts more, it is the model."""
_FAR = 3.5  # robust standard deviations (Iglewicz and Hoaglin 1993: modified z-scores above 3.5)
_NORMAL = 1.4826
_FEWEST_FOR_OUTLIERS = 30
_MOST_OUTLIERS = 20


def inspect(
    examples: Examples,
    *,
    test: Examples | None = None,
    cache: EmbeddingCache | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> HygieneReport:
    """Look for everything that `HygieneReport` lists.

    - `test`: test examples that must not be among `examples`.
    - `seed`: of the folds behind the doubtful labels.
    """
    modality = modality_named(examples.modality)
    pool = pooled(examples, test)
    names, labels = pool.names, pool.labels
    embeddings = look(pool, modality.scout, cache=cache, progress=progress, cancelled=cancelled)
    n = len(examples.items)
    in_test = np.array(
        [position >= n or position in (examples.held_out or ()) for position in range(len(names))],
        dtype=bool,
    )
    stop_if(cancelled)
    grouping = find_groups(embeddings, labels, names, pool.groups or None)
    mine = embeddings.take(np.arange(n))
    shown = DuplicateIssues(
        modality, names, labels, embeddings.keys, in_test & embeddings.readable, n
    )
    conflicts = shown.conflicts(grouping.copies)
    known = {path for finding in conflicts for path in finding.paths}
    split = Split(~in_test & embeddings.readable, in_test & embeddings.readable)
    stop_if(cancelled)
    # Copies are left out with an example, but not its scene or speaker: they are what can tell that its label is wrong.
    answers = answer_out_of_fold(
        mine, np.array(examples.labels), grouping.copies[:n], seed, cancelled
    )
    mine_names = examples.names
    poor = quality(mine, mine_names)
    suspects = label_suspects(answers, mine_names, known) if answers else ()
    known |= {path for finding in (*poor, *suspects) for path in finding.paths}
    return HygieneReport(
        modality=examples.modality,
        classes=examples.classes,
        unreadable=(
            *examples.skipped,
            *(
                DataIssue((names[p],), why, DataFix(LEAVE_OUT, (names[p],)))
                for p, why in sorted(embeddings.problems.items())
            ),
        ),
        exact_duplicates=shown.exact(),
        near_duplicates=shown.near(grouping.copies),
        label_suspects=(*conflicts, *suspects),
        leakage=shown.leaks(grouping),
        warnings=(*class_warnings(examples, mine), *shown.apart(grouping.apart)),
        quality=poor,
        outliers=outliers(answers, mine_names, modality, known) if answers else (),
        shortcuts=shortcuts(mine, answers) if answers else (),
        belongings=shown.belongings(grouping.reasons),
        gate=check_split(split, grouping, keys=embeddings.keys, names=names, modality=modality),
    )


def class_warnings(examples: Examples, embeddings: Embeddings) -> tuple[DataIssue, ...]:
    """Classes with few readable examples, and one that outnumbers another by far."""
    readable = np.flatnonzero(embeddings.readable)
    counts = {
        **dict.fromkeys(examples.classes, 0),
        **Counter(examples.labels[int(position)] for position in readable),
    }
    found = [
        DataIssue((), issue_remark.few_in_class(name, n, examples.modality))
        for name, n in sorted(counts.items())
        if n < FAIR_START
    ]
    largest, smallest = max(counts, key=lambda k: counts[k]), min(counts, key=lambda k: counts[k])
    if counts[smallest] and counts[largest] / counts[smallest] >= IMBALANCE:
        ratio = counts[largest] / counts[smallest]
        found.append(
            DataIssue((), issue_remark.lopsided(largest, smallest, ratio, examples.modality))
        )
    return tuple(found)


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
    for row in doubtful[: max(1, int(_MOST_SUSPECTS * len(codes)))].tolist():
        name = names[int(answers.kept[row])]
        if name not in known:
            label, looks = str(answers.classes[codes[row]]), str(answers.classes[seems[row]])
            why = issue_remark.looks_like(label, looks, float(P[row, seems[row]]))
            found.append(DataIssue((name,), why, DataFix(RELABEL, (name,), looks)))
    return tuple(found)


def outliers(
    answers: CrossValidatedAnswers, names: Sequence[str], modality: Modality, known: Collection[str]
) -> tuple[DataIssue, ...]:
    """Those far further from every class than usual, furthest first, at most 20; those `known` as something else are left out."""
    distances = answers.distances
    if len(distances) < _FEWEST_FOR_OUTLIERS:
        return ()
    middle = float(np.median(distances))
    spread = _NORMAL * float(np.median(np.abs(distances - middle)))
    far = (distances - middle) / max(spread, 1e-9)
    found = []
    for row in np.argsort(-far, kind="stable")[:_MOST_OUTLIERS].tolist():
        name = names[int(answers.kept[row])]
        if far[row] > _FAR and name not in known:
            label = str(answers.classes[answers.codes[row]])
            why = issue_remark.unlike_others(label, modality.name)
            found.append(DataIssue((name,), why, DataFix(LEAVE_OUT, (name,))))
    return tuple(found)


@dataclass(frozen=True)
class DuplicateIssues:
    """The examples and, after them, those of a separate test: what findings are told about.

    - `names`, `labels`, `keys`: sequences of str, shape (n,)
    - `in_test`: bool array of shape (n,).
    - `mine`: how many of them are not of a separate test; only these are reported on, but for leakage.
    """

    modality: Modality
    names: Sequence[str]
    labels: Sequence[str]
    keys: Sequence[str]
    in_test: Mask
    mine: int

    def exact(self) -> tuple[DataIssue, ...]:
        """One for each group of the same bytes, with the second and further copies to leave out."""
        by_key: dict[str, list[int]] = {}
        for position, key in enumerate(self.keys[: self.mine]):
            if key:
                by_key.setdefault(key, []).append(position)
        return tuple(
            DataIssue(
                self._paths(members),
                issue_remark.same(len(members), self.modality.name),
                # Of two labels one is wrong, and which of them is not ours to say.
                None if self._several_labels(members) else self._leave_out(members[1:]),
            )
            for members in by_key.values()
            if len(members) > 1
        )

    def near(self, copies: Indices) -> tuple[DataIssue, ...]:
        """One for each group of nearly the same; nothing to mend, because they are kept on one side."""
        return tuple(
            DataIssue(
                self._paths(members), issue_remark.nearly_same(len(members), self.modality.name)
            )
            for members in members_of(copies[: self.mine])
            if len({self.keys[member] for member in members}) > 1
        )

    def conflicts(self, copies: Indices) -> tuple[DataIssue, ...]:
        """One for each group of the same or nearly the same under two labels."""
        found = []
        for members in members_of(copies[: self.mine]):
            if self._several_labels(members):
                names = sorted({self.labels[member] for member in members})
                same = len({self.keys[member] for member in members}) == 1
                why = issue_remark.several_labels(names, same, self.modality.name)
                fix = self._leave_out(members) if same else None
                found.append(DataIssue(self._paths(members), why, fix))
        return tuple(found)

    def leaks(self, grouping: Grouping) -> tuple[DataIssue, ...]:
        """One for each group that has members in the learning set and in the test."""
        found = []
        for members in members_of(grouping.copies):
            if self._divided(members):
                same = len({self.keys[member] for member in members}) == 1
                why = issue_remark.on_both_sides(same, self.modality.name)
                found.append(DataIssue(self._paths(members), why, self._to_one_side(members)))
        for reason in (*grouping.reasons, *grouping.apart):
            if reason.tie != COPIES and self._divided(reason.members):
                why = issue_remark.tied_on_both_sides(reason.tie, reason.value, self.modality.name)
                fix = None if reason in grouping.apart else self._to_one_side(reason.members)
                found.append(DataIssue(self._paths(reason.members), why, fix))
        return tuple(found)

    def belongings(self, reasons: Iterable[ExampleGroup]) -> tuple[DataIssue, ...]:
        """Why some of them are kept together."""
        found = []
        for reason in reasons:
            if sum(member < self.mine for member in reason.members) > 1:
                n = len(reason.members)
                why = issue_remark.kept_together(reason.tie, reason.value, n, self.modality.name)
                found.append(DataIssue(self._paths(reason.members), why))
        return tuple(found)

    def apart(self, reasons: Sequence[ExampleGroup]) -> tuple[DataIssue, ...]:
        """What would belong together, but is in too few groups to hold one out."""
        if not reasons:
            return ()
        paths = self._paths(member for reason in reasons for member in reason.members)
        values = [reason.value for reason in reasons[:3]]
        return (DataIssue(paths, issue_remark.names_tell_apart(values, self.modality.name)),)

    def _to_one_side(self, members: Iterable[int]) -> DataFix:
        """Out of the test if it is of the same data; else out of what is learned from."""
        tested = [member for member in members if self.in_test[member] and member < self.mine]
        if tested:
            return DataFix(TO_LEARNING, self._paths(tested))
        return self._leave_out([member for member in members if not self.in_test[member]])

    def _leave_out(self, members: Iterable[int]) -> DataFix:
        return DataFix(LEAVE_OUT, self._paths(members))

    def _divided(self, members: Iterable[int]) -> bool:
        return len({bool(self.in_test[member]) for member in members}) == 2

    def _several_labels(self, members: Iterable[int]) -> bool:
        return len({self.labels[member] for member in members}) > 1

    def _paths(self, members: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.names[member] for member in members)
