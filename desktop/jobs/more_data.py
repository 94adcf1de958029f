"""What to collect next, and whether made examples help, off the GUI thread.

Made examples (variants of what is there) are measured and never kept: nothing made is in the project, in its test or in
the learning set.
"""

from dataclasses import dataclass

from desktop.jobs.learn import classifier_examples
from desktop.jobs.training_request import OnProject
from desktop.jobs.worker import Cancelled, Progress
from desktop.project.project import Project
from desktop.project.record_kinds import CollectionPlan, MadeExamples
from desktop.project.records import Derived, Example
from desktop.project.run_list import run_in_use
from estimators.base.errors import UserError
from estimators.base.sentence import tr

MADE_FROM = 240  # real examples, at most: a variant takes as long as an example
N_MORE = 100


@dataclass(frozen=True)
class PlanCollection(OnProject):
    """From which conditions the wrong answers of the run in use come; of ``n_more`` examples to collect."""

    n_more: int = N_MORE


def plan_collection(
    request: PlanCollection, progress: Progress, cancelled: Cancelled
) -> Derived[CollectionPlan]:
    """The job: facts of the held-out examples, against the answers of the run in use."""
    from estimators.classifier.collection_plan import plan
    from estimators.classifier.grouping.groups import find_groups
    from estimators.classifier.training_data import look

    with Project.open_beside(request.project) as project:
        run = run_in_use(project)
        if run is None:
            raise UserError(
                tr("Nothing is trained yet."),
                tr("The plan follows from its mistakes."),
                tr("Train once first."),
            )
        answers = {row.path: row.label for row in run.result.answered}
        tested = tuple(e for e in project.labelled() if e.held_out and e.path in answers)
        if not tested:
            raise UserError(
                tr("What was tested is not there any more."), "", tr("Train again, then plan.")
            )
        data = classifier_examples(project, tested)
        cache = project.caches.embeddings
        embeddings = look(data, cache=cache, progress=progress, cancelled=cancelled)
        groups = find_groups(embeddings, data.labels, data.names, data.groups or None)
        predicted = [answers[example.path] for example in tested]
        requests = plan(
            [embeddings.attributes_of(position) for position in range(len(tested))],
            data.labels,
            predicted,
            modality=data.modality,
            n_more=request.n_more,
            groups=groups.copies,
            seed=request.seed,
        )
        wrong = sum(a != b for a, b in zip(predicted, data.labels, strict=True))
        kept = CollectionPlan(requests, run.number, len(tested), wrong)
        return Derived(kept, project.fingerprint())


def measure_made(
    request: OnProject, progress: Progress, cancelled: Cancelled
) -> Derived[MadeExamples]:
    """The job: make variants of what is learned from, and compare models with and without them on real examples."""
    import numpy as np

    from estimators.classifier.augmentation import make_synthetic, measure_augmentation
    from estimators.classifier.grouping.groups import find_groups
    from estimators.classifier.modality import modality_named
    from estimators.classifier.progress import stretch
    from estimators.classifier.training_data import look

    with Project.open_beside(request.project) as project:
        learning = _some(tuple(e for e in project.labelled() if not e.held_out), request.seed)
        data = classifier_examples(project, learning)
        cache = project.caches.embeddings
        looking = stretch(progress, 0, 10, 100)
        embeddings = look(data, cache=cache, progress=looking, cancelled=cancelled)
        readable = np.flatnonzero(embeddings.readable)
        groups = find_groups(embeddings, data.labels, data.names, data.groups or None).ids
        made = make_synthetic(
            data.items,
            data.labels,
            groups,
            backbone=modality_named(data.modality).scout,
            seed=request.seed,
            progress=stretch(progress, 10, 90, 100),
            cancelled=cancelled,
        )
        progress(90, 100, tr("Comparing with and without"))
        effect = measure_augmentation(
            embeddings.features[readable],
            np.array(data.labels)[readable],
            groups[readable],
            made,
            seed=request.seed,
            cancelled=cancelled,
        )
        kept = MadeExamples(effect, len(made), len(readable))
        return Derived(kept, project.fingerprint())


def _some(examples: tuple[Example, ...], seed: int) -> tuple[Example, ...]:
    """At most ``MADE_FROM``, chosen at random."""
    import numpy as np

    if len(examples) <= MADE_FROM:
        return examples
    chosen = np.random.default_rng(seed).choice(len(examples), MADE_FROM, replace=False)
    return tuple(examples[position] for position in np.sort(chosen))
