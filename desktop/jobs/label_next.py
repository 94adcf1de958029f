"""Which unlabelled examples to label next, off the GUI thread: embed them, fit what is known, ask the classifier's way."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.jobs.training_request import OnProject
from desktop.jobs.worker import Cancelled, Progress
from desktop.project.project import Project
from desktop.project.record_kinds import Suggestion, Suggestions
from desktop.project.records import Derived, Example
from estimators.base.errors import UserError
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from estimators.classifier.embedding import Embeddings
    from estimators.classifier.head.head import CalibratedHead

LOOKED_AT = 2_000  # unlabelled ones, at most: a photo takes 13 ms the first time
LEARNED_FROM = 1_000  # labelled ones, at most: an order needs no more


@dataclass(frozen=True)
class SuggestNext(OnProject):
    """Choose the ``n`` unlabelled examples whose labels would teach most."""

    n: int = 40


def suggest_next(
    request: SuggestNext, progress: Progress, cancelled: Cancelled
) -> Derived[Suggestions]:
    """The job. What is held out for the test teaches nothing here either."""
    import numpy as np

    from estimators.classifier.active_learning import next_to_label
    from estimators.classifier.embedding import embed
    from estimators.classifier.modality import modality_named
    from estimators.classifier.progress import stretch

    rng = np.random.default_rng(request.seed)

    def some(examples: list[Example], most: int) -> list[Example]:
        if len(examples) <= most:
            return examples
        chosen = np.sort(rng.choice(len(examples), most, replace=False))
        return [examples[position] for position in chosen]

    with Project.open_beside(request.project) as project:
        readable = [example for example in project.examples() if example.readable]
        every = [example for example in readable if example.class_id is None]
        if not every:
            raise UserError(tr("Everything is labelled."), "", tr("Add more examples first."))
        labelled = [e for e in readable if e.class_id is not None and not e.held_out]
        pool, known = some(every, LOOKED_AT), some(labelled, LEARNED_FROM)
        modality = modality_named(pool[0].modality)
        most = len(pool) + len(known)

        def embeddings(examples: list[Example], begin: int) -> "Embeddings":
            return embed(
                [project.item(example) for example in examples],
                backbone=modality.scout,
                keys=[example.sha256 for example in examples],
                cache=project.caches.embeddings,
                progress=stretch(progress, begin, begin + len(examples), most + 1),
                cancelled=cancelled,
            )

        unlabelled = embeddings(pool, 0)
        seen = embeddings(known, len(pool)) if known else None
        progress(most, most + 1, tr("Choosing what to label next"))
        names = [example.class_name or "" for example in known]
        found = next_to_label(
            unlabelled, seen, names, _head(seen, names), n=request.n, random_state=request.seed
        )
        rows = tuple(Suggestion(pool[s.position].path, s.reason, s.classes, s.score) for s in found)
        kept = Suggestions(rows, len(pool), len(every), len(labelled))
        return Derived(kept, project.fingerprint())


def _head(seen: "Embeddings | None", names: list[str]) -> "CalibratedHead | None":
    """A quick model of what is labelled; None where fewer than two classes have two examples."""
    import numpy as np

    from estimators.classifier.head.head import CalibratedHead

    if seen is None:
        return None
    labels = np.array(names)
    classes, counts = np.unique(labels[seen.readable], return_counts=True)
    enough = np.isin(labels, classes[counts >= 2]) & seen.readable
    if len(np.unique(labels[enough])) < 2:
        return None
    return CalibratedHead(folds=2).fit(seen.features[enough], labels[enough])
