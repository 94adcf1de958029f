"""Is the data fit to learn from? The traps that make a model's numbers lie, each named in a sentence."""

import numpy as np

from estimators.classifier.data_issue import LEAVE_OUT, DataFix, DataIssue
from estimators.classifier.embedding import EmbeddingCache, embed
from estimators.classifier.examples import Examples
from estimators.classifier.grouping.groups import find_groups
from estimators.classifier.hygiene.balance import class_warnings
from estimators.classifier.hygiene.duplicates import DuplicateIssues
from estimators.classifier.hygiene.out_of_fold import answer_out_of_fold
from estimators.classifier.hygiene.outliers import outliers
from estimators.classifier.hygiene.quality import quality
from estimators.classifier.hygiene.report import HygieneReport
from estimators.classifier.hygiene.shortcuts import shortcuts
from estimators.classifier.hygiene.suspects import label_suspects
from estimators.classifier.leakage import Split, check_split
from estimators.classifier.modality import modality_named
from estimators.classifier.progress import Cancelled, Progress, stop_if


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

    Parameters
    ----------
    examples : Examples
    test : Examples, optional
        Test examples that must not be among `examples`.
    seed : int
        Of the folds behind the doubtful labels.

    Raises
    ------
    WorkCancelled
        If `cancelled` says so.
    """
    modality = modality_named(examples.modality)
    items = (*examples.items, *(test.items if test else ()))
    labels = (*examples.labels, *(test.labels if test else ()))
    names = (*examples.names, *(test.names if test else ()))
    embeddings = embed(
        items,
        backbone=modality.scout,
        keys=(*examples.keys, *("",) * len(test or ())) if examples.keys else None,
        cache=cache,
        progress=progress,
        cancelled=cancelled,
    )
    n = len(examples.items)
    in_test = np.array(
        [position >= n or position in (examples.held_out or ()) for position in range(len(items))],
        dtype=bool,
    )
    stop_if(cancelled)
    every = (examples, *([test] if test else ()))
    owned = [group for one in every for group in (one.groups or ("",) * len(one))]
    grouping = find_groups(embeddings, labels, names, owned if any(owned) else None)
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
